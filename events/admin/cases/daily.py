"""Taking a fact of the day away, and confirming a reported time: one view for each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import permissions
from events.admin.cases.page import case_page, get_event
from events.domain.confirming import confirm_time, remove_fact
from events.domain.errors import NotAllowed, Refused
from events.models import Session


def urls(view):
    """The addresses, under the admin address of events."""
    return [
        path("<int:pk>/facts/status/remove/", view(remove_of_event), name="events_event_unfact"),
        path(
            "<int:pk>/facts/<uuid:uid>/<slug:name>/remove/",
            view(remove_of_session),
            name="events_event_unfact_session",
        ),
        path("<int:pk>/facts/<uuid:uid>/confirm/", view(confirm), name="events_event_confirm_time"),
    ]


@require_POST
def remove_of_event(request, pk):
    """The event takes place after all."""
    event = _event(request, pk)
    return _do(request, event, lambda: remove_fact(event, "status", by=request.user))


@require_POST
def remove_of_session(request, pk, uid, name):
    """One fact of one session goes."""
    event = _event(request, pk)
    session = _session(event, uid)
    return _do(request, event, lambda: remove_fact(session, name, by=request.user))


@require_POST
def confirm(request, pk, uid):
    """The reported time is right: it becomes the approved one."""
    event = _event(request, pk)
    session = _session(event, uid)
    done = _("The time is confirmed, and the organiser is told.")
    return _do(request, event, lambda: confirm_time(session, by=request.user), done)


def _event(request, pk):
    event = get_event(request, pk)
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    return event


def _session(event, uid):
    session = get_object_or_404(Session, uid=uid, event=event)
    session.event = event
    return session


def _do(request, event, act, done=None):
    try:
        act()
    except NotAllowed as refusal:
        raise PermissionDenied(str(refusal)) from None
    except Refused as refusal:
        return case_page(request, event, problem=str(refusal), status=409)
    messages.success(request, done or _("Taken away. The organiser is told."))
    return redirect("admin:events_event_change", event.pk)
