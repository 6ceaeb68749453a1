"""Fetching events through the person who asks: 404 to strangers, 403 to those who may only read."""

from django.core.exceptions import PermissionDenied
from django.http import Http404

from events import permissions
from events.models import Event
from events.models import Version as VersionRow


def readable_event(user, reference):
    """The event if the user may see it before it is public; 404 otherwise."""
    events = Event.objects.select_related("week", "organiser")
    if not (permissions.can_enter(user) or permissions.can_review(user)):
        events = events.visible_to(user)
    event = events.filter(reference=reference).first()
    if event is None:
        raise Http404
    return event


def writable_event(user, reference):
    """The event if the user may write in it; 403 for those who may only read it."""
    event = readable_event(user, reference)
    if not permissions.can_edit(user, event):
        raise PermissionDenied
    return event


def can_still_write(user, version):
    """What ``permissions.can_write_in`` says, for a user whom ``writable_event`` has let in.

    That has asked in this request whether the user may edit the event: what is left is the state
    of the version, which takes no query.
    """
    if version.is_being_edited:
        return permissions.can_enter(user)
    return version.is_editable


def open_version(event):
    """The version somebody works on, or None; it knows its event without another query."""
    version = VersionRow.objects.open().filter(event=event).first()
    if version is not None:
        version.event = event
    return version
