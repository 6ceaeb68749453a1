"""What a public page costs: queries that do not grow with the week, and few bytes."""

import gzip
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as django_settings

from tests.factories import make_event, make_events, oslo

HOME, PROGRAMME, ARCHIVE, ORGANISERS = "/", "/program/", "/program/arkiv/", "/arrangorer/"
# All that a phone loads for one page beside the page itself.
ASSETS = (
    "css/main.css",
    "icons.svg",
    "roofs.svg",
    "favicon.svg",
    "js/copy.js",
    "js/days.js",
    "js/plan.js",
)
QUERIES = {HOME: 33, PROGRAMME: 21, ORGANISERS: 6, ARCHIVE: 4}


@pytest.mark.parametrize("path", QUERIES)
@pytest.mark.parametrize("count", [1, 3, 300])
def test_pages_take_the_same_queries_however_long_they_are(
    client, db, django_assert_num_queries, path, count
):
    # Something of every kind, so that no list is empty at 1 and full at 300.
    make_event()
    make_event(times=[("2027-02-12 18:00", "2027-02-12 19:00")])
    make_events(count)
    with django_assert_num_queries(QUERIES[path]):
        client.get(path)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_the_event_page_takes_the_same_queries_however_many_sessions(
    client, db, django_assert_num_queries, count
):
    start = oslo("2027-02-10 12:30")
    times = [(f"{start + timedelta(hours=n):%Y-%m-%d %H:%M}", None) for n in range(count)]
    event = make_event(times=times)
    make_event(times=[(f"2027-02-10 {9 + hour:02d}:00", None) for hour in range(12)])
    with django_assert_num_queries(37):
        client.get(event.get_absolute_url())


def test_a_programme_of_three_hundred_weighs_little(client, db):
    """HTML, style, symbols and script together: sixty kilobytes over the wire."""
    make_events(300)
    html = client.get(PROGRAMME).content
    static = Path(django_settings.BASE_DIR) / "static"
    sizes = [len(gzip.compress((static / name).read_bytes())) for name in ASSETS]
    assert len(gzip.compress(html)) + sum(sizes) <= 60_000
    assert (static / "css/main.css").stat().st_size < 30_000


def test_every_symbol_a_page_asks_for_is_on_the_sheet(client, db):
    sheet = (Path(django_settings.BASE_DIR) / "static/icons.svg").read_text()
    known = set(re.findall(r'<symbol id="([^"]+)"', sheet))
    event = make_event()
    for path in (HOME, PROGRAMME, event.get_absolute_url(), ORGANISERS):
        used = set(re.findall(r'icons[^"#]*\.svg#([^"]+)"', client.get(path).content.decode()))
        assert used
        assert used <= known
