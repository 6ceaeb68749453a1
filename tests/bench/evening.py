"""The evening of the deadline: everybody saves, one approves, and the city reads.

All of it goes over HTTP to one site (see ``writers``), with the worker beside it that a site has.
On two cores those who ask take their share of the processor: the readers' wrk, and the browsers
of 65 people. So quiet is measured with the same readers at the same pace and with the worker, and
a page that was slow only because wrk had to wait for the processor counts as slow; by short turns
(see ``readers``) it waits less often.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path

from enbyforalle.management.commands.serve import NICENESS
from tests.bench import readers, servers, site
from tests.bench.figures import Figure

ORGANISERS = 64
SECONDS = 70
# Seconds of reading whose p95 is one value: so many that an approval falls into each.
ROUND = 12
QUIET_ROUNDS = 5
PATIENCE = 60  # seconds that the worker gets for what is left
GROUP = "Deadline evening"


def measure(server, environ, database, *, organisers=ORGANISERS, seconds=SECONDS):
    """Reading while the evening lasts against reading in quiet, and what became of each save."""
    with tempfile.TemporaryDirectory(prefix="bench-evening-") as folder, worker(environ):
        cast = prepare(server, environ, Path(folder), organisers, seconds)
        addresses = ["/program/", event_of(environ), "/"]
        at_most = statistics.median([readers.read(server.url, addresses, 2).rate for _ in range(3)])
        pace = at_most / 2
        quiet = [readers.read(server.url, addresses, ROUND, rate=pace) for _ in range(QUIET_ROUNDS)]
        told, busy = _evening(server, environ, cast, addresses, pace)
        after = found(environ, Path(folder), told)
    figures = [_saves(told, after, busy), _reading(quiet, busy, at_most), _slowest(told)]
    for figure in figures:
        figure.database = database
    return figures


def prepare(server, environ, folder, organisers, seconds):
    """The file that tells the writers who they are, and where the site is."""
    waiting = max(1, round(seconds / 10))
    made = site.run(
        environ, "-m", "tests.bench.inside", "cast", str(folder), str(organisers), str(waiting)
    )
    cast = json.loads(made) | {"url": server.url, "seconds": seconds}
    path = folder / "cast.json"
    path.write_text(json.dumps(cast | {"picture": str(folder / "phone.jpg")}), encoding="utf-8")
    return path


def event_of(environ):
    return site.run(environ, "-m", "tests.bench.inside", "event").strip()


@contextmanager
def worker(environ):
    """The process that sends mail and does what jobs do, as `manage.py serve` starts it."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=servers.ROOT,
        env=os.environ | environ,
        stdout=subprocess.DEVNULL,
        preexec_fn=lambda: os.nice(NICENESS),
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def write(environ, cast):
    """Let the writers write; what they were told (see ``writers.Told``)."""
    return json.loads(site.run(environ, "-m", "tests.bench.writers", str(cast)))


def _evening(server, environ, cast, addresses, pace):
    told, busy = {}, []
    writing = threading.Thread(target=lambda: told.update(write(environ, cast)))
    writing.start()
    # The first seconds are those in which the organisers come one after another.
    time.sleep(2)
    while writing.is_alive():
        busy.append(readers.read(server.url, addresses, ROUND, rate=pace))
    writing.join()
    if not told:
        raise RuntimeError("the writers did not come to an end")
    # The last round is one in which the writers have gone home.
    return told, busy[:-1] or busy


def found(environ, folder, told):
    """What is lost, once the worker has had time for what was left to it."""
    path = folder / "told.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    ends = time.monotonic() + PATIENCE
    while True:
        after = json.loads(site.run(environ, "-m", "tests.bench.inside", "lost", str(path)))
        if not after["waiting"] or time.monotonic() > ends:
            return after
        time.sleep(1)


def _saves(told, after, busy):
    broken = {status: n for status, n in told["statuses"].items() if not "2" <= status[0] <= "3"}
    reading = sum(one.errors for one in busy)
    wrong = after["lost"] + told["refused"] + ["dead job"] * after["dead"]
    n_pictures = len(told["picture_times"])
    detail = (
        f"{len(told['times']) + n_pictures} saves acknowledged, {n_pictures} with a picture, "
        f"{len(told['approved'])} approved; {sum(told['statuses'].values())} answers to writers, "
        f"{sum(one.answers for one in busy)} to readers; {len(after['lost'])} lost, "
        f"{len(told['refused'])} refused, other statuses {broken or 'none'}, {reading} errors for "
        f"readers{'; ' if wrong else ''}{wrong[:3] if wrong else ''}"
    )
    title = "Saves lost or refused, and answers that are errors, to anyone"
    # What is refused by an error stands among the statuses too, and is counted once.
    n = len(after["lost"]) + after["dead"] + max(len(told["refused"]), sum(broken.values()))
    return Figure(GROUP, title, [float(n + reading)], "", None, 0, detail)


def _reading(quiet, busy, at_most):
    base = statistics.median(one.p95 for one in quiet)
    values = [one.p95 / base for one in busy]
    p95, rate = statistics.median(one.p95 for one in busy), sum(one.rate for one in busy)
    detail = (
        f"p95 {p95:.1f}/{base:.1f} ms; {rate / len(busy):.0f} pages a second meanwhile, "
        f"{statistics.median(one.rate for one in quiet):.0f} in quiet, {at_most:.0f} at most; p50 "
        f"{statistics.median(one.p50 for one in busy):.1f}/"
        f"{statistics.median(one.p50 for one in quiet):.1f} ms"
    )
    title = "Reading meanwhile at half of the quiet maximum: p95 against quiet"
    limit = (
        "two cores for the site, its worker, the database, wrk and the browsers of 65 people; "
        "each approval has pages made anew"
    )
    return Figure(GROUP, title, values, "×", None, 2.0, detail, limit)


def _slowest(told):
    times = sorted(told["times"] + told["picture_times"])
    pictures = sorted(told["picture_times"])
    slowest = f"; with a picture the slowest {pictures[-1]:.2f} s" if pictures else ""
    detail = (
        f"median {statistics.median(times):.2f} s, p95 {times[int(len(times) * 0.95)]:.2f} s, "
        f"slowest {times[-1]:.2f} s{slowest}"
    )
    title = "Seconds until a save is acknowledged, p95"
    return Figure(GROUP, title, [times[int(len(times) * 0.95)]], "s", None, None, detail)
