"""The table of states, and the one function that moves a version along it."""

from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events.domain.errors import Conflict
from events.enums import DECIDED_STATES, OPEN_STATES, Verb, VersionState
from events.models import Event, LogEntry, Version

# verb → (the states it may start from, the state it ends in)
TRANSITIONS = {
    Verb.SUBMIT: ((VersionState.DRAFT, VersionState.CHANGES_REQUESTED), VersionState.SUBMITTED),
    Verb.TAKE_BACK: ((VersionState.SUBMITTED,), VersionState.DRAFT),
    Verb.REQUEST_CHANGES: ((VersionState.SUBMITTED,), VersionState.CHANGES_REQUESTED),
    Verb.APPROVE: ((VersionState.SUBMITTED,), VersionState.APPROVED),
    Verb.REJECT: ((VersionState.SUBMITTED,), VersionState.REJECTED),
    Verb.ANOTHER_EVENT: ((VersionState.SUBMITTED,), VersionState.REJECTED),
    Verb.BEGIN_EDIT: ((VersionState.SUBMITTED,), VersionState.REPLACED),
    Verb.CORRECT: ((VersionState.DRAFT,), VersionState.APPROVED),
    Verb.WITHDRAW: (OPEN_STATES, VersionState.WITHDRAWN),
}


def is_possible(version, verb):
    """Whether the table lets ``verb`` start from the version's state."""
    return version.state in TRANSITIONS[verb][0]


def locked_event(event):
    """The event's row, locked until the transaction ends. All verbs on an event queue here.

    The lock lets others insert rows that point at the event, such as the record of a venue's
    change; with the stronger one two such transactions could wait for each other.
    """
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def locked(version):
    """The version as it is now, behind the lock on its event.

    The lock is the event's, not the version's, because two versions of one event must not move at
    the same time either (one leaves the public site as the other enters it).
    """
    event = locked_event(version.event)
    fresh = Version.objects.select_related("event__week").get(pk=version.pk)
    fresh.event = event
    return fresh


def check_start(version, verb):
    """Raise Conflict when the table does not let ``verb`` start from the version's state."""
    if not is_possible(version, verb):
        label = VersionState(version.state).label
        raise Conflict(
            _("This can no longer be done: the event is now “%(state)s”.") % {"state": label}
        )


def check_seen(version, seen):
    """Raise Conflict when the version was saved after the moment its reader saw; None: no check."""
    if seen is not None and version.updated_at != seen:
        raise Conflict(_("The text was changed after you opened it. Read it again first."))


def move(version, verb, *, by, comment="", **log):
    """Move a locked version along the table and log it; the caller holds the transaction.

    Writes the state and what goes with it: who and when for a decision or a submission, and the
    comment the organiser reads. Raises Conflict when the version has left the expected state.
    """
    check_start(version, verb)
    start, end = VersionState(version.state), TRANSITIONS[verb][1]
    now = clock.now()
    version.state = end
    version.updated_at = now
    fields = ["state", "updated_at"]
    if end == VersionState.SUBMITTED:
        version.submitted_at, version.submitted_by = now, by
        fields += ["submitted_at", "submitted_by"]
    if end in DECIDED_STATES:
        version.decided_at, version.decided_by = now, by
        fields += ["decided_at", "decided_by"]
    if verb == Verb.REQUEST_CHANGES or end in DECIDED_STATES:
        version.decision_comment = comment
        fields.append("decision_comment")
    version.save(update_fields=fields)
    write_log(version.event, verb, by=by, version=version, comment=comment, from_state=start, **log)
    return version


def write_log(event, verb, *, by, version=None, comment="", from_state="", **fields):
    """Append one row to the change log. Called by verbs, inside their transaction."""
    return LogEntry.objects.create(
        event=event,
        version=version,
        verb=verb,
        by=by,
        comment=comment,
        from_state=from_state,
        to_state=version.state if from_state else "",
        **fields,
    )
