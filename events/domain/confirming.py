"""What the coordinator does with facts of the day: confirms a reported time, takes a fact away."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from events import emails, permissions
from events.domain import facts
from events.domain.corrections import in_the_way, open_correction, publish_correction
from events.domain.drafts import change_time
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import Verb
from events.models import Event, Session

# The name of a fact → the verb that takes it away; the first belongs to the event, the rest to a
# session.
OF_EVENT = {"status": facts.restore_event}
OF_SESSION: dict[str, Callable[..., Any]] = {
    "status": facts.restore_session,
    "places": facts.mark_places,
    "room": lambda session, by: facts.change_room(session, by=by, room=""),
    "notice": facts.set_notice,
    "time": lambda session, by: facts.report_time(session, by=by, starts_at=None),
}


@transaction.atomic
def confirm_time(session, *, by):
    """Make a reported time the approved one: a correction, published by the same hand.

    An end that was not reported lies as long after the start as before; doors open as long before
    it. The organiser gets the difference by mail, and «not confirmed» is gone. Raises Conflict
    where somebody has a version open, and what ``publish_correction`` raises.
    """
    event = locked_event(session.event)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not change this event."))
    session = Session.objects.get(pk=session.pk)
    starts_at = session.reported_starts_at
    if starts_at is None:
        raise Conflict(_("No other time is reported any more."))
    if (already := event.open) is not None:
        raise Conflict(in_the_way(already))
    version = open_correction(event, by=by)
    time = version.times.get(session=session)
    shift = starts_at - time.starts_at
    ends_at = session.reported_ends_at or (time.ends_at and time.ends_at + shift)
    doors_at = time.doors_at and time.doors_at + shift
    change_time(time, by=by, starts_at=starts_at, ends_at=ends_at, doors_at=doors_at)
    write_log(event, Verb.CONFIRM_TIME, by=by, version=version)
    return publish_correction(version, by=by)


@transaction.atomic
def remove_fact(row, name, *, by):
    """Take one fact away from an event or a session, and tell the organiser; returns the row.

    ``name`` is a key of OF_EVENT or OF_SESSION. For those who may enter events for others; an
    organiser changes its own facts on its desk.
    """
    event = row if isinstance(row, Event) else row.event
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not change this event."))
    verbs = OF_EVENT if isinstance(row, Event) else OF_SESSION
    if name not in verbs:
        raise Refused(_("There is no such fact."))
    found = verbs[name](row, by=by)
    emails.fact_removed(event, by=by)
    return found
