"""The end of the form: the preview, what is missing, sending in, and the receipt."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enbyforalle.lib import images
from events import permissions
from events.desk import paths, staff
from events.domain import review
from events.domain.completeness import missing
from events.domain.errors import Incomplete, Refused
from events.emails import answer_by
from events.forms.steps import BY_NAME
from events.models import AccessFeature, Image, Version
from events.programme.page import EventPage, with_page
from events.views.desk.access import open_version, readable_event, writable_event


@never_cache
@require_safe
def preview(request, reference):
    """The event as the public will see it, in the language asked for; and what is missing."""
    event = readable_event(request.user, reference)
    shown = open_version(event) or event.latest
    version = with_page(Version.objects.all()).get(pk=shown.pk)
    may_write = permissions.can_edit(request.user, event)
    is_staffs = staff.is_own_text(request.user, version)
    context = {
        "event": version.event,
        "version": version,
        "week": event.week,
        "page": EventPage(version, list(AccessFeature.objects.filter(is_key=True))),
        "may_send": may_write and version.is_editable and not is_staffs,
        "lacks": _lacks(request, event, version) if version.is_editable or is_staffs else [],
        "review_page": version if is_staffs else None,
        "first_step": paths.url_of(BY_NAME["about"], event),
    }
    response = render(request, "desk/preview.html", context)
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def _lacks(request, event, version):
    short = paths.is_chosen_short(request, event)
    return [
        {
            "message": lack.message,
            "step": BY_NAME[lack.step].title,
            "url": paths.url_of_missing(lack, event, short=short),
        }
        for lack in missing(version)
    ]


@never_cache
def submit(request, reference):
    """Send the event in; what is missing is listed on the preview."""
    event = writable_event(request.user, reference)
    version = open_version(event)
    if request.method != "POST":
        return redirect("desk:preview", reference)
    if version is None:
        return redirect("desk:event", reference)
    if not version.is_editable:
        # The button was pressed twice: the first time counted.
        return redirect("desk:receipt", reference)
    try:
        review.submit(version, by=request.user)
    except Incomplete:
        return redirect("desk:preview", reference)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("desk:preview", reference)
    return redirect("desk:receipt", reference)


@never_cache
@require_safe
def receipt(request, reference):
    """It has come in: the reference, and the day of the answer."""
    event = writable_event(request.user, reference)
    version = open_version(event)
    if version is None or version.submitted_at is None or version.is_editable:
        return redirect("desk:event", reference)
    context = {"event": event, "version": version, "answer_by": answer_by(version)}
    return render(request, "desk/receipt.html", context)


@never_cache
@require_safe
def picture(request, reference, key, width):
    """A picture of an event that is not public yet, for those who may see the event."""
    event = readable_event(request.user, reference)
    # A copied event shows the pictures of the one it was copied from.
    shown = Image.objects.filter(pictures__version__event=event, taken_down_at=None).distinct()
    image = get_object_or_404(shown, pk=key)
    if width not in images.WIDTHS:
        raise Http404
    try:
        with images.opened(image.key, width, "webp") as file:
            return HttpResponse(file.read(), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404 from error
