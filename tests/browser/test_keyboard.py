"""With the keyboard alone: to a calendar entry, through errors, the filters and the sessions."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.keyboard import skip, step, step_to
from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_from_home_to_a_calendar_entry(town, open_page):
    # On a phone everything stands in one column, so reading order is from top to bottom.
    page = open_page(PHONE)
    page.goto("/")
    skip(page, "Gå til hovedinnhold")
    stops = step_to(page, lambda stop: stop["href"].endswith(f"/{town.rich.slug}/"))
    assert all(stop["inMain"] for stop in stops)
    assert in_reading_order(stops)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Åpen dag med alt på én gang")
    skip(page, "Gå til hovedinnhold")
    stops = step_to(page, lambda stop: stop["words"].startswith("Legg til i kalenderen"))
    assert in_reading_order(stops)
    page.keyboard.press("Enter")
    step_to(page, lambda stop: stop["words"] == "Fil (.ics)", most=6)
    with page.expect_download() as download:
        page.keyboard.press("Enter")
    assert download.value.suggested_filename.endswith(".ics")


def in_reading_order(stops):
    """Whether each stop lies below the one before, or beside it on the same line."""
    tops = [stop["top"] for stop in stops]
    return all(after >= before - 40 for before, after in zip(tops, tops[1:], strict=False))


def test_every_stop_of_a_page_can_be_seen_and_left(town, open_page, sign_in):
    page = open_page(PHONE)
    sign_in(page, town.owner)
    for address in (
        at("nb", "events:detail", 2027, town.rich.slug),
        at("en", "events:programme"),
        at("nb", "desk:home"),
        at("nb", "desk:organiser", town.draft.reference),
    ):
        page.goto(address)
        last = page.locator("footer a").last.get_attribute("href")
        step_to(page, lambda stop, last=last: stop["href"] == last)


def test_errors_take_the_focus_and_lead_to_their_fields(town, open_page, sign_in):
    for script in (True, False):
        page = open_page(script=script)
        sign_in(page, town.owner)
        page.goto(at("nb", "desk:who", town.empty.reference))
        page.locator("[name=age_min]").fill("200")
        page.keyboard.press("Enter")
        expect(page.locator("#error-summary")).to_be_focused()
        stop = step(page)
        assert stop["href"] == "#id_age_min"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Shift+Tab")
        expect(page.locator("#id_age_min")).to_be_focused()


def test_filters(town, page):
    page.goto("/program/2027/")
    step_to(page, lambda stop: stop["words"] == "Filtrer")
    page.keyboard.press("Enter")
    step_to(page, lambda stop: stop["words"] == "online")
    page.keyboard.press("Space")
    step_to(page, lambda stop: stop["words"] == "Emne")
    page.keyboard.press("Space")
    step_to(page, lambda stop: stop["words"] == "Vis arrangementer")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("online=1"))
    titles = page.locator(".card a").all_inner_texts()
    assert set(titles) == {"Åpen dag med alt på én gang"}


def test_adding_and_removing_a_session(town, page, sign_in):
    sign_in(page, town.owner)
    page.goto(at("nb", "desk:when", town.draft.reference))
    rows = page.locator("fieldset[data-row]")
    expect(rows).to_have_count(2)
    page.locator("[data-add]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=times-2-date]")).to_be_focused()
    page.keyboard.type("13.2.")
    step_to(page, lambda stop: stop["words"] == "Fjern tidspunkt 3")
    page.keyboard.press("Enter")
    expect(rows.last.get_by_role("button", name="Angre")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("[name=times-2-date]")).to_have_value("13.2.")


def test_adding_and_removing_a_session_without_script(town, open_page, sign_in):
    page = open_page(script=False)
    sign_in(page, town.owner)
    page.goto(at("nb", "desk:when", town.draft.reference))
    rows = page.locator("fieldset[data-row]")
    page.locator("[data-add]").focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("#times$"))
    expect(rows).to_have_count(3)
    page.get_by_role("button", name="Fjern tidspunkt 2").focus()
    page.keyboard.press("Enter")
    expect(rows).to_have_count(1)
