"""Two windows on one page of the form: both texts are shown, and one press keeps either."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Page → a field on it that both windows change; rows of every kind are among them.
FIELDS = {
    "about": "title_nb",
    "when": "times-0-room",
    "who": "food_note_nb",
    "price": "prices-0-label_nb",
    "organiser": "website",
}
SAID = {"organiser": ("https://example.org/en", "https://example.org/to")}
# A price has an amount as well, or it is no price.
ALSO = {"price": {"prices-0-amount": "50"}}


def fill(page, step, text):
    for name, value in ({FIELDS[step]: text} | ALSO.get(step, {})).items():
        field = page.locator(f"[name='{name}']")
        page.evaluate("document.querySelectorAll('details').forEach((box) => (box.open = true))")
        field.fill(value)


def save(page):
    page.locator("button[name=go][value=next]").last.click()


@pytest.mark.parametrize("keeps", ["mine", "theirs"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_sees_both_and_chooses(town, open_page, sign_in, keeps, script):
    first, second = open_page(script=script), open_page(script=script)
    sign_in(first, town.owner)
    sign_in(second, town.editor)
    for step, name in FIELDS.items():
        address = at("nb", f"desk:{step}", town.draft.reference)
        one, other = SAID.get(step, ("Fra den ene", "Fra den andre"))
        for page in (first, second):
            page.goto(address)
        if script:
            fill(first, step, one)
            fill(second, step, other)
        else:
            fill_without_script(first, step, one)
            fill_without_script(second, step, other)
        save(first)
        expect(first).not_to_have_url(re.compile(re.escape(address) + "$"))
        save(second)
        expect(second.locator(".kept-text")).to_contain_text(one)
        expect(second.locator(f"[name='{name}']")).to_have_value(other)
        if keeps == "theirs":
            second.locator("button[value=theirs]").click()
        else:
            save(second)
            expect(second.locator(".kept-text")).to_have_count(0)
            second.goto(address)
        expect(second.locator(".kept-text")).to_have_count(0)
        kept = one if keeps == "theirs" else other
        expect(second.locator(f"[name='{name}']")).to_have_value(kept)


def fill_without_script(page, step, text):
    """What is folded away is opened by its summary, as a person does."""
    for name, value in ({FIELDS[step]: text} | ALSO.get(step, {})).items():
        field = page.locator(f"[name='{name}']")
        for box in page.locator("details:not([open])").all():
            if box.locator(f"[name='{name}']").count():
                box.locator("summary").first.click()
        field.fill(value)


def test_the_script_tells_and_does_not_save_over_the_other(town, open_page, sign_in):
    first, second = open_page(), open_page()
    sign_in(first, town.owner)
    sign_in(second, town.editor)
    address = at("nb", "desk:about", town.draft.reference)
    for page in (first, second):
        page.goto(address)
    fill(first, "about", "Fra den ene")
    save(first)
    expect(first).not_to_have_url(re.compile(re.escape(address) + "$"))
    for text in ("Fra den andre", "Fra den andre igjen"):
        fill(second, "about", text)
        expect(second.locator("#autosave")).to_have_text(re.compile("^Lagret kl.+(vindu|window)"))
        assert town.draft.open.title_nb == "Fra den ene"
    save(second)
    expect(second.locator(".kept-text")).to_have_text("Fra den ene")
