"""The archive of past weeks: what sources tell, no more, and where old addresses lead now."""

import pytest
from django.core.management import CommandError, call_command

from enbyforalle.management.past_weeks import load_past_weeks
from enbyforalle.management.reference import read
from enbyforalle.pages.models import Redirect
from events.models import Event, Publication, SessionTime, Version, Week
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make.make_coordinator()


@pytest.fixture
def data():
    return read("past-weeks.json")


def test_every_week_and_event_is_entered_with_its_source(coordinator, data):
    n_events = len(data["events"]) + len(data["undated"])
    assert load_past_weeks(by=coordinator) == n_events == Event.objects.count()
    assert list(Week.objects.order_by("year").values_list("year", flat=True)) == [
        row["year"] for row in data["weeks"]
    ]
    assert not Event.objects.filter(source_url="").exists()
    assert set(Event.objects.public()) == set(Event.objects.all())
    assert Publication.objects.count() == n_events


def test_loading_again_adds_nothing(coordinator):
    load_past_weeks(by=coordinator)
    before = (Version.objects.count(), SessionTime.objects.count(), Redirect.objects.count())
    assert load_past_weeks(by=coordinator) == 0
    after = (Version.objects.count(), SessionTime.objects.count(), Redirect.objects.count())
    assert after == before


def test_what_the_coordinator_has_corrected_is_kept(coordinator):
    load_past_weeks(by=coordinator)
    Week.objects.filter(year=2018).update(theme_nb="Rettet")
    load_past_weeks(by=coordinator)
    assert Week.objects.get(year=2018).theme_nb == "Rettet"


def test_no_more_is_said_of_a_time_than_the_source_knows(coordinator, data):
    load_past_weeks(by=coordinator)
    for row in data["events"]:
        time = SessionTime.objects.get(version__title_nb=row["title_nb"])
        assert time.is_time_known == (row["start"] is not None)
        assert (time.ends_at is not None) == bool(row["end"] or row["ends_on"])
    undated = Event.objects.filter(versions__title_nb__in=[e["title_nb"] for e in data["undated"]])
    assert undated.count() == len(data["undated"])
    assert not SessionTime.objects.filter(version__event__in=undated).exists()


def test_the_archive_and_each_past_week_can_be_read(coordinator, data, client):
    load_past_weeks(by=coordinator)
    for prefix, archive, programme in (("", "arkiv", "program"), ("/en", "archive", "programme")):
        body = client.get(f"{prefix}/{programme}/{archive}/").content.decode()
        for week in data["weeks"]:
            assert f"{prefix}/{programme}/{week['year']}/" in body
            assert client.get(f"{prefix}/{programme}/{week['year']}/").status_code == 200
    body = client.get("/program/2018/").content.decode()
    for row in (*data["events"], *data["undated"]):
        assert (row["title_nb"] in body) == (row["year"] == 2018)
    for event in Event.objects.all():
        assert client.get(event.get_absolute_url()).status_code == 200


def test_every_old_address_leads_to_a_page(coordinator, data, client):
    call_command("load_reference", verbosity=0)
    load_past_weeks(by=coordinator)
    for row in data["old_paths"]:
        answer = client.get(row["path"])
        assert answer.status_code == 301, row["path"]
        assert client.get(answer["Location"]).status_code == 200, row["path"]


def test_old_event_addresses_lead_to_their_event(coordinator, data, client):
    load_past_weeks(by=coordinator)
    paths = {row["path"] for row in data["old_paths"] if row["kind"] == "event"}
    led = {client.get(path)["Location"] for path in paths}
    assert len(led) == len(paths)
    assert {location.split("/")[1] for location in led} == {"program"}
    assert not {location for location in led if "arkiv" in location}


def test_the_command_asks_who_answers_for_it(coordinator):
    with pytest.raises(CommandError):
        call_command("load_past_weeks", "ingen@example.org")
    call_command("load_past_weeks", coordinator.email)
    assert {event.created_by for event in Event.objects.all()} == {coordinator}
