"""The desk in a real browser: by keyboard, with and without scripts, and when the sign-in ends."""

import pytest
from allauth.account.models import EmailAddress
from django.urls import reverse
from playwright.sync_api import expect

from events.enums import VersionState
from events.models import Audience, EventType, Topic
from tests.factories import make_event, make_organiser, make_term, make_user, make_venue, make_week

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def owner(site):
    return make_user("eier@example.org", name="Eier")


@pytest.fixture
def event(owner):
    for model in (EventType, Topic, Audience):
        make_term(model, "first")
    make_venue()
    organiser = make_organiser(owner=owner)
    return make_event(week=make_week(), organiser=organiser, by=owner, state=VersionState.DRAFT)


def url(name, event):
    return reverse(f"desk:{name}", args=[event.reference])


def test_a_pause_in_typing_saves(page, sign_in, owner, event):
    sign_in(page, owner)
    page.goto(url("about", event))
    page.fill("[name=title_nb]", "Skrevet og forlatt")
    with page.expect_response(lambda answer: answer.request.method == "POST") as saved:
        page.fill("[name=summary_nb]", "Vinduet ble lukket.")
    assert saved.value.status == 200
    expect(page.locator("#autosave")).to_contain_text("12")
    page.close()
    version = event.open
    assert (version.title_nb, version.summary_nb) == ("Skrevet og forlatt", "Vinduet ble lukket.")


def test_sessions_are_added_removed_and_brought_back(page, sign_in, owner, event):
    sign_in(page, owner)
    page.goto(url("when", event))
    page.click("[data-add]")
    assert page.evaluate("document.activeElement.name") == "times-1-date"
    page.fill("[name=times-1-date]", "11.2")
    page.fill("[name=times-1-starts]", "kl. 10")
    page.click("#times-0 [data-remove]")
    page.click("#times-0 [data-remove]")
    page.click("#times-1 [data-remove]")
    page.click("#times-1 [data-remove]")
    page.click(".actions button >> nth=0")
    page.wait_for_url("**/for-hvem/")
    assert event.open.times.count() == 2


def test_the_whole_way_without_scripts(open_page, sign_in, owner, event):
    page = open_page(script=False)
    sign_in(page, owner)
    page.goto(url("when", event))
    page.click("[value=times][name=add]")
    page.fill("[name=times-1-date]", "11.2")
    page.fill("[name=times-1-starts]", "18")
    page.click(".actions button >> nth=0")
    page.wait_for_url("**/for-hvem/")
    page.goto(url("when", event))
    page.click("[name=remove][value=times-0]")
    assert event.open.times.count() == 1
    page.goto(url("preview", event))
    # The session that is left has neither an end nor a place.
    page.click("#lacks ~ ul a >> nth=0")
    assert page.url.endswith("#id_times-0-ends")


def test_the_keyboard_alone(page, sign_in, owner, event):
    sign_in(page, owner)
    page.goto(url("about", event))
    page.focus("[name=title_nb]")
    page.keyboard.press("Control+A")
    page.keyboard.type("x" * 130)
    page.keyboard.press("Enter")
    page.wait_for_selector("#error-summary")
    assert page.evaluate("document.activeElement.id") == "error-summary"
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.name") == "title_nb"
    assert page.input_value("[name=title_nb]") == "x" * 130
    page.keyboard.press("Control+A")
    page.keyboard.type("En tittel som får plass")
    page.keyboard.press("Enter")
    page.wait_for_url("**/nar-og-hvor/")
    assert event.open.title_nb == "En tittel som får plass"


def test_the_text_is_back_after_signing_in(page, sign_in, owner, event):
    EmailAddress.objects.create(user=owner, email=owner.email, verified=True, primary=True)
    sign_in(page, owner)
    page.goto(url("about", event))
    page.context.clear_cookies(name="session")
    page.fill("[name=title_nb]", "Skrevet etter at økten gikk ut")
    page.click(".actions button >> nth=0")
    page.wait_for_url("**/konto/**")
    page.click("text=passord")
    page.fill("[name=login]", owner.email)
    page.fill("[name=password]", "hemmelig")
    page.keyboard.press("Enter")
    page.wait_for_selector("[name=title_nb]")
    assert page.url.endswith(url("about", event))
    assert page.input_value("[name=title_nb]") == "Skrevet etter at økten gikk ut"
