"""The coordinator's own hand: editing what waits, and correcting what is public."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from events import permissions
from events.admin.review.forms import LONG_AGO, PublishForm
from events.admin.review.page import get_version, review_page
from events.domain import corrections, editing
from events.domain import review as decisions
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused


def urls(site):
    """The addresses of this module, under the admin address of versions."""
    views = {
        "edit": edit,
        "close-edit": close_edit,
        "correct": correct,
        "publish": publish,
        "drop": drop,
    }
    return [
        path(
            f"<int:pk>/{name}/",
            site.admin_view(view),
            name=f"events_version_{name.replace('-', '_')}",
        )
        for name, view in views.items()
    ]


@require_POST
def edit(request, pk):
    """Open the text that waits in the organiser's own form."""
    # A damaged mark is the same as an old one: the reader must look again.
    seen = parse_datetime(request.POST.get("seen", "")) or LONG_AGO
    return _begin(
        request, pk, lambda version: editing.begin_edit(version, by=request.user, seen=seen)
    )


@require_POST
def correct(request, pk):
    """Open a copy of the public text in the organiser's own form."""
    return _begin(
        request, pk, lambda version: corrections.open_correction(version.event, by=request.user)
    )


@require_POST
def close_edit(request, pk):
    """The edit is done: the organiser is told what is different."""
    version = _editable(request, pk)
    try:
        editing.close_edit(version, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The edit is closed, and the organiser is told of it."))
    return redirect("admin:events_version_review", pk)


@require_POST
def publish(request, pk):
    """Publish a correction in one act."""
    version = _editable(request, pk)
    if not version.is_correction:
        raise PermissionDenied
    asks_reason = permissions.needs_disqualified_reason(request.user, version.event)
    form = PublishForm(request.POST, version=version, asks_reason=asks_reason)
    if not form.is_valid():
        return review_page(request, version, forms={"publish": form}, status=422)
    try:
        corrections.publish_correction(version, by=request.user, **form.arguments())
    except Incomplete as refusal:
        return _again(request, pk, form, str(refusal), 422)
    except NotAllowed as refusal:
        return _again(request, pk, form, str(refusal), 403)
    except Conflict as refusal:
        return _again(request, pk, form, str(refusal), 409)
    except Refused as refusal:
        return _again(request, pk, form, str(refusal), 422)
    messages.success(request, _("The correction is published, and the organiser is told of it."))
    return redirect("admin:events_version_review", pk)


@require_POST
def drop(request, pk):
    """Set a correction aside. The public text stays as it is."""
    version = _editable(request, pk)
    if not version.is_correction:
        raise PermissionDenied
    try:
        decisions.withdraw(version, by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The correction is dropped. The public text is as it was."))
    return redirect("admin:events_event_change", version.event_id)


def _begin(request, pk, verb):
    version = _editable(request, pk)
    try:
        verb(version)
    except NotAllowed as refusal:
        return review_page(request, version, problem=str(refusal), status=403)
    except Refused as refusal:
        version = get_version(request, pk)
        return review_page(request, version, problem=str(refusal), status=409)
    return redirect("desk:about", version.event.reference)


def _editable(request, pk):
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    return get_version(request, pk)


def _again(request, pk, form, problem, status):
    """The page anew with what was typed, and the text that there is now marked as read."""
    version = get_version(request, pk)
    form.data = form.data.copy()
    form.data["seen"] = version.updated_at.isoformat()
    return review_page(request, version, forms={"publish": form}, problem=problem, status=status)
