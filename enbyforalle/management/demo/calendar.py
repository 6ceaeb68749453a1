"""The demo's own sense of time: what is written now can be made to have happened then."""

from contextlib import contextmanager
from datetime import datetime

from django.conf import settings

from enbyforalle.lib import clock


@contextmanager
def at(moment):
    """Inside the block every verb believes that it is ``moment`` (an aware datetime)."""
    before = settings.DEMO_NOW, settings.DEMO_STARTED
    settings.DEMO_NOW, settings.DEMO_STARTED = moment.isoformat(), ""
    try:
        yield
    finally:
        settings.DEMO_NOW, settings.DEMO_STARTED = before


def oslo(text):
    """An Oslo time such as "2027-01-11T10:00" as an aware datetime."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.OSLO)


def whole(text):
    """A time that carries its own offset, such as "2027-02-08T14:00:00+01:00"; None stays None."""
    return datetime.fromisoformat(text) if text else None
