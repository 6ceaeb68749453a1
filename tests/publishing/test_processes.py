"""Several processes of one machine: one makes a page, and the others have it from the folder."""

import os
import time
from contextlib import contextmanager

import pytest
from django.http import HttpResponse

from enbyforalle.publishing import finishing, folder, generation, middleware
from enbyforalle.publishing.page import StoredPage
from enbyforalle.publishing.store import pages
from tests.publishing import urls

KEY = ("nb", "/topics/", ())

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept(tmp_path, settings, monkeypatch):
    settings.PAGE_STORE_FOLDER = tmp_path / "pages"
    settings.PAGE_STORE_RELEASE = "one"
    # As the server has it, but without a thread that packs.
    monkeypatch.setattr(finishing, "_started_in", 0)
    monkeypatch.setattr(finishing, "_run", lambda: None)
    # A test stands in a transaction, in which nothing would be kept.
    monkeypatch.setattr(middleware, "in_own_transaction", lambda: False)


@contextmanager
def other_process(*, seconds, page=None):
    """Another process that has the turn for so long, and then leaves the page, or dies."""
    has_turn, told = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            with folder.turn(KEY, 1):
                os.write(told, b"1")
                time.sleep(seconds)
                if page is None:
                    os._exit(0)
                folder.write(KEY, page)
        finally:
            os._exit(0)
    assert os.read(has_turn, 1) == b"1"
    yield
    os.waitpid(child, 0)
    os.close(has_turn)
    os.close(told)


def test_a_page_that_another_process_makes_is_waited_for(client):
    page = StoredPage.of(HttpResponse("of the other process"), generation.current())
    with other_process(seconds=0.3, page=page):
        # A page under another address is nobody's to wait for.
        assert client.get("/small/").content == b"small"
        assert client.get("/topics/").content == b"of the other process"
    assert urls.calls == []
    assert client.get("/topics/").content == b"of the other process"
    assert urls.calls == []


def test_what_another_process_left_unmade_or_made_too_early_is_made(client, publish):
    early = StoredPage.of(HttpResponse("early"), generation.current())
    with other_process(seconds=0.2):
        assert b"<h1></h1>" in client.get("/topics/").content
    pages.clear()
    publish("/a")
    with other_process(seconds=0.2, page=early):
        assert b"<h1>/a</h1>" in client.get("/topics/").content
    assert urls.calls == ["GET", "GET"]


def test_nobody_waits_for_another_process_for_ever(client, monkeypatch):
    monkeypatch.setattr(middleware, "LONGEST_WAIT", 0.05)
    page = StoredPage.of(HttpResponse("late"), generation.current())
    with other_process(seconds=0.5, page=page):
        assert b"<h1></h1>" in client.get("/topics/").content


def test_a_page_is_in_the_folder_before_its_first_reader_has_it(client):
    body = client.get("/topics/").content
    assert folder.read(KEY, generation.current()).body == body
    pages.clear()
    assert client.get("/topics/").content == body
    assert urls.calls == ["GET"]


def test_without_a_folder_each_process_makes_its_own(client, settings):
    settings.PAGE_STORE_FOLDER = None
    with folder.turn(KEY, 1) as waited:
        assert waited is False
    client.get("/topics/")
    pages.clear()
    client.get("/topics/")
    assert urls.calls == ["GET", "GET"]
