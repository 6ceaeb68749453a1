"""What was public on a date, and what each published state changed."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from events.domain import facts, publications, takedowns
from events.models import Event, Publication, Version
from events.overview import history
from tests import factories as make

pytestmark = pytest.mark.django_db

PAGE = "/en/admin/events/publication/as-of/"


@pytest.fixture
def event(owner, clock):
    """Approved and recorded on 6 January at noon; released the day before."""
    event = make.make_event(
        organiser=make.make_organiser(owner=owner),
        by=owner,
        slug="korkveld",
        title_nb="Korkveld",
        title_en="Choir evening",
    )
    clock.set("2027-01-06T12:00")
    publications.record(event, by=owner, what="approve")
    return event


def titles(moment, **more):
    rows = history.programme_at(make.oslo(moment), **more)
    return [row.content["nb"]["title"] for row in rows]


def test_what_stood_at_the_moment(event, owner, coordinator, clock):
    session = event.sessions.get()
    clock.set("2027-02-01T12:00")
    facts.set_notice(session, by=owner, nb="Ta med matte")
    clock.set("2027-02-03T12:00")
    takedowns.unpublish(event, by=coordinator, reason="Trusler")
    clock.set("2027-02-04T12:00")
    takedowns.republish(event, by=coordinator)
    clock.set("2027-02-10T12:00")

    def notice(moment):
        [row] = history.programme_at(make.oslo(moment))
        return row.content["nb"]["sessions"][0]["notice"]

    assert titles("2027-01-06 11:59") == []
    assert (titles("2027-01-06 12:00"), notice("2027-01-06 12:00")) == (["Korkveld"], "")
    assert notice("2027-02-01 11:59") == ""
    assert notice("2027-02-01 12:00") == notice("2027-02-03 11:59") == "Ta med matte"
    assert titles("2027-02-03 12:00") == titles("2027-02-04 11:59") == []
    assert titles("2027-02-04 12:00") == ["Korkveld"]


def test_before_the_release_nothing_was_public(event, owner, clock):
    event.week.programme_released_at = make.oslo("2027-01-20 08:00")
    event.week.save()
    assert titles("2027-01-20 07:59") == []
    assert titles("2027-01-20 08:00") == ["Korkveld"]


def test_the_pre_programme_was_public_earlier(event, owner, clock):
    early = make.make_event(
        organiser=event.organiser,
        by=owner,
        title_nb="Før uka",
        times=(("2027-02-06 12:00", "2027-02-06 13:00"),),
    )
    publications.record(early, by=owner, what="approve")
    event.week.programme_released_at = make.oslo("2027-01-20 08:00")
    event.week.pre_programme_released_at = make.oslo("2027-01-10 08:00")
    event.week.save()
    assert titles("2027-01-10 07:59") == []
    assert titles("2027-01-10 08:00") == ["Før uka"]
    assert titles("2027-01-20 08:00") == ["Før uka", "Korkveld"]


def test_what_was_for_employees_is_apart(event, owner):
    inside = make.make_event(
        organiser=event.organiser, by=owner, title_nb="Internt", visibility="internal"
    )
    publications.record(inside, by=owner, what="approve")
    assert titles("2027-01-07 12:00") == ["Korkveld"]
    assert titles("2027-01-07 12:00", internal=True) == ["Internt"]


def test_one_week_is_asked_about_alone(event, owner, clock):
    past = make.make_week(2026)
    other = make.make_event(week=past, organiser=event.organiser, by=owner, title_nb="I fjor")
    publications.record(other, by=owner, what="approve")
    assert titles("2027-01-07 12:00") == ["Korkveld", "I fjor"]
    assert titles("2027-01-07 12:00", week=past) == ["I fjor"]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_question_is_one_query_at_any_size(event, owner, count):
    for number in range(count - 1):
        other = make.make_event(organiser=event.organiser, by=owner, slug=f"e{number}", times=())
        Publication.objects.create(
            event=other, by=owner, what="approve", content=event.publications.get().content
        )
    with CaptureQueriesContext(connection) as queries:
        assert len(titles("2027-01-07 12:00")) == count
    assert len(queries) == 1


def test_neighbours_differ_in_what_was_changed(event, owner, coordinator, clock):
    clock.set("2027-02-01T12:00")
    Version.objects.filter(event=event).update(title_nb="Salmekveld")
    publications.record(event, by=owner, what="approve")
    clock.set("2027-02-02T12:00")
    facts.cancel_event(Event.objects.get(pk=event.pk), by=owner, reason_nb="Storm")
    clock.set("2027-02-03T12:00")
    takedowns.unpublish(event, by=coordinator, reason="x")
    newest, cancelled, renamed, first = [changes for _row, changes in history.history_of(event)]
    assert [(change.before.nb, change.after.nb) for change in renamed] == [
        ("Korkveld", "Salmekveld")
    ]
    assert [(change.before, change.after.nb) for change in cancelled[1:]] == [(None, "Storm")]
    assert (cancelled[0].before.nb, cancelled[0].after.nb) == ("Som planlagt", "Avlyst")
    assert all(change.before is None for change in first)
    assert all(change.after is None for change in newest)


# The pages


def test_the_page_shows_the_programme_as_it_was(event, coordinator, owner, client_for, clock):
    clock.set("2027-02-10T12:00")
    at_work = client_for(coordinator)
    now = at_work.get(PAGE)
    assert "Korkveld" in now.text
    assert "Choir evening" in now.text
    before = at_work.get(PAGE, {"date": "2027-01-06", "time": "11:59"})
    assert "Korkveld" not in before.text
    assert "Nothing was public then." in before.text
    assert at_work.get(PAGE, {"date": "32.13.", "time": "x"}).status_code == 422
    row = event.publications.get()
    record = at_work.get(f"/en/admin/events/publication/{row.pk}/change/").text
    assert "Choir evening" in record
    assert "Snakk norsk over en kopp kaffe." in record
    assert at_work.get("/en/admin/events/publication/999999/change/").status_code == 404


def test_the_exports_hold_the_same(event, coordinator, client_for, clock):
    clock.set("2027-02-10T12:00")
    at_work = client_for(coordinator)
    query = {"date": "2027-01-07", "time": "12:00"}
    answer = at_work.get(PAGE.replace("as-of/", "as-of.json"), query)
    told = json.loads(answer.content)
    assert [row["content"]["en"]["title"] for row in told["events"]] == ["Choir evening"]
    assert told["moment"] == "2027-01-07T11:00:00+00:00"
    answer = at_work.get(PAGE.replace("as-of/", "as-of.xlsx"), query)
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    assert [cell.value for cell in book.worksheets[0]["C"]] == ["Title", "Korkveld"]
    texts = {cell.value for row in book.worksheets[1].iter_rows() for cell in row}
    assert {"Korkveld", "Choir evening", event.reference} <= texts
    assert not any("kontakt@example.org" in str(text) for text in texts)
    for kind in ("json", "xlsx"):
        assert (
            at_work.get(PAGE.replace("as-of/", f"as-of.{kind}"), {"date": "x"}).status_code == 422
        )


def test_the_history_of_one_event(event, coordinator, owner, client_for, clock):
    clock.set("2027-02-02T12:00")
    facts.cancel_event(event, by=owner, reason_nb="Storm", reason_en="A storm")
    page = client_for(coordinator).get(f"/en/admin/events/event/{event.pk}/what-was-public/")
    assert "A storm" in page.text
    assert page.text.index("A storm") < page.text.index("Choir evening")


def test_who_may_read_the_record(event, owner, client_for):
    inside = make.make_event(
        organiser=event.organiser, by=owner, title_nb="Internt", visibility="internal"
    )
    publications.record(inside, by=owner, what="approve")
    assert client_for(make.make_reviewer()).get(PAGE).status_code == 200
    assert client_for(make.make_content_editor()).get(PAGE).status_code == 403
    assert client_for(owner).get(PAGE).status_code == 302


def test_the_change_log_is_searched_and_filtered(event, coordinator, owner, client_for):
    facts.cancel_event(event, by=owner, reason_nb="Storm")
    at_work = client_for(coordinator)
    log = "/en/admin/events/logentry/"
    assert "Storm" in at_work.get(log, {"q": "Korkveld"}).text
    assert "Storm" not in at_work.get(log, {"q": "Salmekveld"}).text
    assert "Storm" in at_work.get(log, {"verb__exact": "cancel_event"}).text
    assert "Storm" not in at_work.get(log, {"verb__exact": "approve"}).text
    week = {"event__week__id__exact": event.week_id}
    assert "Storm" in at_work.get(log, week).text


def test_the_change_log_is_downloaded(event, coordinator, owner, client_for):
    facts.cancel_event(event, by=owner, reason_nb="Storm")
    answer = client_for(coordinator).get("/en/admin/events/logentry/spreadsheet/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    texts = {cell.value for row in book.worksheets[0].iter_rows() for cell in row}
    assert {"Storm", event.reference} <= texts
