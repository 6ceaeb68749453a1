"""What time it is. All code asks here, so that the demo can live in another week.

`DEMO_NOW` is an ISO date and time, read as Oslo time when it carries no zone. The demo's clock
starts there at the unix second `DEMO_STARTED` and runs on; without `DEMO_STARTED` it stands
still, which is what tests want.
"""

import time
from datetime import UTC, date, datetime, timedelta
from datetime import time as time_of_day
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.conf import settings

OSLO = ZoneInfo("Europe/Oslo")

_FIRST_DAY = date(1, 1, 2)
_LAST_DAY = date(9999, 12, 30)
_NEVER = datetime(9999, 12, 31, tzinfo=UTC)


def now() -> datetime:
    """This instant as an aware datetime in UTC; the demo's instant while the demo runs."""
    demo_now = getattr(settings, "DEMO_NOW", "")
    if not demo_now:
        return datetime.now(UTC)
    started = getattr(settings, "DEMO_STARTED", "")
    run_for = timedelta(seconds=time.time() - float(started)) if started else timedelta()
    return _parse_instant(demo_now) + run_for


def today() -> date:
    """The date on the wall in Oslo, which differs from the UTC date around midnight."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """The same instant in Oslo time. Raises ValueError for a datetime without a zone."""
    if instant.tzinfo is None:
        # astimezone() would take it for the server's own zone and be wrong only in production.
        raise ValueError("A datetime without a time zone names no instant.")
    return instant.astimezone(OSLO)


def at(day: date, clock: time_of_day) -> datetime:
    """The instant in UTC when an Oslo wall clock shows `clock` on `day`.

    An hour that occurs twice (October) is the first of the two; an hour that is skipped (March)
    becomes the one after it.
    """
    return datetime.combine(day, clock, tzinfo=OSLO).astimezone(UTC)


def day_span(day: date) -> tuple[datetime, datetime]:
    """First instant of the day in Oslo, and first instant after it: 23, 24 or 25 hours.

    Days at the very ends of the calendar, which only an address typed by hand can hold, have
    instants that Python cannot name: they give an empty span, in which nothing is found.
    """
    if not _FIRST_DAY <= day <= _LAST_DAY:
        return _NEVER, _NEVER
    return at(day, time_of_day.min), at(day + timedelta(days=1), time_of_day.min)


@lru_cache(maxsize=8)
def _parse_instant(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=OSLO)
    return moment.astimezone(UTC)
