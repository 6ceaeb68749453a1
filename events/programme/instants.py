"""When a page would read differently although nobody has changed anything."""

from datetime import timedelta

from enbyforalle.lib import clock
from events.models import Week


def next_change(now, *instants):
    """The first of the given instants after `now`, or the next midnight in Oslo if that is sooner.

    Midnight is always among them: it moves "today", consents that run out and recordings whose
    day has come. None among the instants is passed over.
    """
    midnight = clock.day_span(clock.local(now).date() + timedelta(days=1))[0]
    return min([midnight, *(instant for instant in instants if instant and instant > now)])


def release_times():
    """The instants at which a week's programme or pre-programme becomes public. One query."""
    rows = Week.objects.values_list("programme_released_at", "pre_programme_released_at")
    return [instant for row in rows for instant in row if instant]


def next_release(now):
    """The next release, or None: what alone changes a calendar nobody touches. One query."""
    return min((instant for instant in release_times() if instant > now), default=None)
