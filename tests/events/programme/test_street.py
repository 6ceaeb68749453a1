"""The street is geometry from the programme: these tests read its words and its paths."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from events.models import SessionTime, Topic
from events.programme.street import COLUMNS, TALLEST, Pane, empty_street, panes_of, street
from tests.factories import make_event, make_term, make_week, oslo

MONDAY, SUNDAY = date(2027, 2, 8), date(2027, 2, 14)


def pane(when, event=1, **fields):
    return Pane(oslo(f"2027-02-{when}"), event, **fields)


def test_a_house_a_day_with_its_events_counted_once():
    panes = [pane("08 10:00", 1), pane("08 12:00", 1), pane("08 18:00", 2), pane("10 18:00", 3)]
    houses = street(panes, MONDAY, SUNDAY).houses
    assert [house.day for house in houses] == [MONDAY + timedelta(days=n) for n in range(7)]
    assert [house.events for house in houses] == [2, 0, 1, 0, 0, 0, 0]


@pytest.mark.parametrize(
    ("language", "label"),
    [
        ("nb", "I dag, mandag 8. februar: 2 arrangementer, 1 avlyst"),
        ("en", "Today, Monday 8 February: 2 events, 1 cancelled"),
    ],
)
def test_a_house_says_its_day_its_events_and_what_is_off(language, label):
    panes = [pane("08 10:00", 1), pane("08 12:00", 2, is_off=True)]
    with translation.override(language):
        assert street(panes, MONDAY, SUNDAY, today=MONDAY).houses[0].label == label


def test_a_day_without_events_says_so():
    with translation.override("en"):
        assert street([], MONDAY, SUNDAY).houses[1].label == "Tuesday 9 February: no events"


def test_one_window_for_each_session_lit_in_its_hue_and_dark_when_cancelled():
    panes = [
        pane("08 10:00", 1, hue=2),
        pane("08 10:00", 2, hue=2),
        pane("08 12:00", 3, hue=7),
        pane("08 14:00", 4, is_off=True),
    ]
    house = street(panes, MONDAY, SUNDAY).houses[0]
    assert {hue: path.count("M") for hue, path in house.lights} == {2: 2, 7: 1}
    assert house.dark.count("M") == 1


def height_of(path):
    """The y of a path's first point."""
    return float(path.split()[1].split("h")[0].split("v")[0])


def test_morning_lies_low_and_evening_high():
    panes = [pane("08 09:30", 1, hue=1), pane("08 20:00", 2, hue=2)]
    lights = dict(street(panes, MONDAY, SUNDAY).houses[0].lights)
    assert height_of(lights[2]) < height_of(lights[1])


def test_the_hours_are_those_of_oslo():
    """Half past midnight on Monday is still Sunday in UTC."""
    late = Pane(oslo("2027-02-08 00:30"), 1)
    assert street([late], MONDAY, SUNDAY).houses[0].events == 1


@pytest.mark.parametrize("count", [1, 3, 300, 2000])
def test_the_street_never_grows_out_of_its_picture(count):
    panes = [pane(f"{8 + n % 7:02d} {9 + n % 12:02d}:00", n) for n in range(count)]
    drawn = street(panes, MONDAY, SUNDAY)
    assert drawn.height <= TALLEST + 70 or count > COLUMNS[-1] * 7 * 7
    assert sum(house.events for house in drawn.houses) == count


def test_what_lies_outside_the_week_has_no_house():
    before = pane("06 12:00", 1)
    assert sum(house.events for house in street([before], MONDAY, SUNDAY).houses) == 0


def test_the_empty_street_has_one_light():
    houses = empty_street(MONDAY, SUNDAY).houses
    assert [len(house.lights) for house in houses] == [0, 0, 0, 1, 0, 0, 0]


def test_chosen_days_are_marked():
    houses = street([], MONDAY, SUNDAY, chosen=["2027-02-09"]).houses
    assert [house.is_chosen for house in houses] == [False, True, *[False] * 5]


def test_panes_read_the_first_topic_and_the_state(db, django_assert_num_queries):
    event = make_event()
    make_event(facts={"status": "cancelled", "status_changed_at": oslo("2027-02-01 10:00")})
    topics = event.live.topics
    topics.clear()
    topics.add(make_term(Topic, "second", position=2, window="round", hue=3))
    topics.add(make_term(Topic, "first", position=1, window="arch", hue=5))
    times = SessionTime.objects.public().for_week(make_week())
    with django_assert_num_queries(1):
        panes = panes_of(times)
    first, second = panes
    assert (first.event, first.shape, first.hue, first.is_off) == (event.pk, "arch", 5, False)
    assert second.is_off is True
