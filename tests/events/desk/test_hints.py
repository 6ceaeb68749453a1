"""What an organiser is told before choosing a time, and what is never told."""

from datetime import date

import pytest

from events.enums import VersionState
from events.models import Audience, NotableDay
from tests.events.desk.conftest import url
from tests.events.desk.sheet import open_sheet, send
from tests.factories import (
    make_district,
    make_event,
    make_organiser,
    make_term,
    make_time,
    make_venue,
)

pytestmark = pytest.mark.one_database

SECRET = "Hemmelig strikkekveld"
WHO = "Den ukjente foreningen"


@pytest.fixture
def children(version):
    term = make_term(Audience, "children_6_12", name_nb="Barn 6–12 år", name_en="Children 6–12")
    version.audiences.set([term])
    return term


@pytest.fixture
def neighbour(version, children, week):
    """Another organiser's event that waits, for the same children in the same hour and hall."""
    other = make_event(
        week=week,
        organiser=make_organiser(WHO),
        state=VersionState.SUBMITTED,
        times=(("2027-02-10 19:00", "2027-02-10 21:00"),),
        title_nb=SECRET,
        title_en=SECRET,
    )
    other.open.audiences.set([children])
    return other.open


def page(client, version, language="en"):
    answer = client.get(url("when", version.event, language=language))
    text = answer.content.decode()
    assert SECRET not in text
    assert WHO not in text
    assert "Naboforeningen" not in text
    return " ".join(text.split())


def test_the_venue_is_taken(client, version, neighbour):
    neighbour.times.update(room="Salen")
    text = page(client, version)
    assert "Hovedbiblioteket (English), Salen, is taken 19:00–21:00." in text
    assert "You may choose this time all the same." in text


def test_the_same_children_in_the_same_district(client, version, neighbour):
    elsewhere = make_venue("skolen", "Skolen", district=make_district())
    neighbour.times.update(venue=elsewhere)
    text = page(client, version)
    assert (
        "There is already an event for children 6–12 in Kvadraturen (English) at this time." in text
    )
    assert "is taken" not in text
    assert "Skolen" not in text.split("data-hints>")[0].split("<select")[0]


def test_a_place_that_was_typed_is_never_told(client, version, neighbour):
    neighbour.times.update(venue=None, place_name="Hos Kari", place_district=None)
    version.times.update(venue=None, place_name="Hos Kari", place_district=None)
    assert "is taken" not in page(client, version)


def test_events_for_employees_and_drafts_are_never_told(client, version, neighbour):
    type(neighbour).objects.filter(pk=neighbour.pk).update(visibility="internal")
    text = page(client, version)
    assert "is taken" not in text
    type(neighbour).objects.filter(pk=neighbour.pk).update(visibility="public", state="draft")
    text = page(client, version)
    assert "is taken" not in text


def test_an_own_event_called_nearly_the_same(client, version, organiser, week):
    version.title_nb = "Strikkekafé for alle"
    version.save()
    other = make_event(
        week=week, organiser=organiser, title_nb="Strikkekafe for alle!", title_en=""
    )
    text = client.get(url("when", version.event, language="en")).content.decode()
    assert f"({other.reference}) already. Is this another event?" in text


def test_the_same_title_of_somebody_else_is_not_told(client, version, neighbour):
    type(version).objects.filter(pk=version.pk).update(title_nb=SECRET)
    text = client.get(url("when", version.event, language="en")).content.decode()
    assert "Is this another event?" not in text


def test_notable_days_and_days_outside(client, version):
    NotableDay.objects.create(
        name_nb="Ramadan",
        name_en="Ramadan",
        starts_on=date(2027, 2, 8),
        ends_on=date(2027, 3, 8),
        is_fast=True,
    )
    assert "Sunset about 17:11" in page(client, version)
    version.times.update(starts_at="2027-02-06T10:00Z", ends_at="2027-02-06T11:00Z")
    assert "It lies before the week, on Saturday 6 February 2027" in page(client, version)


def test_the_button_saves_and_shows_the_same_page(client, version, neighbour):
    address = url("when", version.event, language="en")
    answer = send(
        client, address, {"times-0-starts": "20:30", "times-0-ends": "22:00", "go": "check"}
    )
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#times-0")
    assert version.times.get().starts_at.isoformat() == "2027-02-10T19:30:00+00:00"
    assert "is taken 19:00–21:00" in page(client, version)


def test_what_is_typed_and_not_understood_elsewhere_is_hinted_at_too(client, version, neighbour):
    address = url("when", version.event, language="en")
    answer = send(client, address, {"times-0-starts": "19:30", "joining_url": "ikke en lenke"})
    assert answer.status_code == 422
    assert "is taken 19:00–21:00" in answer.content.decode()


def asked(**values):
    fields = {"date": "10.2.2027", "starts": "19:30", "ends": "20:00", "attendance": "in_person"}
    return {f"times-0-{name}": value for name, value in (fields | values).items()}


def test_the_script_gets_a_piece_of_the_page(client, version, neighbour, shared_cache):
    address = url("hints", version.event, language="en")
    answer = client.get(address, asked(venue="hovedbiblioteket"))
    assert "is taken 19:00–21:00." in answer.content.decode()
    assert answer["Cache-Control"].startswith("max-age=0, no-cache, no-store")
    assert client.get(address, asked(venue="hovedbiblioteket", starts="7")).status_code == 200
    for nothing in (asked(), asked(starts="snart"), {}, asked(venue="finnes-ikke", date="")):
        assert client.get(address, nothing).content.decode().strip() == ""


def test_hints_are_for_those_who_write_it(client_for, stranger, version, shared_cache):
    address = url("hints", version.event)
    assert client_for(stranger).get(address, asked()).status_code == 404
    assert client_for(stranger).post(address).status_code == 405


def test_whoever_asks_too_often_is_stopped(client, version, shared_cache, monkeypatch):
    monkeypatch.setattr("events.views.desk.form_hints.MOST", 2)
    address = url("hints", version.event)
    codes = [client.get(address, asked()).status_code for _time in range(3)]
    assert codes == [200, 200, 429]


def test_the_week_so_far_in_numbers(client, version, neighbour, week):
    for hour in ("09:00", "12:00", "16:59"):
        make_event(week=week, times=((f"2027-02-09 {hour}", None),))
    make_event(week=week, times=(("2027-02-09 10:00", None),), visibility="internal")
    make_event(week=week, times=(("2027-02-09 10:00", None),), state="draft")
    text = page(client, version)
    assert '<th scope="row">Tue 9 Feb</th><td>1</td><td>2</td><td>0</td><td>3</td></tr>' in text
    assert '<th scope="row">Wed 10 Feb</th><td>0</td><td>0</td><td>1</td><td>1</td></tr>' in text


def test_a_page_with_many_sessions_asks_as_much(
    client, version, neighbour, week, django_assert_max_num_queries
):
    for hour in range(8, 18):
        make_time(version, f"2027-02-10 {hour:02}:00", f"2027-02-10 {hour:02}:50")
    with django_assert_max_num_queries(50):
        client.get(url("when", version.event))


def test_the_sheet_has_the_button(client, version):
    assert 'value="check"' in open_sheet(client, url("when", version.event)).html
