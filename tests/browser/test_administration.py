"""The administration in a real browser, by keyboard; what its pages look like is in test_axe."""

import pytest

from tests import factories as make

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
