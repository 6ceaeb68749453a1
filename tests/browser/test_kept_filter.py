"""A filter is still there after back, reload and a change of language, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.places import at

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]


def test_the_filter_stays_on_back_reload_and_language(town, open_page):
    for script in (True, False):
        page = open_page(PHONE, script=script)
        page.goto(at("nb", "events:programme"))
        page.locator(".sift > summary").click()
        page.locator('.sift input[name="free"]').check()
        page.locator(".sift button.btn").click()
        page.wait_for_url("**free=1**")
        chosen = page.url
        found = page.locator(".hits .big").inner_text()
        page.locator("main .card a").first.click()
        page.wait_for_url(lambda url: "free=1" not in url)
        page.go_back()
        for turn in (lambda: None, page.reload):
            turn()
            assert page.url == chosen
            assert page.locator(".hits .big").inner_text() == found
            expect(page.locator('.sift input[name="free"]')).to_be_checked()
        page.get_by_role("link", name="English").click()
        page.wait_for_url("**/en/**free=1**")
        expect(page.locator('.sift input[name="free"]')).to_be_checked()
        assert "free=1" in page.get_by_role("link", name="RSS").get_attribute("href")


def test_the_lines_for_a_website_are_copied_and_shown(town, open_page):
    page = open_page(PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(at("nb", "events:embed_make"))
    page.locator('input[name="theme"][value="dark"]').check()
    page.locator("form.made button.btn").click()
    page.wait_for_url("**theme=dark**")
    field = page.locator("#snippet")
    page.locator("[data-copy]").click()
    expect(page.locator("[data-copy] span")).to_have_text("Kopiert")
    assert page.evaluate("() => navigator.clipboard.readText()") == field.input_value()
    # The policy lets this page show the frame, and the frame stand in it.
    inside = page.frame_locator("iframe.seen")
    expect(inside.locator("html")).to_have_class("t-dark a-lamp")
    inside.locator("h1 a").click()
    # Out of the frame, on top.
    page.wait_for_url("**/program/2027/")
