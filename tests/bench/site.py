"""A site to measure: its database, its week of a given size, and its environment."""

import os
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

from enbyforalle.serving import FORM_PROCESSES
from tests.bench.servers import ROOT, WORKERS, gunicorn
from tests.machine import throwaway_postgresql

NOW = "2027-02-10T12:00"


def environment(folder, database_url, port, **others):
    """What the site is told; it keeps nothing outside `folder`."""
    return {
        "DEMO": "1",
        "DEMO_NOW": NOW,
        "LOG_LEVEL": "WARNING",
        "SITE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": database_url,
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "PAGE_STORE_FOLDER": str(folder / "pages"),
    } | others


def run(environ, *command):
    """Run one of our commands; its output, or an error with all it said."""
    done = subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def grow(environ, n_sessions):
    """Let the site's week have so many sessions."""
    run(environ, "-m", "tests.bench.inside", "grow", str(n_sessions))


@contextmanager
def prepared(kind, folder, port):
    """The environment of a site with the demo's week in a new database of this kind.

    Yields the environment of the site, or None where there is no PostgreSQL.
    """
    (folder / "static").mkdir(parents=True, exist_ok=True)
    if kind == "SQLite":
        environ = environment(folder, f"sqlite:///{folder}/db.sqlite3", port)
        _fill(environ, folder)
        yield environ
        return
    with throwaway_postgresql() as (address, refusal):
        if refusal:
            yield None
            return
        environ = environment(folder, address.replace("/test?", "/postgres?"), port)
        _fill(environ, folder)
        yield environ


def _fill(environ, folder):
    run(environ, "manage.py", "setup")
    run(environ, "manage.py", "collectstatic", "--no-input")
    run(environ, "manage.py", "demo")
    # What a database that has run for a while knows of its tables.
    run(environ, "-m", "tests.bench.inside", "analyze")


@contextmanager
def served(environ, port):
    others = ["--worker-class", "enbyforalle.serving.Worker", "--preload"]
    others += ["--config", "python:enbyforalle.serving"]
    workers = WORKERS + FORM_PROCESSES
    application = "enbyforalle.wsgi"
    with gunicorn(
        "site", application, environ, port=port, workers=workers, others=others
    ) as server:
        yield server


def postgres_folder(environ):
    """Where a throw-away cluster lives, from its address."""
    return Path(environ["DATABASE_URL"].rpartition("host=")[2])
