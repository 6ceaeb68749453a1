"""The commands that set up and serve, run as whoever runs the site would."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command

from enbyforalle.management.commands import rundemo
from tests.source import ROOT


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@pytest.fixture
def environment(tmp_path):
    """A demo of its own, in an empty folder and on a free port."""
    port = free_port()
    return {
        "PATH": os.environ["PATH"],
        "DEMO": "1",
        "PORT": str(port),
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": f"sqlite:///{tmp_path}/new/db.sqlite3",
        "MEDIA_ROOT": str(tmp_path / "new" / "media"),
        "STATIC_ROOT": str(tmp_path / "static"),
    }


def manage(environment, *arguments):
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        check=False,
        capture_output=True,
        text=True,
    )


def answer(environment, path):
    """(status, text), or (None, "") while nobody listens."""
    try:
        with urllib.request.urlopen(environment["SITE_URL"] + path, timeout=5) as found:
            return found.status, found.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()
    except OSError:
        return None, ""


def test_setup_may_be_run_twice(db):
    before = set(Group.objects.values_list("name", flat=True))
    call_command("setup", verbosity=0)
    call_command("setup", verbosity=0)
    assert set(Group.objects.values_list("name", flat=True)) == before
    cache.set("word", "kept")
    assert cache.get("word") == "kept"


@contextmanager
def started(environment, *arguments):
    """A command that serves, once it answers; killed with all that it started if it is left."""
    site = subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        deadline = time.monotonic() + 30
        while answer(environment, "/readyz")[0] is None and time.monotonic() < deadline:
            time.sleep(0.1)
        yield site
    finally:
        with suppress(ProcessLookupError):
            os.killpg(site.pid, signal.SIGKILL)
        site.communicate()


# How the demo serves when its week is there, without the minute that loading it takes.
DEMO = "from enbyforalle.management.commands import rundemo; rundemo.Command().serve()"


def test_serve_and_the_demo_start_web_and_worker_and_stop_both(environment):
    assert manage(environment, "setup").returncode == 0
    with started(environment, "serve") as site:
        assert answer(environment, "/readyz") == (200, "ready\n")
        assert answer(environment, "/healthz") == (200, "up\n")
        assert "work" in children_of(site.pid)
        assert "gunicorn" in children_of(site.pid)
        site.send_signal(signal.SIGTERM)
        site.communicate(timeout=25)
        assert site.returncode == 0
        assert answer(environment, "/healthz") == (None, "")
    with started(environment, "shell", "-v", "0", "-c", DEMO) as demo:
        assert "manage.py serve" in children_of(demo.pid)
        demo.send_signal(signal.SIGTERM)
        demo.communicate(timeout=25)
        assert demo.returncode == 143
        assert answer(environment, "/healthz") == (None, "")


def children_of(pid):
    """The command lines of the process's own children, in one text; Linux only, like the site."""
    lines = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            # The name in brackets may hold spaces; the parent is the second word after it.
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            line = (folder / "cmdline").read_text().replace("\0", " ")
        except (OSError, IndexError):
            continue
        if parent == pid:
            lines.append(line)
    return "\n".join(lines)


def test_not_ready_before_setup(environment, tmp_path):
    (tmp_path / "new").mkdir()
    told = manage(
        environment, "shell", "-v", "0", "-c",
        "from enbyforalle import health; print(health.ready().content.decode())",
    )  # fmt: skip
    assert "migrations are waiting: run manage.py setup" in told.stdout


def test_the_demo_will_not_run_outside_the_demo(environment):
    told = manage(environment | {"DEMO": "0", "DEBUG": "1"}, "rundemo")
    assert told.returncode == 1
    assert "This is not the demo. Start it with bin/demo." in told.stderr


def test_static_files_are_collected_only_when_one_has_changed(settings, tmp_path, monkeypatch):
    settings.STATIC_ROOT = tmp_path / "static"
    collected = []

    def collect(*args, **kwargs):
        collected.append(args)
        settings.STATIC_ROOT.mkdir()

    monkeypatch.setattr(rundemo, "call_command", collect)
    rundemo.collect_static()
    rundemo.collect_static()
    assert len(collected) == 1
    (settings.STATIC_ROOT / ".stamp").write_text("of an older release")
    rundemo.collect_static()
    assert len(collected) == 2
