"""The facts of the day from the desk: at once, one path each, and refused with words."""

import pytest
from django.test import Client

from enbyforalle.lib import clock
from tests.events.desk.conftest import url
from tests.events.desk.sheet import Sheet
from tests.factories import make_event, oslo

pytestmark = pytest.mark.one_database


@pytest.fixture
def event(organiser, owner, week):
    return make_event(week=week, organiser=organiser, by=owner)


@pytest.fixture
def session(event):
    return event.live.times.get().session


def report(client, event, name, session=None, *, language="nb", **values):
    """Press the button of one fact with these values in its fields."""
    args = [session.uid] if session else []
    prefix = f"{name}-{session.uid}" if session else name
    data = {f"{prefix}-{key}": value for key, value in values.items()}
    return client.post(url(name, event, *args, language=language), data)


@pytest.mark.parametrize(
    ("name", "values", "expected"),
    [
        ("cancel_session", {"reason_nb": "Innleder er syk"}, {"status": "cancelled"}),
        ("postpone_session", {}, {"status": "postponed"}),
        ("mark_places", {"places": "full"}, {"is_full": True, "has_few_left": False}),
        ("mark_places", {"places": "few"}, {"is_full": False, "has_few_left": True}),
        ("change_room", {"room": "Kjelleren"}, {"room": "Kjelleren"}),
        ("set_notice", {"nb": "Ta med ski"}, {"notice_nb": "Ta med ski"}),
        (
            "report_time",
            {"date": "10.2", "starts": "19", "ends": "21"},
            {"reported_starts_at": oslo("2027-02-10 19:00")},
        ),
    ],
)
def test_a_fact_about_a_session_shows_at_once(client, event, session, name, values, expected):
    response = report(client, event, name, session, **values)
    assert response.status_code == 302
    session.refresh_from_db()
    assert {key: getattr(session, key) for key in expected} == expected
    assert event.log.filter(verb=name).count() == 1


def test_a_cancelled_session_is_undone_within_the_hour(client, event, session, clock):
    report(client, event, "set_notice", session, nb="Ta med ski")
    report(client, event, "cancel_session", session, reason_nb="Syk")
    page = client.get(url("facts", event)).text
    assert url("undo_session", event, session.uid) in page
    assert url("restore_session", event, session.uid) not in page
    clock.set("2027-02-10T12:59")
    report(client, event, "undo_session", session)
    session.refresh_from_db()
    assert (session.status, session.notice_nb) == ("scheduled", "Ta med ski")


def test_a_cancelled_session_can_be_put_back(client, event, session, clock):
    report(client, event, "cancel_session", session)
    clock.set("2027-02-10T13:00")
    page = client.get(url("facts", event)).text
    assert url("restore_session", event, session.uid) in page
    assert url("undo_session", event, session.uid) not in page
    assert report(client, event, "undo_session", session).status_code == 422
    report(client, event, "restore_session", session)
    session.refresh_from_db()
    assert session.status == "scheduled"


def test_a_cancelled_event_is_undone_from_its_own_page(client, event, clock):
    report(client, event, "cancel_event", reason_nb="Storm")
    assert url("undo_event", event) in client.get(url("event", event)).text
    client.post(url("undo_event", event))
    event.refresh_from_db()
    assert (event.status, event.status_changed_at, event.status_reason_nb) == (
        "scheduled",
        None,
        "",
    )
    report(client, event, "cancel_event", reason_nb="Storm")
    clock.set("2027-02-10T13:00")
    assert url("undo_event", event) not in client.get(url("event", event)).text


@pytest.mark.parametrize(
    ("name", "status"), [("cancel_event", "cancelled"), ("postpone_event", "postponed")]
)
def test_the_whole_event(client, event, name, status):
    report(client, event, name, reason_nb="Storm", reason_en="Storm")
    event.refresh_from_db()
    assert (event.status, event.status_reason_nb) == (status, "Storm")
    report(client, event, "restore_event")
    event.refresh_from_db()
    assert event.status == "scheduled"


@pytest.mark.parametrize(
    ("name", "field", "values"),
    [
        ("cancel_session", "reason_nb", {"reason_nb": "x" * 201}),
        ("cancel_session", "reason_nb", {"reason_nb": "Se https://example.org"}),
        ("set_notice", "nb", {"nb": "www.example.org"}),
        ("set_notice", "en", {"en": "x" * 201}),
        ("change_room", "room", {"room": "x" * 81}),
        ("mark_places", "places", {"places": "maybe"}),
        ("report_time", "starts", {"date": "10.2.2027", "starts": "snart"}),
        ("report_time", "date", {"date": "", "starts": "18"}),
        ("report_time", "ends", {"date": "10.2.2027", "starts": "18", "ends": "17"}),
    ],
)
def test_what_cannot_be_reported_is_answered_at_its_field(
    client, event, session, name, field, values
):
    answers = set()
    for language in ("nb", "en"):
        response = report(client, event, name, session, language=language, **values)
        assert response.status_code == 422
        sheet = Sheet(response)
        answers.add(sheet.error(f"{name}-{session.uid}-{field}"))
        for value in values.values():
            assert value in sheet.html or name == "mark_places"
    assert "" not in answers
    assert len(answers) == 2
    assert event.log.count() == 0


def test_an_event_that_is_not_approved_has_no_facts(client, draft):
    assert client.get(url("facts", draft)).url == url("event", draft)
    response = client.post(url("cancel_event", draft))
    assert response.status_code == 302
    draft.refresh_from_db()
    assert draft.status == "scheduled"


def test_a_reported_time_is_taken_back_by_emptying_it(client, event, session):
    report(client, event, "report_time", session, date="10.2", starts="19", ends="21")
    report(client, event, "report_time", session, date="", starts="", ends="")
    session.refresh_from_db()
    assert session.reported_starts_at is None
    assert clock.local(event.live.times.get().starts_at).hour == 18


def test_a_reason_typed_when_the_sign_in_had_ended_is_back(client, owner, event, session):
    gone = Client()
    facts = url("facts", event)
    prefix = f"cancel_session-{session.uid}"
    data = {f"{prefix}-reason_nb": "Innleder er syk"}
    response = gone.post(
        url("cancel_session", event, session.uid), data, HTTP_REFERER=f"http://testserver{facts}"
    )
    assert response.url.endswith(f"next={facts}")
    gone.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "Innleder er syk" in gone.get(facts).text
    session.refresh_from_db()
    assert session.status == "scheduled"
