"""Deadlines in words on the desk, with the time that is left, for those they hold for."""

import pytest
from django.test import Client
from django.utils import translation

from events.desk.deadlines import time_left
from events.domain import late_access
from events.models import Version, Week
from tests.events.desk.conftest import url
from tests.factories import make_coordinator, make_event, make_organiser, oslo

NOW = oslo("2026-12-01 12:00")


@pytest.mark.parametrize(
    ("until", "words"),
    [
        ("2026-12-01 12:00", ""),
        ("2026-11-30 12:00", ""),
        ("2026-12-01 12:01", "1 minute left"),
        ("2026-12-01 13:59", "119 minutes left"),
        ("2026-12-01 14:00", "2 hours left"),
        ("2026-12-03 11:59", "47 hours left"),
        ("2026-12-03 12:00", "2 days left"),
        ("2026-12-13 11:00", "11 days left"),
    ],
)
def test_time_left_is_never_more_than_there_is(until, words):
    with translation.override("en"):
        assert time_left(oslo(until), NOW) == words


@pytest.fixture
def autumn(week, clock):
    """The week's window, five days before the deadline for print."""
    clock.set("2026-11-15T12:00")
    Week.objects.update(
        submissions_open_at=oslo("2026-10-01 08:00"),
        submissions_close_at=oslo("2026-12-01 12:00"),
        print_deadline_at=oslo("2026-11-20 12:00"),
        programme_released_at=oslo("2027-01-11 10:00"),
    )
    return clock


def shown(client, name="home", **query):
    with translation.override("en"):
        path = {"home": "/en/organiser/", "deadlines": "/en/organiser/deadlines/"}
        path |= {"start": "/en/organiser/new/"}
        answer = client.get(path[name], query)
    assert answer.status_code == 200
    return " ".join(answer.content.decode().split())


def test_the_page_of_deadlines(client, organiser, autumn):
    text = shown(client, "deadlines")
    order = [
        "Submissions open",
        "Thursday 1 October 2026, 08:00",
        "Last moment to be in the printed programme",
        "Friday 20 November 2026, 12:00",
        "5 days left",
        "Last moment to send in a new event",
        "Tuesday 1 December 2026, 12:00",
        "you may send it in until 13:00.",
        "16 days left",
        "The programme is released",
        "The week begins",
        "Monday 8 February 2027</p>",
    ]
    places = [text.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_late_access_is_shown_to_its_organiser_alone(
    client, client_for, stranger, week, organiser, autumn
):
    coordinator = make_coordinator()
    until = oslo("2026-12-10 16:00")
    late_access.grant_late_access(week, organiser, until=until, by=coordinator)
    autumn.set("2026-12-02T12:00")
    mine, others = shown(client, "deadlines"), shown(client_for(stranger), "deadlines")
    assert "Last moment for Naboforeningen (English) to send in a new event" in mine
    assert "8 days left" in mine
    assert "Naboforeningen" not in others
    assert "Submit a new event" in shown(client)
    assert "until Thursday 10 December 2026, 16:00 (8 days left)." in shown(client)
    text = shown(client_for(stranger))
    assert "No week takes new submissions now." in text
    assert "Submit a new event" not in text


def test_the_front_page_says_what_is_near(client, organiser, autumn):
    text = shown(client)
    assert "Deadline for the week in 2027: Tuesday 1 December 2026, 12:00 (16 days left)." in text
    assert "printed programme too, send it in by Friday 20 November 2026, 12:00." in text
    autumn.set("2026-11-20T12:00")
    assert "printed programme" not in shown(client)
    autumn.set("2026-12-01T12:30")
    assert "If you have begun before the deadline, you may send it in until 13:00." in shown(client)
    autumn.set("2026-12-01T13:00")
    assert "If you have begun" not in shown(client)


def test_the_grace_is_told_before_one_begins(client, organiser, autumn):
    text = shown(client, "start")
    assert "you may send it in until 60 minutes after it." in text
    autumn.set("2026-12-01T12:30")
    text = shown(client, "start")
    assert "The deadline for submissions was Tuesday 1 December 2026, 12:00." in text
    assert "could be sent in until Tuesday 1 December 2026, 13:00." in text


def test_a_draft_says_how_long_it_can_be_sent(client, version, autumn):
    Version.objects.filter(pk=version.pk).update(created_at=oslo("2026-11-15 11:00"))
    address = url("event", version.event, language="en")

    def said():
        return " ".join(client.get(address).content.decode().split())

    assert "Send it in by Tuesday 1 December 2026, 12:00 (16 days left)." in said()
    autumn.set("2026-12-01T12:30")
    assert "Send it in by Tuesday 1 December 2026, 13:00 (30 minutes left)." in said()
    autumn.set("2026-12-01T13:00")
    assert "The deadline for submissions was Tuesday 1 December 2026, 12:00." in said()


def test_a_week_open_to_one_of_two_organisers(client, owner, week, organiser, autumn):
    second = make_organiser("Den andre", owner=owner)
    coordinator = make_coordinator()
    until = oslo("2026-12-10 16:00")
    late_access.grant_late_access(week, organiser, until=until, by=coordinator)
    autumn.set("2026-12-02T12:00")
    values = {"week": "2027", "path": "short"}
    refused = client.post("/en/organiser/new/", values | {"organiser": second.slug})
    assert refused.status_code == 422
    assert "The deadline for submissions was" in refused.content.decode()
    assert (
        client.post("/en/organiser/new/", values | {"organiser": organiser.slug}).status_code == 302
    )


def test_after_the_event_there_is_no_change(client, organiser, owner, clock):
    event = make_event(organiser=organiser, by=owner)
    address = url("event", event, language="en")
    assert "Change the event" in client.get(address).content.decode()
    clock.set("2027-02-10T20:00")
    assert "Change the event" not in client.get(address).content.decode()
    answer = client.post(url("open_change", event, language="en"), follow=True)
    assert "The event has been held, so it can no longer be changed." in answer.content.decode()


def test_strangers_have_no_desk(db):
    for path in ("/arrangor/frister/", "/arrangor/paminnelser/"):
        assert Client().get(path).status_code == 302
