"""From the programme to the file: the form, the page that waits, and the file when it is made."""

import pytest
from playwright.sync_api import expect

from enbyforalle.jobs.worker import Worker
from tests.browser.conftest import PHONE
from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_programme_is_asked_for_and_opens_when_it_is_made(town, open_page, axe):
    page = open_page(PHONE)
    page.goto(at("en", "events:year", 2027, query="?day=2027-02-10"))
    form = page.locator("#paper form")
    form.get_by_label("In both languages").check()
    form.get_by_label("Large print").check()
    form.get_by_role("button", name="Get the PDF").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The programme is being made as PDF")
    assert page.url.endswith("/en/programme/2027.pdf?day=2027-02-10&lang=both&large=1")
    axe(page)
    way_back = page.get_by_role("link", name="See the programme")
    assert way_back.get_attribute("href") == "/en/programme/2027/?day=2027-02-10"
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    # The page looks by itself and asks for the file once it is there.
    with page.expect_response(lambda answer: answer.ok and answer.request.method == "GET") as file:
        Worker().run(once=True)
    assert file.value.headers["content-type"] == "application/pdf"
    # Without JavaScript the link on the page does the same.
    page = open_page(PHONE, script=False)
    assert page.goto(at("nb", "events:year_pdf", 2027)).status == 503
    Worker().run(once=True)
    expect(page.locator("main a.btn")).to_have_attribute("href", "/program/2027.pdf")
    made = page.request.get(page.url)
    assert (made.status, made.headers["content-type"]) == (200, "application/pdf")
