"""Exactly what each move of a version writes in it and in the log, and what it returns."""

import pytest

from enbyforalle.jobs.models import Job
from events.domain import co_organisers, corrections, drafts, editing, entering, facts, review
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused
from events.models import Event, Version
from organisers.models import Invitation
from tests import factories as make
from tests.events.situations import LIVE, SITUATIONS, scene_of

pytestmark = pytest.mark.django_db

NOW = make.oslo("2027-02-10 12:00")
SAVED = {"updated_at": NOW}
MINE = {"submitted_at": NOW, "submitted_by": "owner"}
DECIDED = {"decided_at": NOW, "decided_by": "coordinator"}

# Name → (situation, verb, who, what differs in the version, the entry in the log). People stand
# by their role.
MOVES = {
    "submit": (
        "draft",
        lambda s: review.submit(s.version, by=s.by),
        "owner",
        {"state": "submitted"} | MINE | SAVED,
        ("submit", "draft", "submitted", ""),
    ),
    "submit again": (
        "changes requested",
        lambda s: review.submit(s.version, by=s.by),
        "owner",
        {"state": "submitted", "submitted_at": NOW} | SAVED,
        ("submit", "changes_requested", "submitted", ""),
    ),
    "submit what the coordinator began": (
        "correction begun",
        lambda s: review.submit(s.version, by=s.by),
        "owner",
        {"state": "submitted", "is_correction": False} | MINE | SAVED,
        ("submit", "draft", "submitted", ""),
    ),
    "take back": (
        "submitted",
        lambda s: review.take_back(s.version, by=s.by),
        "owner",
        {"state": "draft"} | SAVED,
        ("take_back", "submitted", "draft", ""),
    ),
    "withdraw": (
        "submitted",
        lambda s: review.withdraw(s.version, by=s.by),
        "owner",
        {"state": "withdrawn"} | SAVED,
        ("withdraw", "submitted", "withdrawn", ""),
    ),
    "request changes": (
        "submitted",
        lambda s: review.request_changes(s.version, by=s.by, comment=" Mer "),
        "coordinator",
        {"state": "changes_requested", "decision_comment": "Mer"} | SAVED,
        ("request_changes", "submitted", "changes_requested", "Mer"),
    ),
    "reject": (
        "submitted",
        lambda s: review.reject(s.version, by=s.by, comment=" Nei "),
        "coordinator",
        {"state": "rejected", "decision_comment": "Nei"} | DECIDED | SAVED,
        ("reject", "submitted", "rejected", "Nei"),
    ),
    "another event": (
        "change waiting",
        lambda s: review.refuse_as_another_event(s.version, by=s.by, comment=" For stort "),
        "coordinator",
        {"state": "rejected", "decision_comment": "For stort"} | DECIDED | SAVED,
        ("another_event", "submitted", "rejected", "For stort"),
    ),
    "approve": (
        "submitted",
        lambda s: review.approve(s.version, by=s.by, comment=" Fint "),
        "coordinator",
        {"state": "approved", "is_live": True, "decision_comment": "Fint"} | DECIDED | SAVED,
        ("approve", "submitted", "approved", "Fint"),
    ),
    "approve without a word": (
        "submitted",
        lambda s: review.approve(s.version, by=s.by),
        "coordinator",
        {"state": "approved", "is_live": True} | DECIDED | SAVED,
        ("approve", "submitted", "approved", ""),
    ),
    "publish a correction": (
        "correction begun",
        lambda s: corrections.publish_correction(s.version, by=s.by, comment=" Rettet "),
        "coordinator",
        {"state": "approved", "is_live": True, "decision_comment": "Rettet"}
        | {"submitted_at": NOW, "submitted_by": "coordinator"}
        | DECIDED
        | SAVED,
        ("correct", "draft", "approved", "Rettet"),
    ),
}


def columns(version):
    """The version's columns, apart from what is derived for the search."""
    version = Version.objects.get(pk=version.pk)
    names = [field.name for field in version._meta.concrete_fields if field.name != "search_text"]
    return {name: getattr(version, name) for name in names}


def differing(before, version, people):
    named = {user: role for role, user in people.items()}
    found = {name: value for name, value in columns(version).items() if before[name] != value}
    return {k: named.get(v, v) if k.endswith("_by") else v for k, v in found.items()}


@pytest.mark.parametrize("name", MOVES)
def test_a_move_writes_these_columns_and_this_entry(name):
    situation, act, role, expected, entry = MOVES[name]
    scene = scene_of(situation)
    scene.by = scene.cast[role]
    before = columns(scene.version)
    assert act(scene) == scene.version
    assert differing(before, scene.version, scene.cast) == expected
    log = scene.event.log.get()
    assert (log.verb, log.from_state, log.to_state, log.comment) == entry
    assert (log.by, log.version, log.is_internal) == (scene.by, scene.version, False)
    assert log.as_disqualified is False


@pytest.mark.parametrize(
    ("situation", "act", "role", "verb"),
    [
        (
            "approved",
            lambda s: drafts.start_event(s.week, s.event.organiser, by=s.by),
            "owner",
            "create",
        ),
        ("approved", lambda s: drafts.open_change(s.event, by=s.by), "owner", "open_change"),
        ("rejected", lambda s: drafts.open_change(s.event, by=s.by), "editor", "open_change"),
        (
            "approved",
            lambda s: corrections.open_correction(s.event, by=s.by),
            "coordinator",
            "open_change",
        ),
    ],
    ids=["start", "change", "try again", "correct"],
)
def test_a_text_that_is_begun_moves_from_nowhere(situation, act, role, verb):
    scene = scene_of(situation)
    scene.by = scene.cast[role]
    version = act(scene)
    log = version.event.log.get()
    assert (log.verb, log.by, log.version, log.comment) == (verb, scene.by, version, "")
    assert (log.from_state, log.to_state, log.is_internal) == ("", "", False)
    assert (version.created_by, version.state, version.is_live) == (scene.by, "draft", False)
    if verb == "open_change":
        assert (version.number, version.based_on) == (2, scene.version)
    else:
        assert (version.number, version.based_on) == (1, None)


@pytest.mark.parametrize("situation", [name for name in LIVE if "waiting" in name])
def test_what_was_live_is_live_no_more(situation):
    scene = scene_of(situation)
    old = scene.event.live
    review.approve(scene.version, by=scene.cast["coordinator"])
    assert list(scene.event.versions.filter(is_live=True)) == [scene.version]
    assert Version.objects.get(pk=old.pk).state == "approved"
    record = scene.event.publications.get()
    assert (record.what, record.by) == ("approve", scene.cast["coordinator"])
    # The other event is as public as it was.
    assert Version.objects.exclude(event=scene.event).get().is_live


@pytest.mark.parametrize(
    "act",
    [
        lambda version, by: review.approve(version, by=by, hold_mail=True),
        lambda version, by: review.reject(version, by=by, comment="Nei", hold_mail=True),
        lambda version, by: review.request_changes(version, by=by, comment="Mer", hold_mail=True),
        lambda version, by: review.refuse_as_another_event(version, by=by, hold_mail=True),
    ],
    ids=["approve", "reject", "request changes", "another event"],
)
def test_the_mail_of_a_decision_is_held_when_asked(act):
    scene = scene_of("change waiting")
    act(scene.version, scene.cast["coordinator"])
    states = set(Job.objects.mails().values_list("state", flat=True))
    assert states == {"held"}


@pytest.mark.parametrize(
    "act",
    [
        lambda version, by: review.approve(version, by=by),
        lambda version, by: review.reject(version, by=by, comment="Nei"),
        lambda version, by: review.request_changes(version, by=by, comment="Mer"),
        lambda version, by: review.refuse_as_another_event(version, by=by),
    ],
    ids=["approve", "reject", "request changes", "another event"],
)
def test_the_mail_of_a_decision_goes_when_nobody_holds_it(act):
    scene = scene_of("change waiting")
    act(scene.version, scene.cast["coordinator"])
    assert "held" not in set(Job.objects.mails().values_list("state", flat=True))


@pytest.mark.parametrize("given", [{}, {"comment": " "}], ids=["nothing", "blank"])
def test_the_reason_for_another_event_is_said_when_nothing_is_written(given):
    scene = scene_of("change waiting")
    version = review.refuse_as_another_event(scene.version, by=scene.cast["coordinator"], **given)
    assert version.decision_comment == "Dette er et annet arrangement enn det som er godkjent."


def test_a_version_without_title_or_session_cannot_be_approved():
    scene = scene_of("submitted")
    Version.objects.update(title_nb="")
    with pytest.raises(Incomplete) as refused:
        review.approve(scene.version, by=scene.cast["coordinator"])
    assert ("about", "title_nb") in {(row.step, row.field) for row in refused.value.missing}
    Version.objects.update(title_nb="Korfest")
    scene.version.times.all().delete()
    with pytest.raises(Incomplete) as refused:
        review.approve(scene.version, by=scene.cast["coordinator"])
    assert ("when", "times") in {(row.step, row.field) for row in refused.value.missing}


@pytest.mark.parametrize(
    "act",
    [
        lambda version, **by: review.approve(version, **by),
        lambda version, **by: review.reject(version, comment="Nei", **by),
        lambda version, **by: review.request_changes(version, comment="Mer", **by),
        lambda version, **by: review.refuse_as_another_event(version, **by),
    ],
    ids=["approve", "reject", "request changes", "another event"],
)
def test_every_decision_sees_to_it_that_the_text_was_read(act):
    scene = scene_of("change waiting")
    by = scene.cast["coordinator"]
    with pytest.raises(Conflict):
        act(scene.version, by=by, seen=NOW)
    assert scene.event.log.count() == 0
    assert act(scene.version, by=by, seen=scene.version.updated_at) == scene.version


@pytest.mark.parametrize(
    "act",
    [
        lambda version, **by: review.approve(version, **by),
        lambda version, **by: review.reject(version, comment="Nei", **by),
        lambda version, **by: review.request_changes(version, comment="Mer", **by),
        lambda version, **by: review.refuse_as_another_event(version, **by),
    ],
    ids=["approve", "reject", "request changes", "another event"],
)
def test_whoever_is_alone_and_belongs_to_the_organiser_says_why(act):
    scene = scene_of("change waiting")
    by = scene.cast["coordinator"]
    scene.event.organiser.memberships.create(user=by)
    with pytest.raises(NotAllowed):
        act(scene.version, by=by, disqualified_reason="Haster")
    for other in ("reviewer", "own_reviewer"):
        scene.cast[other].groups.clear()
    for nothing in ({}, {"disqualified_reason": " "}):
        with pytest.raises(Refused):
            act(scene.version, by=by, **nothing)
    act(scene.version, by=by, disqualified_reason=" Ingen andre er her ")
    reason, decision = scene.event.log.order_by("pk")
    assert (reason.verb, reason.comment) == ("disqualified", "Ingen andre er her")
    assert (reason.is_internal, reason.by, reason.version) == (True, by, scene.version)
    assert (reason.from_state, reason.to_state) == ("", "")
    assert (decision.as_disqualified, decision.is_internal) == (True, False)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_handing_over_says_to_whom(situation):
    scene = scene_of(situation)
    by = scene.cast["coordinator"]
    scene.event.co_organisers.create(organiser=scene.other)
    assert drafts.hand_over(scene.event, scene.other, by=by) == scene.event
    scene.event.refresh_from_db()
    assert scene.event.organiser == scene.other
    assert not scene.event.co_organisers.filter(organiser=scene.other).exists()
    assert scene.event.co_organisers.count() == 1
    log = scene.event.log.get()
    assert (log.verb, log.by, log.comment) == ("hand_over", by, "Annen forening")
    records = list(scene.event.publications.values_list("what", "by"))
    assert records == ([("hand_over", by.pk)] if situation in LIVE else [])
    assert [job.payload["to"] for job in Job.objects.mails()] == ["annen@example.org"]


def test_handing_over_to_somebody_new_invites_the_owner():
    scene = scene_of("draft")
    by = scene.cast["coordinator"]
    found = entering.hand_over_to(
        scene.event, scene.other, by=by, email="ny@example.org", language="en"
    )
    assert found == scene.event
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language) == (
        "ny@example.org",
        "owner",
        "en",
    )
    assert (invitation.organiser, invitation.invited_by) == (scene.other, by)


@pytest.mark.parametrize("says_yes", [True, False])
def test_a_co_organiser_s_answer_is_written_logged_and_told(says_yes):
    scene = scene_of("approved")
    by = scene.cast["co_organiser"]
    asked = scene.event.co_organisers.get()
    asked.accepted_at, asked.declined_at = (None, NOW) if says_yes else (NOW, None)
    asked.save()
    row = co_organisers.answer(asked, by=by, says_yes=says_yes)
    row.refresh_from_db()
    assert (row.accepted_at, row.declined_at) == ((NOW, None) if says_yes else (None, NOW))
    log, record = scene.event.log.get(), scene.event.publications.get()
    word = "ja" if says_yes else "nei"
    assert (log.verb, log.by, log.comment) == ("co_organiser", by, f"Medarrangør: {word}")
    assert (record.what, record.by) == ("co_organiser", by)
    # The same answer again changes and tells nothing.
    jobs = Job.objects.count()
    assert jobs > 0
    assert co_organisers.answer(row, by=by, says_yes=says_yes) == row
    assert (scene.event.log.count(), Job.objects.count()) == (1, jobs)


def test_an_answer_before_the_approval_is_recorded_nowhere():
    scene = scene_of("approved")
    asked = scene.event.co_organisers.get()
    asked.accepted_at = asked.approved_at = None
    asked.save()
    co_organisers.answer(asked, by=scene.cast["co_organiser"], says_yes=True)
    assert scene.event.publications.count() == 0


def test_each_co_organiser_answers_for_itself():
    scene = scene_of("approved")
    first = scene.event.co_organisers.get()
    second = scene.event.co_organisers.create(organiser=scene.other)
    by = scene.other.memberships.get().user
    assert co_organisers.answer(second, by=by, says_yes=True) == second
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.accepted_at, second.accepted_at) == (make.LONG_AGO, NOW)


def test_a_question_that_was_taken_back_is_answered_by_nobody():
    scene = scene_of("approved")
    asked = scene.event.co_organisers.get()
    asked_again = scene.event.co_organisers.get()
    asked.delete()
    with pytest.raises(Conflict):
        co_organisers.answer(asked_again, by=scene.cast["co_organiser"], says_yes=True)


def test_each_is_asked_once_and_never_the_event_s_own_organiser():
    scene = scene_of("draft")
    by = scene.cast["owner"]
    there = scene.event.co_organisers.get().organiser
    found = co_organisers.ask(scene.event, [scene.other, there, scene.event.organiser], by=by)
    assert [row.organiser for row in found] == [scene.other]
    assert found[0].accepted_at is None
    assert [job.payload["to"] for job in Job.objects.mails()] == ["annen@example.org"]


def test_an_edit_keeps_the_sender_s_words_and_promise():
    scene = scene_of("submitted")
    by = scene.cast["coordinator"]
    copy = editing.begin_edit(scene.version, by=by)
    assert (copy.number, copy.created_by, copy.edit_of) == (2, by, scene.version)
    sent = Version.objects.get(pk=scene.version.pk)
    assert (copy.submitted_at, copy.submitted_by) == (sent.submitted_at, sent.submitted_by)
    assert (copy.accepts_criteria, copy.state, sent.state) == (True, "submitted", "replaced")
    log = scene.event.log.get()
    assert (log.verb, log.is_internal, log.by) == ("begin_edit", True, by)


@pytest.mark.parametrize(
    ("situation", "is_change"), [("submitted", False), ("change waiting", True)]
)
def test_the_mail_says_whether_it_is_a_change(situation, is_change):
    scene = scene_of(situation)
    review.approve(scene.version, by=scene.cast["coordinator"])
    mail = Job.objects.mails().order_by("pk").last()
    assert ("endring" in mail.payload["text"].lower()) is is_change


def test_an_approval_is_one_of_the_co_organisers_too_but_of_no_one_who_said_no():
    scene = scene_of("submitted")
    joined = scene.event.co_organisers.get()
    asked = scene.event.co_organisers.create(organiser=scene.other)
    no = scene.event.co_organisers.create(organiser=make.make_organiser("Nei"), declined_at=NOW)
    review.approve(scene.version, by=scene.cast["coordinator"])
    for row in (joined, asked, no):
        row.refresh_from_db()
    assert (joined.approved_at, asked.approved_at) == (make.LONG_AGO, NOW)
    assert (no.approved_at, asked.accepted_at) == (None, None)


def test_what_was_sent_in_already_is_not_said_to_lack_anything():
    scene = scene_of("submitted")
    Version.objects.filter(pk=scene.version.pk).update(title_nb="")
    with pytest.raises(Conflict):
        review.submit(scene.version, by=scene.cast["owner"])


def test_an_event_of_nobody_we_know_can_be_approved():
    scene = scene_of("submitted")
    changed = {"organiser": None, "source_url": "https://example.org/"}
    Event.objects.filter(pk=scene.event.pk).update(**changed)
    version = review.approve(scene.version, by=scene.cast["coordinator"])
    assert version.is_live


def test_after_an_hour_a_session_is_not_undone(clock):
    scene = scene_of("approved")
    facts.cancel_session(scene.session, by=scene.cast["owner"])
    clock.set("2027-02-10T13:00")
    with pytest.raises(Conflict):
        facts.undo_session(scene.session, by=scene.cast["owner"])
    assert scene.event.sessions.get().status == "cancelled"


def test_after_an_hour_an_event_is_not_undone(clock):
    scene = scene_of("approved")
    by = scene.cast["owner"]
    facts.cancel_event(scene.event, by=by)
    clock.set("2027-02-10T12:59")
    assert facts.undo_event(scene.event, by=by).status == "scheduled"
    facts.cancel_event(scene.event, by=by)
    clock.set("2027-02-10T13:59")
    with pytest.raises(Conflict):
        facts.undo_event(scene.event, by=by)
    assert Event.objects.get(pk=scene.event.pk).status == "cancelled"


def test_the_identity_of_a_session_is_no_word_about_it():
    scene = scene_of("draft")
    for name in ("pk", "id", "version", "version_id", "session", "session_id"):
        with pytest.raises(TypeError):
            drafts.change_time(scene.time, by=scene.cast["owner"], **{name: 1})
