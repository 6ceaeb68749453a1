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


def test_the_least_recently_read_page_goes_first(store, settings):
    pages = {key: page(key * 2000) for key in "abc"}
    for made in pages.values():
        made.compress()
    settings.PAGE_STORE_BYTES = sum(made.size() for made in pages.values())
    for key, made in pages.items():
        store.put(key, made)
    assert len(store) == 3
    store.get("a")
    store.put("d", page("d" * 2000))
    assert [key for key in "abcd" if store.get(key)] == ["a", "c", "d"]
    assert store.size <= settings.PAGE_STORE_BYTES


def test_a_newer_page_takes_the_place_of_the_older(store):
    store.put("a", page("old" * 1000))
    store.put("a", page("new"))
    assert store.get("a").body == b"new"
    assert store.size == store.get("a").size()


def test_a_page_larger_than_the_limit_is_not_kept_and_drives_nothing_out(store, settings):
    settings.PAGE_STORE_BYTES = 5000
    store.put("small", page("x"))
    store.put("large", page("y" * 6000))
    assert store.get("large") is None
    assert store.get("small") is not None


def test_with_the_limit_0_nothing_is_kept(store, settings):
    settings.PAGE_STORE_BYTES = 0
    store.put("a", page("x"))
    assert (len(store), store.size) == (0, 0)


def test_clear_forgets_everything(store):
    store.put("a", page("x"))
    store.clear()
    assert (store.get("a"), store.size) == (None, 0)


def test_all_forms_are_made_when_a_page_is_kept(store):
    store.put("a", page("x" * 1000))
    assert set(store.get("a").forms) == {"br", "gzip", "identity"}


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
