"""What is meant by a day, a start, an end, a last day and an hour when the doors open."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext as _

from enbyforalle.lib import clock

# "22.00 to 02.00" is one night. Outside these hours an end before the start is a slip.
EVENING = time(17)
MORNING = time(6)


@dataclass
class Moments:
    """Instants in UTC, and what could not be meant, by the name of the field to mend."""

    starts_at: datetime
    ends_at: datetime | None = None
    doors_at: datetime | None = None
    errors: dict = field(default_factory=dict)


def read(day: date, starts: time, ends: time | None, last_day: date | None, doors: time | None):
    """The instants that are meant; an end in the small hours is the same night's."""
    moments = Moments(clock.at(day, starts))
    _read_end(moments, day, starts, ends, last_day)
    if doors is not None:
        evening_before = doors >= EVENING and starts <= MORNING
        moments.doors_at = clock.at(day - timedelta(days=evening_before), doors)
        if moments.doors_at > moments.starts_at:
            moments.errors["doors"] = _("The doors must open before the session starts.")
    return moments


def _read_end(moments, day, starts, ends, last_day):
    if ends is None:
        if last_day:
            moments.errors["ends"] = _("Write when it ends on the last day.")
        return
    if last_day is None:
        is_night = ends < starts and starts >= EVENING and ends <= MORNING
        moments.ends_at = clock.at(day + timedelta(days=is_night), ends)
    else:
        moments.ends_at = clock.at(last_day, ends)
    if moments.ends_at > moments.starts_at:
        return
    if last_day is None:
        moments.errors["ends"] = _(
            "The end is before the start. If it lasts until another day, write the last day under "
            "“More about this session”."
        )
    else:
        moments.errors["ends_on"] = _("The last day must not end before the session starts.")


def as_written(row):
    """The day, times and last day that a stored session would be written with."""
    starts = clock.local(row.starts_at)
    ends = clock.local(row.ends_at) if row.ends_at else None
    follows = ends is None or read(starts.date(), starts.time(), ends.time(), None, None)
    is_plain = ends is None or follows.ends_at == row.ends_at
    return {
        "date": starts.date(),
        "starts": starts.time(),
        "ends": ends.time() if ends else None,
        "ends_on": None if is_plain else ends.date(),
        "doors": clock.local(row.doors_at).time() if row.doors_at else None,
    }


def day_and_time(moment):
    """Date and time in Oslo of an instant, or two Nones."""
    if moment is None:
        return None, None
    moment = clock.local(moment)
    return moment.date(), moment.time()
