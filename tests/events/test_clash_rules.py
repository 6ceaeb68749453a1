"""Where the line goes between times, places, titles and days that meet and those that do not."""

from datetime import date, timedelta

import pytest

from enbyforalle.lib import sun
from events.domain.clashes import MIDDLE, clashes_of, notable_days, week_clashes
from events.domain.slots import alike, slots_in, slots_of, title_of
from events.models import Audience, District, Event, NotableDay, SessionTime, Venue, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

EVENING = (("2027-02-10 18:00", "2027-02-10 20:00"),)
DAY = date(2027, 2, 10)


def slot(starts="2027-02-10 18:00", ends=None, **content):
    """One session of an event of its own."""
    [found] = slots_of(make.make_event(times=((starts, ends),), **content).latest)
    return found


def found(version):
    return [(hint.kind, hint.label, hint.words) for hint in clashes_of(version)]


def test_a_session_without_an_end_lasts_an_hour():
    open_end = slot()
    for starts, ends, meets in (
        ("2027-02-10 19:00", None, False),
        ("2027-02-10 18:59", None, True),
        ("2027-02-10 17:00", None, False),
        ("2027-02-10 17:01", None, True),
        ("2027-02-10 17:00", "2027-02-10 18:01", True),
        ("2027-02-10 17:00", "2027-02-10 18:00", False),
    ):
        other = slot(starts, ends)
        assert open_end.overlaps(other) == other.overlaps(open_end) == meets, (starts, ends)


def test_what_has_no_place_is_nowhere_together():
    one, other = slot(), slot()
    SessionTime.objects.update(venue=None, place_name="", place_district=None)
    one, other = (slots_of(row.version)[0] for row in (one, other))
    assert (one.place, one.is_in_the_way(other)) == (None, False)
    term = make.make_term(Audience, "children_6_12")
    for version in (one.version, other.version):
        version.audiences.set([term])
    one, other = (slots_of(Version.objects.get(pk=row.version.pk))[0] for row in (one, other))
    assert one.shared_audiences(other) == []
    SessionTime.objects.update(place_district=make.make_district())
    one, other = (slots_of(Version.objects.get(pk=row.version.pk))[0] for row in (one, other))
    assert one.shared_audiences(other) == [term]


def test_a_session_of_the_week_is_compared_as_one_at_hand_is():
    """The columns of a row tell what the models would: place, room, district, end, audiences."""
    term = make.make_term(Audience, "children_6_12")
    far = make.make_district("lund", "Lund")
    for place in (
        {"room": "Salen", "place_district": far},
        {"venue": None, "place_name": "Åpne dører", "place_district": far},
        {"venue": None, "place_name": "", "place_district": None},
    ):
        version = slot().version
        version.audiences.set([term, make.make_term(Audience, "everyone")])
        version.times.update(**place)
        version = Version.objects.get(pk=version.pk)
        [own] = slots_of(version)
        [row] = [row for row in slots_in(version.event.week) if row.version_id == version.pk]
        for name in ("starts_at", "ends_at", "place", "shown_room", "district_id", "audiences"):
            assert getattr(row, name) == getattr(own, name), (name, place)
        district = own.time.district
        assert str(row.district_name) == (str(district.name) if district else "")
        assert row.audiences == {term.pk: term}


def test_the_sessions_of_the_week_in_the_order_they_begin():
    later, sooner, same = slot("2027-02-11 12:00"), slot("2027-02-09 12:00"), slot()
    make.make_event(week=make.make_week(2028))
    rows = [row.pk for row in slots_in(later.version.event.week)]
    assert rows == [sooner.time.pk, same.time.pk, later.time.pk]


def test_what_takes_all_of_a_day_is_compared_and_what_takes_more_is_not():
    week = make.make_week()
    for ends, is_compared in (("2027-02-10 06:00", True), ("2027-02-10 06:01", False)):
        event = make.make_event(week=week, times=(("2027-02-09 10:00", ends),))
        slots = [*slots_of(event.live), *slots_in(week)]
        found = [row for row in slots if row.ends_at == make.oslo(ends)]
        assert len(found) == 2 * is_compared, ends


def test_titles_that_are_nearly_the_same():
    organiser = make.make_organiser()
    title = "abcdefghijklmnopqrst"
    for other_title, is_alike in (
        (title, True),
        ("abcdefghijklmnopq123", True),
        ("abcdefghijklmnop1234", False),
        ("", False),
    ):
        own = make.make_event(organiser=organiser, title_nb=other_title, title_en="", times=EVENING)
        [row] = [row for row in slots_in(own.week) if row.event_id == own.pk]
        assert (row.title, row.organiser_id) == (other_title, organiser.pk)
        assert list(alike(title, organiser.pk, [row])) == ([row] if is_alike else []), other_title
        # By others, or by nobody, only the very same title is.
        for somebody in (organiser.pk + 1, None):
            assert list(alike(title, somebody, [row])) == ([row] if other_title == title else [])
        # Without a title nothing is alike.
        assert list(alike("", organiser.pk, [row])) == []
    Event.objects.update(organiser=None, source_url="https://example.org/")
    assert [row.title for row in alike(title, None, slots_in(own.week))] == [title]


def test_a_title_is_compared_in_the_language_it_is_written_in():
    for titles, expected in ((("Åpen kafé!", "Café"), "apen kafe"), (("", "English"), "english")):
        event = make.make_event(title_nb=titles[0], title_en=titles[1], times=EVENING)
        [row] = [row for row in slots_in(event.week) if row.event_id == event.pk]
        assert title_of(event.live) == row.title == expected


def test_the_text_that_waits_is_compared_not_the_one_it_replaces():
    one = make.make_event(times=EVENING, title_nb="Kor for alle")
    other = make.make_event(times=EVENING, title_nb="Kor for alle")
    for event, place in ((one, "skolen"), (other, "kirken")):
        district = make.make_district(place, place)
        event.live.times.update(venue=make.make_venue(place, place, district=district))
    waiting = make.make_version(other, state="submitted", title_nb="Strikkekveld")
    make.make_time(waiting, *EVENING[0], venue=Venue.objects.get(slug="kirken"))
    assert clashes_of(one.live) == week_clashes(one.week) == []
    waiting.title_nb = "Kor for alle"
    waiting.save()
    [hint], [clash] = clashes_of(one.live), week_clashes(one.week)
    assert (hint.kind, hint.label, hint.other) == (
        "duplicate",
        "Perhaps the same event twice",
        waiting,
    )
    assert hint.words == clash.words == "Naboforeningen (English)"
    assert (clash.versions, clash.starts_at, clash.label) == ((one.live, waiting), None, hint.label)
    Event.objects.filter(pk=other.pk).update(organiser=None, source_url="https://example.org/")
    [hint], [clash] = clashes_of(one.live), week_clashes(one.week)
    assert hint.words == clash.words == ""


def test_a_pair_stands_in_the_order_of_the_cases_and_one_long_event_once():
    one = make.make_event(times=(("2027-02-10 10:00", "2027-02-10 20:00"),), title_nb="Likt")
    short = (("2027-02-10 12:00", "2027-02-10 13:00"), ("2027-02-10 15:00", "2027-02-10 16:00"))
    other = make.make_event(times=short, title_nb="Likt", organiser=one.organiser)
    third = make.make_event(times=(("2027-02-11 12:00", None),), organiser=one.organiser)
    elsewhere = make.make_venue("hallen", "Hallen", district=make.make_district("lund", "Lund"))
    third.live.times.update(venue=elsewhere)
    at_hand = [(clash.kind, clash.versions, clash.starts_at) for clash in week_clashes(one.week)]
    pair = (one.live, other.live)
    assert at_hand == [
        ("venue", pair, make.oslo("2027-02-10 12:00")),
        ("duplicate", pair, None),
    ]
    # Seen from the short one, the long one is in the way twice, with the same words.
    assert [hint.kind for hint in clashes_of(other.live)] == ["venue", "duplicate"]


def test_doubles_stand_in_the_order_of_the_cases_whichever_was_planned_first():
    one, other = (make.make_event(times=EVENING, title_nb="Likt") for _ in range(2))
    one.live.times.all().delete()
    make.make_time(one.live, "2027-02-12 18:00", "2027-02-12 20:00")
    [clash] = week_clashes(one.week)
    assert (clash.kind, clash.versions) == ("duplicate", (one.live, other.live))


def test_where_it_meets_is_said_with_the_room():
    one = make.make_event(times=EVENING)
    other = make.make_event(times=(("2027-02-10 18:00", None),))
    for version in (one.live, other.live):
        version.times.update(venue=None, place_name="Grendehuset", room="Salen")
    assert found(one.live) == [
        (
            "venue",
            "The same place at the same time",
            "Wednesday 10 February 2027 18:00, Grendehuset, Salen",
        )
    ]
    terms = [
        make.make_term(Audience, code, position=position)
        for position, code in ((3, "seniors"), (2, "youth"), (2, "children_6_12"))
    ]
    for version, place in ((one.live, "Skolen"), (other.live, "Kirken")):
        version.audiences.set(terms)
        version.times.update(place_name=place, place_district=make.make_district())
    [(kind, label, words)] = found(Version.objects.get(pk=one.live.pk))
    assert (kind, label) == ("audience", "The same audience in the same area at the same time")
    assert words == (
        "Wednesday 10 February 2027 18:00, Kvadraturen (English): "
        "children_6_12 en, youth en, seniors en"
    )
    [clash] = week_clashes(one.week)
    # Told from the first of the two, which has an end.
    assert (clash.kind, clash.label) == (kind, label)
    assert clash.words == words.replace("18:00,", "18:00–20:00,")


def a_day(starts_on=DAY, ends_on=None, **fields):
    names = {"name_nb": "Dagen", "name_en": "The day"}
    return NotableDay.objects.create(
        starts_on=starts_on, ends_on=ends_on or starts_on, **names | fields
    )


def test_a_session_falls_on_the_days_it_touches():
    day = a_day(note_nb="Mange er borte.", note_en="Many are away.")
    words = "The day ({when} February 2027). Many are away."
    for starts, ends, when in (
        ("2027-02-10 00:00", "2027-02-10 01:00", "Wednesday 10"),
        ("2027-02-09 23:00", "2027-02-10 00:00", None),
        ("2027-02-09 23:00", "2027-02-10 00:01", "Tuesday 9"),
        ("2027-02-10 23:59", None, "Wednesday 10"),
        ("2027-02-11 00:00", None, None),
    ):
        version = make.make_event(times=((starts, ends),)).live
        said = [words for kind, _label, words in found(version) if kind == "notable"]
        assert said == ([words.format(when=when)] if when else []), (starts, ends)
    day.starts_on, day.ends_on = date(2027, 2, 9), date(2027, 2, 11)
    day.is_approximate = True
    day.save()
    version = make.make_event(times=(("2027-02-11 23:00", None),)).live
    assert "Many are away. It may move by a day." in found(version)[-1][2]


def test_days_are_read_for_a_fortnight_round_the_week():
    week = make.make_week()
    before = a_day(date(2027, 1, 20), date(2027, 1, 25))
    after = a_day(date(2027, 2, 28), date(2027, 3, 10))
    a_day(date(2027, 1, 20), date(2027, 1, 24))
    a_day(date(2027, 3, 1), date(2027, 3, 10))
    assert set(notable_days(week)) == {before, after}


def test_the_first_and_the_last_day_are_inside_the_week():
    for starts in ("2027-02-08 00:00", "2027-02-14 23:30"):
        assert found(make.make_event(times=((starts, None),)).live) == []
    [(kind, label, _words)] = found(make.make_event(times=(("2027-02-07 22:30", None),)).live)
    assert (kind, label) == ("outside", "Outside the week")


def sunset_told(version):
    [(_kind, label, words)] = found(version)
    assert label == "A day to know of"
    return words.partition("Sunset about ")[2][:5]


def test_the_sun_sets_where_the_session_is():
    a_day(is_fast=True)
    version = make.make_event(times=EVENING).live
    assert sunset_told(version) == "17:11"
    District.objects.update(latitude=58, longitude=20)
    assert sunset_told(Version.objects.get(pk=version.pk)) == "16:23"
    Venue.objects.update(latitude=58, longitude=0)
    assert sunset_told(Version.objects.get(pk=version.pk)) == "17:43"
    # A place that was typed lies in its district, and one without a district in the middle.
    version.times.update(venue=None, place_name="Huset", place_district=District.objects.get())
    assert sunset_told(Version.objects.get(pk=version.pk)) == "16:23"
    version.times.update(place_district=None)
    assert sunset_told(Version.objects.get(pk=version.pk)) == "17:11"


def test_what_is_over_an_hour_before_sunset_does_not_meet_it():
    a_day(is_fast=True, is_approximate=True)
    version = make.make_event(times=EVENING).live
    an_hour_before = sun.sunset(DAY, *MIDDLE) - timedelta(hours=1)
    starts = make.oslo("2027-02-10 12:00")
    version.times.update(starts_at=starts, ends_at=an_hour_before)
    assert sunset_told(version) == "17:11"
    version.times.update(ends_at=an_hour_before - timedelta(seconds=1))
    assert sunset_told(version) == ""
    assert found(version)[0][2].endswith("It may move by a day.")
    # In the north the sun does not set in June.
    NotableDay.objects.update(starts_on=date(2027, 2, 1), ends_on=date(2027, 2, 20))
    District.objects.update(latitude=85, longitude=25)
    version.times.update(ends_at=make.oslo("2027-02-10 20:00"))
    assert sunset_told(Version.objects.get(pk=version.pk)) == ""
