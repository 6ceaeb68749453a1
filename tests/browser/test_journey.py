"""The main job, end to end, in a real browser: from a first visit to a calendar that shows it.

Sign up → register an organiser → draft → preview → submit → changes asked → send in again →
approve → the event stands on both pages and in the feed, and every mail came in the right language.
"""

import re

import pytest
from playwright.sync_api import expect

from enbyforalle.jobs.models import Job
from enbyforalle.management.reference import load_reference
from enbyforalle.roles import make_groups
from events.models import Event
from events.vocabularies import ensure_fixed_terms
from organisers.models import User
from tests import factories as make
from tests.browser.writing import go_on, mails, register, sign_up, write_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def week(transactional_db):
    """An open and released week over the real vocabularies, with one venue."""
    make_groups()
    ensure_fixed_terms()
    load_reference()
    make.make_venue(access={"step_free_entrance": "yes"})
    return make.make_week()


def review(page, coordinator, sign_in):
    """The coordinator's page on the one event that waits, reached from the front of the admin."""
    sign_in(page, coordinator)
    page.goto("/admin/")
    page.get_by_role("link", name="1 til avgjørelse").click()
    page.get_by_role("link", name="Fjelltur for alle føtter").click()


def test_from_a_first_visit_to_the_calendar(week, page, open_page, sign_in):
    coordinator = make.make_coordinator(language="en")
    sign_up(page, "nina@example.org")
    register(page, "Fjelltrimmen")
    write_event(page)
    expect(page).to_have_url(re.compile("forhandsvis"))
    expect(page.get_by_role("main")).to_contain_text("Fjelltur for alle føtter")
    page.get_by_role("button", name="Send inn").click()
    event = Event.objects.get()
    expect(page.get_by_role("main")).to_contain_text(event.reference)

    desk = open_page()
    review(desk, coordinator, sign_in)
    expect(desk.get_by_role("main")).to_contain_text("Mountain walk for all feet")
    desk.locator("summary", has_text="Be om endringer").click()
    ask = desk.locator("details[open]")
    ask.get_by_role("textbox").fill("Skriv hvor langt dere går.")
    ask.get_by_role("button").click()

    page.goto(f"/arrangor/{event.reference}/")
    expect(page.get_by_role("main")).to_contain_text("Skriv hvor langt dere går.")
    page.goto(f"/arrangor/{event.reference}/om/")
    page.get_by_label("Beskrivelse (må fylles ut)").fill("Vi går to kilometer i ditt tempo.")
    go_on(page)
    page.goto(f"/arrangor/{event.reference}/forhandsvis/")
    page.get_by_role("button", name="Send inn").click()

    review(desk, coordinator, sign_in)
    desk.get_by_role("button", name="Godkjenn").click()
    event.refresh_from_db()
    assert event.slug == "fjelltur-for-alle-fotter"

    visitor = open_page()
    visitor.goto("/program/2027/fjelltur-for-alle-fotter/")
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Fjelltur for alle føtter")
    expect(visitor.get_by_role("main")).to_contain_text("Vi går to kilometer")
    expect(visitor.get_by_role("main")).to_contain_text("kl. 18.00–20.30")
    visitor.get_by_role("link", name="English").click()
    expect(visitor.get_by_role("heading", level=1)).to_have_text("Mountain walk for all feet")
    expect(visitor.get_by_role("main")).to_contain_text("18:00–20:30")
    visitor.goto("/arrangorer/")
    expect(visitor.get_by_role("main")).to_contain_text("Fjelltrimmen")
    feed = visitor.request.get("/program/2027.ics").text()
    assert "SUMMARY:Fjelltur for alle føtter\r\n" in feed
    assert "DTSTART;TZID=Europe/Oslo:20270211T180000\r\n" in feed
    assert visitor.context.cookies() == []

    subjects = [subject for subject, _text in mails("nina@example.org")]
    assert subjects[1:] == [
        f"Vi har fått inn «Fjelltur for alle føtter» ({event.reference})",
        f"«Fjelltur for alle føtter» trenger endringer ({event.reference})",
        f"Vi har fått inn «Fjelltur for alle føtter» ({event.reference})",
        f"«Fjelltur for alle føtter» er godkjent ({event.reference})",
    ]
    # The coordinator is told later, of several things at once.
    assert mails(coordinator.email) == []
    told = Job.objects.filter(task="coordinator-news", payload__to=coordinator.email)
    assert {row.payload["kind"] for row in told} == {"submitted"}
    assert User.objects.get(email="nina@example.org").language == "nb"
