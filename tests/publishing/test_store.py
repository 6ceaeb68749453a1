from datetime import UTC, datetime

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from enbyforalle.publishing.page import StoredPage
from enbyforalle.publishing.store import PageStore

NOON = datetime(2027, 2, 10, 12, tzinfo=UTC)


def page(text, generation=1, **headers):
    return StoredPage.of(HttpResponse(text, headers=headers), generation)


@pytest.fixture
def store():
    return PageStore()


def test_a_page_is_right_under_its_generation_until_its_time_is_up():
    timeless = page("x", 7)
    assert timeless.is_right(7, NOON)
    assert not timeless.is_right(8, NOON)
    response = HttpResponse("x")
    response.valid_until = NOON
    timed = StoredPage.of(response, 7)
    assert timed.is_right(7, NOON.replace(hour=11, minute=59, second=59))
    assert not timed.is_right(7, NOON)


def key(name, **query):
    return "nb", f"/{name}/", tuple(query.items())


def test_the_least_recently_read_page_goes_first(store, settings):
    made = {name: page(name * 2000) for name in "abc"}
    # Three parts of four are for addresses without a query.
    settings.PAGE_STORE_BYTES = sum(one.size() for one in made.values()) * 4 // 3
    for name, one in made.items():
        store.put(key(name), one)
    assert len(store) == 3
    store.get(key("a"))
    store.put(key("d"), page("d" * 2000))
    assert [name for name in "abcd" if store.get(key(name))] == ["a", "c", "d"]
    assert store.size <= settings.PAGE_STORE_BYTES


def test_no_number_of_filters_drives_out_the_pages_that_everyone_reads(store, settings):
    settings.PAGE_STORE_BYTES = 200_000
    for name in "abc":
        store.put(key(name), page(name * 2000))
    for n in range(1000):
        store.put(key("a", day=n), page(f"{n} " * 1000))
        assert store.size <= settings.PAGE_STORE_BYTES
    assert all(store.get(key(name)) for name in "abc")
    assert 0 < len(store) - 3 < 10
    assert store.get(key("a", day=999)) is not None


def test_a_newer_page_takes_the_place_of_the_older(store):
    store.put(key("a"), page("old" * 1000))
    store.put(key("a"), page("new"))
    assert store.get(key("a")).body == b"new"
    assert store.size == store.get(key("a")).size()


def test_a_page_larger_than_its_share_is_not_kept_and_drives_nothing_out(store, settings):
    settings.PAGE_STORE_BYTES = 40_000
    store.put(key("small"), page("x"))
    store.put(key("large"), page("y" * 30_000))
    assert store.get(key("large")) is None
    assert store.get(key("small")) is not None


def test_with_the_limit_0_nothing_is_kept(store, settings):
    settings.PAGE_STORE_BYTES = 0
    store.put(key("a"), page("x"))
    assert (len(store), store.size) == (0, 0)


def test_what_is_taken_off_is_forgotten(store):
    for query in ({}, {"day": 1}):
        store.put(key("a", **query), page("x"))
        store.drop(key("a", **query))
        store.drop(key("a", **query))
    store.put(key("b"), page("x"))
    assert len(store) == 1
    store.clear()
    assert (store.get(key("b")), store.size) == (None, 0)


@pytest.mark.parametrize(
    ("kind", "text", "encoding"),
    [
        ("text/html; charset=utf-8", "x" * 499, None),
        ("text/html; charset=utf-8", "x" * 500, "br"),
        ("text/calendar; charset=utf-8", "x" * 500, "br"),
        ("application/json", "x" * 500, "br"),
        ("application/pdf", "x" * 500, None),
        ("image/webp", "x" * 500, None),
        ("image/svg+xml", "x" * 500, "br"),
    ],
)
def test_only_what_shrinks_is_compressed(kind, text, encoding):
    request = RequestFactory().get("/", headers={"Accept-Encoding": "br, gzip"})
    answer = page(text, **{"Content-Type": kind}).answer(request)
    assert answer.get("Content-Encoding") == encoding
    assert answer["Vary"] == "Accept-Encoding"
