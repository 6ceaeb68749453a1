"""Starting an event: what one should know first, then week, organiser and path."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.desk import paths
from events.domain import drafts
from events.domain.errors import Refused
from events.forms.start import SHORT, StartForm
from events.models import Version, Week
from organisers.models import Organiser


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Tell what becomes public, ask what must be known, and make the draft."""
    organisers = list(Organiser.objects.for_user(request.user).with_texts())
    if not organisers:
        return redirect("desk:home")
    weeks = list(Week.objects.open_for_submissions().order_by("starts_on"))
    if not weeks:
        return render(request, "desk/closed.html", {"coming": Week.objects.upcoming()})
    form = StartForm(weeks, organisers, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                version = _draft(form.cleaned_data, by=request.user)
            except Refused as refusal:
                messages.error(request, refusal.message)
                return redirect("desk:home")
            paths.choose(request, version.event, is_short=form.cleaned_data["path"] == SHORT)
            return redirect("desk:go_on", version.event.reference)
        status = 422
    return render(request, "desk/start.html", {"form": form, "weeks": weeks}, status=status)


def _draft(answers, *, by):
    """A new draft, or the one that a button pressed twice has just made."""
    untouched = Version.objects.open().filter(
        event__week=answers["week"],
        event__organiser=answers["organiser"],
        created_by=by,
        number=1,
        title_nb="",
        summary_nb="",
        description_nb="",
        times=None,
    )
    same = untouched.select_related("event").first()
    return same or drafts.start_event(answers["week"], answers["organiser"], by=by)
