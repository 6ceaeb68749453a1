"""Hints about times: which pairs meet, and that asking costs the same for three and for 300."""

from datetime import date

import pytest

from enbyforalle.lib import clock as site_clock
from enbyforalle.lib import sun
from events.domain.clashes import clashes_of, week_clashes
from events.enums import HappeningStatus
from events.models import Audience, Event, NotableDay, Session, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

EVENING = (("2027-02-10 18:00", "2027-02-10 20:00"),)
LATER = (("2027-02-10 20:00", "2027-02-10 21:00"),)
MIDDLE = (("2027-02-10 19:00", "2027-02-10 21:00"),)


def live(event, audience=None):
    version = event.live or event.open
    if audience:
        version.audiences.set([make.make_term(Audience, audience)])
    return version


def kinds(version, **options):
    return [hint.kind for hint in clashes_of(version, **options)]


def elsewhere(version, district="vagsbygd", slug="samfunnshuset"):
    venue = make.make_venue(slug, slug, district=make.make_district(slug=district, name=district))
    version.times.update(venue=venue)


def test_the_same_venue_at_the_same_time():
    one, other = make.make_event(times=EVENING), make.make_event(times=MIDDLE)
    [hint] = clashes_of(live(one))
    assert (hint.kind, hint.other) == ("venue", live(other))
    assert hint.words == "Wednesday 10 February 2027 19:00–21:00, Hovedbiblioteket (English)"
    [clash] = week_clashes(one.week)
    assert (clash.kind, clash.versions) == ("venue", (live(one), live(other)))


def test_one_that_begins_as_the_other_ends_is_not_in_the_way():
    one = make.make_event(times=EVENING)
    make.make_event(times=LATER)
    assert clashes_of(live(one)) == []
    assert week_clashes(one.week) == []


@pytest.mark.parametrize(
    ("rooms", "meets"),
    [(("Salen", "Kjelleren"), False), (("Salen", " salen"), True), (("Salen", ""), True)],
)
def test_different_rooms_of_one_venue_are_no_clash(rooms, meets):
    one, other = make.make_event(times=EVENING), make.make_event(times=EVENING)
    live(one).times.update(room=rooms[0])
    live(other).times.update(room=rooms[1])
    assert kinds(live(one)) == (["venue"] if meets else [])


def test_the_room_of_the_day_counts():
    one, other = make.make_event(times=EVENING), make.make_event(times=EVENING)
    Version.objects.get(event=one).times.update(room="Salen")
    Version.objects.get(event=other).times.update(room="Kjelleren")
    Session.objects.filter(event=other).update(room="Salen")
    assert kinds(live(one)) == ["venue"]


def test_a_place_typed_twice_is_one_place():
    one, other = make.make_event(times=EVENING), make.make_event(times=EVENING)
    live(one).times.update(venue=None, place_name="Åpne dører")
    live(other).times.update(venue=None, place_name="«åpne  Dører»")
    assert kinds(live(one)) == ["venue"]


def test_the_same_audience_in_the_same_district():
    one, other = make.make_event(times=EVENING), make.make_event(times=EVENING)
    live(one, "children_6_12"), live(other, "children_6_12")
    elsewhere(live(one), slug="skolen")
    elsewhere(live(other), slug="kirken")
    [hint] = clashes_of(live(one))
    assert (hint.kind, hint.other) == ("audience", live(other))
    assert hint.words.endswith("vagsbygd (English): children_6_12 en")
    elsewhere(live(other), district="randesund", slug="hallen")
    assert clashes_of(live(one)) == []


def test_everyone_is_no_particular_audience():
    one, other = make.make_event(times=EVENING), make.make_event(times=EVENING)
    elsewhere(live(one), slug="skolen")
    elsewhere(live(other), slug="kirken")
    assert [row.code for row in live(one).audiences.all()] == ["everyone"]
    assert clashes_of(live(one)) == []


@pytest.mark.parametrize(
    ("titles", "same_organiser", "found"),
    [
        (("Åpen språkkafé!", "«ÅPEN SPRÅKKAFE»"), False, True),
        (("Åpen språkkafé", "Åpen språkkafe på torsdag"), True, False),
        (("Språkkafé på biblioteket", "Språkkafe på biblioteket 2"), True, True),
        (("Språkkafé på biblioteket", "Språkkafe på biblioteket 2"), False, False),
    ],
)
def test_likely_duplicates(titles, same_organiser, found):
    organiser = make.make_organiser()
    one = make.make_event(organiser=organiser, title_nb=titles[0], times=EVENING)
    other = make.make_event(
        organiser=organiser if same_organiser else None, title_nb=titles[1], times=LATER
    )
    expected = ["duplicate"] if found else []
    assert kinds(live(one)) == expected
    assert [clash.kind for clash in week_clashes(one.week)] == expected
    if found:
        assert week_clashes(one.week)[0].versions == (live(one), live(other))


def test_sessions_of_one_event_do_not_meet_each_other():
    event = make.make_event(times=EVENING + MIDDLE)
    waiting = make.make_version(event, state="submitted", title_nb=event.live.title_nb)
    make.make_time(waiting, *EVENING[0])
    assert clashes_of(event.live) == clashes_of(waiting) == week_clashes(event.week) == []


def test_a_pair_is_told_once_although_a_change_of_it_waits():
    one, other = make.make_event(times=EVENING), make.make_event(times=MIDDLE)
    waiting = make.make_version(other, state="submitted")
    make.make_time(waiting, *MIDDLE[0], session=other.sessions.get())
    assert [clash.kind for clash in week_clashes(one.week)] == ["venue"]


@pytest.mark.parametrize("state", ["draft", "changes_requested", "rejected", "withdrawn"])
def test_only_what_is_live_or_waits_counts(state):
    one = make.make_event(times=EVENING)
    make.make_event(times=EVENING, state=state)
    assert clashes_of(live(one)) == []
    assert week_clashes(one.week) == []


def test_what_does_not_take_place_is_in_nobodys_way():
    one = make.make_event(times=EVENING)
    cancelled = make.make_event(times=EVENING)
    Event.objects.filter(pk=cancelled.pk).update(
        status=HappeningStatus.CANCELLED, status_changed_at=make.LONG_AGO
    )
    part = make.make_event(times=EVENING)
    Session.objects.filter(event=part).update(status=HappeningStatus.POSTPONED)
    off = make.make_event(times=EVENING)
    Event.objects.filter(pk=off.pk).update(
        unpublished_at=make.LONG_AGO, unpublished_by=off.created_by, unpublished_reason="Feil"
    )
    assert clashes_of(live(one)) == []
    assert week_clashes(one.week) == []


def test_what_lasts_for_days_is_in_nobodys_way():
    one = make.make_event(times=EVENING)
    make.make_event(times=(("2027-02-08 10:00", "2027-02-14 16:00"),))
    assert clashes_of(live(one)) == []


def test_events_for_employees_count_for_staff_who_may_see_them():
    one = make.make_event(times=EVENING)
    secret = make.make_event(times=EVENING, visibility="internal")
    assert kinds(live(one)) == []
    assert week_clashes(one.week) == []
    coordinator, editor = make.make_coordinator(), make.make_user()
    assert [hint.other for hint in clashes_of(live(one), user=coordinator)] == [live(secret)]
    assert len(week_clashes(one.week, user=coordinator)) == 1
    assert week_clashes(one.week, user=editor) == []


@pytest.mark.parametrize(
    ("starts", "words"),
    [
        (
            "2027-02-06 12:00",
            "It lies before the week, on Saturday 6 February 2027: it stands in the pre-programme.",
        ),
        (
            "2027-02-15 00:00",
            "It lies after the week, on Monday 15 February 2027: "
            "it stands in the follow-up programme.",
        ),
        ("2027-02-14 23:59", None),
    ],
)
def test_outside_the_week(starts, words):
    event = make.make_event(times=((starts, None),))
    assert [hint.words for hint in clashes_of(live(event))] == ([words] if words else [])


def a_day(**fields):
    fields = {"starts_on": date(2027, 2, 8), "ends_on": date(2027, 3, 8)} | fields
    return NotableDay.objects.create(**{"name_nb": "Ramadan", "name_en": "Ramadan"} | fields)


def test_a_notable_day():
    event = make.make_event(times=EVENING)
    a_day(name_en="Ash Wednesday", starts_on=date(2027, 2, 10), ends_on=date(2027, 2, 10))
    a_day(name_en="Another day", starts_on=date(2027, 2, 11), ends_on=date(2027, 2, 11))
    [hint] = clashes_of(live(event))
    assert (hint.kind, hint.words) == ("notable", "Ash Wednesday (Wednesday 10 February 2027).")


@pytest.mark.parametrize(
    ("times", "told"),
    [(EVENING, True), ((("2027-02-10 10:00", "2027-02-10 12:00"),), False)],
)
def test_evenings_of_a_fast_tell_of_the_sunset(times, told):
    a_day(is_fast=True, is_approximate=True)
    event = make.make_event(times=times)
    [hint] = clashes_of(live(event))
    sunset = "Sunset about 17:11: many break the fast then (iftar)."
    assert hint.words == "Ramadan (Wednesday 10 February 2027). " + (
        sunset if told else "It may move by a day."
    )


def test_sunset_is_that_of_the_almanac():
    found = [sun.sunset(date(2027, 2, day), 58.1465, 7.996) for day in (8, 10, 14)]
    shown = [f"{site_clock.local(moment):%H:%M}" for moment in found]
    assert shown == ["17:06", "17:11", "17:20"]
    assert sun.sunset(date(2027, 6, 21), 70, 25) is None


def test_what_nobody_is_told_of_is_not_read(django_assert_num_queries):
    week = make.make_event(times=EVENING).week
    version = Version.objects.select_related("event__week").get()
    with django_assert_num_queries(2):
        assert week_clashes(week) == []
    with django_assert_num_queries(5):
        assert clashes_of(version) == []


def test_asking_costs_the_same_for_three_and_for_hundreds(django_assert_num_queries):
    week = make.make_week()
    make.make_events(3, week=week)
    with django_assert_num_queries(5):
        week_clashes(week)
    version = Version.objects.select_related("event__week").first()
    with django_assert_num_queries(8):
        clashes_of(version)
    make.make_events(297, week=week)
    # Elsewhere in the same district, so that audiences are compared too.
    elsewhere(version, district="kvadraturen", slug="radhuset")
    version.audiences.add(make.make_term(Audience, "seniors"))
    with django_assert_num_queries(5):
        assert len(week_clashes(week)) > 100
    with django_assert_num_queries(8):
        clashes_of(version)
