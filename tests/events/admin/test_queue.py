"""The queue: what waits, in which order, how much of it, and at what cost."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enbyforalle.lib import clock
from events.models import Version, Week
from tests import factories as make

pytestmark = pytest.mark.django_db

QUEUE = "/en/admin/events/version/"


def titles(answer):
    return [row.title_nb for row in answer.context["cl"].result_list]


def tabs(answer):
    return {str(label): count for label, count, _address, _here in answer.context["tabs"]}


def waiting(title, *, days, **more):
    """A version that has waited for so many days."""
    version = make.make_event(state="submitted", title_nb=title, **more).open
    at = clock.now() - timedelta(days=days)
    Version.objects.filter(pk=version.pk).update(submitted_at=at)
    return version


def test_what_waits_stands_first_oldest_on_top(at_work):
    waiting("Nyest", days=1)
    waiting("Eldst", days=5)
    make.make_event(state="draft", title_nb="Utkast")
    make.make_event(title_nb="Godkjent")
    assert titles(at_work.get(QUEUE)) == ["Eldst", "Nyest"]


def test_tabs_count_every_state(at_work):
    for state, count in (("submitted", 3), ("draft", 2), ("changes_requested", 1), ("rejected", 1)):
        for _number in range(count):
            make.make_event(state=state)
    assert tabs(at_work.get(QUEUE)) == {
        "To decide on": 3,
        "Draft": 2,
        "Changes requested": 1,
        "Approved": 0,
        "Not accepted in the programme": 1,
        "Withdrawn": 0,
    }


def test_a_tab_shows_its_state_alone(at_work):
    make.make_event(state="submitted", title_nb="Venter")
    make.make_event(state="draft", title_nb="Utkast")
    assert titles(at_work.get(QUEUE, {"state": "draft"})) == ["Utkast"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("kork", ["Korkveld"]), ("naboforeningen", ["Korkveld"]), ("finnes ikke", [])],
)
def test_search_finds_titles_and_organisers_once(at_work, submitted, words, found):
    make.make_event(organiser=make.make_organiser("Andre"), state="submitted", title_nb="Annet")
    assert titles(at_work.get(QUEUE, {"q": words})) == found


def test_search_looks_in_every_state(at_work, submitted):
    make.make_event(title_nb="Korfest")
    assert sorted(titles(at_work.get(QUEUE, {"q": "kor"}))) == ["Korfest", "Korkveld"]
    reference = submitted.event.reference
    assert titles(at_work.get(QUEUE, {"q": reference})) == ["Korkveld"]


def test_filters_narrow_the_queue(at_work, organiser):
    newcomer = make.make_organiser("Ny", state="submitted")
    other_week = make.make_week(2028)
    district = make.make_district("sogne", "Søgne")
    make.make_event(organiser=newcomer, state="submitted", title_nb="Fra ny")
    make.make_event(organiser=organiser, state="submitted", week=other_week, title_nb="Neste år")
    typed = make.make_event(organiser=organiser, state="submitted", times=(), title_nb="I Søgne")
    make.make_time(typed.open, place_name="Grendehuset", place_district=district)
    live = make.make_event(organiser=organiser, title_nb="Godkjent")
    make.make_version(live, state="submitted", live=False, title_nb="Endringen")
    week = Week.objects.get(year=2028)
    assert titles(at_work.get(QUEUE, {"what": "newcomer"})) == ["Fra ny"]
    assert titles(at_work.get(QUEUE, {"what": "change"})) == ["Endringen"]
    assert titles(at_work.get(QUEUE, {"week": week.pk})) == ["Neste år"]
    assert titles(at_work.get(QUEUE, {"district": district.pk})) == ["I Søgne"]
    assert titles(at_work.get(QUEUE, {"district": "tull"})) == []


def test_the_promised_answer_is_told_when_it_is_near_or_past(at_work):
    waiting("Ute", days=11)
    waiting("I dag", days=10)
    waiting("Snart", days=8)
    waiting("Lenge", days=2)
    text = at_work.get(QUEUE).content.decode()
    marks = re.findall(r'class="field-waiting[^>]*>(.*?)</td>', text, re.S)
    assert [re.sub(r"<[^>]+>|\s+", " ", mark).split() for mark in marks] == [
        ["11", "days", "promised", "answer", "is", "overdue"],
        ["10", "days", "answer", "due", "today"],
        ["8", "days", "answer", "due", "in", "2", "days"],
        ["2", "days"],
    ]


def test_a_row_leads_to_the_review_page(at_work, submitted):
    text = at_work.get(QUEUE).content.decode()
    assert f'href="/en/admin/events/version/{submitted.pk}/review/' in text


def test_internal_cases_are_hidden_from_those_without_the_right(client_for, reviewer, submitted):
    make.make_event(state="submitted", visibility="internal", title_nb="Internt kurs")
    assert sorted(titles(client_for(reviewer).get(QUEUE))) == ["Internt kurs", "Korkveld"]
    group = reviewer.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_internal"))
    answer = client_for(reviewer).get(QUEUE)
    assert titles(answer) == ["Korkveld"]
    assert tabs(answer)["To decide on"] == 1


def queries(client, address):
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as context:
        assert client.get(address).status_code == 200
    return len(context)


@pytest.mark.parametrize(
    ("address", "of_clashes"),
    # One event meets no other, and the texts of those that do are read for all at once.
    [(QUEUE, 0), ("/admin/events/event/", 0), ("/admin/", 3)],
)
def test_queries_do_not_grow_with_the_queue(at_work, address, of_clashes):
    """Pages of a hundred: the third hundred costs what the first event costs."""
    organisers = [make.make_organiser(f"Arrangør {n}", state="submitted") for n in range(3)]

    def add(count):
        for number in range(count):
            make.make_event(organiser=organisers[number % 3], state="submitted")

    add(1)
    at_one = queries(at_work, address)
    add(2)
    at_three = queries(at_work, address)
    add(297)
    at_most = at_one + of_clashes
    assert (at_three, queries(at_work, address)) == (at_most, at_most)
    assert at_one <= (45 if address == "/admin/" else 25)
