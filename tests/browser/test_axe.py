"""Nothing on any kind of page breaks WCAG 2.2 A or AA, as far as a machine can tell.

Each page is seen in Norwegian, light and wide, and in English, dark and on a phone, with
everything unfolded that a reader could unfold.
"""

import pytest
from playwright.sync_api import expect

from tests.browser import places, situations
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


@pytest.fixture
def now(town):
    """A town with cases in the middle of their way."""
    return situations.add_situations(town)


def test_cases_on_their_way(now, open_page, look_at, sign_in):
    for language, viewport, scheme in LOOKS:
        page = open_page(viewport, scheme=scheme)
        sign_in(page, now.town.coordinator)
        for address in situations.admin(now, language):
            look_at(page, address)


def test_the_desk_while_things_are_on_their_way(now, open_page, look_at, sign_in):
    pages = [open_page(viewport, scheme=scheme) for _language, viewport, scheme in LOOKS]
    for page, (language, *_look) in zip(pages, LOOKS, strict=True):
        sign_in(page, now.town.owner)
        for address in situations.desk(now, language):
            look_at(page, address)
    situations.close_the_doors()
    for page, (language, *_look) in zip(pages, LOOKS, strict=True):
        for address in situations.behind_the_doors(now, language):
            look_at(page, address)


def test_what_is_done_with_many_and_with_a_spreadsheet(now, open_page, axe, sign_in):
    pairs = ((now.town.change, now.refused), (now.changed, now.refused))
    for (waiting, decided), (language, viewport, scheme) in zip(pairs, LOOKS, strict=True):
        page = open_page(viewport, scheme=scheme)
        sign_in(page, now.town.coordinator)
        query = f"?pk={waiting.pk},{decided.pk}"
        page.goto(at(language, "admin:events_version_many", "reject", query=query))
        page.locator("main form .btn.danger").click()
        expect(page.locator("#error-summary")).to_be_focused()
        axe(page)
        page.locator("[name=comment]").fill("Fordi.")
        page.locator("main form .btn.danger").click()
        expect(page.locator("#error-summary")).to_have_count(0)
        axe(page)
        page.goto(at(language, "admin:events_event_import"))
        table = {"name": "a.csv", "mimeType": "text/csv", "buffer": situations.SPREADSHEET.encode()}
        page.locator("[type=file]").set_input_files(table)
        page.locator("main form .btn").click()
        expect(page.locator("#report-heading")).to_be_visible()
        axe(page)


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
