"""A change that was another event, proposed as the event it is."""

from django.db import transaction
from django.utils.translation import gettext as _

from events import permissions
from events.domain.copying import copy_content
from events.domain.drafts import start_event
from events.domain.errors import NotAllowed, Refused
from events.domain.workflow import locked, write_log
from events.enums import Verb, VersionState
from events.models import Event, Session, Version


@transaction.atomic
def start_from_refused(version, *, by):
    """Start a new event from the text of a change that was not accepted; returns the draft.

    All is copied but the confirmation of the criteria; the sessions get identities of their own,
    since those of the old text belong to the event that stays. Returns the draft that is there
    already where the button is pressed twice. Raises NotAllowed, and Refused where the version is
    no refused change or the week takes no more events (see ``start_event``).
    """
    version = locked(version)
    event = version.event
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not change this event."))
    if version.state != VersionState.REJECTED or event.live is None or event.organiser is None:
        raise Refused(_("Only a change that was not accepted can become an event of its own."))
    already = Version.objects.open().filter(event__copied_from=event, event__week=event.week)
    if (there := already.select_related("event__week").first()) is not None:
        return there
    target = start_event(event.week, event.organiser, by=by)
    Event.objects.filter(pk=target.event_id).update(copied_from=event)
    copy_content(version, target)
    _separate_sessions(target)
    comment = _("From %(reference)s.") % {"reference": event.reference}
    write_log(target.event, Verb.COPY, by=by, version=target, comment=comment)
    return target


def _separate_sessions(version):
    times = list(version.times.all())
    sessions = [Session(event=version.event) for _time in times]
    Session.objects.bulk_create(sessions)
    for time, session in zip(times, sessions, strict=True):
        time.session = session
        time.save(update_fields=["session"])
