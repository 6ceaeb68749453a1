"""The pages of the form take a fixed number of queries, whatever is in them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.forms.steps import BY_NAME
from tests.events.desk.conftest import url
from tests.factories import make_time, make_venue

# The highest number seen, and a little: a page must not grow with its rows.
MOST = {"short": 60, "short_more": 60}
MOST_ELSE = 50


def count(client, address):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("name", [*BY_NAME, "preview", "event"])
def test_a_page_takes_the_same_queries_whatever_it_holds(client, version, name):
    address = url(name, version.event)
    client.get(address)
    before = count(client, address)
    for number in range(12):
        venue = make_venue(f"sted-{number}", f"Sted {number}")
        make_time(version, f"2027-02-11 {8 + number:02}:00", None, venue=venue)
        version.contributors.create(name=f"Navn {number}", position=number)
        version.price_tiers.create(label_nb=f"Pris {number}", amount=number, position=number)
    assert count(client, address) == before
    assert before <= MOST.get(name, MOST_ELSE)
