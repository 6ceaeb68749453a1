"""The number beside a choice is the number of events that choosing it gives.

Every pair of choices is counted in `test_pairs.py`.
"""

import pytest
from django.http import QueryDict

from enbyforalle.lib import clock as house_clock
from events.models import SessionTime
from events.programme.counting import counted_facets, event_counts
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from tests import factories as make
from tests.events.rows import an_event

pytestmark = pytest.mark.django_db

MANY = {
    **{"topics": ["helse", "kunst"], "types": ["kurs"], "audiences": ["barn"]},
    **{"grounds": ["gender"], "goals": ["5"]},
}


@pytest.fixture
def week():
    """Some events of every kind: lasting, online, before the week, at venues that say no."""
    an_event("Kor", "2027-02-08T10:00", topics=["kunst"], organiser="koret", spoken=["nb"])
    an_event("Kurs", "2027-02-09T13:00", organiser="laget", co=["koret"], yes=["lift"], **MANY)
    an_event("Film", "2027-02-09T19:00", price_type="paid", spoken=["ar"], topics=["kunst"])
    event = an_event("Utstilling", "2027-02-07T09:00", topics=["helse"], organiser="laget").event
    lasting = event.live.times.get()
    lasting.ends_at = make.oslo("2027-02-16 00:00")
    lasting.save()
    an_event("Nett", "2027-02-10T18:00", topics=["helse"], yes=["teleslynge"])
    SessionTime.objects.filter(version__title_nb="Nett").update(attendance="online")
    return make.make_week()


def n_events(chosen):
    public = SessionTime.objects.public().for_week(chosen.week)
    return chosen.apply(public).order_by().values("version__event").distinct().count()


def all_values(week):
    empty = ProgrammeFilter.from_query(QueryDict(""), week)
    counts = event_counts(empty, house_clock.now())
    return [(name, code) for name, codes in counts.items() for code in codes]


def test_without_a_choice_each_number_is_what_the_programme_gives(week):
    values = all_values(week)
    assert {name for name, _code in values} >= set(FILTER_PARAMS) - {"q"}
    counts = event_counts(ProgrammeFilter.from_query(QueryDict(""), week), house_clock.now())
    for name, code in values:
        chosen = ProgrammeFilter(week, {name: (code,)})
        assert counts[name][code] == n_events(chosen), (name, code)


def test_a_search_narrows_the_numbers(week):
    counts = event_counts(ProgrammeFilter(week, {"q": ("kurs",)}), house_clock.now())
    assert counts["topic"] == {"helse": 1, "kunst": 1}


def test_values_of_one_facet_do_not_hide_each_other(week):
    facets = counted_facets(ProgrammeFilter(week, {"topic": ("kunst",)}), house_clock.now())
    shown = {choice.code: (on, n) for choice, on, n in facets["topic"].options}
    assert shown == {"kunst": (True, 3), "helse": (False, 3)}


def test_what_gives_nothing_is_left_out_unless_it_is_chosen(week):
    chosen = ProgrammeFilter(week, {"topic": ("kunst",), "time": ("morning",)})
    facets = counted_facets(chosen, house_clock.now())
    assert "ar" not in {choice.code for choice, _on, _n in facets["language"].options}
    chosen = ProgrammeFilter(week, {"language": ("ar",), "time": ("morning",)})
    facets = counted_facets(chosen, house_clock.now())
    shown = {choice.code: (on, n) for choice, on, n in facets["language"].options}
    assert shown["ar"] == (True, 0)


def test_the_form_says_the_numbers(client, week):
    html = client.get("/program/2027/").content.decode()
    assert (
        html.partition('value="koret">')[2].partition("</label>")[0]
        == 'Koret <span class="n">(4)</span>'
    )


@pytest.mark.parametrize("count", [1, 3, 300])
def test_it_takes_the_same_queries(django_assert_num_queries, count):
    make.make_events(count)
    chosen = ProgrammeFilter.from_query(QueryDict("q=kafe&free=1"), make.make_week())
    with django_assert_num_queries(4):
        event_counts(chosen, house_clock.now())
