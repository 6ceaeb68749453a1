"""Every named constraint of the events app, tried by breaking it in the database."""

from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import IntegrityError, transaction

from events.models import (
    AccessFeature,
    CoOrganiser,
    Event,
    LateAccess,
    Material,
    MutedReminder,
    NotableDay,
    Picture,
    PriceTier,
    Report,
    Session,
    SessionTime,
    StockReason,
    Topic,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)
from events.models import Image as StoredImage
from tests import factories as make

pytestmark = pytest.mark.django_db

EARLY, LATE = make.oslo("2027-02-10 10:00"), make.oslo("2027-02-10 12:00")


@pytest.fixture
def rows(db):
    """One of everything: an approved event, and what belongs to it."""
    owner = make.make_user("eier@example.org")
    event = make.make_event(by=owner, slug="korfest")
    version = event.live
    image = StoredImage.objects.create(
        event=event, width=480, height=320, widths=[480], uploaded_by=owner
    )
    Picture.objects.create(version=version, image=image)
    LateAccess.objects.create(
        week=event.week, organiser=event.organiser, until=LATE, granted_by=owner, granted_at=EARLY
    )
    MutedReminder.objects.create(user=owner, kind="week")
    make.make_venue("sal", "Salen", access={"lift": "yes"})
    CoOrganiser.objects.create(event=event, organiser=make.make_organiser("Andre"))
    return SimpleNamespace(
        owner=owner, event=event, version=version, image=image, draft=_draft(event)
    )


def _draft(event):
    return make.make_version(event, state="draft")


def change(model, **fields):
    """A breaker that writes these columns into every row of the model."""
    return lambda rows: model.objects.update(**fields)


def live(**fields):
    return lambda rows: Version.objects.filter(pk=rows.version.pk).update(**fields)


def draft(**fields):
    return lambda rows: Version.objects.filter(pk=rows.draft.pk).update(**fields)


def again(model):
    """A breaker that adds the model's newest row once more, under another key."""

    def add(rows):
        row = model.objects.order_by("-pk").first()
        row.pk = None
        row._state.adding = True
        row.save(force_insert=True)

    return add


def same_slug(rows):
    make.make_event(by=rows.owner, organiser=rows.event.organiser, slug="korfest")


def second_number(rows):
    Version.objects.create(
        event=rows.event, number=rows.version.number, created_by=rows.owner, state="withdrawn"
    )


def second_live(rows):
    make.make_version(rows.event, state="approved", live=True)


def second_open(rows):
    make.make_version(rows.event, state="changes_requested")


def unpublished(**fields):
    def write(rows):
        whole = {
            "unpublished_at": EARLY,
            "unpublished_by": rows.owner,
            "unpublished_reason": "Fordi",
        }
        Event.objects.update(**(whole | fields))

    return write


def material(**fields):
    def write(rows):
        whole = {"kind": "link", "title_nb": "Lenke", "created_by": rows.owner, "event": rows.event}
        Material.objects.create(**(whole | fields))

    return write


def approved_material_by(who):
    return lambda rows: material(
        state="approved", decided_at=EARLY, decided_by=rows.owner if who else None
    )(rows)


def taken_down_by(rows):
    StoredImage.objects.update(taken_down_by=rows.owner)


def day(first, last):
    return lambda rows: NotableDay.objects.create(
        name_nb="Dag", name_en="Day", starts_on=first, ends_on=last
    )


def price(rows):
    PriceTier.objects.create(version=rows.draft, label_nb="Barn", amount=-1)


def imported_twice(rows):
    Event.objects.update(import_key="a")
    other = make.make_event(by=rows.owner, organiser=rows.event.organiser)
    Event.objects.filter(pk=other.pk).update(import_key="a")


def handled(**fields):
    return lambda rows: Report.objects.create(event=rows.event, reason="other", **fields)


def handled_by_owner(**fields):
    return lambda rows: handled(handled_by=rows.owner, **fields)(rows)


BREAKERS = {
    "event_imported_once_in_week": [imported_twice],
    "event_is_no_copy_of_itself": [
        lambda rows: Event.objects.filter(pk=rows.event.pk).update(copied_from=rows.event)
    ],
    "report_handled_has_who_when_and_what": [
        handled(handled_at=EARLY, note="Gjort"),
        handled(note="Gjort"),
        handled_by_owner(note="Gjort"),
        handled_by_owner(handled_at=EARLY),
    ],
    "week_ends_after_start": [change(Week, ends_on="2027-02-07")],
    "week_submissions_close_after_open": [
        change(Week, submissions_open_at=LATE, submissions_close_at=EARLY),
        change(Week, submissions_open_at=LATE, submissions_close_at=LATE),
    ],
    "stock_reason_kind_is_known": [
        lambda rows: StockReason.objects.create(code="ukjent", kind="praise")
    ],
    "late_access_one_at_a_time": [
        lambda rows: LateAccess.objects.create(
            week=rows.event.week,
            organiser=rows.event.organiser,
            until=LATE,
            granted_by=rows.owner,
            granted_at=EARLY,
        )
    ],
    "late_access_ends_after_it_is_granted": [
        change(LateAccess, until=EARLY, granted_at=EARLY),
        change(LateAccess, until=EARLY, granted_at=LATE),
    ],
    "late_access_withdrawn_has_who_and_when": [
        change(LateAccess, withdrawn_at=LATE),
        lambda rows: LateAccess.objects.update(withdrawn_by=rows.owner),
    ],
    "muted_reminder_once": [
        lambda rows: MutedReminder.objects.create(user=rows.owner, kind="week")
    ],
    "week_number_is_a_week": [change(Week, iso_week=0), change(Week, iso_week=54)],
    "event_slug_unique_in_week": [same_slug],
    "event_has_organiser_or_source": [change(Event, organiser=None, source_url="")],
    "event_unpublished_has_who_when_and_why": [
        unpublished(unpublished_at=None),
        unpublished(unpublished_by=None),
        unpublished(unpublished_reason=""),
    ],
    "event_status_has_when": [
        change(Event, status="cancelled", status_changed_at=None),
        change(Event, status="postponed", status_changed_at=None),
    ],
    "co_organiser_once": [again(CoOrganiser)],
    "co_organiser_not_both_accepted_and_declined": [
        change(CoOrganiser, accepted_at=EARLY, declined_at=EARLY)
    ],
    "material_decided_has_who_and_when": [
        approved_material_by(None),
        material(state="approved"),
        material(state="draft", decided_at=EARLY),
    ],
    "material_recording_tells_of_captions": [material(kind="recording", caption_type="")],
    "topic_hue_is_a_lamp_colour": [change(Topic, hue=12)],
    "notable_day_ends_after_start": [day("2027-02-09", "2027-02-08")],
    "version_number_unique": [second_number],
    "version_one_live_per_event": [second_live],
    "version_one_open_per_event": [second_open],
    "version_live_is_approved": [
        draft(is_live=True),
        live(state="withdrawn", decided_at=None, decided_by=None),
    ],
    "version_decided_has_who_and_when": [
        live(decided_at=None),
        live(decided_by=None),
        draft(decided_at=EARLY),
    ],
    "version_submitted_has_who_and_when": [
        draft(state="submitted", submitted_at=EARLY, submitted_by=None),
        draft(state="submitted", submitted_at=None),
    ],
    "version_refusal_has_reason": [
        draft(state="changes_requested", decision_comment=""),
        live(state="rejected", is_live=False, decision_comment=""),
    ],
    "version_ages_in_order": [draft(age_min=13, age_max=12)],
    "version_age_is_human": [draft(age_max=121)],
    "version_capacity_is_positive": [draft(capacity=0)],
    "version_registration_closes_after_opening": [
        draft(registration_opens_at=LATE, registration_deadline=EARLY),
        draft(registration_opens_at=EARLY, registration_deadline=EARLY),
    ],
    "version_answers_each_question_once": [again(VersionAccess)],
    "version_language_once_per_use": [again(VersionLanguage)],
    "price_is_not_negative": [price],
    "image_taken_down_has_who_and_when": [
        change(StoredImage, taken_down_at=EARLY),
        taken_down_by,
    ],
    "image_has_a_size": [change(StoredImage, width=0), change(StoredImage, height=0)],
    "picture_once_per_version": [again(Picture)],
    "venue_position_is_whole_and_on_earth": [
        change(Venue, latitude=58, longitude=None),
        change(Venue, latitude=None, longitude=8),
        change(Venue, latitude=91, longitude=8),
        change(Venue, latitude=58, longitude=181),
    ],
    "venue_answers_each_question_once": [again(VenueAccess)],
    "session_not_both_full_and_few_left": [change(Session, is_full=True, has_few_left=True)],
    "session_reported_end_after_start": [
        change(Session, reported_starts_at=LATE, reported_ends_at=EARLY),
        change(Session, reported_starts_at=None, reported_ends_at=EARLY),
    ],
    "time_once_per_version_and_session": [again(SessionTime)],
    "time_ends_after_start": [
        change(SessionTime, starts_at=LATE, ends_at=EARLY),
        change(SessionTime, starts_at=LATE, ends_at=LATE),
    ],
    "time_doors_open_before_start": [change(SessionTime, doors_at=make.oslo("2027-02-10 18:01"))],
    "time_one_place_only": [change(SessionTime, place_name="Et annet sted")],
}


def constraints():
    """{name: (table, columns)} of every constraint that has a name of its own."""
    return {
        constraint.name: (model._meta.db_table, getattr(constraint, "fields", ()))
        for model in apps.get_app_config("events").get_models()
        for constraint in model._meta.constraints
    }


def test_every_constraint_is_tried():
    assert set(BREAKERS) == set(constraints())


@pytest.mark.parametrize(
    ("name", "breaker"),
    [
        pytest.param(name, one, id=f"{name}-{number}")
        for name, several in BREAKERS.items()
        for number, one in enumerate(several)
    ],
)
def test_the_database_refuses(rows, name, breaker):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        breaker(rows)
    table, fields = constraints()[name]
    # SQLite tells a broken unique constraint by its columns and every other one by its name.
    columns = ", ".join(f"{table}.{_column(table, field)}" for field in fields)
    told = str(refused.value)
    assert name in told or told == f"UNIQUE constraint failed: {columns}"


def _column(table, field):
    models = {model._meta.db_table: model for model in apps.get_app_config("events").get_models()}
    return models[table]._meta.get_field(field).column


def test_nothing_is_refused_before_it_is_broken(rows):
    """The rows that the breakers start from are sound, whatever else they change."""
    assert AccessFeature.objects.exists()
    for model in apps.get_app_config("events").get_models():
        for row in model._base_manager.all():
            row.validate_constraints()
