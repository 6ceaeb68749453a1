"""The coordinator's hand in a text that waits: the organiser's own words are kept beside it.

The text stays submitted all the while, so that nothing leaves the queue. What the organiser sent in
becomes a version of its own ("replaced") that never changes again, and the open version is a copy
of it in which the coordinator writes. When the edit is closed, or a decision is made, the
organiser is told with the difference.
"""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails, permissions
from events.domain.copying import copy_content
from events.domain.differences import differences
from events.domain.errors import Conflict, NotAllowed
from events.domain.workflow import check_seen, locked, move, write_log
from events.enums import Verb, VersionState
from events.models import Version

# The log is the case's own, and the case is Norwegian, whatever language the editor reads.
LOG_LANGUAGE = "nb"


@transaction.atomic
def begin_edit(version, *, by, seen=None):
    """Open a waiting version for the coordinator; returns the version to write in.

    Returns the same version where its edit is open already. Raises NotAllowed to those who may not
    enter events for others or belong to the organiser (they take the event back instead), and
    Conflict when the version does not wait any more or was saved after ``seen``.
    """
    version = locked(version)
    event = version.event
    check_seen(version, seen)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not edit this event."))
    if permissions.is_disqualified(by, event):
        raise NotAllowed(_("You belong to the organiser, so somebody else must do this."))
    if version.is_being_edited:
        return version
    move(version, Verb.BEGIN_EDIT, by=by, is_internal=True)
    copy = Version(
        event=event,
        number=event.versions.order_by("-number").first().number + 1,
        state=VersionState.SUBMITTED,
        created_by=by,
        based_on=version.based_on,
        edit_of=version,
        submitted_at=version.submitted_at,
        submitted_by=version.submitted_by,
        # It is the organiser's promise, which the coordinator's hand does not take back.
        accepts_criteria=version.accepts_criteria,
    )
    return copy_content(version, copy)


@transaction.atomic
def close_edit(version, *, by):
    """The coordinator is done: log the difference and tell the organiser; returns the version.

    Where nothing is different, nobody is told. Raises NotAllowed, and Conflict where none is open.
    """
    version = locked(version)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not edit this event."))
    if not version.is_being_edited:
        raise Conflict(_("This text is not being edited now."))
    return settle(version)


def settle(version):
    """Close the edit of a locked version, where one is open; returns the version.

    Every verb that leads away from "submitted" calls it, so that no decision falls on words that
    the organiser has not been told of.
    """
    if not version.is_being_edited:
        return version
    version.edit_closed_at = clock.now()
    version.save(update_fields=["edit_closed_at"])
    sent = Version.objects.with_content().get(pk=version.edit_of_id)
    edited = Version.objects.with_content().get(pk=version.pk)
    with translation.override(LOG_LANGUAGE):
        found = differences(sent, edited, joining=())
        comment = "\n".join(found.lines())
    if not found.is_empty:
        by = version.created_by
        write_log(version.event, Verb.EDIT, by=by, version=version, comment=comment)
        emails.event_edited(version, sent, edited)
    return version
