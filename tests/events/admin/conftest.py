"""The cast in the admin, each with a signed-in client of their own."""

import pytest
from django.utils import translation

from tests import factories as make


@pytest.fixture
def coordinator(db):
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def reviewer(db):
    return make.make_reviewer(name="Vidar Vurderer")


@pytest.fixture
def content_editor(db):
    return make.make_content_editor()


@pytest.fixture
def owner(db):
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def stranger(db):
    return make.make_user("fremmed@example.org")


@pytest.fixture
def organiser(owner):
    return make.make_organiser("Naboforeningen", owner=owner)


@pytest.fixture
def submitted(organiser, owner):
    """A version that waits: its title is «Korkveld»."""
    event = make.make_event(organiser=organiser, by=owner, state="submitted", title_nb="Korkveld")
    return event.open


@pytest.fixture
def at_work(client_for, coordinator):
    """The coordinator's client."""
    return client_for(coordinator)


@pytest.fixture(autouse=True)
def in_english():
    """What a page's context holds lazily is read in English, as the pages of these tests are."""
    with translation.override("en"):
        yield
