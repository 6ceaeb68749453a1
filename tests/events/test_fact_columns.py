"""Exactly which columns a fact of the day writes, what is logged, recorded, told and returned."""

import pytest

from enbyforalle.jobs.models import Job
from events.domain import facts, takedowns
from events.domain.errors import Refused
from events.models import Image, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.oslo("2027-02-10 12:00")
STARTS, ENDS = make.oslo("2027-02-10 19:00"), make.oslo("2027-02-10 21:00")
HEARD = {"sequence": 1, "changed_at": NOW}
OFF = {"status_changed_at": NOW}

# Verb with what it is given → the columns that differ in the event, in the session, and the log's
# comment.
EVENT_FACTS = {
    "cancel_event, both": (
        lambda e, by: facts.cancel_event(e, by=by, reason_nb=" Storm ", reason_en="A  storm"),
        {"status": "cancelled", "status_reason_nb": "Storm", "status_reason_en": "A storm"} | OFF,
        HEARD,
        "cancel_event",
        " Storm ",
    ),
    "cancel_event, English": (
        lambda e, by: facts.cancel_event(e, by=by, reason_en="A storm"),
        {"status": "cancelled", "status_reason_en": "A storm"} | OFF,
        HEARD,
        "cancel_event",
        "A storm",
    ),
    "cancel_event, no reason": (
        lambda e, by: facts.cancel_event(e, by=by),
        {"status": "cancelled"} | OFF,
        HEARD,
        "cancel_event",
        "",
    ),
    "postpone_event": (
        lambda e, by: facts.postpone_event(e, by=by, reason_nb="Snø", reason_en="Snow"),
        {"status": "postponed", "status_reason_nb": "Snø", "status_reason_en": "Snow"} | OFF,
        HEARD,
        "postpone_event",
        "Snø",
    ),
    "postpone_event, no reason": (
        lambda e, by: facts.postpone_event(e, by=by),
        {"status": "postponed"} | OFF,
        HEARD,
        "postpone_event",
        "",
    ),
}
SESSION_FACTS = {
    "cancel_session": (
        lambda s, by: facts.cancel_session(s, by=by, reason_nb="Syk", reason_en="Ill"),
        {"status": "cancelled", "notice_nb": "Syk", "notice_en": "Ill"} | OFF | HEARD,
        "Syk",
    ),
    "cancel_session, English": (
        lambda s, by: facts.cancel_session(s, by=by, reason_en="Ill"),
        {"status": "cancelled", "notice_en": "Ill"} | OFF | HEARD,
        "Ill",
    ),
    "cancel_session, no reason": (
        lambda s, by: facts.cancel_session(s, by=by),
        {"status": "cancelled"} | OFF | HEARD,
        "",
    ),
    "postpone_session": (
        lambda s, by: facts.postpone_session(s, by=by, reason_nb="Is", reason_en="Ice"),
        {"status": "postponed", "notice_nb": "Is", "notice_en": "Ice"} | OFF | HEARD,
        "Is",
    ),
    "postpone_session, no reason": (
        lambda s, by: facts.postpone_session(s, by=by),
        {"status": "postponed"} | OFF | HEARD,
        "",
    ),
    "mark_places, full": (
        lambda s, by: facts.mark_places(s, by=by, full=True),
        {"is_full": True, "changed_at": NOW},
        "",
    ),
    "mark_places, few": (
        lambda s, by: facts.mark_places(s, by=by, few=True),
        {"has_few_left": True, "changed_at": NOW},
        "",
    ),
    "mark_places, neither": (
        lambda s, by: facts.mark_places(s, by=by),
        {"changed_at": NOW},
        "",
    ),
    "change_room": (
        lambda s, by: facts.change_room(s, by=by, room=" Salen\u202e "),
        {"room": "Salen"} | HEARD,
        "Salen",
    ),
    "change_room, long": (
        lambda s, by: facts.change_room(s, by=by, room="x" * 81),
        {"room": "x" * 80} | HEARD,
        "x" * 80,
    ),
    "set_notice": (
        lambda s, by: facts.set_notice(s, by=by, nb="Ta med\n sko", en="Bring shoes"),
        {"notice_nb": "Ta med sko", "notice_en": "Bring shoes", "changed_at": NOW},
        "Ta med\n sko",
    ),
    "set_notice, English": (
        lambda s, by: facts.set_notice(s, by=by, en="Bring shoes"),
        {"notice_en": "Bring shoes", "changed_at": NOW},
        "Bring shoes",
    ),
    "set_notice, longest": (
        lambda s, by: facts.set_notice(s, by=by, nb="x" * 200),
        {"notice_nb": "x" * 200, "changed_at": NOW},
        "x" * 200,
    ),
    "report_time": (
        lambda s, by: facts.report_time(s, by=by, starts_at=STARTS, ends_at=ENDS),
        {"reported_starts_at": STARTS, "reported_ends_at": ENDS} | HEARD,
        "",
    ),
    "report_time, start alone": (
        lambda s, by: facts.report_time(s, by=by, starts_at=STARTS),
        {"reported_starts_at": STARTS} | HEARD,
        "",
    ),
}


@pytest.fixture
def event(owner, coordinator):
    event = make.make_event(organiser=make.make_organiser(owner=owner), by=owner)
    event.sessions.update(changed_at=make.LONG_AGO)
    return event


def columns(row):
    """The row as the database has it."""
    row = type(row).objects.get(pk=row.pk)
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def differing(before, row):
    return {name: value for name, value in columns(row).items() if before[name] != value}


def check_told(event, verb, owner, comment):
    """One entry, one record and one mail, all of this."""
    entry = event.log.get()
    assert (entry.verb, entry.by, entry.comment, entry.version) == (verb, owner, comment, None)
    assert (entry.from_state, entry.to_state, entry.is_internal) == ("", "", False)
    record = Publication.objects.get(event=event)
    assert (record.what, record.by) == (verb, owner)
    assert Job.objects.count() == 1


@pytest.mark.parametrize("name", EVENT_FACTS)
def test_a_fact_of_the_event_writes_these_columns(name, event, owner):
    act, in_event, in_session, verb, comment = EVENT_FACTS[name]
    session = event.sessions.get()
    events, sessions = columns(event), columns(session)
    assert act(event, owner) == event
    assert differing(events, event) == in_event
    assert differing(sessions, session) == in_session
    check_told(event, verb, owner, comment)


@pytest.mark.parametrize("name", SESSION_FACTS)
def test_a_fact_of_a_session_writes_these_columns(name, event, owner):
    act, in_session, comment = SESSION_FACTS[name]
    session = event.sessions.get()
    events, sessions = columns(event), columns(session)
    assert act(session, owner) == session
    assert differing(events, event) == {}
    assert differing(sessions, session) == in_session
    check_told(event, name.partition(",")[0], owner, comment)


@pytest.mark.parametrize("verb", ["restore_event", "undo_event"])
def test_what_takes_it_back_leaves_the_event_as_it_was(verb, event, owner):
    session = event.sessions.get()
    events, sessions = columns(event), columns(session)
    facts.cancel_event(event, by=owner, reason_nb="Storm", reason_en="A storm")
    assert getattr(facts, verb)(event, by=owner) == event
    when = {"status_changed_at": NOW} if verb == "restore_event" else {}
    assert differing(events, event) == when
    assert differing(sessions, session) == {"sequence": 2, "changed_at": NOW}
    names = list(event.log.order_by("pk").values_list("verb", "comment"))
    assert names == [("cancel_event", "Storm"), (verb.replace("undo_event", "undo"), "")]
    assert event.publications.order_by("pk").last().what == names[1][0]


@pytest.mark.parametrize("verb", ["cancel_event", "postpone_event", "restore_event", "undo_event"])
def test_what_is_so_already_is_returned_and_changes_nothing(verb, event, owner):
    if verb in ("cancel_event", "postpone_event"):
        getattr(facts, verb)(event, by=owner)
    before, entries = columns(event), event.log.count()
    assert getattr(facts, verb)(event, by=owner) == event
    assert (differing(before, event), event.log.count()) == ({}, entries)


@pytest.mark.parametrize(
    "verb", ["cancel_session", "postpone_session", "restore_session", "undo_session"]
)
def test_a_session_that_is_so_already_is_returned_and_unchanged(verb, event, owner):
    session = event.sessions.get()
    if verb in ("cancel_session", "postpone_session"):
        getattr(facts, verb)(session, by=owner)
    before, entries = columns(session), event.log.count()
    assert getattr(facts, verb)(session, by=owner) == session
    assert (differing(before, session), event.log.count()) == ({}, entries)


@pytest.mark.parametrize("verb", ["restore_session", "undo_session"])
def test_a_session_is_put_back_with_or_without_its_notice(verb, event, owner):
    session = event.sessions.get()
    facts.set_notice(session, by=owner, nb="Ta med sko", en="Bring shoes")
    before = columns(session)
    facts.cancel_session(session, by=owner, reason_nb="Syk", reason_en="Ill")
    assert getattr(facts, verb)(session, by=owner) == session
    lost = {"notice_nb": "", "notice_en": "", "status_changed_at": NOW}
    left = lost if verb == "restore_session" else {}
    assert differing(before, session) == {"sequence": 2} | left


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(STARTS, STARTS), (ENDS, STARTS), (None, ENDS)],
    ids=["no length", "before it starts", "no start"],
)
def test_a_reported_end_comes_after_a_start(event, owner, starts, ends):
    session = event.sessions.get()
    with pytest.raises(Refused):
        facts.report_time(session, by=owner, starts_at=starts, ends_at=ends)
    assert columns(session)["reported_starts_at"] is None


def test_a_reported_time_is_taken_back(event, owner):
    session = event.sessions.get()
    facts.report_time(session, by=owner, starts_at=STARTS, ends_at=ENDS)
    facts.report_time(session, by=owner, starts_at=None)
    found = columns(session)
    assert (found["reported_starts_at"], found["reported_ends_at"]) == (None, None)


@pytest.mark.parametrize("text", ["ftp://example.org", "WWW.example.org", "se www.example.org"])
def test_a_notice_holds_no_link_of_any_kind(event, owner, text):
    with pytest.raises(Refused):
        facts.set_notice(event.sessions.get(), by=owner, nb=text)
    with pytest.raises(Refused):
        facts.cancel_event(event, by=owner, reason_en=text)


def test_an_event_off_the_site_says_who_when_and_why(event, coordinator):
    before = columns(event)
    found = takedowns.unpublish(event, by=coordinator, reason=f"  {'x' * 201} ")
    assert found == event
    assert differing(before, event) == {
        "unpublished_at": NOW,
        "unpublished_by_id": coordinator.pk,
        "unpublished_reason": "x" * 200,
    }
    entry, record = event.log.get(), event.publications.get()
    assert (entry.verb, entry.by, entry.comment) == ("unpublish", coordinator, "x" * 200)
    assert (record.what, record.by, record.content) == ("unpublish", coordinator, {})
    assert takedowns.republish(event, by=coordinator) == event
    assert differing(before, event) == {}
    entry, record = event.log.order_by("pk").last(), event.publications.order_by("pk").last()
    assert (entry.verb, entry.by, entry.comment) == ("republish", coordinator, "")
    assert (record.what, record.by) == ("republish", coordinator)
    assert record.content != {}
    # What is on the site already is not put back, nor logged.
    assert takedowns.republish(event, by=coordinator) == event
    assert event.log.count() == 2


@pytest.mark.parametrize(
    ("reason", "comment"), [(" Bedt om ", "Bedt om"), (" ", None)], ids=["reason", "none"]
)
def test_a_picture_taken_down_says_who_and_when(event, owner, coordinator, reason, comment):
    image = Image.objects.create(event=event, width=10, height=10, uploaded_by=owner)
    before = columns(image)
    comment = comment or str(image.pk)
    assert takedowns.take_down_picture(image, by=coordinator, reason=reason) == image
    taken = {"taken_down_at": NOW, "taken_down_by_id": coordinator.pk}
    assert differing(before, image) == taken
    assert takedowns.take_down_picture(image, by=coordinator) == image
    assert takedowns.put_back_picture(image, by=coordinator, reason=reason) == image
    assert differing(before, image) == {}
    assert takedowns.put_back_picture(image, by=coordinator) == image
    verbs = ["take_down_picture", "put_back_picture"]
    assert list(event.log.order_by("pk").values_list("verb", "by", "comment")) == [
        (verb, coordinator.pk, comment) for verb in verbs
    ]
    assert list(event.publications.order_by("pk").values_list("what", "by")) == [
        (verb, coordinator.pk) for verb in verbs
    ]


def test_a_picture_without_a_reason_is_logged_by_its_key(event, owner, coordinator):
    image = Image.objects.create(event=event, width=10, height=10, uploaded_by=owner)
    takedowns.take_down_picture(image, by=coordinator)
    takedowns.put_back_picture(image, by=coordinator)
    assert set(event.log.values_list("comment", flat=True)) == {str(image.pk)}


def test_one_picture_of_two_is_taken_down(event, owner, coordinator):
    first, second = (
        Image.objects.create(event=event, width=10, height=10, uploaded_by=owner) for _ in "12"
    )
    takedowns.take_down_picture(first, by=coordinator)
    assert (columns(first)["taken_down_at"], columns(second)["taken_down_at"]) == (NOW, None)
    takedowns.put_back_picture(first, by=coordinator)
    assert columns(first)["taken_down_at"] is None


def test_a_picture_is_recorded_once_for_each_public_event_that_shows_it(event, owner, coordinator):
    image = Image.objects.create(event=event, width=10, height=10, uploaded_by=owner)
    shown, waiting, other = (
        make.make_event(organiser=event.organiser, by=owner, state=state)
        for state in ("approved", "submitted", "approved")
    )
    for version in (event.live, shown.live, waiting.open):
        version.pictures.create(image=image, alt_nb="Et kor")
    takedowns.take_down_picture(image, by=coordinator)
    records = Publication.objects.values_list("event", "what", "by")
    assert sorted(records) == [
        (pk, "take_down_picture", coordinator.pk) for pk in sorted((event.pk, shown.pk))
    ]
    assert not waiting.publications.exists()
    assert not other.publications.exists()
