"""Two servers over one database: a public change shows on the next request of both."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.db import transaction

from enbyforalle.lib import clock
from enbyforalle.publishing import announce, public_addresses
from events.domain import drafts, facts, review
from events.models import Venue
from organisers.domain.texts import approve_text, change_text, submit_text
from tests import factories as make
from tests.jobs.test_processes import address_of_test_database

pytestmark = pytest.mark.django_db(transaction=True)

PATIENCE = 30  # seconds for a server to start, on a machine that is busy with the other tests


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def read(port, path):
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    # Pictures and printed pages among them are compared as they are, whatever letters they make.
    return urllib.request.urlopen(request, timeout=PATIENCE).read().decode(errors="replace")


@pytest.fixture
def servers():
    """The ports of two gunicorn processes that serve the test's database."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_test_database(),
    }
    ports = [free_port(), free_port()]
    started = [
        subprocess.Popen(
            [sys.executable, "-m", "gunicorn", "enbyforalle.wsgi", "--threads", "2"]
            + ["--worker-class", "enbyforalle.serving.Worker", "--workers", "2"]
            + ["--config", "python:enbyforalle.serving", "--preload"]
            + ["--bind", f"127.0.0.1:{port}", "--log-level", "error"],
            env=environment,
        )
        for port in ports
    ]
    yield [wait_for(port) for port in ports]
    for process in started:
        process.terminate()
    for process in started:
        process.wait(PATIENCE)


def wait_for(port):
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            read(port, "/healthz")
        except (urllib.error.URLError, OSError):
            assert time.monotonic() < ends, "The server did not start."
            time.sleep(0.1)
        else:
            return port


def rename_venue(by):
    with transaction.atomic():
        Venue.objects.update(name_nb="Nye biblioteket")
        announce("change venue", instance=Venue.objects.get(), by=by)


def test_every_public_change_shows_at_once_in_every_process(servers):
    owner, coordinator = make.make_user(), make.make_coordinator()
    organiser = make.make_organiser("Gamle laget", owner=owner)
    event = make.make_event(organiser=organiser, by=owner, title_nb="Første arrangement")
    waiting = make.make_event(
        organiser=organiser, by=owner, state="submitted", title_nb="Andre arrangement"
    )

    def everywhere(text, path="/program/2027/"):
        return [text in read(port, path) for port in servers]

    both, neither = [True, True], [False, False]
    feed = "/program/2027.ics"
    assert everywhere("Første arrangement") == both
    assert everywhere("Andre arrangement") == neither
    assert everywhere("Andre arrangement", feed) == neither

    review.approve(waiting.open, by=coordinator)
    assert everywhere("Andre arrangement") == both
    assert everywhere("Andre arrangement", feed) == both

    facts.cancel_session(event.sessions.get(), by=owner, reason_nb="Streik på bussen")
    assert everywhere("Streik på bussen") == both
    assert everywhere("SUMMARY:Avlyst: Første arrangement", feed) == both

    assert everywhere("Nye biblioteket") == neither
    rename_venue(coordinator)
    assert everywhere("Nye biblioteket") == both

    change_text(organiser, by=owner, name_nb="Nye laget")
    assert everywhere("Nye laget", "/arrangorer/") == neither
    approve_text(submit_text(organiser.open_text, by=owner), by=coordinator)
    assert everywhere("Nye laget", "/arrangorer/") == both


def everything(ports):
    """{(port, path): text} of every registered public address, as each process answers it."""
    paths = {path for address in public_addresses(clock.now()) for path in address.paths.values()}
    return {(port, path): read(port, path) for port in ports for path in sorted(paths)}


def test_a_change_shows_nowhere_before_its_approval_and_everywhere_after(servers):
    owner = make.make_user()
    organiser = make.make_organiser("Gamle laget", owner=owner)
    event = make.make_event(
        organiser=organiser, by=owner, slug="kafe", title_nb="Gammel tittel", title_en="Old title"
    )
    before = everything(servers)
    told = {key for key, text in before.items() if "Gammel tittel" in text or "Old title" in text}
    assert len({path for _port, path in told}) >= 12

    version = drafts.open_change(event, by=owner)
    words = {"title_nb": "Ny tittel", "title_en": "New title", "accepts_criteria": True}
    version = review.submit(drafts.save_draft(version, by=owner, changed=words), by=owner)
    assert everything(servers) == before

    review.approve(version, by=make.make_coordinator())
    after = everything(servers)
    assert {
        key for key, text in after.items() if "Ny tittel" in text or "New title" in text
    } == told
    assert [key for key, text in after.items() if "Gammel tittel" in text] == []
