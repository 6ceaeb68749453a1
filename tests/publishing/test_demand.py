"""Processes that answer tell which pages many ask for; those that change something read it."""

import os
import time

import pytest
from django.http import HttpResponse, QueryDict

from enbyforalle.publishing import demand, folder, middleware
from enbyforalle.publishing.page import StoredPage
from enbyforalle.publishing.store import pages


@pytest.fixture(autouse=True)
def kept(tmp_path, settings, monkeypatch):
    settings.PAGE_STORE_FOLDER = tmp_path / "pages"
    monkeypatch.setattr(demand, "_has_told", False)
    return tmp_path


def asked(path, times, query=""):
    """A page of the store that was asked for so many times."""
    page = StoredPage.of(HttpResponse(path), 1)
    page.asked = times
    pages.put(middleware.key_of(path, query), page)
    return page


def tell(monkeypatch, *, after=1.0):
    """As the process does so many seconds after it has told before."""
    monkeypatch.setattr(demand, "_told_at", time.monotonic() - after)
    demand.tell()


def told():
    return sorted(path.name for path in folder.directory().glob(f"{demand.PREFIX}*"))


def test_what_is_asked_for_often_is_told_the_commonest_first(monkeypatch):
    asked("/program/", 500)
    asked("/", 900)
    asked("/om/", demand.OFTEN - 1)
    tell(monkeypatch)
    assert demand.wanted() == [("/", ""), ("/program/", "")]
    assert told() == [f"asked-{os.getpid()}"]


def test_often_is_counted_by_the_second(monkeypatch):
    asked("/program/", 5 * demand.OFTEN)
    asked("/", 15 * demand.OFTEN)
    tell(monkeypatch, after=10)
    assert demand.wanted() == [("/", "")]


def test_each_second_is_counted_anew_and_silence_is_told_once(monkeypatch):
    page = asked("/program/", 500)
    tell(monkeypatch)
    assert page.asked == 0
    tell(monkeypatch)
    assert demand.wanted() == []
    # Nothing has been told that might have to be taken back.
    (folder.directory() / told()[0]).unlink()
    tell(monkeypatch)
    assert told() == []


def test_several_processes_are_added_up(monkeypatch):
    asked("/program/", 500)
    asked("/", 400)
    tell(monkeypatch)
    (folder.directory() / f"{demand.PREFIX}1").write_text('[["/", [], 300], ["/om/", [], 20]]')
    assert demand.wanted() == [("/", ""), ("/program/", ""), ("/om/", "")]


def test_a_query_is_one_under_which_the_page_is_stored(monkeypatch):
    query = "topic=a&day=2027-02-10&topic=b&q=bl%C3%A5b%C3%A6r+%26+fl%C3%B8te"
    asked("/program/", 500, query)
    tell(monkeypatch)
    [(path, wanted)] = demand.wanted()
    assert path == "/program/"
    assert middleware.key_of(path, wanted) == middleware.key_of(path, query)
    assert QueryDict(wanted)["q"] == "blåbær & fløte"


def test_so_many_and_no_more_are_told(monkeypatch):
    for n in range(demand.MOST + 5):
        asked(f"/{n}/", 100 + n)
    tell(monkeypatch)
    assert demand.wanted() == [(f"/{n}/", "") for n in range(demand.MOST + 4, 4, -1)]


def test_what_is_old_or_unreadable_is_not_heard(monkeypatch):
    asked("/program/", 500)
    tell(monkeypatch)
    for n, text in enumerate(["", "{", "[3]", "null", '[["/x/"]]', "[[1, 2, 3]]"]):
        (folder.directory() / f"{demand.PREFIX}{n}").write_text(text)
    assert demand.wanted() == [("/program/", "")]
    long_ago = time.time() - demand.FRESH - 1
    os.utime(folder.directory() / f"asked-{os.getpid()}", (long_ago, long_ago))
    assert demand.wanted() == []


def test_without_a_folder_nothing_is_told(monkeypatch, settings):
    settings.PAGE_STORE_FOLDER = ""
    asked("/program/", 500)
    tell(monkeypatch)
    assert demand.wanted() == []


def test_a_folder_that_cannot_be_written_ends_nothing(monkeypatch):
    asked("/program/", 500)
    folder.directory()

    def full(*args, **kwargs):
        raise OSError("no space left on the device")

    monkeypatch.setattr(demand.tempfile, "mkstemp", full)
    tell(monkeypatch)
    assert demand.wanted() == []
