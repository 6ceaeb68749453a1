"""Which pages many ask for just now, as the processes that answer tell those that change something.

Told in the folder of pages, so that it is known to the processes of one machine and to nobody
else; where there is no folder nothing is told. Only addresses and how often they were asked for
are written, nothing of who asked.
"""

import json
import os
import tempfile
import time
from urllib.parse import urlencode

from enbyforalle.publishing import folder
from enbyforalle.publishing.store import pages

# Times in a second from which many ask: then some would wait for a page that is made in a
# fraction of a second.
OFTEN = 10

# Addresses that a process tells at most.
MOST = 20

# Seconds for which what was told holds.
FRESH = 5.0

PREFIX = "asked-"

_told_at = time.monotonic()
_has_told = False


def tell():
    """Tell how often this process has answered each page a second since it told the last time."""
    global _told_at, _has_told
    now, counts = time.monotonic(), pages.asked()
    seconds, _told_at = now - _told_at, now
    least = OFTEN * seconds
    often = sorted((n, key) for key, n in counts.items() if n >= least)[-MOST:]
    place = folder.directory() if often or _has_told else None
    if place is None:
        return
    rows = [(path, query, round(n / seconds)) for n, (_language, path, query) in often]
    _has_told = _write(place, json.dumps(rows)) and bool(rows)


def _write(place, told):
    try:
        handle, temporary = tempfile.mkstemp(dir=place, prefix=folder.NEW)
        with open(handle, "w") as file:
            file.write(told)
        os.replace(temporary, place / f"{PREFIX}{os.getpid()}")
    except OSError:
        # Then pages are made when they are asked for.
        return False
    return True


def wanted():
    """[(path, query string)] of the pages that many ask for now, the commonest first."""
    place, counts = folder.directory(), {}
    for file in place.glob(f"{PREFIX}*") if place else ():
        for address, n in _read(file).items():
            counts[address] = counts.get(address, 0) + n
    return sorted(counts, key=counts.__getitem__, reverse=True)


def _read(file):
    """{(path, query string): times in a second} that one process told; old news is no news."""
    try:
        if time.time() - file.stat().st_mtime > FRESH:
            return {}
        return {(path, _query(pairs)): int(n) for path, pairs, n in json.loads(file.read_text())}
    except (OSError, ValueError, TypeError):
        # It has just gone, or is another release's.
        return {}


def _query(pairs):
    return urlencode([(name, value) for name, values in pairs for value in values])
