"""What somebody has typed comes back: after a closed window, an ended sign-in, a second window."""

import re
import time

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from tests.browser.places import at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TYPED = "Vi koker suppe.\n\nTa med «skje» & kopp – æøå 🙂"
SUMMARY = "Suppe for alle."


@pytest.fixture
def about(town):
    """The address of the first page of a draft."""
    return at("nb", "desk:about", town.draft.reference)


@pytest.fixture
def writer(open_page, town, sign_in):
    """A page of the owner."""
    page = open_page()
    sign_in(page, town.owner)
    return page


def description(page):
    return page.locator("[name=description_nb]")


def save(page):
    page.get_by_role("button", name="Lagre og gå videre").last.click()


def sign_in_again(page, user):
    page.get_by_label("E-post").fill(user.email)
    page.locator("summary", has_text="passord").click()
    page.locator("[name=password]").fill("hemmelig")
    page.get_by_role("button", name="Logg inn med passord").click()


def test_a_closed_window(town, about, writer):
    writer.goto(about)
    description(writer).fill(TYPED)
    expect(writer.locator("#autosave")).to_have_text("Ikke lagret ennå.")
    expect(writer.locator("#autosave")).to_have_text(re.compile("^Lagret kl"))
    when = at("nb", "desk:when", town.draft.reference)
    writer.goto(when)
    # Not understood, so it cannot stand in the event, but it must not be gone either.
    writer.locator("[name=times-0-starts]").fill("etter skoletid")
    expect(writer.locator("#autosave")).to_have_text(re.compile("1 felt"))
    writer.locator("[data-add]").click()
    writer.locator("[name=times-2-date]").fill("13.2.2027")
    expect(writer.locator("#autosave")).to_have_text("Ikke lagret ennå.")
    expect(writer.locator("#autosave")).to_have_text(re.compile("^Lagret kl"))
    context = writer.context
    writer.close()
    again = context.new_page()
    again.goto(about)
    expect(description(again)).to_have_value(TYPED)
    again.goto(when)
    expect(again.locator("[name=times-0-starts]")).to_have_value("etter skoletid")
    expect(again.locator("[name=times-2-date]")).to_have_value("13.2.2027")


def test_a_window_that_is_closed_at_once(town, about, writer):
    asked = []
    writer.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    writer.goto(about)
    description(writer).press_sequentially("Uten et ord for mye")
    with writer.expect_event("close"):
        writer.close(run_before_unload=True)
    assert asked == ["beforeunload"]
    # Nobody is left to say when the answer has come.
    until(lambda: "Uten et ord for mye" in town.draft.open.description_nb)


def until(come_true):
    """Wait some seconds for what another thread does."""
    last = time.monotonic() + 5
    while not come_true():
        assert time.monotonic() < last
        time.sleep(0.05)


def test_a_sign_in_that_has_ended(town, about, open_page, sign_in):
    for script in (True, False):
        page = open_page(script=script)
        sign_in(page, town.owner)
        page.goto(about)
        description(page).fill(f"{TYPED} {script}")
        Session.objects.all().delete()
        save(page)
        sign_in_again(page, town.owner)
        expect(page).to_have_url(re.compile(about))
        expect(description(page)).to_have_value(f"{TYPED} {script}")
        save(page)
        assert town.draft.open.description_nb.replace("\r\n", "\n") == f"{TYPED} {script}"


def test_a_sign_in_that_ends_while_typing(town, about, writer):
    writer.goto(about)
    Session.objects.all().delete()
    description(writer).fill(TYPED)
    expect(writer.locator("#autosave")).to_contain_text("Du er logget ut")
    writer.locator("#autosave a").click()
    sign_in_again(writer, town.owner)
    expect(writer).to_have_url(re.compile(about))
    expect(description(writer)).to_have_value(TYPED)


def test_cookies_that_are_gone(town, about, writer):
    writer.goto(about)
    description(writer).fill(TYPED)
    writer.context.clear_cookies()
    save(writer)
    writer.get_by_role("link", name="Gå videre med teksten din").click()
    sign_in_again(writer, town.owner)
    expect(description(writer)).to_have_value(TYPED)


def test_a_second_window(town, about, open_page, sign_in):
    for script in (True, False):
        first, second = open_page(script=script), open_page(script=script)
        sign_in(first, town.owner)
        sign_in(second, town.editor)
        for page in (first, second):
            page.goto(about)
        description(first).fill(f"Først {script}")
        first.locator("[name=summary_nb]").fill(f"{SUMMARY} {script}")
        save(first)
        description(second).fill(f"Sist {script}")
        save(second)
        # Both texts stand on the page; what only the first changed is not set back.
        expect(description(second)).to_have_value(f"Sist {script}")
        expect(second.locator(".kept-text")).to_have_text(f"Først {script}")
        expect(second.locator("[name=summary_nb]")).to_have_value(f"{SUMMARY} {script}")
        save(second)
        expect(second).to_have_url(re.compile("nar-og-hvor"))
        stored = town.draft.open
        assert (stored.description_nb, stored.summary_nb) == (
            f"Sist {script}",
            f"{SUMMARY} {script}",
        )
