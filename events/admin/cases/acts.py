"""The addresses of what can be done to an event: one view, one verb each."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import permissions
from events.admin.cases.forms import ACTS, ReasonForm
from events.admin.cases.page import case_page, get_event
from events.domain import takedowns
from events.domain.errors import NotAllowed, Refused
from events.models import Image

BY_NAME = {act.name: act for act in ACTS}


def urls(view):
    """The addresses, under the admin address of events."""
    views = (cancel, postpone, restore, unpublish, republish)
    plain = [
        path(f"<int:pk>/{one.__name__}/", view(one), name=f"events_event_{one.__name__}")
        for one in views
    ]
    down = path(
        "<int:pk>/picture/<uuid:key>/take-down/",
        view(take_down_picture),
        name="events_event_take_down_picture",
    )
    back = path(
        "<int:pk>/picture/<uuid:key>/put-back/",
        view(put_back_picture),
        name="events_event_put_back_picture",
    )
    return [*plain, down, back]


@require_POST
def cancel(request, pk):
    return _act(request, pk, "cancel")


@require_POST
def postpone(request, pk):
    return _act(request, pk, "postpone")


@require_POST
def restore(request, pk):
    return _act(request, pk, "restore")


@require_POST
def unpublish(request, pk):
    return _act(request, pk, "unpublish")


@require_POST
def republish(request, pk):
    return _act(request, pk, "republish")


@require_POST
def take_down_picture(request, pk, key):
    """Take one picture off every page. The reason is required."""
    event = get_event(request, pk)
    if not permissions.can_take_down(request.user):
        raise PermissionDenied
    image = _image(event, key)
    form = ReasonForm(request.POST, auto_id=f"picture-{key}-%s")
    if not form.is_valid():
        problem = form.errors["reason"][0]
        return case_page(request, event, problem=problem, status=422)
    takedowns.take_down_picture(image, by=request.user, **form.cleaned_data)
    messages.success(request, _("The picture is off the site."))
    return redirect("admin:events_event_change", pk)


@require_POST
def put_back_picture(request, pk, key):
    """Show a picture again that was taken down by mistake, or is agreed to now."""
    event = get_event(request, pk)
    if not permissions.can_take_down(request.user):
        raise PermissionDenied
    takedowns.put_back_picture(_image(event, key), by=request.user)
    messages.success(request, _("The picture may be shown again."))
    return redirect("admin:events_event_change", pk)


def _image(event, key):
    """A picture of the event, or one that it has from an earlier year."""
    of_event = Q(event=event) | Q(pictures__version__event=event)
    return get_object_or_404(Image.objects.filter(of_event).distinct(), pk=key)


def _act(request, pk, name):
    act = BY_NAME[name]
    event = get_event(request, pk)
    if not act.may(request.user):
        raise PermissionDenied
    form = act.form(request.POST, auto_id=f"{name}-%s")
    if not form.is_valid():
        return case_page(request, event, forms={name: (act, form)}, status=422)
    try:
        act.verb(event, by=request.user, **form.cleaned_data)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        forms = {name: (act, form)}
        return case_page(request, event, forms=forms, problem=str(refusal), status=409)
    messages.success(request, act.done)
    return redirect("admin:events_event_change", pk)
