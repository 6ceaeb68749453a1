"""The timetable folds to the list on a phone; the map asks nobody before somebody presses."""

import base64
import re

import pytest
from playwright.sync_api import expect

from events.models import Venue
from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.places import at
from tests.factories import make_event, make_time, make_venue

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# The smallest PNG there is.
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)

# [is on the bar that is being stuck, lies below it and in the window] of what is asked for.
BELOW = """(asked) => {
  const bar = document.querySelector(".daybar").getBoundingClientRect();
  const box = document.querySelector(asked).getBoundingClientRect();
  return [bar.top === 0, box.top >= bar.bottom - 1 && box.top < innerHeight];
}"""


@pytest.fixture
def mapped(town):
    """The town with places on the map, near each other and far out."""
    Venue.objects.update(latitude="58.14600", longitude="7.99400")
    for number in range(6):
        where = {"latitude": f"58.1{4 + number}5", "longitude": f"7.9{9 - number}5"}
        if number < 4:
            where = {"latitude": f"58.146{number}", "longitude": f"7.994{number}"}
        venue = make_venue(f"sted-{number}", f"Stedet {number}", **where)
        event = make_event(times=(), title_nb=f"Noe på sted {number}")
        make_time(event.live, venue=venue)
    return town


def test_the_timetable_is_a_table_on_a_wide_page_and_the_list_on_a_phone(mapped, open_page):
    for viewport, shown, hidden in ((DESKTOP, "table", ".card"), (PHONE, ".card", "table")):
        page = open_page(viewport)
        page.goto(at("nb", "events:timetable", 2027))
        expect(page.locator(f"main {shown}").first).to_be_visible()
        expect(page.locator(f"main {hidden}").first).to_be_hidden()


def test_a_table_wider_than_the_page_is_moved_by_keyboard(mapped, open_page):
    make_event(times=(("2027-02-10 06:00", "2027-02-10 23:30"),))
    page = open_page({"width": 1000, "height": 800})
    page.goto(at("nb", "events:timetable", 2027))
    region = page.get_by_role("region", name="Onsdag 10. februar 2027")
    region.focus()
    before = region.evaluate("(one) => one.scrollLeft")
    page.keyboard.press("ArrowRight")
    expect(region).not_to_have_js_property("scrollLeft", 0)
    assert before == 0
    assert page.evaluate("() => document.documentElement.scrollWidth") == 1000


def test_both_views_fit_and_nothing_breaks_the_rules(mapped, open_page, axe):
    for viewport, scheme, language in ((DESKTOP, "light", "nb"), (PHONE, "dark", "en")):
        page = open_page(viewport, scheme=scheme)
        for name in ("events:timetable", "events:map"):
            page.goto(at(language, name, 2027))
            axe(page)
    page = open_page({"width": 320, "height": 640})
    for name in ("events:timetable", "events:map"):
        page.goto(at("nb", name, 2027))
        assert page.evaluate("() => document.documentElement.scrollWidth") == 320


def test_a_dot_leads_to_its_place_in_the_list(mapped, page):
    page.goto(at("nb", "events:map", 2027))
    dot = page.locator(".chart a").first
    name = dot.get_attribute("aria-label")
    dot.focus()
    page.keyboard.press("Enter")
    place = page.locator(".spot:target")
    expect(place).to_be_in_viewport()
    number, _dot, words = name.partition(". ")
    assert place.locator(".number").inner_text() == number
    assert words.partition(":")[0] in place.locator("h3").inner_text()


def test_streets_come_only_after_the_press_and_lie_under_the_dots(mapped, chromium, site):
    context = chromium.new_context(base_url=site, viewport=DESKTOP)
    asked = []
    host = "https://tile.openstreetmap.org/"
    context.route(f"{host}**", lambda route: answer(route, asked))
    page = context.new_page()
    page.goto(at("nb", "events:map", 2027), wait_until="networkidle")
    assert asked == []
    page.locator("[data-tiles]").click()
    expect(page.locator("[data-credit]")).to_be_focused()
    page.wait_for_load_state("networkidle")
    assert asked
    assert all(address.startswith(host) for address in asked)
    assert len(asked) < 40
    uncovered = page.evaluate("""() => [...document.querySelectorAll(".sheet")].filter((sheet) => {
      const whole = sheet.getBoundingClientRect();
      const tiles = [...sheet.querySelectorAll("img")].map((one) => one.getBoundingClientRect());
      return !tiles.length || Math.min(...tiles.map((one) => one.left)) > whole.left + 3
        || Math.max(...tiles.map((one) => one.bottom)) < whole.bottom - 3
        || tiles.some((one) => Math.abs(one.width - one.height) > 1);
    }).length""")
    assert uncovered == 0
    assert context.cookies() == []
    context.close()


def answer(route, asked):
    asked.append(route.request.url)
    route.fulfill(body=DOT, content_type="image/png")


def test_the_day_bar_stays_marks_the_day_and_hides_neither_focus_nor_headings(town, open_page):
    for number in range(20):
        day = 8 + number % 7
        make_event(times=((f"2027-02-{day:02} 18:00", f"2027-02-{day:02} 20:00"),))
    page = open_page(PHONE)
    page.goto(at("nb", "events:year", 2027))
    bar = page.locator(".daybar")
    expect(bar.locator("[aria-current]")).to_have_attribute("aria-current", "date")
    bar.get_by_role("link", name="Fredag 12. februar").focus()
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#d2027-02-12$"))
    expect(bar.locator("[aria-current=location]")).to_contain_text("Fredag 12. februar")
    assert page.evaluate(BELOW, "#d2027-02-12 h2") == [True, True]
    # Backwards through the list: what has the focus lies under no bar.
    page.locator("#d2027-02-12 a").nth(2).focus()
    for _ in range(12):
        page.keyboard.press("Shift+Tab")
        assert page.evaluate(BELOW, ":focus") == [True, True]
    # At 400 % the bar goes with the page.
    page.set_viewport_size({"width": 320, "height": 256})
    assert bar.evaluate("(one) => getComputedStyle(one).position") == "static"


def test_the_hits_take_the_focus_after_a_search(town, page):
    page.goto(at("nb", "events:year", 2027))
    page.get_by_role("searchbox").fill("dag")
    page.keyboard.press("Enter")
    expect(page.locator("#hits")).to_be_focused()
    assert "arrangement" in page.title()
    page.locator(".views a[href*=kortliste]").click()
    expect(page.locator(".views [aria-current=page]")).to_have_attribute(
        "href", at("nb", "events:compact", 2027, query="?q=dag")
    )
    page.locator(".lang").click()
    expect(page).to_have_url(re.compile(r"/en/programme/2027/compact/\?q=dag$"))
    page.go_back()
    page.reload()
    expect(page.get_by_role("searchbox")).to_have_value("dag")
