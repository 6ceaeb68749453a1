"""Read and raise the number of the public site's present wording.

The model is looked up when it is needed, so that this package may be imported while Django is
still reading its apps.
"""

import secrets
import time

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection
from django.db.models import F
from django.db.models.functions import Greatest

from enbyforalle.publishing.outage import DatabaseAway, outage

__all__ = ("THE_ONE", "DatabaseAway")

THE_ONE = 1

# A second in microseconds: by so much the number may be ahead of the clock after one change.
STEPS = 1_000_000

_FAULTS = (OperationalError, InterfaceError)


def current():
    """Return the number now; the row is made if a database came without it. One query."""
    number = _rows().values_list("number", flat=True).first()
    return ensure() if number is None else number


def current_if_reachable():
    """Return the number now, or raise DatabaseAway.

    A connection that was open before the database restarted fails once although the database is
    back, so the question is asked a second time on a new one.
    """
    return outage.ask(_current_on_a_live_connection, _FAULTS)


def _current_on_a_live_connection():
    was_open = connection.connection is not None
    try:
        return current()
    except _FAULTS:
        if not was_open or connection.in_atomic_block:
            raise
    connection.close()
    return current()


def ensure(using=DEFAULT_DB_ALIAS):
    """Make the row where it is missing and return its number."""
    row, _created = _rows(using).get_or_create(pk=THE_ONE, defaults={"number": _unused()})
    return row.number


def rise():
    """Raise the number to one that was never used; two changes at once are two steps.

    It is a chance step beyond the time in microseconds, or beyond the last one where the clock was
    put back. So a number that was rolled back does not come again, nor does one that was used
    before a backup was put back: pages that were kept under it would be served.
    """
    if not _rows().update(number=_next()):
        ensure()
        _rows().update(number=_next())


def _next():
    # Counted in the database, where the row is locked.
    return Greatest(F("number"), _unused()) + _step()


def _step():
    return secrets.randbelow(STEPS) + 1


def _unused():
    return time.time_ns() // 1000


def _rows(using=DEFAULT_DB_ALIAS):
    return apps.get_model("publishing", "Generation").objects.using(using).filter(pk=THE_ONE)
