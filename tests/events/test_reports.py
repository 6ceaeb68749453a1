"""«Report this event»: a form without a cookie, a mail, and what becomes of the report."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from enbyforalle.jobs.models import Job
from enbyforalle.lib import openforms
from events.domain import reports
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Event, Report
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = make.oslo("2027-02-10 12:00")
HERE = "http://testserver"
NB, EN = "/program/2027/korkveld/meld/", "/en/programme/2027/korkveld/report/"
WRONG = {"reason": "wrong", "text": "Det er i kjelleren.", "email": "nabo@example.org"}


@pytest.fixture
def event():
    return make.make_event(slug="korkveld", title_nb="Korkveld", title_en="Choir evening")


@pytest.fixture
def fast(monkeypatch):
    """A reader who needs no time to read."""
    monkeypatch.setattr(openforms, "SOONEST", 0)


def moment(page):
    return page.text.split('name="moment" value="')[1].split('"')[0]


def send(client, address=NB, *, origin=HERE, **data):
    page = client.get(address)
    data = {"moment": moment(page)} | WRONG | data
    headers = {"origin": origin} if origin else {}
    return client.post(address, data, headers=headers)


@pytest.mark.parametrize("address", [NB, EN])
def test_a_resident_reports_without_a_cookie(event, coordinator, fast, shared_cache, address):
    client = Client(enforce_csrf_checks=True)
    answer = send(client, address)
    assert answer.status_code == 302
    thanks = client.get(answer.url)
    assert thanks.status_code == 200
    assert client.cookies == {}
    report = Report.objects.get()
    assert {name: getattr(report, name) for name in WRONG} == WRONG
    assert (report.event, report.is_handled) == (event, False)
    [job] = Job.objects.all()
    assert job.payload["to"] == coordinator.email
    assert "Det er i kjelleren." in job.payload["text"]
    # Whoever mails and forwards must not spread the address.
    assert "nabo@example.org" not in job.payload["text"] + job.payload["html"]
    assert f"/admin/events/report/{report.pk}/change/" in job.payload["text"]


def test_the_page_is_never_stored_and_speaks_no_session(event):
    for address in (NB, EN):
        page = Client().get(address)
        assert "no-store" in page["Cache-Control"]
        assert page.cookies == {}


def test_the_event_page_links_to_it_and_is_the_same_for_all(event, client_for, coordinator):
    plain = Client().get(event.get_absolute_url())
    assert NB in plain.text
    assert client_for(coordinator).get(event.get_absolute_url()).content == plain.content


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "", "http://testserver.evil"])
def test_another_site_cannot_send_it(event, fast, origin):
    assert send(Client(), origin=origin).status_code == 403
    assert not Report.objects.exists()


def test_an_old_browser_says_where_it_came_from(event, fast, shared_cache):
    client = Client()
    data = WRONG | {"moment": moment(client.get(NB))}
    answer = client.post(NB, data, headers={"referer": f"{HERE}{NB}"})
    assert answer.status_code == 302
    assert Report.objects.count() == 1


def test_a_program_in_the_trap_is_thanked_and_nothing_is_kept(event, fast):
    assert send(Client(), homepage="https://spam.example").status_code == 302
    assert not Report.objects.exists()


def test_what_is_sent_at_once_has_to_be_sent_again(event):
    answer = send(Client())
    assert answer.status_code == 422
    assert "Det er i kjelleren." in answer.text
    assert not Report.objects.exists()


def test_a_page_open_over_the_night_can_be_sent_and_an_older_one_not(
    event, time_machine, shared_cache
):
    time_machine.move_to("2027-02-10T11:00:00Z", tick=False)
    client = Client()
    written = moment(client.get(NB))
    data = WRONG | {"moment": written}
    time_machine.shift(openforms.LATEST + 60)
    answer = client.post(NB, data, headers={"origin": HERE})
    assert answer.status_code == 422
    again = client.post(NB, WRONG | {"moment": moment(answer)}, headers={"origin": HERE})
    assert again.status_code == 422
    time_machine.shift(openforms.LATEST - 60)
    data["moment"] = moment(again)
    assert client.post(NB, data, headers={"origin": HERE}).status_code == 302


@pytest.mark.parametrize("forged", ["", "x", "1", "1:2:3"])
def test_a_forged_moment_is_refused(event, fast, forged):
    assert send(Client(), moment=forged).status_code == 422
    assert not Report.objects.exists()


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "nonsense"}, "reason"),
        ({"text": "x" * 1001}, "text"),
        ({"text": ""}, "text"),
        ({"email": "nabo"}, "email"),
    ],
)
def test_what_cannot_be_sent_is_said_at_its_field(event, fast, shared_cache, data, field):
    answer = send(Client(), **data)
    assert answer.status_code == 422
    assert f'id="id_{field}_error"' in answer.text
    assert not Report.objects.exists()


def test_that_it_is_not_held_needs_no_words(event, fast, shared_cache):
    assert send(Client(), reason="not_held", text="", email="").status_code == 302


def test_a_button_pressed_twice_makes_one_report(event, coordinator, fast, shared_cache):
    client = Client()
    send(client)
    send(client)
    assert (Report.objects.count(), Job.objects.count()) == (1, 1)


def test_many_from_one_place_have_to_wait(event, fast, shared_cache):
    client = Client()
    codes = [send(client, text=f"Nummer {number}").status_code for number in range(12)]
    assert codes == [302] * 10 + [429] * 2
    assert Report.objects.count() == 10


def test_what_is_not_public_has_no_form(event, fast):
    hidden = make.make_event(slug="intern", visibility="internal")
    make.make_event(slug="apent")
    Event.objects.filter(pk=event.pk).update(
        unpublished_at=make.LONG_AGO, unpublished_by=event.created_by, unpublished_reason="x"
    )
    for slug in ("korkveld", "intern", "finnes-ikke"):
        assert Client().get(f"/program/2027/{slug}/meld/").status_code == 404
    for row in (event, hidden):
        with pytest.raises(Refused):
            reports.report_event(row, reason="wrong", text="x")


def test_the_same_words_within_ten_minutes_are_one_report(event, coordinator, clock):
    first = reports.report_event(event, reason="wrong", text=" Feil\r\n\u202ested ", email="a@b.no")
    assert (first.text, first.email, first.event) == ("Feil\nsted", "a@b.no", event)
    assert (first.created_at, first.note, first.is_handled) == (NOON, "", False)
    words = {"reason": "wrong", "text": "Feil\nsted", "email": "a@b.no"}
    other = make.make_event(slug="annet")
    for where, changed in (
        (other, {}),
        (event, {"reason": "other"}),
        (event, {"text": "Feil"}),
        (event, {"email": ""}),
    ):
        assert reports.report_event(where, **words | changed).pk != first.pk
    clock.set("2027-02-10T12:09:59")
    assert reports.report_event(event, **words) == first
    clock.set("2027-02-10T12:10")
    again = reports.report_event(event, **words)
    assert (again.pk != first.pk, again.created_at) == (True, make.oslo("2027-02-10 12:10"))
    # What was dealt with meanwhile is wrong again.
    reports.handle_report(again, by=coordinator, note="Rettet")
    assert reports.report_event(event, **words) not in (first, again)


def test_a_report_says_something_and_not_too_much(event):
    for reason in ("wrong", "other"):
        with pytest.raises(Refused) as refusal:
            reports.report_event(event, reason=reason, text=" \u202e ")
        assert refusal.value.field == "text"
    bare = reports.report_event(event, reason="not_held")
    assert (bare.text, bare.email) == ("", "")
    assert reports.report_event(event, reason="other", text="x" * 1001).text == "x" * 1000


# The coordinator


@pytest.fixture
def report(event):
    return reports.report_event(event, **WRONG)


def test_dealing_with_it_is_noted_and_logged(report, coordinator, client_for):
    at_work = client_for(coordinator)
    page = f"/en/admin/events/report/{report.pk}/"
    text = at_work.get(f"{page}change/").text
    assert "nabo@example.org" in text
    assert at_work.post(f"{page}handle/", {"note": ""}).status_code == 422
    answer = at_work.post(f"{page}handle/", {"note": "Rettet stedet."})
    assert answer.status_code == 302
    report.refresh_from_db()
    assert (report.handled_by, report.note) == (coordinator, "Rettet stedet.")
    entry = report.event.log.get()
    assert (entry.verb, entry.is_internal, entry.comment) == (
        "handle_report",
        True,
        "Rettet stedet.",
    )
    assert at_work.post(f"{page}handle/", {"note": "Igjen"}).status_code == 409
    assert "nabo@example.org" not in at_work.get("/en/admin/events/report/").text


def test_only_those_who_deal_with_reports_read_them(report, client_for):
    for user in (make.make_reviewer(), make.make_content_editor()):
        for page in ("", f"{report.pk}/change/"):
            assert client_for(user).get(f"/en/admin/events/report/{page}").status_code == 403
        with pytest.raises(NotAllowed):
            reports.handle_report(report, by=user, note="x")
    report.refresh_from_db()
    assert not report.is_handled


def test_what_was_done_is_written_with_the_report_alone(report, coordinator, event, clock):
    waiting = reports.report_event(event, reason="other", text="Annet")
    for nothing in ("", " \u202e\n "):
        with pytest.raises(Refused) as refusal:
            reports.handle_report(report, by=coordinator, note=nothing)
        assert refusal.value.field == "note"
    clock.set("2027-02-10T13:00")
    note = f" Ringt\n{'x' * 400}"
    assert reports.handle_report(report, by=coordinator, note=note) == report
    report.refresh_from_db()
    waiting.refresh_from_db()
    assert report.note == f"Ringt {'x' * 394}"
    assert (report.handled_at, report.handled_by) == (make.oslo("2027-02-10 13:00"), coordinator)
    assert not waiting.is_handled
    entry = event.log.get()
    assert (entry.by, entry.comment, entry.version) == (coordinator, report.note, None)


def test_second_hand_is_told_so(report, coordinator):
    reports.handle_report(report, by=coordinator, note="Først")
    with pytest.raises(Conflict):
        reports.handle_report(report, by=coordinator, note="Så")


def test_the_address_goes_a_month_after(report, coordinator, clock, event):
    waiting = reports.report_event(event, reason="other", text="Annet", email="b@example.org")
    reports.handle_report(report, by=coordinator, note="Gjort")
    nameless = reports.report_event(event, reason="other", text="Enda noe")
    reports.handle_report(nameless, by=coordinator, note="Gjort")
    clock.set("2027-03-12T11:59")
    assert reports.forget_addresses() == 0
    clock.set("2027-03-12T12:00")
    assert reports.forget_addresses() == 1
    report.refresh_from_db()
    waiting.refresh_from_db()
    assert (report.email, report.text, waiting.email) == ("", WRONG["text"], "b@example.org")
    assert timedelta(days=30) == reports.ADDRESS_KEPT_FOR


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_the_same_at_any_length(event, coordinator, client_for, count):
    Report.objects.bulk_create(
        Report(event=event, reason="other", text=f"Nummer {number}") for number in range(count)
    )
    at_work = client_for(coordinator)
    with translation.override("en"), CaptureQueriesContext(connection) as queries:
        assert at_work.get("/en/admin/events/report/").status_code == 200
    assert len(queries) == 10
