"""Read and raise the number of the public site's present wording.

The model is looked up when it is needed, so that this package may be imported while Django is
still reading its apps.
"""

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, InterfaceError, OperationalError, connection
from django.db.models import F

THE_ONE = 1


class DatabaseAway(Exception):
    """The number cannot be known now."""


def current():
    """Return the number now; the row is made if a database came without it. One query."""
    number = _rows().values_list("number", flat=True).first()
    return ensure() if number is None else number


def current_if_reachable():
    """Return the number now, or raise DatabaseAway.

    A connection that was open before the database restarted fails once although the database is
    back, so the question is asked a second time on a new one.
    """
    was_open = connection.connection is not None
    try:
        return current()
    except (OperationalError, InterfaceError) as error:
        if not was_open or connection.in_atomic_block:
            raise DatabaseAway from error
    connection.close()
    try:
        return current()
    except (OperationalError, InterfaceError) as error:
        raise DatabaseAway from error


def ensure(using=DEFAULT_DB_ALIAS):
    """Make the row where it is missing and return its number."""
    row, _created = _rows(using).get_or_create(pk=THE_ONE)
    return row.number


def raise_by_one():
    """Count up in the database, so that two changes at once are two steps."""
    if not _rows().update(number=F("number") + 1):
        ensure()
        _rows().update(number=F("number") + 1)


def _rows(using=DEFAULT_DB_ALIAS):
    return apps.get_model("publishing", "Generation").objects.using(using).filter(pk=THE_ONE)
