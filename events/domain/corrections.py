"""The coordinator corrects what is public: one version, made and published by the same hand."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails, permissions
from events.domain import publications
from events.domain.completeness import missing
from events.domain.copying import copy_content
from events.domain.differences import of_change
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused
from events.domain.review import check_decider, make_live
from events.domain.workflow import check_seen, check_start, locked, locked_event, move, write_log
from events.enums import Verb, VersionState
from events.models import Version


@transaction.atomic
def open_correction(event, *, by):
    """Open a copy of the public text for the coordinator; returns the version to write in.

    Returns the correction that is open already. Raises NotAllowed, Refused where nothing is
    public, and Conflict where the organiser has a version open: two hands in two texts would undo
    each other.
    """
    event = locked_event(event)
    _check_right(by, event)
    live = event.live
    if live is None:
        raise Refused(_("Nothing is approved that could be corrected."))
    already = event.open
    if already is not None and already.is_correction:
        return already
    if already is not None:
        raise Conflict(in_the_way(already))
    version = Version(
        event=event,
        number=event.versions.order_by("-number").first().number + 1,
        created_by=by,
        based_on=live,
        is_correction=True,
        accepts_criteria=live.accepts_criteria,
    )
    copy_content(live, version)
    write_log(event, Verb.OPEN_CHANGE, by=by, version=version)
    return version


@transaction.atomic
def publish_correction(version, *, by, comment="", seen=None, disqualified_reason=""):
    """Make a correction the live version in one act, and tell the organiser what is different.

    ``comment`` goes with the letter. Raises NotAllowed, Conflict (it is no open correction any
    more, or was saved after ``seen``), Refused where nothing is different, and Incomplete where it
    lacks what the public text did not lack.
    """
    version = locked(version)
    event = version.event
    check_seen(version, seen)
    _check_right(by, event)
    if not version.is_correction:
        raise NotAllowed(_("This is the organiser’s own change. Decide on it when it is sent in."))
    check_start(version, Verb.CORRECT)
    log = check_decider(version, by=by, reason=disqualified_reason)
    live = event.live
    found = of_change(version)
    if found.is_empty:
        raise Refused(_("The two texts say the same, so there is nothing to publish."))
    known = {(lack.step, lack.field) for lack in missing(live)}
    lacking = [lack for lack in missing(version) if (lack.step, lack.field) not in known]
    if lacking:
        raise Incomplete(_("Something is missing before the correction can be published."), lacking)
    version.submitted_at, version.submitted_by = clock.now(), by
    version.save(update_fields=["submitted_at", "submitted_by"])
    version = move(version, Verb.CORRECT, by=by, comment=comment.strip(), **log)
    make_live(version, by=by)
    emails.event_corrected(version, live)
    publications.announce(event, by=by, what=Verb.CORRECT.value)
    return version


def in_the_way(version):
    """Why a correction cannot be begun now, and what can be done instead."""
    if version.is_correction:
        return _("A correction of this event has been begun. Publish it or drop it first.")
    if version.state == VersionState.SUBMITTED:
        return _(
            "A change from the organiser waits for a decision. Edit it, or decide on it first."
        )
    return _("The organiser has begun a change. Ask them to send it in or drop it, or write in it.")


def _check_right(by, event):
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not correct this event."))
    if not permissions.may_decide(by, event):
        raise NotAllowed(_("You belong to the organiser, so somebody else must do this."))
