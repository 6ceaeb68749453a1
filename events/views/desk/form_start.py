"""Starting an event: what one should know first, then week, organiser and path."""

from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from events.desk import paths
from events.desk.deadlines import front_page
from events.domain import drafts, windows
from events.domain.errors import Refused
from events.forms.start import SHORT, StartForm
from events.models import Version, Week
from events.views.desk.again import earlier_events
from organisers.models import Organiser

# Earlier events that the first page offers to start from; the rest have a page of their own.
FEW = 3


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """Tell what becomes public, ask what must be known, and make the draft."""
    organisers = list(Organiser.objects.for_user(request.user).with_texts())
    if not organisers:
        return redirect("desk:home")
    weeks = windows.weeks_to_write_for(organisers)
    if not weeks:
        return _closed(request, organisers[0])
    form = StartForm(weeks, organisers, request.POST or None)
    status = 200
    if request.method == "POST":
        if form.is_valid():
            try:
                version = _draft(form.cleaned_data, by=request.user)
            except Refused as refusal:
                # A week may be open to one of the organisers alone, or have closed meanwhile.
                form.add_error("organiser" if len(organisers) > 1 else None, refusal.message)
            else:
                paths.choose(request, version.event, is_short=form.cleaned_data["path"] == SHORT)
                return redirect("desk:go_on", version.event.reference)
        status = 422
    earlier = earlier_events(request.user, FEW)
    context = {"form": form, "weeks": weeks, "earlier": earlier}
    context["lines"] = front_page(organisers).lines
    return render(request, "desk/start.html", context, status=status)


def _closed(request, organiser):
    """No week takes anything new from this user: say which deadline was passed or is to come."""
    coming = Week.objects.upcoming()
    window = windows.window_for(coming, organiser) if coming else None
    return render(request, "desk/closed.html", {"coming": coming, "window": window})


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
