"""The evening of the deadline: everybody saves, one approves, and the city reads.

The writers call the verbs that the form's pages call, in a process of their own beside the site:
what is measured is the database under both, and not how fast forms are drawn.
"""

import json
import random
import threading
import time

from tests.bench import load, site
from tests.bench.figures import Figure

ORGANISERS = 64
EVERY = 10.0  # seconds between two saves of one organiser
WITH_PICTURE = 10  # one save in so many brings a picture
SECONDS = 60


def measure(server, environ, database):
    """Reading while the evening lasts against reading in quiet, and what became of each save."""
    address = server.url + "/program/"
    load.crowd(address, 16, 2)
    quiet = [load.crowd(address, 8, 2) for _ in range(5)]
    told = {}

    def write():
        told.update(
            json.loads(site.run(environ, "-m", "tests.bench.inside", "evening", str(SECONDS)))
        )

    writer = threading.Thread(target=write)
    writer.start()
    busy = []
    while writer.is_alive():
        busy.append(load.crowd(address, 8, 1))
        # Half of the time nobody reads: half of the quiet maximum.
        time.sleep(1)
    writer.join()
    ratio = [one.p99 / max(two.p99, 0.1) for one, two in zip(busy, quiet * 20, strict=False)]
    wrong = told["lost"] + len(told["errors"]) + sum(one.errors for one in busy)
    detail = (
        f"{told['saves']} saves, {told['pictures']} with a picture, {told['approved']} approved; "
        f"the slowest save took {told['slowest']:.1f} s; {told['errors'][:2]}"
    )
    title = f"{ORGANISERS} organisers save: saves lost, refused or answered by an error"
    figures = [Figure("Deadline evening", title, [float(wrong)], "", None, 0, detail)]
    title = "Reading meanwhile against quiet, p99"
    limit = "each approval lets both processes make the page again"
    figures.append(Figure("Deadline evening", title, ratio, "×", None, 2.0, "", limit))
    for figure in figures:
        figure.database = database
    return figures


def write_for(seconds):
    """Let the organisers write for so long; what was saved, and what of it is found afterwards."""
    from tests.bench.writers import Evening  # noqa: PLC0415 - after the settings

    evening = Evening(ORGANISERS)
    ends = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_sit, args=(evening, n, ends)) for n in range(ORGANISERS)
    ] + [threading.Thread(target=_decide, args=(evening, ends))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return evening.told()


def _sit(evening, n, ends):
    chance = random.Random(n)  # noqa: S311 - when somebody presses a button is no secret
    time.sleep(chance.random() * EVERY)
    while time.monotonic() < ends:
        started = time.monotonic()
        evening.save(n, with_picture=chance.randrange(WITH_PICTURE) == 0)
        time.sleep(max(0.0, EVERY - (time.monotonic() - started)))
    evening.leave()


def _decide(evening, ends):
    while time.monotonic() < ends and evening.approve_next():
        time.sleep(EVERY / 2)
    evening.leave()
