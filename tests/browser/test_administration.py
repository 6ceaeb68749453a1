"""The administration in a real browser: by keyboard, on a phone, without breaking the policy."""

import pytest

from tests import factories as make
from tests.browser.conftest import DESKTOP, PHONE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coordinator(site):
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def waiting(coordinator):
    """One version that waits, with a typed place; its organiser has words that wait too."""
    owner = make.make_user("eier@example.org")
    organiser = make.make_organiser("Naboforeningen", owner=owner, state="submitted")
    event = make.make_event(organiser=organiser, by=owner, state="submitted", title_nb="Korkveld")
    make.make_time(
        event.open,
        "2027-02-11 18:00",
        "2027-02-11 20:00",
        place_name="Pakkhuset",
        place_district=make.make_district(),
    )
    return event.open


PAGES = (
    "",
    "events/version/",
    "events/version/{version}/review/",
    "events/event/",
    "events/event/{event}/change/",
    "events/event/add/",
    "events/event/{event}/hand-over/",
    "events/sessiontime/",
    "events/sessiontime/{time}/adopt/",
    "events/venue/{venue}/change/",
    "events/week/{week}/change/",
    "events/topic/add/",
    "events/material/add/",
)


@pytest.mark.parametrize(
    ("prefix", "viewport", "scheme"),
    [("/admin/", PHONE, "dark"), ("/en/admin/", DESKTOP, "light")],
)
def test_pages_hold_for_everyone(
    open_page, sign_in, axe, coordinator, waiting, prefix, viewport, scheme
):
    page = open_page(viewport, scheme=scheme)
    sign_in(page, coordinator)
    keys = {
        "version": waiting.pk,
        "event": waiting.event_id,
        "time": waiting.times.exclude(place_name="").get().pk,
        "venue": waiting.times.exclude(venue=None).get().venue_id,
        "week": waiting.event.week_id,
    }
    for path in PAGES:
        answer = page.goto(prefix + path.format(**keys))
        assert answer.status == 200, path
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(wide) <= 0, path
        axe(page)


def test_a_decision_by_keyboard_alone(page, sign_in, coordinator, waiting):
    sign_in(page, coordinator)
    page.goto("/admin/")
    page.get_by_role("link", name="1 til avgjørelse").press("Enter")
    page.get_by_role("link", name="Korkveld").press("Enter")
    page.get_by_text("Be om endringer").first.press("Enter")
    page.get_by_role("button", name="Be om endringer").press("Enter")
    summary = page.get_by_role("alert")
    summary.get_by_role("link").press("Enter")
    page.keyboard.type("Skriv hvem det er for.")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("er tilbake hos arrangøren").wait_for()
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decision_comment) == (
        "changes_requested",
        "Skriv hvem det er for.",
    )
