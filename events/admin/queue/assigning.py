"""Whose case it is: one address, from the queue and from the review page."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from enbyforalle.lib.keys import key_from
from events import permissions
from events.admin.review.page import get_version
from events.admin.walking import walk
from events.domain.assigning import assign
from events.domain.errors import Refused


def urls(site):
    """The addresses of this module, under the admin address of versions."""
    wrapped = site.admin_view(take)
    return [path("<int:pk>/assign/", wrapped, name="events_version_assign")]


@require_POST
def take(request, pk):
    """Say who takes the case: ``to`` is "me", a person's key, or empty for nobody."""
    if not permissions.can_review(request.user):
        raise PermissionDenied
    version = get_version(request, pk)
    try:
        event = assign(version.event, to=person(request), by=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        words = {"reference": event.reference, "name": event.assigned_to}
        if event.assigned_to:
            messages.success(request, _("%(name)s takes %(reference)s.") % words)
        else:
            messages.success(request, _("%(reference)s is nobody’s now.") % words)
    before = walk(request, version.pk)
    to_queue = request.GET.get("then") == "queue"
    return redirect(before.back if to_queue else before.address_of(version.pk))


def person(request):
    """Whom the form names: a person who may decide, or None. 404 for anybody else."""
    to = request.POST.get("to", "")
    if to in ("", "me"):
        return request.user if to else None
    return get_object_or_404(permissions.deciders(), pk=key_from(to))
