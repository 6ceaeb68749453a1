"""Whoever found nothing is told what would find something."""

import pytest
from django.http import QueryDict

from enbyforalle.lib import clock as house_clock
from events.programme.filters import ProgrammeFilter
from events.programme.loosening import Way, loosening
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    make.make_event(title_nb="Møteplassen på torget", slug="torget")
    make.make_event(title_nb="Konsert for barn", slug="konsert", price_type="paid")
    return make.make_week()


def offered(week, query):
    return loosening(ProgrammeFilter.from_query(QueryDict(query), week), house_clock.now())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("muteplassen", "møteplassen"),
        ("møtepalssen", "møteplassen"),
        ("konsret", "konsert"),
        ("konsert torgett", None),
        ("barm", "barn"),
        ("bar", None),
        ("xyzzyxyzzy", None),
    ],
)
def test_a_slip_is_put_right_where_that_finds_something(week, typed, meant):
    found = offered(week, f"q={typed}").did_you_mean
    assert (found.words if found else None) == meant
    if meant:
        assert found.n_events == 1


def test_the_other_choices_stay(week):
    found = offered(week, "q=konsret&free=1&q=").did_you_mean
    assert found is None  # The concert costs money, so the better word would find nothing either.
    make.make_event(title_nb="Konsert i parken", slug="parken")
    found = offered(week, "q=konsret&free=1").did_you_mean
    assert found == Way("konsert", 1, "?free=1&q=konsert")


def test_each_choice_that_stands_in_the_way_is_named_with_what_it_hides(week):
    found = offered(week, "q=konsert&free=1").ways
    assert [(way.n_events, way.url) for way in found] == [(1, "?q=konsert"), (1, "?free=1")]
    assert offered(week, "q=konsert&day=2027-02-14&free=1").ways == []


def test_a_single_choice_is_not_told_to_be_let_go(week):
    assert offered(week, "day=2027-02-14").ways == []


def test_what_nobody_approved_is_never_suggested(week):
    make.make_event(title_nb="Hemmelighet", state="submitted")
    make.make_event(title_nb="Internmøtet", visibility="internal")
    assert offered(week, "q=hemmelighat").did_you_mean is None
    assert offered(week, "q=internmøtat").did_you_mean is None


def test_the_page_says_it(client, week):
    html = client.get("/program/2027/?q=konsret&day=2027-02-10").content.decode()
    assert '<a href="?day=2027-02-10&amp;q=konsert">konsert</a>' in html
    html = client.get("/program/2027/?q=konsert&free=1").content.decode()
    assert '<ul aria-labelledby="loosen"><li><a href="?q=konsert">' in html
    assert 'id="loosen"' not in client.get("/program/2027/?q=konsert").content.decode()


@pytest.mark.parametrize("count", [1, 3, 300])
def test_it_takes_the_same_queries(django_assert_num_queries, count):
    make.make_events(count)
    week = make.make_week()
    chosen = ProgrammeFilter.from_query(QueryDict("q=sprakkafeeen&free=1&day=2027-03-01"), week)
    with django_assert_num_queries(7):
        loosening(chosen, house_clock.now())
