"""Where finished files stand: in the default storage, so that every machine has them.

A file's name says all that it is right for, the generation and the end of its time among it, so
that one that is too old is not found. A programme of an older generation is of no use to anybody
and is removed when the next file is kept.
"""

from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from enbyforalle.publishing import generation
from events.paper.ordering import Order
from events.programme.instants import next_change, release_times

FOLDER = "paper"
# Of one generation: the common ones and some filters. A file is a hundred kilobytes to two
# megabytes.
MOST_FILES = 150
MOST_BYTES = 100 * 1024 * 1024
_END = b"%%EOF"


@dataclass(frozen=True)
class Edition:
    """An order as it reads under one generation of the site, until an instant."""

    order: Order
    number: int
    until: datetime

    @classmethod
    def now(cls, order, now):
        """What is right now. Two queries."""
        return cls(order, generation.current(), next_change(now, *release_times()))

    @property
    def name(self):
        return f"{FOLDER}/{self.number}-{int(self.until.timestamp())}-{self.order.digest}.pdf"


def kept(edition):
    """The finished bytes of the edition, or None."""
    try:
        with default_storage.open(edition.name) as file:
            content = file.read()
    except OSError:
        return None
    # A worker that was killed while it wrote has left a beginning.
    return content if content.rstrip().endswith(_END) else None


def keep(edition, content, now):
    """Keep the edition's bytes and let go of what nobody can be given any more."""
    _remove(edition.name)
    default_storage.save(edition.name, ContentFile(content))
    trim(edition.number, now)


def trim(number, now):
    """Remove what is of another generation or out of time, and the oldest beyond the limits."""
    right = []
    for name in _names():
        generation_, _dash, rest = name.partition("-")
        until = rest.partition("-")[0]
        if generation_ == str(number) and until.isdigit() and int(until) > now.timestamp():
            right.append(f"{FOLDER}/{name}")
        else:
            _remove(f"{FOLDER}/{name}")
    total = 0
    right.sort(key=default_storage.get_modified_time, reverse=True)
    for count, name in enumerate(right, start=1):
        total += default_storage.size(name)
        if count > MOST_FILES or (total > MOST_BYTES and count > 1):
            _remove(name)


def _names():
    try:
        return default_storage.listdir(FOLDER)[1]
    except OSError:
        return []


def _remove(name):
    default_storage.delete(name)
