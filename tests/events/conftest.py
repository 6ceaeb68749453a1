"""What the tests of the events begin with; a file that needs another cast makes its own."""

import pytest
from django.utils import translation

from tests import factories as make


@pytest.fixture
def in_english():
    """For `usefixtures`: what is asked for without a page is answered in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def owner(db):
    return make.make_user("eier@example.org")


@pytest.fixture
def coordinator(db):
    return make.make_coordinator()
