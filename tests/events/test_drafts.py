"""Writing: a draft started, a change opened with everything copied, and nothing lost or overrun."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import models

from enbyforalle.lib.clock import OSLO
from events.domain import drafts, facts, review, rows, takedowns
from events.domain.copying import ROWS
from events.domain.errors import Conflict, NotAllowed, Refused
from events.enums import DECIDED_STATES, Verb, VersionState
from events.models import (
    Contributor,
    Event,
    GroundTerm,
    Image,
    Picture,
    PriceTier,
    Session,
    SessionTime,
    SustainableGoal,
    Version,
)
from events.models.content import Content
from tests import factories as make

pytestmark = pytest.mark.django_db

# Each version must confirm the criteria itself; all else is copied.
FIELDS = [field for field in Content._meta.get_fields() if field.name != "accepts_criteria"]
# Rows that belong to a version and are no content of it.
NOT_CONTENT = {"log", "based_on"}


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


def unusual(field):
    """A value that is no field's default, so that one that is not copied is seen."""
    if isinstance(field, models.ManyToManyField):
        model = field.remote_field.model
        if model in (GroundTerm, SustainableGoal):
            return list(model.objects.all()[:2])
        return [make.make_term(model, "one"), make.make_term(model, "two")]
    if isinstance(field, models.BooleanField):
        return not field.default if field.default in (True, False) else True
    if isinstance(field, models.DateTimeField):
        return datetime(2027, 2, 1 + len(field.name) % 9, 12, tzinfo=OSLO)
    if isinstance(field, models.IntegerField):
        return 7
    if field.choices:
        return next(code for code, _label in reversed(field.flatchoices) if code != field.default)
    if isinstance(field, models.URLField):
        return "https://example.org/x"
    if isinstance(field, models.EmailField):
        return "x@example.org"
    return f"X {field.name}"[: field.max_length]


def value_of(version, field):
    value = getattr(version, field.name)
    return set(value.all()) if field.many_to_many else value


def fill_rows(version):
    """At least one row of every kind, with every column filled in."""
    make.make_time(
        version,
        place_name="Hos naboen",
        place_address="Storgata 1",
        place_district=make.make_district(),
        is_address_hidden=True,
        doors_at=make.oslo("2027-02-10 17:30"),
        attendance="both",
        room="Loftet",
        label_nb="Del 1",
        label_en="Part 1",
        is_time_known=False,
    )
    version.price_tiers.create(label_nb="Barn", label_en="Child", amount=Decimal(50), position=3)
    version.contributors.create(
        name="Kari",
        role="artist",
        organisation="Teateret",
        subject_nb="Sang",
        subject_en="Song",
        position=4,
    )
    image = Image.objects.create(
        event=version.event, width=10, height=10, uploaded_by=version.created_by
    )
    version.pictures.create(
        image=image,
        is_decorative=True,
        alt_nb="Et hus",
        alt_en="A house",
        caption_nb="Huset",
        caption_en="The house",
        credit="Ola",
        consent_basis="artwork",
        consent_expires_on=date(2028, 1, 1),
        position=5,
    )


def contents(version, name):
    """The rows of one kind as columns, without their own and the version's number."""
    manager = getattr(version, name)
    columns = [
        field.attname
        for field in manager.model._meta.concrete_fields
        if not field.primary_key and field.name != "version"
    ]
    return sorted(manager.values_list(*columns), key=str)


def test_a_started_event_has_an_empty_draft_and_its_writers_contacts(organiser, owner):
    week = make.make_week()
    version = drafts.start_event(week, organiser, by=owner)
    assert (version.state, version.number, version.is_live) == (VersionState.DRAFT, 1, False)
    assert version.event.reference == "2027-001"
    assert (version.contact_name, version.contact_email) == ("Eva Eier", "eier@example.org")
    assert version.public_email == organiser.live_text.public_email
    assert version.event.log.get().verb == Verb.CREATE
    assert drafts.start_event(week, organiser, by=owner).event.reference == "2027-002"


def test_the_coordinators_own_name_is_nobodys_contact(organiser, coordinator):
    version = drafts.start_event(make.make_week(), organiser, by=coordinator)
    assert (version.contact_name, version.contact_email) == ("", "")


def test_a_stranger_starts_nothing(organiser):
    with pytest.raises(NotAllowed):
        drafts.start_event(make.make_week(), organiser, by=make.make_user())
    assert Event.objects.count() == 0


def test_a_closed_week_is_open_to_the_coordinator_alone(organiser, owner, coordinator, clock):
    clock.set("2027-03-02T12:00")
    with pytest.raises(Refused):
        drafts.start_event(make.make_week(), organiser, by=owner)
    assert drafts.start_event(make.make_week(), organiser, by=coordinator).pk


@pytest.mark.parametrize("field", FIELDS, ids=lambda field: field.name)
def test_a_change_begins_with_every_field_of_the_live_text(field, organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    value = unusual(field)
    if field.many_to_many:
        getattr(event.live, field.name).set(value)
    else:
        Version.objects.filter(event=event).update(**{field.name: value})
    before = value_of(Version(), field) if not field.many_to_many else set()
    assert value_of(event.live, field) != before
    change = drafts.open_change(event, by=owner)
    fresh = Version.objects.get(pk=change.pk)
    assert value_of(fresh, field) == value_of(event.live, field)


def test_every_kind_of_row_is_known_to_the_copier():
    kinds = {
        relation.get_accessor_name() or relation.field.name
        for relation in (Version._meta.related_objects)
        if not relation.many_to_many
    }
    assert kinds - NOT_CONTENT == set(ROWS)


@pytest.mark.parametrize("name", ROWS)
def test_a_change_begins_with_every_row_of_the_live_text(name, organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    live = event.live
    fill_rows(live)
    before, keys = contents(live, name), set(getattr(live, name).values_list("pk", flat=True))
    assert before
    change = drafts.open_change(event, by=owner)
    assert contents(change, name) == before
    assert contents(live, name) == before
    assert not keys & set(getattr(change, name).values_list("pk", flat=True))


def test_the_rows_of_the_test_have_no_column_left_at_its_default():
    """Else a new column could be forgotten by the copier and by this test alike."""
    event = make.make_event()
    fill_rows(event.live)
    for model in (SessionTime, PriceTier, Contributor, Picture):
        row = model.objects.order_by("pk").last()
        for field in model._meta.concrete_fields:
            if field.name not in ("venue", "ends_at"):
                assert getattr(row, field.attname) != field.get_default(), field


def test_a_change_confirms_the_criteria_anew(organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    assert event.live.accepts_criteria
    assert not change.accepts_criteria
    assert (change.based_on, change.number, change.created_by) == (event.live, 2, owner)
    assert (change.submitted_at, change.decided_at, change.search_text) == (None, None, "")


def test_a_second_change_is_the_first(organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    first = drafts.open_change(event, by=owner)
    assert drafts.open_change(event, by=owner) == first
    assert event.versions.open().count() == 1


@pytest.mark.parametrize("state", ["rejected", "withdrawn"])
def test_what_was_turned_down_can_be_begun_again(state, organiser, owner):
    event = make.make_event(organiser=organiser, by=owner, state=state, title_nb="Den gamle")
    change = drafts.open_change(event, by=owner)
    assert (change.title_nb, change.state) == ("Den gamle", VersionState.DRAFT)
    assert change.times.get().session == event.sessions.get()


def test_a_stranger_opens_no_change(organiser):
    event = make.make_event(organiser=organiser)
    with pytest.raises(NotAllowed):
        drafts.open_change(event, by=make.make_user())


@pytest.fixture
def draft(organiser, owner):
    return make.make_event(organiser=organiser, by=owner, state="draft").open


def test_saving_writes_what_was_changed_and_no_more(draft, owner, clock):
    stale = Version.objects.get(pk=draft.pk)
    drafts.save_draft(draft, by=owner, changed={"title_nb": "Først"})
    clock.set("2027-02-10T12:01")
    saved = drafts.save_draft(stale, by=owner, changed={"summary_nb": "Så"})
    assert (saved.title_nb, saved.summary_nb) == ("Først", "Så")
    assert saved.updated_at == make.oslo("2027-02-10 12:01")


def test_saving_over_somebody_elses_words_is_refused(draft, owner, clock):
    seen = draft.updated_at
    clock.set("2027-02-10T12:01")
    drafts.save_draft(draft, by=owner, changed={"title_nb": "Min"}, seen=seen)
    with pytest.raises(Conflict):
        drafts.save_draft(draft, by=owner, changed={"title_nb": "Din"}, seen=seen)
    draft.refresh_from_db()
    assert draft.title_nb == "Min"


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "approved"},
        {"is_live": True},
        {"search_text": "x"},
        {"event_id": 1},
        {"decided_by": None},
        {"access": []},
        {"no_such_column": 1},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_saving_writes_nothing_but_content(draft, owner, changed):
    with pytest.raises(TypeError):
        drafts.save_draft(draft, by=owner, changed=changed)


def test_sessions_are_added_changed_and_removed(draft, owner):
    time = drafts.add_time(
        draft,
        by=owner,
        starts_at=make.oslo("2027-02-11 10:00"),
        ends_at=make.oslo("2027-02-11 12:00"),
        venue=make.make_venue(),
    )
    changed = drafts.change_time(time, by=owner, room="Sal 2")
    assert (changed.room, changed.session) == ("Sal 2", time.session)
    drafts.remove_time(time, by=owner)
    assert draft.times.count() == 1
    assert not Session.objects.filter(pk=time.session_id).exists()


def test_a_session_removed_twice_is_gone_once(draft, owner):
    pk = draft.times.get().pk
    drafts.remove_time(SessionTime.objects.get(pk=pk), by=owner)
    other = SessionTime(pk=pk, version=draft, session_id=999)
    drafts.remove_time(other, by=owner)
    assert draft.times.count() == 0


def test_a_removed_session_keeps_its_identity_while_it_is_public(organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.remove_time(change.times.get(), by=owner)
    assert event.live.times.get().session == event.sessions.get()


@pytest.mark.parametrize("name", ["version", "session", "session_id"])
def test_a_session_cannot_be_moved_to_another_text(name, draft, owner):
    with pytest.raises(TypeError):
        drafts.change_time(draft.times.get(), by=owner, **{name: 1})


def test_asked_co_organisers_are_asked_once_and_taken_back(draft, owner, organiser):
    helper, friend = make.make_organiser("Hjelperen"), make.make_organiser("Vennen")
    drafts.set_co_organisers(draft, [helper, friend, organiser], by=owner)
    event = draft.event
    assert {row.organiser for row in event.co_organisers.all()} == {helper, friend}
    event.co_organisers.filter(organiser=friend).update(accepted_at=make.LONG_AGO)
    drafts.set_co_organisers(draft, [], by=owner)
    assert [row.organiser for row in event.co_organisers.all()] == [friend]


def decided_copy(version):
    """All that a version says and is, as plain values."""
    columns = {field.attname: getattr(version, field.attname) for field in version._meta.fields}
    many = {field.name: value_of(version, field) for field in FIELDS if field.many_to_many}
    # Moving the live mark and quoting a new name in the search column is no change of the text.
    for name in ("is_live", "search_text"):
        columns.pop(name)
    return columns | many | {name: contents(version, name) for name in ROWS}


@pytest.mark.parametrize("state", [*DECIDED_STATES, VersionState.WITHDRAWN])
def test_no_verb_changes_a_decided_version(state, organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner, state=state)
    version = event.versions.get()
    fill_rows(version)
    before = decided_copy(Version.objects.get(pk=version.pk))
    picture, time = version.pictures.get(), version.times.first()
    refused = [
        lambda: drafts.save_draft(version, by=owner, changed={"title_nb": "Ny"}),
        lambda: drafts.add_time(version, by=owner, starts_at=make.oslo("2027-02-10 10:00")),
        lambda: drafts.change_time(time, by=owner, room="X"),
        lambda: drafts.remove_time(time, by=owner),
        lambda: drafts.set_co_organisers(version, [], by=owner),
        lambda: rows.set_access(version, {"step_free_entrance": "no"}, by=owner),
        lambda: rows.set_languages(version, "spoken", ["en"], by=owner),
        lambda: rows.set_prices(version, [], by=owner),
        lambda: rows.set_contributors(version, [], by=owner),
        lambda: rows.add_picture(version, None, by=owner),
        lambda: rows.change_picture(picture, by=owner, alt_nb="X"),
        lambda: rows.remove_picture(picture, by=owner),
        lambda: review.submit(version, by=owner),
        lambda: review.take_back(version, by=owner),
        lambda: review.withdraw(version, by=owner),
        lambda: review.approve(version, by=coordinator),
        lambda: review.reject(version, by=coordinator, comment="Nei"),
        lambda: review.request_changes(version, by=coordinator, comment="Mer"),
    ]
    for verb in refused:
        with pytest.raises(Conflict):
            verb()
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"title_nb": "Ny", "accepts_criteria": True})
    rows.set_prices(change, [], by=owner)
    rows.change_picture(change.pictures.get(), by=owner, alt_nb="Ny", is_decorative=False)
    for session_time in change.times.all():
        drafts.change_time(
            session_time,
            by=owner,
            starts_at=session_time.starts_at + timedelta(hours=1),
            ends_at=session_time.starts_at + timedelta(hours=2),
        )
    drafts.remove_time(change.times.last(), by=owner)
    drafts.save_draft(
        change,
        by=owner,
        changed={"joining_url": "https://example.org/x", "price_type": "free"},
    )
    review.submit(change, by=owner)
    review.approve(change, by=coordinator)
    facts.cancel_event(event, by=owner, reason_nb="Storm")
    takedowns.unpublish(event, by=coordinator, reason="Feil")
    drafts.hand_over(event, make.make_organiser("Andre"), by=coordinator)
    assert decided_copy(Version.objects.get(pk=version.pk)) == before
