"""What a visitor keeps on the own device: needs, and a copy for when there is no network."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.places import at
from tests.browser.test_cookies import LEFT_BEHIND, NOTHING

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.one_database,
]

NEEDS = "() => localStorage.getItem('enbyforalle:needs')"


def state(card):
    card.locator(".fit").wait_for()
    return card.get_attribute("data-fits")


def test_needs_are_kept_by_a_press_and_marked_in_every_list(town, open_page, axe):
    page = open_page(PHONE)
    page.goto("/en/programme/2027/")
    page.goto("/en/fits-me/")
    page.get_by_label("Step-free entrance").check()
    page.get_by_label("Hearing loop").check()
    page.get_by_label("Quiet room").check()
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    sent = []
    page.on("request", lambda request: sent.append(request.url))
    page.get_by_role("button", name="Save on this device").click()
    expect(page.locator("#needs-told")).to_have_text(
        "Kept on this device. The lists now say what fits you."
    )
    kept = '["step_free_entrance","hearing_loop","quiet_room"]'
    assert page.evaluate(NEEDS) == kept
    expect(page.locator("#needs-kept")).to_have_text(kept)
    axe(page)

    page.goto("/en/programme/2027/")
    card = page.locator(".card").filter(has_text="Open day with everything at once").first
    assert state(card) == "no"
    expect(card.locator(".fit")).to_have_text("Does not fit you: no hearing loop.")
    expect(page.get_by_text("no hearing loop. Not known: quiet room.").first).to_be_visible()
    expect(page.locator("#fits [role=status]")).to_contain_text("Fits you: 0 · Perhaps: ")
    axe(page)
    page.get_by_role("button", name="Hide what does not fit").click()
    expect(card).to_be_hidden()
    for address in (
        at("en", "events:detail", 2027, town.rich.slug),
        at("en", "events:home"),
        at("en", "events:organiser", town.ours.slug),
        at("en", "events:timetable", 2027),
        at("en", "events:map", 2027),
    ):
        page.goto(address)
        page.locator("[data-fits]").first.wait_for(state="attached")
    page.goto("/program/2027/")
    expect(page.locator(".card[data-fits=no] .fit").first).to_contain_text("teleslynge")
    assert not [url for url in sent if "hearing_loop" in url or "step_free" in url]

    page.goto("/en/fits-me/")
    page.get_by_role("button", name="Delete").click()
    expect(page.locator("#needs-kept")).to_have_text("Nothing is kept in this browser.")
    assert page.evaluate(LEFT_BEHIND) == NOTHING


def test_what_is_ticked_before_the_script_has_come_stays_ticked(town, open_page):
    page = open_page(PHONE)
    # The words come late, as over a slow network.
    waiting = []
    page.route("**/fits-me.json", lambda route: waiting.append(route))
    page.goto("/en/fits-me/", wait_until="commit")
    page.get_by_label("Quiet room").check()
    while not waiting:
        page.wait_for_timeout(50)
    waiting.pop().continue_()
    page.get_by_role("button", name="Save on this device").click()
    assert page.evaluate(NEEDS) == '["quiet_room"]'


def test_without_script_needs_are_a_filter(town, open_page):
    page = open_page(script=False)
    page.goto("/en/fits-me/")
    page.get_by_label("Hearing loop").check()
    expect(page.get_by_role("button", name="Save on this device")).to_have_count(0)
    page.get_by_role("button", name="Show these in the programme").click()
    assert page.url.endswith("/en/programme/?access=hearing_loop")


def test_the_week_opens_without_a_network_and_says_how_old_it_is(town, open_page, axe):
    page = open_page(PHONE)
    page.goto("/program/2027/")
    card = page.locator(".card").filter(has_text="Åpen dag med alt på én gang").first
    card.get_by_role("button", name="Min plan").click()
    page.get_by_role("button", name="Lagre programmet på denne enheten").click()
    expect(page.locator("#copy [data-size]")).to_contain_text("sider")
    left = page.evaluate(LEFT_BEHIND)
    assert (left["caches"], left["workers"]) == (0, 0)
    page.get_by_role("button", name="Hent og lagre").click()
    expect(page.locator("#copy [data-told]")).to_have_text(
        "Programmet ligger på denne enheten og kan leses uten nett."
    )
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    # With a network pages are as they are now, and say nothing of a copy.
    page.goto("/program/")
    expect(page.locator(".stale")).to_have_count(0)

    page.context.set_offline(True)
    for address in ("/program/", "/", at("nb", "events:detail", 2027, town.rich.slug)):
        page.goto(address)
        expect(page.locator(".stale")).to_contain_text("Denne kopien er fra ")
        expect(page.locator(".stale")).to_contain_text("Noe kan være endret.")
        expect(page.locator(".tag.lit, .daybar .now")).to_have_count(0)
    expect(page.locator("#when + .note")).to_contain_text("Denne kopien er fra ")
    axe(page)
    page.goto("/min-plan/")
    expect(page.locator("#plan .card")).to_have_count(1)
    page.goto("/arrangorer/")
    expect(page.locator("[data-missing]")).to_be_visible()
    page.goto("/uten-nett/")
    page.get_by_role("button", name="Hent kopien på nytt").click()
    expect(page.locator("#copy [data-told]")).to_contain_text("Det er ikke nett akkurat nå.")

    page.context.set_offline(False)
    page.goto("/uten-nett/")
    page.get_by_role("button", name="Hent kopien på nytt").click()
    expect(page.locator("#copy [data-told]")).to_contain_text("Programmet ligger på denne enheten")
    page.get_by_role("button", name="Slett kopien").click()
    expect(page.locator("#copy [data-told]")).to_contain_text("Kopien er slettet.")
    left = page.evaluate(LEFT_BEHIND)
    assert (left["caches"], left["workers"]) == (0, 0)


def test_a_copy_that_fails_halfway_is_no_copy(town, open_page):
    page = open_page()
    page.goto("/en/programme/2027/")
    page.get_by_role("button", name="Save the programme on this device").click()
    page.route("**/static/js/myplan*.js", lambda route: route.abort())
    page.get_by_role("button", name="Fetch and save").click()
    expect(page.locator("#copy [data-told]")).to_have_text(
        "The network failed before all of it had come, so nothing new has been kept."
    )
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    expect(page.get_by_role("button", name="Save the programme on this device")).to_be_visible()
