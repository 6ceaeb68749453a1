"""The pages of the form. Each saves a draft and never demands that it is complete."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_time
from events import permissions
from events.desk import kept, paths, staff
from events.domain.completeness import missing
from events.domain.errors import Conflict
from events.enums import VersionState
from events.forms.steps import BY_NAME, Page
from events.views.desk.access import can_still_write, open_version, writable_event

# Saves of one event queue behind a lock, so that more than two in the same second are rare.
ATTEMPTS = 3


@never_cache
def go_on(request, reference):
    """Lead to the first page on which something is missing, or to the preview.

    Whoever was asked for changes begins at the first page: nothing is missing there, but the text
    is to be another before it is sent in again.
    """
    event = writable_event(request.user, reference)
    version = open_version(event)
    if version is None or not can_still_write(request.user, version):
        return redirect("desk:event", reference)
    lacks = missing(version)
    is_short = paths.is_chosen_short(request, event)
    if not lacks and version.state == VersionState.CHANGES_REQUESTED:
        return redirect(paths.url_of(BY_NAME["short" if is_short else "about"], event))
    if not lacks:
        return redirect("desk:preview", reference)
    address = paths.url_of_missing(lacks[0], event, short=is_short)
    return redirect(address.partition("#")[0])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def step(request, reference, name):
    """Show a page of the form, or save it."""
    event = writable_event(request.user, reference)
    version = open_version(event) or event.latest
    paths.choose(request, event, is_short=BY_NAME[name].is_short)
    if request.method == "POST":
        return _save(request, BY_NAME[name], version)
    if not can_still_write(request.user, version) and kept.kept(request) is None:
        return redirect("desk:event", reference)
    return _show(request, BY_NAME[name], version)


def _show(request, step, version):
    """The page as stored, or as it was left when it could not be saved."""
    data = kept.kept(request)
    page = Page(step, version, data=data, add=request.GET.get("add", ""))
    if data is not None:
        page.is_valid()
    return _render(request, page, {"was_kept": data is not None})


def _save(request, step, version):
    for _attempt in range(ATTEMPTS):
        page = Page(step, version, data=request.POST, files=request.FILES)
        try:
            understood = page.save(by=request.user)
            break
        except Conflict as conflict:
            # Somebody saved in the same second: sort what was typed against what is stored now.
            refusal, version = conflict, open_version(version.event) or version.event.latest
            if not permissions.can_write_in(request.user, version):
                return _too_late(request, step, version, refusal)
    else:
        return _too_late(request, step, version, refusal)
    if understood:
        kept.forget(request)
        if not _wants_json(request):
            return _saved(request, page)
    page.settle(open_version(version.event))
    if not understood:
        kept.keep(request, page.data_to_keep())
    if _wants_json(request):
        return JsonResponse(_answer(page))
    status = 409 if page.conflicts() else 422
    return _render(request, page, {"was_saved": page.saved}, status=status)


def _saved(request, page):
    """Where to go when all was saved: the next page, the list, or a row more on this one."""
    event = page.version.event
    if request.POST.get("add") or request.POST.get("remove"):
        here = paths.url_of(page.step, event)
        added = request.POST.get("add", "")
        return redirect(f"{here}?add={added}#{added}" if added else here)
    if request.POST.get("go") == "theirs":
        messages.success(request, _("What was saved in the other window stands."))
        return redirect(paths.url_of(page.step, event))
    if request.POST.get("go") == "check":
        return redirect(f"{paths.url_of(page.step, event)}#times-0")
    if request.POST.get("go") == "list" and staff.is_own_text(request.user, page.version):
        return redirect("admin:events_version_review", page.version.pk)
    if request.POST.get("go") == "list":
        messages.success(request, _("The draft is saved."))
        return redirect("desk:home")
    if request.POST.get("go") in BY_NAME:
        return redirect(paths.url_of(BY_NAME[request.POST["go"]], event))
    return redirect(paths.after(page.step, event))


def _answer(page):
    """What the script that saves in the background is told."""
    wrong, contested = page.number_of_errors(), page.contested()
    text = _("Saved %(time)s.") % {"time": format_time(clock.now())}
    if contested:
        text += " " + _("Something was also changed in another window: save to see both texts.")
    if wrong:
        text += " " + ngettext(
            "%(n)d field is not understood yet.", "%(n)d fields are not understood yet.", wrong
        ) % {"n": wrong}
    complete = not (wrong or contested)
    seen = page.marks_unshown()
    return {"message": text, "seen": seen, "ids": page.new_ids(), "complete": complete}


def _too_late(request, step, version, refusal):
    """Somebody sent the text in while this page stood open: show it all, save nothing."""
    kept.keep(request, request.POST)
    if _wants_json(request):
        return JsonResponse({"message": refusal.message}, status=409)
    page = Page(step, version, data=request.POST)
    page.is_valid()
    return _render(request, page, {"too_late": refusal.message}, status=409)


def _render(request, page, more, status=200):
    version, step = page.version, page.step
    may_write = can_still_write(request.user, version)
    lacking = {lack.step for lack in missing(version)}
    event = version.event
    progress = [
        {
            "step": row,
            "is_done": not lacking & set(row.covers or (row.name,)),
            "is_here": row is step,
        }
        for row in paths.path_of(step)
    ]
    context = {
        "page": page,
        "event": event,
        "version": version,
        "progress": progress,
        "here": paths.url_of(step, event),
        "days": _days(page),
        "was_kept": False,
        "was_saved": False,
        "too_late": "" if may_write else _("The event has been sent in."),
        # The coordinator's own text: what is done with it stands on the page of the review.
        "review_page": version if staff.is_own_text(request.user, version) else None,
    }
    return render(request, "desk/step.html", context | more, status=status)


def _days(page):
    """The notable days, on a page where times are chosen; its hints need the same ones."""
    return next((part.around.days for part in page.parts if hasattr(part, "around")), [])


def _wants_json(request):
    """Whether the page's own script asks, which saves in the background."""
    return "application/json" in request.headers.get("Accept", "")
