"""My plan in a real browser: nothing is kept before a press, and all of it goes when it should."""

import re

import icalendar
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.places import at, plan_query

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

KEPT = "() => Object.entries({ ...localStorage })"
PLAN = "/en/my-plan/"
REMOVE = re.compile("^Remove ?:")


def save(page, title):
    card = page.locator(".card").filter(has_text=title).first
    button = card.get_by_role("button", name=f"Save in My plan: {title}")
    expect(button).to_have_attribute("aria-pressed", "false")
    button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def test_from_a_press_to_a_shared_plan_and_away_again(town, open_page):
    page = open_page()
    page.goto("/en/programme/2027/")
    page.goto(PLAN)
    expect(page.get_by_role("main")).to_contain_text("You have not saved anything yet.")
    assert page.evaluate(KEPT) == []

    page.goto("/en/programme/2027/")
    save(page, "Open day with everything at once")
    link = page.get_by_role("navigation", name="Main menu").get_by_role("link", name="My plan")
    expect(link).to_have_text("My plan (1)")
    expect(page.get_by_role("status").last).to_have_text("Saved in My plan (1)")
    page.goto(at("en", "events:detail", 2027, town.rich.slug))
    page.get_by_role("button", name="Save in My plan", pressed=False).first.click()
    expect(link).to_have_text("My plan (2)")
    assert [key for key, _value in page.evaluate(KEPT)] == ["enbyforalle:plan"]

    link.click()
    expect(page.locator("#plan .card")).to_have_count(2)
    # The plan is fetched: the address of the page and the history say nothing of it.
    assert page.url.endswith(PLAN)
    shared = page.locator("#plan-url").input_value()
    calendar = page.locator("#calendar-url").input_value()
    found = icalendar.Calendar.from_ical(page.request.get(calendar).text()).walk("VEVENT")
    assert len(found) == 2

    friend = open_page(PHONE)
    friend.goto(shared)
    expect(friend.locator("#plan .card")).to_have_count(2)
    assert friend.evaluate(KEPT) == []
    friend.get_by_role("button", name="Save all in My plan").click()
    expect(friend.get_by_text("You have saved all of these")).to_be_visible()
    friend.goto(PLAN)
    expect(friend.locator("#plan .card")).to_have_count(2)

    page.get_by_role("button", name=REMOVE).first.click()
    expect(page.locator("#plan .card")).to_have_count(1)
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#plan .card")).to_have_count(2)
    page.get_by_role("button", name="Remove all").click()
    expect(page.get_by_role("main")).to_contain_text("You have not saved anything yet.")
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    assert page.evaluate(KEPT) == []
    page.reload()
    assert page.evaluate(KEPT) == []
    expect(link).to_have_text("My plan")


def test_two_windows_show_the_same_plan(town, open_page):
    page = open_page()
    page.goto(PLAN)
    other = page.context.new_page()
    other.goto("/en/programme/2027/")
    save(other, "Open day with everything at once")
    expect(page.locator("#plan .card")).to_have_count(1)
    page.get_by_role("button", name=REMOVE).click()
    expect(other.locator(".card [aria-pressed=true]")).to_have_count(0)


def test_without_script_an_address_works_and_nothing_pretends_to_save(town, open_page, axe):
    plain = open_page(PHONE, script=False)
    plain.goto(PLAN)
    # Playwright's own texts pass over such an element, though the browser shows it.
    shown = plain.locator("main noscript").evaluate("(one) => one.innerText")
    assert "puts one session into your own calendar" in shown
    plain.goto("/en/programme/2027/")
    expect(plain.get_by_role("button", name="Save in My plan")).to_have_count(0)
    plain.goto(PLAN + plan_query(town))
    cards = plain.locator("#plan .card")
    n_cards = cards.count()
    assert n_cards > 3
    plain.get_by_role("button", name=REMOVE).first.click()
    expect(cards).to_have_count(n_cards - 1)
    expect(plain.get_by_role("button", name="Remove all")).to_have_count(0)
    expect(plain.get_by_role("img", name="QR code")).to_be_visible()


def test_the_plan_prints_without_its_buttons(town, page, axe):
    page.goto(PLAN + plan_query(town))
    axe(page)
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Remove")).to_have_count(0)
    expect(page.get_by_role("img", name="QR code")).to_be_visible()
    expect(page.locator("#plan .card").first).to_be_visible()
