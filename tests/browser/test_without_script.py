"""Everything works in a browser that runs no JavaScript: it only does some things faster."""

import re

import pytest
from playwright.sync_api import expect

from enbyforalle.jobs.models import Job
from events.models import Event
from tests.browser.writing import go_on, write_event, write_session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def plain(open_page):
    """A page of a new visitor whose browser runs no JavaScript."""
    return open_page(script=False)


def test_finding_an_event(town, plain):
    plain.goto("/program/2027/")
    cards = plain.locator(".card")
    everything = cards.count()
    plain.locator(".sift > summary").click()
    plain.locator("[name=online]").check()
    plain.get_by_role("button", name="Vis arrangementer").click()
    expect(plain).to_have_url(re.compile(r"\bonline=1\b"))
    expect(cards).to_have_count(2)
    plain.get_by_label("Søk i programmet").fill("finnesikke")
    plain.get_by_role("button", name="Søk").click()
    expect(cards).to_have_count(0)
    for _ in range(2):
        plain.get_by_role("list", name="Valgte filtre").get_by_role("link").first.click()
    expect(cards).to_have_count(everything)
    # Without script nothing could copy the calendar's address, so no button says it can.
    expect(plain.locator("#calendar-url")).to_have_value(re.compile(r"/program/2027\.ics$"))
    expect(plain.get_by_role("button", name="Kopier")).to_have_count(0)
    plain.get_by_role("link", name="Åpen dag med alt på én gang").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Åpen dag med alt på én gang")
    plain.locator("summary", has_text="Legg til i kalenderen").first.click()
    calendar = plain.get_by_role("link", name="Fil (.ics)").first.get_attribute("href")
    assert "BEGIN:VEVENT" in plain.request.get(calendar).text()
    plain.get_by_role("link", name="English").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Open day with everything at once")


def test_signing_in(town, plain):
    plain.goto("/arrangor/")
    plain.get_by_label("E-post").fill(town.owner.email)
    plain.get_by_role("button", name="Send meg en kode på e-post").click()
    mail = Job.objects.filter(payload__to=town.owner.email).latest("pk")
    plain.get_by_label("Kode").fill(re.search(r"\w{3}-\w{3}(-\w{3})?", mail.payload["text"])[0])
    plain.get_by_role("main").locator("button.btn").first.click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Mine arrangementer")
    plain.get_by_role("button", name="Logg ut").click()
    plain.goto("/arrangor/")
    plain.get_by_label("E-post").fill(town.owner.email)
    plain.locator("summary", has_text="passord").click()
    plain.locator("[name=password]").fill("hemmelig")
    plain.get_by_role("button", name="Logg inn med passord").click()
    expect(plain.get_by_role("heading", level=1)).to_have_text("Mine arrangementer")


def test_a_whole_event_with_sessions_added_and_removed(town, plain, sign_in):
    sign_in(plain, town.editor)
    write_event(plain, when=write_three_sessions_and_remove_one)
    event = Event.objects.get(versions__title_nb="Fjelltur for alle føtter")
    expect(plain).to_have_url(re.compile("forhandsvis"))
    times = [f"{time.starts_at:%d.%m}" for time in event.open.times.all()]
    assert times == ["11.02", "13.02"]
    plain.get_by_role("button", name="Send inn").click()
    expect(plain.get_by_role("main")).to_contain_text(event.reference)
    assert event.versions.get().state == "submitted"


def write_three_sessions_and_remove_one(page):
    add = page.get_by_role("button", name="Legg til et tidspunkt")
    rows = page.locator("fieldset[data-row]")
    for number, day in enumerate(("11.2", "12.2", "13.2")):
        if number:
            add.click()
            expect(rows).to_have_count(number + 1)
        write_session(page, number, day)
    page.get_by_role("button", name="Fjern tidspunkt 2").click()
    expect(rows).to_have_count(2)
    go_on(page)
