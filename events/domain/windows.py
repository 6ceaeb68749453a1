"""When something may be sent in or changed, and by whom: the one place that decides.

All limits are first instants that are too late: at the very second of a deadline it has passed.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_datetime
from events import permissions
from events.domain.errors import Refused
from events.enums import HappeningStatus
from events.models import Event, LateAccess, Week

OPEN = "open"
GRACE = "grace"
LATE = "late"
NOT_SET = "not_set"
NOT_YET = "not_yet"
CLOSED = "closed"

CHANGES_ARE_OVER = gettext_lazy(
    "The event has been held, so it can no longer be changed. Write to the coordinator if "
    "something in the programme is wrong."
)


@dataclass(frozen=True)
class Window:
    """Whether somebody may send in now, why, and until when.

    ``until`` is the limit that counts for the one who asks, None where there is none.
    ``grace_until`` is how long whoever has begun before the deadline may still send in.
    """

    reason: str
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    until: datetime | None = None
    grace_until: datetime | None = None
    late: Any = None

    @property
    def is_open(self):
        """Whether something may be sent in now."""
        return self.reason in (OPEN, GRACE, LATE)

    @property
    def refusal(self):
        """What to say to whoever may not send in; empty where they may."""
        if self.is_open:
            return ""
        if self.reason == NOT_YET:
            return _("Submissions open %(when)s.") % {"when": format_datetime(self.opens_at)}
        if self.reason == NOT_SET:
            return _("The week does not take submissions now.")
        return _("The deadline for submissions was %(when)s.") % {
            "when": format_datetime(self.closes_at)
        }


def window_for(week, organiser=None, *, draft=None, now=None, late=None):
    """The window of ``week`` for one organiser, and for one draft where one is begun.

    ``late`` is the organiser's late access where the caller has read it already. The latest of
    the limits that hold for the asker counts: the deadline, the grace for a draft that was begun
    before it, and the organiser's own late access.
    """
    now = now or clock.now()
    late = late or late_access_for(week, organiser, now)
    limits = {"opens_at": week.submissions_open_at, "closes_at": week.submissions_close_at}
    limits |= {"grace_until": week.grace_until, "late": late}
    reason, until = _of_the_week(week, now)
    if reason == CLOSED and _was_begun_in_time(week, draft) and now < week.grace_until:
        reason, until = GRACE, week.grace_until
    if late is not None and reason != OPEN and (until is None or until < late.until):
        reason, until = LATE, late.until
    elif late is not None and until is not None:
        until = max(until, late.until)
    return Window(reason, until=until, **limits)


def late_access_for(week, organiser, now=None):
    """The late access that stands for the organiser, or None."""
    if organiser is None:
        return None
    return week.late_access.standing(now).filter(organiser=organiser).first()


def check_may_start(week, organiser, *, by):
    """Raise Refused where ``by`` may not start a new event in the week now."""
    window = window_for(week, organiser)
    if not window.is_open and not permissions.can_enter(by):
        raise Refused(window.refusal)


def check_may_send(version, *, by):
    """Raise Refused where the version comes too late.

    What was sent in before may come again after the deadline, since changes are asked for then.
    A change of an approved event may come until the event has been held.
    """
    event = version.event
    if permissions.can_enter(by):
        return
    if event.slug:
        check_may_change(event, by=by)
    elif version.submitted_at is None:
        window = window_for(event.week, event.organiser, draft=version)
        if not window.is_open:
            raise Refused(window.refusal)


def check_may_change(event, *, by):
    """Raise Refused where an approved event has been held; the coordinator may always change it."""
    if not permissions.can_enter(by) and not is_change_allowed(event):
        raise Refused(str(CHANGES_ARE_OVER))


def is_change_allowed(event):
    """Whether the event is still to be held, so that a change of it can tell anybody anything.

    What is postponed waits for another day, also when the old one is past; an event that was
    never public has nobody to mislead. Reads ``with_last_end`` where the event has it.
    """
    if event.status == HappeningStatus.POSTPONED:
        return True
    if not hasattr(event, "last_end"):
        event = Event.objects.with_last_end().get(pk=event.pk)
    return event.has_postponed or event.last_end is None or clock.now() < event.last_end


def weeks_to_write_for(organisers):
    """Weeks in which at least one of the organisers may start an event now, the first first.

    Two queries: weeks that are open to all, and late access.
    """
    now = clock.now()
    weeks = Week.objects.open_for_submissions(now) | Week.objects.filter(
        pk__in=_late_weeks(organisers, now)
    )
    return list(weeks.order_by("starts_on"))


def _late_weeks(organisers, now):
    return LateAccess.objects.standing(now).filter(organiser__in=organisers).values("week")


def _of_the_week(week, now):
    opens_at, closes_at = week.submissions_open_at, week.submissions_close_at
    if opens_at is None:
        return NOT_SET, None
    if now < opens_at:
        return NOT_YET, None
    if closes_at is None or now < closes_at:
        return OPEN, closes_at
    return CLOSED, None


def _was_begun_in_time(week, draft):
    return draft is not None and draft.created_at < week.submissions_close_at
