"""One event's page in the admin: its versions, what is public, its log, and what can be done."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, render

from enbyforalle.lib.keys import key_from
from events import permissions
from events.admin.cases.forms import forms_for
from events.admin.cases.told import told_of
from events.admin.conversation import talk_of
from events.domain.reports import HANDLE
from events.models import Event, Image


def get_event(request, pk):
    """The event, for those who may read cases. 403 without the right, 404 where it is not."""
    if not request.user.has_perm("events.view_event"):
        raise PermissionDenied
    events = Event.objects.seen_by(request.user).select_related("week", "organiser")
    return get_object_or_404(events, pk=key_from(pk))


def case_page(request, event, *, forms=None, problem="", status=200):
    """Render the page; ``forms`` and ``problem`` come from an act that did not go through."""
    user = request.user
    newest = event.latest
    context = {
        **admin.site.each_context(request),
        "title": str(newest.title or event) if newest else str(event),
        "event": event,
        "live": event.live,
        "open": event.open,
        "versions": event.versions.select_related("submitted_by", "decided_by").order_by("-number"),
        "talk": talk_of(user, event),
        "publications": event.publications.select_related("by").order_by("-at", "-pk")[:50],
        "materials": event.materials.all(),
        "co_organisers": event.co_organisers.select_related("organiser"),
        "images": Image.objects.filter(_shown_by(event)).distinct().prefetch_related("pictures"),
        "told": told_of(event),
        "reports": event.reports.all() if user.has_perm(HANDLE) else (),
        "can_enter": permissions.can_enter(user),
        "can_take_down": permissions.can_take_down(user),
        "forms": forms_for(event, user) | (forms or {}),
        "problem": problem,
    }
    return render(request, "admin/events/event/case.html", context, status=status)


def _shown_by(event):
    """Its own pictures, and those it has from an earlier year."""
    return Q(event=event) | Q(pictures__version__event=event)
