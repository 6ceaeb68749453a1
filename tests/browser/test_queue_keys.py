"""The queue by keyboard: case to case, ticking, deciding on several, and shortcuts turned off."""

import pytest
from playwright.sync_api import expect

from events.models import StockReason, Version
from tests import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

QUEUE = "/en/admin/events/version/"


@pytest.fixture
def coordinator(site):
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def cases(coordinator):
    owner = make.make_user("eier@example.org", language="en")
    organiser = make.make_organiser("Naboforeningen", owner=owner)
    StockReason.objects.create(
        code="kort",
        kind="changes",
        title_nb="Kort",
        title_en="Short",
        text_nb="Skriv kortere.",
        text_en="Write less.",
    )
    return [
        make.make_event(
            organiser=organiser, by=owner, state="submitted", title_nb=f"Sak {n}", title_en=""
        ).open
        for n in range(3)
    ]


def test_from_case_to_case_without_a_mouse(page, sign_in, coordinator, cases):
    sign_in(page, coordinator)
    page.goto(QUEUE)
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Sak 1")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    # The keys work once all of the page has come, which is after its heading is seen.
    page.wait_for_url("**/review/")
    expect(page.get_by_role("heading", level=1, name="Sak 0")).to_be_visible()
    page.keyboard.press("j")
    expect(page.get_by_role("heading", level=1, name="Sak 1")).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("u")
    page.wait_for_url(f"**{QUEUE}")


def test_a_letter_typed_in_a_field_is_a_letter(page, sign_in, coordinator, cases):
    sign_in(page, coordinator)
    page.goto(QUEUE)
    page.keyboard.press("/")
    expect(page.locator("#searchbar")).to_be_focused()
    page.keyboard.type("jk?x")
    expect(page.locator("#searchbar")).to_have_value("jk?x")


def test_the_shortcuts_can_be_turned_off(page, sign_in, coordinator, cases):
    sign_in(page, coordinator)
    page.goto(QUEUE)
    page.keyboard.press("?")
    page.get_by_label("Turn the shortcuts off").check()
    page.reload()
    page.keyboard.press("j")
    expect(page.get_by_role("link", name="Sak 0")).not_to_be_focused()


def test_several_are_given_back_with_a_stock_reason(page, sign_in, coordinator, cases):
    sign_in(page, coordinator)
    page.goto(QUEUE)
    for key in ("j", "x", "j", "x"):
        page.keyboard.press(key)
    page.get_by_label("Action:").select_option(label="Ask for changes …")
    page.get_by_role("button", name="Go", exact=True).press("Enter")
    page.get_by_label("Use a stock reason").select_option(label="Short")
    page.get_by_role("button", name="Ask for changes in those that are ticked").press("Enter")
    page.get_by_role("heading", name="2 were done").wait_for()
    given_back = Version.objects.filter(state="changes_requested")
    assert {version.decision_comment for version in given_back} == {"Write less."}
    assert given_back.count() == 2


def test_a_stock_reason_fills_the_text_where_it_can_be_changed(page, sign_in, coordinator, cases):
    sign_in(page, coordinator)
    page.goto(f"{QUEUE}{cases[0].pk}/review/")
    page.get_by_text("Ask for changes").first.click()
    form = page.locator("form[action*='request-changes']")
    form.get_by_label("Use a stock reason").select_option(label="Short")
    field = form.get_by_label("What should be different")
    expect(field).to_have_value("Write less.")
    expect(field).to_be_focused()
