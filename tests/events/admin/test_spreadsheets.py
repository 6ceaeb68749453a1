"""Every list as a spreadsheet: the rows, filters and rights of the list, and no more."""

from io import BytesIO

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from events.models import Version
from tests import factories as make

pytestmark = pytest.mark.django_db

QUEUE = "/en/admin/events/version/spreadsheet/"
EVENTS = "/en/admin/events/event/spreadsheet/"


def book(client, address, **query):
    answer = client.get(address, query)
    assert answer.status_code == 200
    return load_workbook(BytesIO(b"".join(answer.streaming_content)))


def columns(page):
    """{heading: [values]} of a sheet."""
    rows = list(page.iter_rows(values_only=True))
    return dict(zip(rows[0], zip(*rows[1:], strict=True), strict=True)) if rows[1:] else {}


def test_the_queue_as_it_is_filtered(at_work, submitted):
    make.make_event(state="submitted", title_nb="Annet")
    make.make_event(state="draft", title_nb="Utkast")
    found = columns(book(at_work, QUEUE).active)
    assert sorted(found["Reference"]) == sorted(
        Version.objects.filter(state="submitted").values_list("event__reference", flat=True)
    )
    found = columns(book(at_work, QUEUE, q="korkveld").active)
    assert found["Reference"] == (submitted.event.reference,)
    assert found["Organiser"] == ("Naboforeningen (English)",)
    assert found["State"] == ("Submitted",)
    assert columns(book(at_work, QUEUE, state="draft").active)["State"] == ("Draft",)


def test_headings_are_in_the_language_of_the_page(at_work, submitted):
    assert "Referanse" in columns(book(at_work, QUEUE.removeprefix("/en")).active)


def test_private_contacts_are_for_those_who_enter_events(at_work, client_for, reviewer, submitted):
    with_them = columns(book(at_work, QUEUE).active)
    assert "kontakt@example.org" in with_them["Contact person's email (not shown)"]
    for address in (QUEUE, EVENTS):
        sheets = book(client_for(reviewer), address).worksheets
        values = {cell for page in sheets for row in page.values for cell in row}
        assert submitted.event.reference in values
        assert not {"kontakt@example.org", "Kontakten"} & values


def test_internal_cases_are_left_out_for_those_without_the_right(client_for, reviewer, submitted):
    hidden = make.make_event(state="submitted", visibility="internal").reference
    group = reviewer.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_internal"))
    for address in (QUEUE, EVENTS):
        sheets = book(client_for(reviewer), address).worksheets
        values = {cell for page in sheets for row in page.values for cell in row}
        assert submitted.event.reference in values
        assert hidden not in values


def test_the_events_have_their_sessions_on_a_sheet_of_their_own(at_work):
    event = make.make_event(title_nb="=Korfest")
    make.make_event(state="draft")
    found = book(at_work, EVENTS)
    assert found.sheetnames == ["Events", "Sessions"]
    sessions = columns(found["Sessions"])
    assert sessions["Reference"] == (event.reference,)
    assert sessions["Venue"] == ("Hovedbiblioteket (English)",)
    assert f"{sessions['Starts'][0]:%d.%m %H:%M}" == "10.02 18:00"


def test_every_list_the_coordinator_has_can_be_downloaded(at_work, submitted):
    make.make_event()
    for model in admin.site._registry:
        label = model._meta.app_label, model._meta.model_name
        if at_work.get(reverse("admin:{}_{}_changelist".format(*label))).status_code != 200:
            continue
        answer = at_work.get(reverse("admin:spreadsheet", args=label))
        assert (label, answer.status_code) == (label, 200)
        assert load_workbook(BytesIO(b"".join(answer.streaming_content))).worksheets
        assert {"private", "no-store"} <= set(answer["Cache-Control"].split(", "))


def test_others_get_nothing(client, client_for, owner, content_editor, submitted):
    for user in (owner, content_editor):
        assert client_for(user).get(QUEUE).status_code in (302, 403)
    assert client.get(QUEUE).status_code == 302


def test_unknown_lists_and_filters_are_not_found(at_work):
    assert at_work.get("/en/admin/events/nosuch/spreadsheet/").status_code == 404
    assert at_work.get(QUEUE, {"nosuch": "1"}).status_code == 404
    assert at_work.post(QUEUE).status_code == 405


def test_the_list_links_to_its_file_with_its_filters(at_work, submitted):
    text = at_work.get("/en/admin/events/version/", {"what": "new"}).content.decode()
    assert f'href="{QUEUE}?what=new"' in text


def test_queries_do_not_grow_within_what_is_read_at_a_time(
    at_work, django_assert_num_queries, submitted
):
    book(at_work, QUEUE)
    with CaptureQueriesContext(connection) as context:
        book(at_work, QUEUE)
    for _number in range(20):
        make.make_event(state="submitted")
    with django_assert_num_queries(len(context)):
        book(at_work, QUEUE)
