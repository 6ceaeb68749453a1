"""The facts of the day: public at once, without review, logged, and the coordinator told."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.text import clean
from events import emails, permissions
from events.domain import publications
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import HappeningStatus, Verb
from events.models import Session

# A notice is one line on a card: room enough to say where to go, too little for an unreviewed text.
LONGEST_NOTICE = 200


@transaction.atomic
def cancel_event(event, *, by, reason_nb="", reason_en=""):
    """Cancel a whole approved event. Its page, row and feed entries stay, marked."""
    return _set_event(event, HappeningStatus.CANCELLED, Verb.CANCEL_EVENT, by, reason_nb, reason_en)


@transaction.atomic
def postpone_event(event, *, by, reason_nb="", reason_en=""):
    """Mark a whole approved event as postponed, without a new time."""
    return _set_event(
        event, HappeningStatus.POSTPONED, Verb.POSTPONE_EVENT, by, reason_nb, reason_en
    )


@transaction.atomic
def restore_event(event, *, by):
    """Take back a cancellation or postponement of the event."""
    return _set_event(event, HappeningStatus.SCHEDULED, Verb.RESTORE_EVENT, by, "", "")


def _set_event(event, status, verb, by, reason_nb, reason_en):
    event = _reportable(event, by=by)
    if event.status == status:
        return event
    now = clock.now()
    event.status, event.status_changed_at = status, now
    event.status_reason_nb, event.status_reason_en = _notice(reason_nb), _notice(reason_en)
    event.save(
        update_fields=["status", "status_changed_at", "status_reason_nb", "status_reason_en"]
    )
    for session in event.sessions.all():
        _changed(session, now=now)
    return _finish(event, verb, by=by, comment=reason_nb or reason_en)


@transaction.atomic
def cancel_session(session, *, by, reason_nb="", reason_en=""):
    """Cancel one session; the reason becomes its notice."""
    return _set_session(
        session, HappeningStatus.CANCELLED, Verb.CANCEL_SESSION, by, reason_nb, reason_en
    )


@transaction.atomic
def postpone_session(session, *, by, reason_nb="", reason_en=""):
    """Mark one session as postponed, without a new time; the reason becomes its notice."""
    return _set_session(
        session, HappeningStatus.POSTPONED, Verb.POSTPONE_SESSION, by, reason_nb, reason_en
    )


@transaction.atomic
def restore_session(session, *, by):
    """Take back a cancellation or postponement of the session, and its reason."""
    return _set_session(session, HappeningStatus.SCHEDULED, Verb.RESTORE_SESSION, by, "", "")


@transaction.atomic
def undo_event(event, *, by):
    """Take back a cancellation or postponement within the hour, as if it had not happened.

    No mark of a change is left on the event; calendars, which may have heard, hear again. Raises
    Conflict when the hour is over: ``restore_event`` then tells that it takes place after all.
    """
    event = _reportable(event, by=by)
    if event.status == HappeningStatus.SCHEDULED:
        return event
    _check_hour(event)
    event.status, event.status_changed_at = HappeningStatus.SCHEDULED, None
    event.status_reason_nb = event.status_reason_en = ""
    event.save(
        update_fields=["status", "status_changed_at", "status_reason_nb", "status_reason_en"]
    )
    for session in event.sessions.all():
        _changed(session)
    return _finish(event, Verb.UNDO, by=by)


@transaction.atomic
def undo_session(session, *, by):
    """Take back within the hour that a session is off; the notice it had stands there again."""
    event, session = _locked_session(session, by=by)
    if session.status == HappeningStatus.SCHEDULED:
        return session
    _check_hour(session)
    before = session.notice_before_nb, session.notice_before_en
    _write_status(session, HappeningStatus.SCHEDULED, *before, when=None)
    _finish(event, Verb.UNDO, by=by)
    return session


def _check_hour(row):
    if not row.is_undoable:
        raise Conflict(_("The hour is over. Say instead that it takes place as planned after all."))


def _set_session(session, status, verb, by, reason_nb, reason_en):
    event, session = _locked_session(session, by=by)
    if session.status == status:
        return session
    if session.status == HappeningStatus.SCHEDULED:
        session.notice_before_nb, session.notice_before_en = session.notice_nb, session.notice_en
    _write_status(session, status, _notice(reason_nb), _notice(reason_en), when=clock.now())
    _finish(event, verb, by=by, comment=reason_nb or reason_en)
    return session


def _write_status(session, status, notice_nb, notice_en, *, when):
    session.status, session.status_changed_at = status, when
    session.notice_nb, session.notice_en = notice_nb, notice_en
    if status == HappeningStatus.SCHEDULED:
        session.notice_before_nb = session.notice_before_en = ""
    names = ["notice_nb", "notice_en", "notice_before_nb", "notice_before_en"]
    session.save(update_fields=["status", "status_changed_at", *names])
    _changed(session)


@transaction.atomic
def mark_places(session, *, by, full=False, few=False):
    """Say that a session is full, has few places left, or neither."""
    if full and few:
        raise Refused(_("A session is either full or has few places left."))
    event, session = _locked_session(session, by=by)
    session.is_full, session.has_few_left = full, few
    session.changed_at = clock.now()
    session.save(update_fields=["is_full", "has_few_left", "changed_at"])
    _finish(event, Verb.MARK_PLACES, by=by)
    return session


@transaction.atomic
def change_room(session, *, by, room):
    """Say that a session is in another room of the same venue; empty takes it back."""
    event, session = _locked_session(session, by=by)
    session.room = clean(room).strip()[:80]
    session.save(update_fields=["room"])
    _changed(session)
    _finish(event, Verb.CHANGE_ROOM, by=by, comment=session.room)
    return session


@transaction.atomic
def set_notice(session, *, by, nb="", en=""):
    """Put a line of plain text on a session, or take it away. 200 characters, no links."""
    event, session = _locked_session(session, by=by)
    session.notice_nb, session.notice_en = _notice(nb), _notice(en)
    session.changed_at = clock.now()
    session.save(update_fields=["notice_nb", "notice_en", "changed_at"])
    _finish(event, Verb.SET_NOTICE, by=by, comment=nb or en)
    return session


@transaction.atomic
def report_time(session, *, by, starts_at, ends_at=None):
    """Report another time the evening before, shown as «not confirmed»; None takes it back."""
    event, session = _locked_session(session, by=by)
    if ends_at is not None and (starts_at is None or ends_at <= starts_at):
        raise Refused(_("The session must end after it starts."))
    session.reported_starts_at, session.reported_ends_at = starts_at, ends_at
    session.save(update_fields=["reported_starts_at", "reported_ends_at"])
    _changed(session)
    _finish(event, Verb.REPORT_TIME, by=by)
    return session


def _reportable(event, *, by):
    event = locked_event(event)
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not change this event."))
    if event.live is None:
        raise Refused(_("The event is not approved yet."))
    return event


def _locked_session(session, *, by):
    event = _reportable(session.event, by=by)
    fresh = Session.objects.get(pk=session.pk)
    fresh.event = event
    # One that only a waiting change has is not public, so nothing about it may be yet.
    if not fresh.times.filter(version__is_live=True).exists():
        raise Refused(_("The session is not in the programme yet."))
    return event, fresh


def _notice(text):
    text = " ".join(clean(text).split())
    if len(text) > LONGEST_NOTICE:
        raise Refused(_("Write at most 200 characters."))
    if "://" in text or "www." in text.lower():
        raise Refused(_("A notice cannot hold links."))
    return text


def _changed(session, *, now=None):
    """Tell calendars: the sequence rises and the session counts as changed now (RFC 5545)."""
    session.sequence += 1
    session.changed_at = now or clock.now()
    session.save(update_fields=["sequence", "changed_at"])


def _finish(event, verb, *, by, comment=""):
    write_log(event, verb, by=by, comment=comment)
    emails.fact_reported(event, verb, by=by, comment=comment)
    publications.announce(event, by=by, what=verb.value)
    return event
