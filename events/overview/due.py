"""How long something has waited against the week's promised answer time."""

from datetime import timedelta

from django.db.models import Q

from enbyforalle.lib import clock
from events.enums import VersionState
from events.models import Week

OVERDUE = "overdue"
SOON = "soon"
# How soon before the promised day a case is marked: a working week to read and ask in.
SOON_DAYS = 3


def due(versions, kind):
    """Those of ``versions`` that wait and whose answer is ``OVERDUE``, or due ``SOON``.

    The promised day itself is still in time; days are Oslo's. One query for the weeks, since each
    has a promise of its own.
    """
    today = clock.today()
    start, _end = clock.day_span(today)
    later, _end = clock.day_span(today + timedelta(days=SOON_DAYS + 1))
    wanted = Q(pk__in=())
    for pk, days in Week.objects.values_list("pk", "answer_days"):
        promised = timedelta(days=days)
        late = Q(submitted_at__lt=start - promised)
        near = Q(submitted_at__gte=start - promised, submitted_at__lt=later - promised)
        wanted |= Q(event__week=pk) & (late if kind == OVERDUE else near)
    return versions.filter(wanted, state=VersionState.SUBMITTED)


def state_of(days_left):
    """``OVERDUE``, ``SOON`` or "" for so many days left before the promised day."""
    if days_left < 0:
        return OVERDUE
    return SOON if days_left <= SOON_DAYS else ""
