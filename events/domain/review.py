"""The review: submit, take back, withdraw, ask for changes, approve, reject."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails, permissions
from events.domain import answers, publications, windows
from events.domain.addresses import free_slug
from events.domain.completeness import missing
from events.domain.editing import settle
from events.domain.errors import Incomplete, NotAllowed, Refused
from events.domain.moves import mark_moved_sessions
from events.domain.workflow import check_seen, check_start, locked, move, write_log
from events.enums import Verb
from events.models import Version
from organisers.domain.texts import approve_text, submit_text
from organisers.enums import TextState


@transaction.atomic
def submit(version, *, by):
    """Send a version to the coordinator; returns it. The organiser's first words go with it.

    Raises NotAllowed, Conflict (not a draft any more), Incomplete, or Refused when it comes too
    late (see ``windows``): clock and week are read behind the lock, so that a deadline that is
    moved in the same second holds for all who come after. The coordinator may always submit.
    """
    version = locked(version)
    event = version.event
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not send in this event."))
    check_start(version, Verb.SUBMIT)
    windows.check_may_send(version, by=by)
    lacking = missing(version)
    if lacking:
        raise Incomplete(_("Something is missing before the event can be sent in."), lacking)
    answers.follow_all(version)
    version = move(version, Verb.SUBMIT, by=by)
    if version.is_correction:
        # Whoever sends it in asks for a decision, and then it is a change like others.
        version.is_correction = False
        version.save(update_fields=["is_correction"])
    text = _first_words(event)
    if text is not None and text.state in (TextState.DRAFT, TextState.CHANGES_REQUESTED):
        submit_text(text, by=by)
    emails.event_received(version)
    emails.event_submitted_to_coordinator(version)
    return version


@transaction.atomic
def take_back(version, *, by):
    """Make a submission a draft again, as long as nobody has decided."""
    version = locked(version)
    if not permissions.can_edit(by, version.event):
        raise NotAllowed(_("You may not take back this event."))
    check_start(version, Verb.TAKE_BACK)
    return move(settle(version), Verb.TAKE_BACK, by=by)


@transaction.atomic
def withdraw(version, *, by):
    """Withdraw an undecided version for good. A live version stays public."""
    version = locked(version)
    if not permissions.can_edit(by, version.event):
        raise NotAllowed(_("You may not withdraw this event."))
    return move(version, Verb.WITHDRAW, by=by)


@transaction.atomic
def request_changes(version, *, by, comment, seen=None, disqualified_reason="", hold_mail=False):
    """Give a submission back with a comment the organiser reads. The comment is required.

    With ``hold_mail`` the mail waits until the decider has read it and let it go.
    """
    version, log = _for_decision(version, by=by, seen=seen, reason=disqualified_reason)
    version = move(version, Verb.REQUEST_CHANGES, by=by, comment=_required(comment), **log)
    emails.changes_requested(version, is_held=hold_mail)
    return version


@transaction.atomic
def reject(version, *, by, comment, seen=None, disqualified_reason="", hold_mail=False):
    """Say no, with the reason the organiser reads. A live version stays public."""
    version, log = _for_decision(version, by=by, seen=seen, reason=disqualified_reason)
    version = move(version, Verb.REJECT, by=by, comment=_required(comment), **log)
    emails.event_rejected(version, is_held=hold_mail)
    return version


@transaction.atomic
def refuse_as_another_event(
    version, *, by, comment="", seen=None, disqualified_reason="", hold_mail=False
):
    """Say no to a change that makes another event of it; the approved event stays as it is.

    The reason is the verb itself, with a code of its own in the log; ``comment`` may add to it.
    The organiser is told how to propose the text as a new event (see ``new_events``).
    Raises Refused where nothing is approved yet: then it is no change.
    """
    version, log = _for_decision(version, by=by, seen=seen, reason=disqualified_reason)
    if version.event.live is None:
        raise Refused(_("This is no change: nothing is approved yet."))
    reason = comment.strip() or _("This is another event than the one that is approved.")
    version = move(version, Verb.ANOTHER_EVENT, by=by, comment=reason, **log)
    emails.change_is_another_event(version, comment=comment.strip(), is_held=hold_mail)
    return version


@transaction.atomic
def approve(
    version,
    *,
    by,
    comment="",
    disqualified_reason="",
    seen=None,
    seen_words=None,
    hold_mail=False,
):
    """Make a submission the live version; returns it.

    ``seen_words`` is the ``submitted_at`` of the organiser's first words that the decider looked
    at; where others wait now, Conflict is raised. In one transaction the live mark moves, the
    address is made, moved sessions are marked, co-organisers and the organiser's first words are
    approved too, and the record, the mail and the generation follow.
    """
    version, log = _for_decision(version, by=by, seen=seen, reason=disqualified_reason)
    event = version.event
    if not version.title_nb or not version.times.exists():
        raise Incomplete(
            _("An event needs a title and a session before it can be approved."), missing(version)
        )
    is_change = event.live is not None
    version = move(version, Verb.APPROVE, by=by, comment=comment.strip(), **log)
    make_live(version, by=by, seen_words=seen_words)
    emails.event_approved(version, is_change=is_change, is_held=hold_mail)
    publications.announce(event, by=by, what=Verb.APPROVE.value)
    return version


def make_live(version, *, by, seen_words=None):
    """Let an approved version take the place of the one that is live.

    The caller has moved the version along the table, holds the transaction, and announces the
    event at its end.
    """
    event = version.event
    previous = Version.objects.filter(event=event, is_live=True).first()
    if previous is not None:
        Version.objects.filter(pk=previous.pk).update(is_live=False)
        mark_moved_sessions(previous, version)
    # Before the event is live, so that its first record and search words have the name.
    event.co_organisers.filter(approved_at=None, declined_at=None).update(approved_at=clock.now())
    _approve_first_words(event, by=by, seen=seen_words)
    version.is_live = True
    version.save(update_fields=["is_live"])
    if not event.slug:
        event.slug = free_slug(event, version.title_nb)
        event.save(update_fields=["slug"])


def _for_decision(version, *, by, seen, reason=""):
    """The locked version and what the log must say of a disqualified decider."""
    version = locked(version)
    check_seen(version, seen)
    log = check_decider(version, by=by, reason=reason)
    return settle(version), log


def check_decider(version, *, by, reason=""):
    """Raise NotAllowed to those who may not decide on a locked version, or ask why they do.

    Returns what the log must say of a disqualified decider; their reason is logged as internal.
    """
    event = version.event
    if not permissions.can_review(by):
        raise NotAllowed(_("You may not decide on events."))
    if not permissions.is_disqualified(by, event):
        return {}
    if not permissions.needs_disqualified_reason(by, event):
        raise NotAllowed(_("You belong to the organiser, so somebody else must decide."))
    if not reason.strip():
        raise Refused(_("Say why you decide on an event of your own organiser."))
    write_log(
        event, Verb.DISQUALIFIED, by=by, version=version, comment=reason.strip(), is_internal=True
    )
    return {"as_disqualified": True}


def _required(comment):
    comment = comment.strip()
    if not comment:
        raise Refused(_("Write a reason. The organiser will read it."))
    return comment


def _approve_first_words(event, *, by, seen):
    """A new organiser is approved with its first event; later words have a review of their own.

    Only words that wait: those taken back, or given back for a change, are still being written,
    and nobody has read what they have become. The event then stands without a name for a while.
    """
    text = _first_words(event)
    if text is not None and text.state == TextState.SUBMITTED:
        approve_text(text, by=by, seen=seen, is_part=True)


def _first_words(event):
    """The open text of an organiser that the public has never read of, or None."""
    organiser = event.organiser
    if organiser is None or organiser.live_text is not None:
        return None
    return organiser.open_text
