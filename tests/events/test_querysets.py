"""What is public: each condition of the one definition turned off alone, and the edges of time."""

import pytest

from enbyforalle.lib import clock as our_clock
from events.enums import VersionState
from events.models import Event, Image, Material, SessionTime, Version, Week
from tests import factories as make

pytestmark = pytest.mark.django_db

RELEASE = "2027-01-11 10:00"
NOON = make.oslo("2027-02-10 12:00")


def public(now=NOON):
    """The titles the public may read, asked for in every way there is."""
    events = {event.live.title_nb for event in Event.objects.public(now)}
    versions = [version.title_nb for version in Version.objects.public(now)]
    times = {time.version.title_nb for time in SessionTime.objects.public(now)}
    assert len(versions) == len(set(versions)) == Event.objects.public(now).count()
    assert set(versions) == events
    assert times <= events
    return events


def test_an_approved_event_of_a_released_week_is_public():
    make.make_event(title_nb="Kafé")
    assert public() == {"Kafé"}
    assert Event.objects.count() == 1


@pytest.mark.parametrize("state", [state for state in VersionState if state != "approved"])
def test_no_other_state_is_public(state):
    make.make_event(state=state, title_nb="Lekkasje", slug="lekkasje")
    make.make_event(title_nb="Kafé")
    assert public() == {"Kafé"}


def test_an_approved_version_that_is_not_live_is_not_public():
    event = make.make_event(title_nb="Gammel")
    event.versions.update(is_live=False)
    version = make.make_version(event, title_nb="Ny")
    make.make_time(version, session=event.sessions.get())
    assert public() == {"Ny"}


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested", "rejected"])
def test_a_change_is_not_public_and_the_live_text_stays(state):
    event = make.make_event(title_nb="Kafé")
    change = make.make_version(event, state=state, title_nb="Lekkasje")
    make.make_time(change, session=event.sessions.get())
    assert public() == {"Kafé"}


def test_a_change_to_public_does_not_open_an_internal_event():
    event = make.make_event(title_nb="Internt", visibility="internal")
    make.make_version(event, state="submitted", title_nb="Lekkasje", visibility="public")
    assert public() == set()


def test_a_change_to_internal_does_not_close_a_public_event():
    event = make.make_event(title_nb="Kafé")
    make.make_version(event, state="submitted", title_nb="Lekkasje", visibility="internal")
    assert public() == {"Kafé"}


def test_an_old_public_text_does_not_open_an_event_that_is_internal_now():
    event = make.make_event(title_nb="Gammel")
    event.versions.update(is_live=False)
    make.make_version(event, title_nb="Internt", visibility="internal")
    assert public() == set()


def test_an_event_off_the_site_is_not_public():
    make.make_event(
        title_nb="Lekkasje",
        facts={
            "unpublished_at": make.LONG_AGO,
            "unpublished_by": make.make_coordinator(),
            "unpublished_reason": "Feil",
        },
    )
    assert public() == set()


def test_a_cancelled_event_stays_public():
    make.make_event(
        title_nb="Avlyst", facts={"status": "cancelled", "status_changed_at": make.LONG_AGO}
    )
    assert public() == {"Avlyst"}


# Time

BEFORE = make.oslo("2027-01-11 09:59:59.999999")
AT = make.oslo(RELEASE)


def test_a_programme_without_a_release_is_never_public():
    make.make_week(released=False)
    make.make_event(title_nb="Lekkasje")
    assert public(make.oslo("2099-01-01 00:00")) == set()
    assert not Week.objects.released(make.oslo("2099-01-01 00:00"))


def test_the_programme_is_public_from_the_very_moment():
    make.make_week(programme_released_at=AT)
    make.make_event(title_nb="Kafé")
    assert public(BEFORE) == set()
    assert public(AT) == {"Kafé"}


PRE = make.oslo("2027-01-04 10:00")


@pytest.mark.parametrize(
    ("starts", "is_early"),
    [
        ("2027-02-06 18:00", True),
        # Sunday's last minute in Oslo; in UTC it is an hour earlier.
        ("2027-02-07 23:59", True),
        # Monday in Oslo, still Sunday in UTC.
        ("2027-02-08 00:00", False),
        ("2027-02-08 00:30", False),
        ("2027-02-15 10:00", False),
    ],
)
def test_the_pre_programme_is_what_begins_before_the_first_day(starts, is_early):
    make.make_week(programme_released_at=AT, pre_programme_released_at=PRE)
    make.make_event(title_nb="Kafé", times=((starts, None),))
    assert public(make.oslo("2027-01-04 09:59")) == set()
    assert public(PRE) == ({"Kafé"} if is_early else set())
    assert public(AT) == {"Kafé"}


def test_an_event_with_one_early_session_is_whole_in_the_pre_programme():
    make.make_week(programme_released_at=AT, pre_programme_released_at=PRE)
    times = (("2027-02-06 18:00", None), ("2027-02-10 18:00", None))
    make.make_event(title_nb="Kafé", times=times)
    assert public(PRE) == {"Kafé"}
    assert SessionTime.objects.public(PRE).count() == 2


def test_an_early_session_of_a_waiting_change_opens_nothing():
    make.make_week(programme_released_at=AT, pre_programme_released_at=PRE)
    event = make.make_event(title_nb="Lekkasje")
    change = make.make_version(event, state="submitted")
    make.make_time(change, "2027-02-06 18:00", None, session=event.sessions.get())
    assert public(PRE) == set()


def test_a_pre_programme_without_a_release_waits_for_the_rest():
    make.make_week(programme_released_at=AT)
    make.make_event(title_nb="Kafé", times=(("2027-02-06 18:00", None),))
    assert public(PRE) == set()
    assert public(AT) == {"Kafé"}


def test_the_pre_programme_of_one_week_opens_no_other():
    make.make_week(programme_released_at=AT, pre_programme_released_at=PRE)
    make.make_week(2028, released=False)
    make.make_event(
        week=Week.objects.get(year=2028), title_nb="Lekkasje", times=(("2028-02-06 12:00", None),)
    )
    assert public() == set()


def test_the_current_week_is_the_newest_released(clock):
    assert Week.objects.current() is None
    make.make_week(2026)
    make.make_week(2027, programme_released_at=make.oslo("2027-02-10 12:00"))
    clock.set("2027-02-10T11:59")
    assert Week.objects.current().year == 2026
    clock.set("2027-02-10T12:00")
    assert Week.objects.current().year == 2027


def test_submissions_are_open_within_their_window(clock):
    make.make_week(
        submissions_open_at=make.oslo("2026-10-01 08:00"),
        submissions_close_at=make.oslo("2026-12-15 12:00"),
    )
    make.make_week(2028, submissions_open_at=None, submissions_close_at=None)
    for moment, is_open in (
        ("2026-10-01T07:59", False),
        ("2026-10-01T08:00", True),
        ("2026-12-15T11:59", True),
        ("2026-12-15T12:00", False),
    ):
        clock.set(moment)
        found = [week.year for week in Week.objects.open_for_submissions()]
        assert found == ([2027] if is_open else [])
        assert [week.year for week in Week.objects.all() if week.takes_submissions] == found


def test_a_day_begins_and_ends_in_oslo():
    event = make.make_event(
        times=(
            ("2027-02-10 00:00", None),
            ("2027-02-10 23:59", None),
            ("2027-02-11 00:00", None),
            ("2027-02-09 23:59", None),
        )
    )
    found = event.live.times.on_day(our_clock.local(NOON).date())
    starts = [our_clock.local(time.starts_at).strftime("%d %H:%M") for time in found]
    assert starts == ["10 00:00", "10 23:59"]


# For whom


def test_own_events_are_of_ones_own_organisers():
    owner, stranger, partner = make.make_user(), make.make_user(), make.make_user()
    own = make.make_event(organiser=make.make_organiser(owner=owner), state="draft")
    make.make_event(state="draft")
    friend = make.make_organiser("Vennene", owner=partner)
    asked = own.co_organisers.create(organiser=friend)
    assert list(Event.objects.for_user(owner)) == [own]
    assert list(Event.objects.visible_to(owner)) == [own]
    assert list(Event.objects.visible_to(partner)) == []
    asked.accepted_at = make.LONG_AGO
    asked.save()
    assert list(Event.objects.visible_to(partner)) == [own]
    assert list(Event.objects.for_user(partner)) == []
    assert list(Event.objects.visible_to(stranger)) == []


def test_staff_without_the_right_see_no_internal_case():
    staff = make.make_user()
    open_event = make.make_event(title_nb="Åpent")
    make.make_event(visibility="internal")
    turning = make.make_event()
    make.make_version(turning, state="draft", visibility="internal")
    assert list(Event.objects.seen_by(staff)) == [open_event]
    assert {version.event for version in Version.objects.seen_by(staff)} == {open_event}
    assert Event.objects.seen_by(make.make_reviewer()).count() == 3


def test_what_lacks_english_is_public_and_to_come():
    lacking = make.make_event(summary_en="")
    make.make_event()
    make.make_event(title_en="", visibility="internal")
    make.make_event(title_en="", state="submitted")
    make.make_event(week=make.make_week(2020), title_en="", times=())
    assert list(Event.objects.lacking_english()) == [lacking]


# Pictures and material


def a_picture(version, image=None, **words):
    image = image or Image.objects.create(
        event=version.event, width=10, height=10, uploaded_by=version.created_by
    )
    return version.pictures.create(image=image, alt_nb="Et hus", **words)


@pytest.mark.parametrize(
    ("expires", "is_public"), [(None, True), ("2027-02-10", True), ("2027-02-09", False)]
)
def test_a_picture_is_public_as_long_as_consent_lasts(expires, is_public):
    picture = a_picture(make.make_event().live, consent_expires_on=expires)
    assert list(Image.objects.public(NOON)) == ([picture.image] if is_public else [])
    # The day ends in Oslo, where it is the eleventh while it is still the tenth in UTC.
    late = make.oslo("2027-02-11 00:30")
    assert Image.objects.public(late).exists() == (expires is None)


def test_a_picture_of_a_waiting_change_is_not_public():
    event = make.make_event()
    a_picture(make.make_version(event, state="submitted"))
    assert not Image.objects.public(NOON).exists()


def test_longer_consent_in_a_draft_does_not_bring_a_picture_back():
    event = make.make_event()
    shown = a_picture(event.live, consent_expires_on="2027-02-09")
    draft = make.make_version(event, state="draft")
    a_picture(draft, shown.image, consent_expires_on=None)
    assert not Image.objects.public(NOON).exists()


def test_a_picture_in_two_texts_is_one_picture():
    event = make.make_event()
    shown = a_picture(event.live)
    a_picture(make.make_version(event, state="draft"), shown.image)
    assert list(Image.objects.public(NOON)) == [shown.image]


@pytest.mark.parametrize(
    ("fields", "is_public"),
    [
        ({}, True),
        ({"state": "submitted", "decided_at": None, "decided_by": None}, False),
        ({"state": "rejected"}, False),
        ({"available_on": "2027-02-10"}, True),
        ({"available_on": "2027-02-11"}, False),
    ],
)
def test_material_is_public_when_it_is_approved_and_its_day_has_come(fields, is_public):
    coordinator = make.make_coordinator()
    decided = {"state": "approved", "decided_at": make.LONG_AGO, "decided_by": coordinator}
    for visibility in ("public", "internal"):
        event = make.make_event(visibility=visibility)
        words = {"kind": "slides", "title_nb": visibility, "created_by": coordinator}
        event.materials.create(**(words | decided | fields))
    found = [row.title_nb for row in Material.objects.public(NOON)]
    assert found == (["public"] if is_public else [])


@pytest.mark.parametrize("count", [1, 3, 300])
def test_cards_and_pages_take_a_fixed_number_of_queries(count, django_assert_num_queries):
    make.make_events(count)
    with django_assert_num_queries(7):
        for time in SessionTime.objects.public(NOON).with_card():
            assert time.version.event.week
            assert time.session
            assert [row.feature for row in time.version.access_answers.all()]
            assert list(time.version.topics.all())
            assert list(time.version.languages.all())
            assert not list(time.version.pictures.all()) + list(time.venue.access.all())
    with django_assert_num_queries(17):
        for version in Version.objects.public(NOON).with_content():
            assert [time.venue.district for time in version.times.all()]
            assert [time.session for time in version.times.all()]
