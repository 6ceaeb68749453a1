"""bin/bench: all figures (twenty minutes), `quick` (two minutes), or `--long` ones.

python -m tests.bench [quick] [--long] [--only NAME …] [--database NAME]
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from pathlib import Path

from tests.bench import cold, crowd, evening, report, servers, site, warm

ALL_PAGES = {
    "programme": "/program/",
    "event page": "",
    "feed": "/program.ics",
    "JSON": "/program.json",
}


class Run:
    """What has been measured so far; what fails is told and does not stop the rest."""

    def __init__(self, only):
        self.figures, self.failures, self.only = [], [], only
        self.started = time.monotonic()

    def wants(self, name):
        """Whether this part was asked for."""
        return not self.only or any(word in name for word in self.only)

    def part(self, name, measure, *arguments, **options):
        """Add the figures of ``measure(…)`` unless others were asked for."""
        if not self.wants(name):
            return
        print(f"[{time.monotonic() - self.started:5.0f} s] {name}", flush=True)
        try:
            found = measure(*arguments, **options)
        except Exception:  # noqa: BLE001 - one broken part must not cost the others
            self.failures.append(name)
            traceback.print_exc()
            return
        for figure in found:
            print(figure.line(), flush=True)
        self.figures += found


def main():
    told = argparse.ArgumentParser(prog="bin/bench")
    told.add_argument("how", nargs="?", choices=("full", "quick"), default="full")
    told.add_argument("--long", action="store_true", help="the evening of the deadline too")
    told.add_argument("--only", action="append", default=[], metavar="NAME")
    told.add_argument("--database", action="append", choices=("SQLite", "PostgreSQL"))
    told = told.parse_args()
    install_missing()
    run = Run(told.only)
    for kind in told.database or ("SQLite", "PostgreSQL"):
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            one_database(run, kind, Path(folder), told)
    seconds = time.monotonic() - run.started
    missed = [figure for figure in run.figures if not figure.is_reached]
    print(f"{len(run.figures)} figures in {seconds:.0f} s, {len(missed)} miss their bound.")
    if told.how == "full" and not told.only and not told.database:
        notes = [f"Could not be measured: {name}." for name in run.failures]
        command = "bin/bench --long" if told.long else "bin/bench"
        report.write(run.figures, command, seconds, notes)
    return 1 if run.failures else 0


def install_missing():
    """nginx and wrk by apt, where this is root on Debian; without them less is measured."""
    missing = [name for name in ("nginx", "wrk") if shutil.which(name) is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {', '.join(missing)} …", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
        subprocess.run(command, check=False, **quiet)


def one_database(run, kind, folder, told):
    """Everything there is to measure on one kind of database."""
    is_quick = told.how == "quick"
    port = servers.free_port()
    print(f"[{time.monotonic() - run.started:5.0f} s] {kind}: the demo's week", flush=True)
    with site.prepared(kind, folder, port) as environ:
        if environ is None:
            run.failures.append(f"{kind} is missing")
            return
        print("  " + " ".join(f"{key}={value}" for key, value in environ.items()), flush=True)
        pages = ALL_PAGES | {"event page": event_address(environ)}
        by_size = {}
        for size in (300,) if is_quick else (300, 1000, 2000):
            site.grow(environ, size)
            with site.served(environ, port) as server:
                at_size(run, kind, server, environ, size, pages, is_quick)
            if run.wants(f"cold {kind}"):
                by_size[size] = cold.sample(environ)
            if told.long and size == 300:
                # Today's week; a larger one has its own figures above.
                with site.served(environ, port) as server:
                    run.part(f"evening {kind}", evening.measure, server, environ, kind)
        if is_quick and run.wants(f"cold {kind}"):
            site.grow(environ, 1000)
            by_size[1000] = cold.sample(environ)
        run.part(f"cold {kind}", cold.figures_of, by_size, kind)
        if not is_quick and kind == "SQLite":
            site.grow(environ, 10_000)
            with site.served(environ, port) as server:
                at_size(run, kind, server, environ, 10_000, pages, is_quick)


def at_size(run, kind, server, environ, size, pages, is_quick):
    """The parts for a site that runs with so many sessions."""
    rounds = 3 if is_quick else 5
    crowds = (16,) if is_quick else (16, 64)
    names = tuple(pages)
    if is_quick or size > 2000:
        # In two minutes, and once beyond any size that there is.
        names, crowds = ("programme", "feed"), (16,)
    wanted = {f"{name}, {size} sessions": pages[name] for name in names}
    run.part(
        f"warm {kind} {size}",
        warm.measure,
        server,
        environ,
        kind,
        rounds=rounds,
        crowds=crowds,
        is_first=size == 300,
        paths=wanted,
    )
    if size != 300:
        return
    run.part(f"change {kind}", crowd.after_a_change, server, environ, kind, rounds)
    if servers.has_nginx():
        run.part(f"nginx {kind}", warm.behind_nginx, server, kind, rounds)
        run.part(f"edge {kind}", crowd.change_behind_nginx, server, environ, kind, rounds)
    if kind == "PostgreSQL":
        run.part(f"away {kind}", crowd.database_stopped, server, environ, kind)
    if kind == "SQLite":
        # Neither depends on the database, and a short run tells nothing of memory.
        run.part(f"start {kind}", crowd.start, environ, kind, rounds)
        if not is_quick:
            run.part(f"memory {kind}", crowd.memory, server, kind, 100_000)


def event_address(environ):
    return site.run(environ, "-m", "tests.bench.inside", "event").strip()


if __name__ == "__main__":
    sys.exit(main())
