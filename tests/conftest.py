"""The test room: strict for all, and the fixtures that many tests share."""

import gc
import os
import shutil
import socket

import hypothesis
import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from django.test import Client

from enbyforalle.publishing import generation
from enbyforalle.publishing.outage import outage
from enbyforalle.publishing.store import pages
from tests.strict_templates import Undefined

# Playwright's own event loop runs in the thread of a browser test, and Django then takes the
# test's ordinary queries for queries made inside an asynchronous view.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


# How long one made-up example takes says more of the machine than of the code.
hypothesis.settings.register_profile("house", deadline=None)
hypothesis.settings.load_profile("house")


class NetworkBlocked(Exception):
    """A test tried to reach a machine other than its own."""


_LOCAL = ("127.", "::1", "localhost", "0.0.0.0")  # noqa: S104


@pytest.fixture(autouse=True)
def no_network(monkeypatch):
    """Nothing in a test may ask another host: loopback and unix sockets only."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def guarded_connect(self, address):
        if self.family != socket.AF_UNIX and not str(address[0]).startswith(_LOCAL):
            raise NetworkBlocked(f"connect to {address}")
        return connect(self, address)

    def guarded_resolve(host, *args, **kwargs):
        if host is not None and not str(host).startswith(_LOCAL):
            raise NetworkBlocked(f"look up {host}")
        return resolve(host, *args, **kwargs)

    monkeypatch.setattr(socket.socket, "connect", guarded_connect)
    monkeypatch.setattr(socket, "getaddrinfo", guarded_resolve)


@pytest.fixture(autouse=True)
def own_media(tmp_path, settings):
    """Each test has its own folder for pictures: tmp_path / "media"."""
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def empty_page_store():
    """No page of an earlier test: its changes were rolled back, the generation with them."""
    pages.clear()
    outage.end()


@pytest.fixture(autouse=True)
def loose_templates(request, monkeypatch):
    """Undefined variables in our templates fail, unless the test is marked loose_templates."""
    if request.node.get_closest_marker("loose_templates"):
        monkeypatch.setattr(Undefined, "strict", False)


@pytest.fixture
def one_by_one(monkeypatch):
    """Let the generation count up by one, so that a test sees how often it was raised."""
    monkeypatch.setattr(generation, "_unused", lambda: 0)
    monkeypatch.setattr(generation, "_step", lambda: 1)


class Clock:
    """Moves the site's clock, which stands still at noon on Wednesday 10 February 2027."""

    def __init__(self, settings):
        self.settings = settings

    def set(self, local_time):
        """`local_time` is an Oslo time such as "2027-02-08T09:30"."""
        self.settings.DEMO_NOW = local_time


@pytest.fixture
def clock(settings):
    return Clock(settings)


@pytest.fixture
def client_for(db):
    """client_for(user) gives a client that is signed in as that user, another for each call."""

    def sign_in(user):
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def shared_cache(db):
    """The cache in the database, empty: for tests of limits on guessing."""
    cache.clear()
    return cache


def pytest_addoption(parser):
    parser.addoption(
        "--database-only", action="store_true", help="leave out tests that ask no database"
    )


def pytest_collection_modifyitems(config, items):
    """A second database proves nothing about code that asks none.

    The walks over the whole site take minutes there, so only the long run makes them again.
    """
    if not config.getoption("--database-only"):
        return
    is_quick = "not long" in config.option.markexpr
    kept = [
        item
        for item in items
        if asks_database(item) and not (is_quick and item.get_closest_marker("one_database"))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def asks_database(item):
    fixtures = {"db", "transactional_db", "live_server"}
    return item.get_closest_marker("django_db") or fixtures & set(item.fixturenames)


def pytest_sessionstart(session):
    django_settings.TEST_FOLDER.mkdir(parents=True, exist_ok=True)
    # Thousands of tests and every module are collected, none of it to be thrown away: looking
    # for rubbish among them over and over takes a third of the time of the collection.
    gc.disable()


def pytest_collection_finish(session):
    """From here on only what the tests themselves make is looked through."""
    gc.enable()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def pytest_sessionfinish(session):
    shutil.rmtree(django_settings.TEST_FOLDER, ignore_errors=True)
