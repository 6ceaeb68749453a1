"""What is told to whoever chooses a time: about which events, in which words, in which order."""

from datetime import date

import pytest

from events.domain.advice import Surroundings
from events.domain.slots import slots_in, slots_of
from events.models import Audience, NotableDay, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

EVENING = (("2027-02-10 18:00", "2027-02-10 20:00"),)


@pytest.fixture
def version():
    return make.make_event(state="draft", times=EVENING).open


def hints(version):
    [slot] = slots_of(version)
    return list(Surroundings(version).hints(slot))


def test_the_most_pressing_comes_first(version):
    version.times.update(
        starts_at=make.oslo("2027-02-15 18:00"), ends_at=make.oslo("2027-02-15 20:00")
    )
    young = make.make_term(Audience, "youth", name_en="Youth", position=2)
    deaf = make.make_term(Audience, "cp", name_en="CP and others", position=1)
    old = make.make_term(Audience, "seniors", name_en="Seniors", position=2)
    version.audiences.set([young, deaf, old])
    times = (("2027-02-15 17:00", "2027-02-15 18:30"),)
    other = make.make_event(times=times).live
    other.times.update(room="Salen")
    other.audiences.set([young, deaf, old])
    # Its own event, one that has begun to end, and one at a place that somebody typed.
    live = make.make_version(version.event, live=True)
    make.make_time(live, "2027-02-15 18:00", None)
    make.make_event(times=(("2027-02-15 17:00", "2027-02-15 18:00"),))
    NotableDay.objects.create(
        name_nb="Dagen", name_en="The day", starts_on=date(2027, 2, 15), ends_on=date(2027, 2, 15)
    )
    assert hints(version) == [
        "Hovedbiblioteket (English), Salen, is taken 17:00–18:30.",
        "There is already an event for CP and others in Kvadraturen (English) at this time.",
        "There is already an event for youth in Kvadraturen (English) at this time.",
        "There is already an event for seniors in Kvadraturen (English) at this time.",
        "It lies after the week, on Monday 15 February 2027: it stands in the follow-up programme.",
        "The day (Monday 15 February 2027).",
    ]


def test_another_place_or_another_hour_is_free(version):
    make.make_event(times=(("2027-02-10 20:00", "2027-02-10 21:00"),))
    hall = make.make_venue("hallen", "Hallen", district=make.make_district("lund", "Lund"))
    elsewhere = make.make_event(times=EVENING).live
    elsewhere.times.update(venue=hall)
    assert hints(version) == []
    elsewhere.times.update(venue=make.make_venue())
    assert hints(version) == ["Hovedbiblioteket (English) is taken 18:00–20:00."]
    # A place that somebody typed may be a home: nothing is told of it, nor a clash said twice.
    for row in (version, elsewhere):
        row.times.update(venue=None, place_name="Hos Kari", place_district=None)
    assert hints(version) == []


def test_own_events_called_nearly_the_same(version):
    version.title_nb = "Strikkekafé for alle"
    own = make.make_event(
        organiser=version.event.organiser,
        title_nb="Strikkekafe for alle!",
        title_en="Knitting",
        times=(*EVENING, ("2027-02-11 18:00", None)),
    )
    make.make_event(title_nb="Strikkekafé for alle")
    assert list(Surroundings(version).doubles()) == [
        f"You have sent in “Knitting” ({own.reference}) already. Is this another event?"
    ]


def test_what_is_near_is_what_overlaps_whichever_is_asked_first(version):
    """One that began before, one without an end, one that ends as ours begins, one that lasts."""
    make.make_time(version, "2027-02-11 09:00", "2027-02-11 10:00")
    for starts, ends in (
        ("2027-02-10 15:00", "2027-02-10 18:30"),
        ("2027-02-10 17:00", None),
        ("2027-02-10 17:30", None),
        ("2027-02-10 16:00", "2027-02-10 18:00"),
        ("2027-02-10 20:00", "2027-02-10 21:00"),
        ("2027-02-11 09:30", "2027-02-11 09:45"),
        ("2027-02-09 09:30", "2027-02-09 09:45"),
        ("2027-02-08 09:00", "2027-02-14 20:00"),
    ):
        make.make_event(times=((starts, ends),))
    outside = make.make_event(times=(("2027-02-09 09:00", "2027-02-09 10:00"),), state="draft").open
    slots = [*slots_of(version), *slots_of(outside)]
    found = []
    for order in (slots, slots[::-1]):
        around = Surroundings(version)
        near = {slot.starts_at: around.near(slot) for slot in order}
        others = slots_in(version.event.week)
        for slot in order:
            expected = [other.pk for other in others if other.overlaps(slot)]
            assert [other.pk for other in near[slot.starts_at]] == expected
        found.append([len(near[slot.starts_at]) for slot in slots])
    assert found == [[2, 1, 1]] * 2


def test_how_full_each_day_is(version):
    for times in (
        (("2027-02-08 09:00", "2027-02-08 10:00"), ("2027-02-08 18:00", None)),
        (("2027-02-08 20:00", "2027-02-08 21:00"),),
        (("2027-02-14 13:00", "2027-02-14 14:00"),),
    ):
        make.make_event(times=times)
    live = make.make_version(version.event, live=True)
    make.make_time(live, "2027-02-10 18:00", None)
    days = list(Surroundings(version).overview())
    assert [day for day, _parts, _all in days] == [date(2027, 2, number) for number in range(8, 15)]
    counts = [(list(parts.items()), total) for _day, parts, total in days]
    assert counts[0] == ([("morning", 1), ("afternoon", 0), ("evening", 2)], 3)
    assert counts[2] == ([("morning", 0), ("afternoon", 0), ("evening", 0)], 0)
    assert counts[6] == ([("morning", 0), ("afternoon", 1), ("evening", 0)], 1)


def told(version):
    """All that the page of the form tells, as the page asks for it."""
    around = Surroundings(version)
    said = [words for slot in slots_of(version) for words in around.hints(slot)]
    return said, list(around.doubles()), [total for _day, _parts, total in around.overview()]


def test_telling_costs_the_same_with_one_other_with_three_and_with_hundreds(
    version, django_assert_num_queries
):
    version.audiences.set([make.make_term(Audience, "seniors")])
    make.make_time(version, "2027-02-11 09:00", "2027-02-11 10:00")
    pk, week = version.pk, version.event.week

    def own():
        return Version.objects.select_related("event__week").get(pk=pk)

    # Own sessions and audiences, the others and theirs, and the days.
    for more, others in ((1, 1), (2, 3), (297, 300)):
        make.make_events(more, week=week)
        found = own()
        with django_assert_num_queries(5):
            said, doubles, totals = told(found)
        assert doubles == []
        assert sum(totals) <= len(slots_in(week)) == others
    assert len(said) > 1
    same = make.make_event(
        week=week, organiser=version.event.organiser, title_nb=version.title_nb, times=EVENING
    )
    found = own()
    with django_assert_num_queries(6):
        said, doubles, totals = told(found)
    assert doubles == [
        f"You have sent in “{same.live.title}” ({same.reference}) already. Is this another event?"
    ]
