"""Several threads, with connections of their own, as the server has them."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from enbyforalle.publishing import middleware
from enbyforalle.publishing.store import Turns, pages
from tests.publishing import urls

pytestmark = pytest.mark.django_db(transaction=True)


def get(path):
    try:
        return Client().get(path).content
    finally:
        connection.close()


def test_one_thread_builds_and_the_others_wait_for_it():
    begun, may_end = threading.Event(), threading.Event()
    urls.during_build.append(lambda: (begun.set(), may_end.wait(10)))
    with ThreadPoolExecutor(5) as threads:
        first = threads.submit(get, "/topics/")
        assert begun.wait(10)
        others = [threads.submit(get, "/topics/") for _ in range(3)]
        # A page under another address is nobody's to wait for.
        assert threads.submit(get, "/small/").result(10) == b"small"
        assert [other.done() for other in others] == [False] * 3
        may_end.set()
        answers = {first.result(10), *(other.result(10) for other in others)}
    assert urls.calls == ["GET"]
    assert len(answers) == 1


def test_who_waits_too_long_builds_too(monkeypatch):
    monkeypatch.setattr(middleware, "LONGEST_WAIT", 0.05)
    begun, may_end = threading.Barrier(3), threading.Event()
    urls.during_build.append(lambda: (begun.wait(10), may_end.wait(10)))
    with ThreadPoolExecutor(2) as threads:
        both = [threads.submit(get, "/topics/") for _ in range(2)]
        begun.wait(10)
        may_end.set()
        assert len({one.result(10) for one in both}) == 1
    assert urls.calls == ["GET", "GET"]


def test_waiting_threads_build_anew_when_the_generation_rose(publish):
    begun, may_end = threading.Event(), threading.Event()
    urls.during_build.append(lambda: (begun.set(), may_end.wait(10)))
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(get, "/topics/")
        assert begun.wait(10)
        second = threads.submit(get, "/topics/")
        publish("/a")
        may_end.set()
        assert b"<h1>/a</h1>" in second.result(10)
        first.result(10)
    assert urls.calls == ["GET", "GET"]
    assert b"<h1>/a</h1>" in get("/topics/")
    assert urls.calls == ["GET", "GET"]


def test_a_build_that_fails_gives_the_turn_on():
    urls.during_build.append(lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        get("/topics/")
    urls.during_build.clear()
    assert b"<h1>" in get("/topics/")
    assert len(pages) == 1


def test_turns_leave_nothing_behind():
    turns = Turns()
    with turns.turn("a", 1), turns.turn("b", 1):
        assert set(turns._waiting) == {"a", "b"}
    assert turns._waiting == {}
