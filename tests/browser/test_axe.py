"""Nothing on any kind of page breaks WCAG 2.2 A or AA, as far as a machine can tell.

Each page is seen in Norwegian, light and wide, and in English, dark and on a phone, with
everything unfolded that a reader could unfold.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import places
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOOKS = (("nb", DESKTOP, "light"), ("en", PHONE, "dark"))
UNFOLD = "() => document.querySelectorAll('details').forEach((one) => { one.open = true })"
# A page of the form, a field of it, and what cannot be understood there.
WRONG = (
    ("about", "[name=summary_nb]", "Et langt sammendrag. " * 12),
    ("when", "[name=times-0-date]", "32.13."),
    ("who", "[name=age_min]", "200"),
    ("price", "[name=registration_email]", "post(at)example.org"),
    ("organiser", "[name=public_email]", "post(at)example.org"),
    ("short", "[name=times-0-starts]", "kl. 25"),
    ("short_more", "[name=contact_email]", "post(at)example.org"),
)


@pytest.fixture
def look_at(axe):
    """look_at(page, address) unfolds all of the page and lets axe judge it."""

    def look(page, address):
        places.visit(page, address)
        page.evaluate(UNFOLD)
        axe(page)

    return look


def test_pages_for_everyone(town, open_page, look_at):
    for language, viewport, scheme in LOOKS:
        page = open_page(viewport, scheme=scheme)
        for address in [*places.public(town, language), *places.account(language)]:
            look_at(page, address)


def test_the_organisers_desk(town, open_page, look_at, sign_in):
    for language, viewport, scheme in LOOKS:
        page = open_page(viewport, scheme=scheme)
        sign_in(page, town.owner)
        for address in places.desk(town, language):
            look_at(page, address)


def test_the_administration(town, open_page, look_at, sign_in):
    for language, viewport, scheme in LOOKS:
        page = open_page(viewport, scheme=scheme)
        sign_in(page, town.coordinator)
        for address in places.admin(town, language):
            look_at(page, address)


def test_forms_with_errors(town, open_page, axe, sign_in):
    for language, viewport, scheme in LOOKS:
        page = open_page(viewport, scheme=scheme)
        for name in ("account_login", "account_signup"):
            page.goto(at(language, name))
            send_wrong(page, axe)
        sign_in(page, town.owner)
        for name in ("desk:start", "organisers:register"):
            page.goto(at(language, name))
            send_wrong(page, axe)
        for step, field, words in WRONG:
            page.goto(at(language, f"desk:{step}", town.empty.reference))
            page.evaluate(UNFOLD)
            page.locator(field).fill(words)
            send_wrong(page, axe)


def send_wrong(page, axe):
    """Send the page's own form, get it back with an error summary, and let axe judge that."""
    page.locator("main form .btn:not(.quiet, .text)").click()
    expect(page.locator("#error-summary")).to_be_focused()
    page.evaluate(UNFOLD)
    axe(page)
