"""What many read is there before anybody sees that it has changed: over real processes."""

import http.client
import os
import re
import subprocess
import sys
import time
from contextlib import closing, contextmanager

import pytest

from enbyforalle.publishing import demand, folder
from tests import factories as make
from tests.bench.browser import Browser
from tests.bench.cast import session_of
from tests.jobs.test_processes import address_of_test_database
from tests.test_processes import PATIENCE, free_port, wait_for

pytestmark = pytest.mark.django_db(transaction=True)

ADDRESS = "/program/2027/"


@contextmanager
def served(tmp_path):
    """One process that answers stored pages, and one that draws; they share a folder of pages."""
    (tmp_path / "with_pages.py").write_text(
        f"from tests.settings import *\nPAGE_STORE_FOLDER = {str(tmp_path / 'pages')!r}\n"
    )
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "with_pages",
        "PYTHONPATH": os.pathsep.join([str(tmp_path), os.getcwd()]),
        "DATABASE_URL": address_of_test_database(),
        "FORM_PROCESSES": "1",
    }
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "enbyforalle.wsgi", "--threads", "2"]
        + ["--worker-class", "enbyforalle.serving.Worker", "--keep-alive", "30"]
        + ["--config", "python:enbyforalle.serving", "--preload", "--workers", "2"]
        + ["--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        env=environment,
    )
    try:
        yield wait_for(port)
    finally:
        process.terminate()
        process.wait(PATIENCE)


def read(connection):
    connection.request("GET", ADDRESS)
    answer = connection.getresponse()
    return answer.read().decode()


@contextmanager
def read_often(port, tmp_path):
    """Ask for the page until the process has told that many do."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)) as connection:
        ends = time.monotonic() + PATIENCE
        while not list((tmp_path / "pages").glob(f"*/{demand.PREFIX}*")):
            assert time.monotonic() < ends
            assert "Første arrangement" in read(connection)
        yield connection


def test_an_approval_leaves_the_pages_that_many_read_ready(tmp_path):
    make.make_event(title_nb="Første arrangement")
    waiting = make.make_event(title_nb="Andre arrangement", state="submitted").versions.get()
    coordinator = make.make_coordinator()
    with served(tmp_path) as port, read_often(port, tmp_path) as readers:
        assert "Andre arrangement" not in read(readers)
        browser = Browser(f"http://127.0.0.1:{port}", session_of(coordinator))
        with closing(browser.connection):
            page = browser.get(f"/admin/events/version/{waiting.pk}/review/")
            assert browser.post(page.form("/approve/"), button=("", "")).status == 302
        # By the process that approved, before anybody has asked.
        [made] = (tmp_path / "pages").glob(f"*/{folder.NOT_YET}*")
        assert b"Andre arrangement" in made.read_bytes()
        assert "Andre arrangement" in read(readers)
        # The very same: it only has another name now.
        assert not made.exists()
        assert re.sub(f"^{folder.NOT_YET}", "", made.name) in os.listdir(made.parent)
