"""The review page: all that a decision needs, in both languages, and the decisions."""

from functools import partial

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from enbyforalle.lib import images
from events import permissions
from events.admin.conversation import talk_of
from events.admin.review import content
from events.admin.review.clashes import clashes
from events.admin.review.forms import empty_forms
from events.admin.review.reader import readers
from events.admin.walking import walk
from events.domain.completeness import missing
from events.domain.differences import differences
from events.emails import answer_by
from events.enums import VersionState
from events.models import CoOrganiser, Picture, Version
from events.programme.page import with_page


def urls(site):
    """The pages of this module, under the admin address of versions."""
    return [
        path("<int:pk>/review/", site.admin_view(review), name="events_version_review"),
        path(
            "picture/<uuid:key>/<int:width>.<str:ext>",
            site.admin_view(picture),
            name="events_version_picture",
        ),
    ]


@require_GET
def review(request, pk):
    """The review page of one version, whatever its state: decided ones stay readable."""
    return review_page(request, get_version(request, pk))


@require_GET
def picture(request, key, width, ext):
    """A picture of an event that is not public, for those who decide on it."""
    may_see(request.user)
    seen = Version.objects.seen_by(request.user)
    if not Picture.objects.filter(image=key, version__in=seen.values("pk")).exists():
        raise Http404
    try:
        stored = images.opened(key, width, ext)
    except (ValueError, FileNotFoundError):
        raise Http404 from None
    kind = "image/webp" if ext == "webp" else "image/jpeg"
    return FileResponse(stored, content_type=kind)


def may_see(user):
    """``admin_view`` asks for staff only; who may read cases is asked here, in every view."""
    if not (permissions.can_review(user) or user.has_perm("events.view_version")):
        raise PermissionDenied


def get_version(request, pk):
    """The version, with all its page shows. 403 without the right, 404 where it does not exist."""
    may_see(request.user)
    versions = with_page(Version.objects.seen_by(request.user))
    return get_object_or_404(versions, pk=pk)


def review_page(request, version, *, forms=None, problem="", status=200):
    """Render the page; ``forms`` and ``problem`` come from a decision that did not go through."""
    user, event = request.user, version.event
    asks_reason = permissions.needs_disqualified_reason(user, event)
    may_decide = permissions.may_decide(user, event)
    context = {
        **admin.site.each_context(request),
        "title": str(version.title) or _("Event without a title"),
        "version": version,
        "event": event,
        **_compared(version),
        "readers": readers(version),
        "facts": content.facts(version),
        "contacts": content.private_contacts(version),
        "access": content.access(version),
        "missing": missing(version) if version.is_open else [],
        "clashes": clashes(version, user),
        "answer_by": answer_by(version),
        "is_waiting": version.state == VersionState.SUBMITTED,
        "can_review": permissions.can_review(user),
        "is_own": permissions.is_disqualified(user, event),
        "may_decide": may_decide,
        "asks_reason": asks_reason,
        "forms": forms or empty_forms(version, asks_reason=asks_reason),
        "problem": problem,
        "can_adopt": permissions.can_enter(user),
        "can_enter": permissions.can_enter(user),
        "walk": walk(request, version.pk),
        "may_assign": version.is_open and permissions.can_review(user),
        "deciders": permissions.deciders().order_by("name", "email"),
        "picture_address": partial(reverse, "admin:events_version_picture"),
        "talk": talk_of(user, event, back=version.pk),
        **_around(event),
    }
    return render(request, "admin/events/version/review.html", context, status=status)


def _compared(version):
    """What the version is compared with: the public text, and what its organiser sent in.

    A version that has been decided on is shown beside the text that was public then.
    """
    event = version.event
    others = event.versions.exclude(pk=version.pk)
    asked = {version.edit_of_id, version.based_on_id} - {None}
    if version.is_open:
        found = others.filter(Q(is_live=True) | Q(pk=version.edit_of_id))
    else:
        found = others.filter(pk__in=asked)
    rows = list(found.with_content())
    sent = next((row for row in rows if row.pk == version.edit_of_id), None)
    before = next((row for row in rows if row.state == VersionState.APPROVED), None)
    newer = None
    if version.state == VersionState.REPLACED:
        newer = event.versions.filter(edit_of=version).first()
    return {
        "live": before,
        "changes": differences(before, version) if before else None,
        "sent": sent,
        "edits": differences(sent, version, joining=()) if sent else None,
        "newer": newer,
    }


def _around(event):
    """What belongs to the case: its organiser's words, co-organisers, history, other versions."""
    organiser = event.organiser
    return {
        "organiser": organiser,
        "live_text": organiser.live_text if organiser else None,
        "open_text": organiser.open_text if organiser else None,
        "co_organisers": CoOrganiser.objects.filter(event=event).select_related("organiser"),
        "versions": event.versions.order_by("-number"),
    }
