"""Again next year: earlier events of one's own, and one of them as a draft of the open week."""

from django.contrib import messages
from django.db.models import Prefetch
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from events.domain import again as verbs
from events.domain import windows
from events.domain.errors import Refused
from events.forms.again import AgainForm
from events.models import Event, Version, Week
from events.views.desk.access import writable_event
from organisers.models import Organiser

# What the list shows of a version.
SHOWN = ("event", "state", "is_live", "number", "title_nb", "title_en", "language_nb")


@never_cache
@require_safe
def earlier(request):
    """Own events of weeks that are over, newest first, each with a way to arrange it again."""
    context = {"rows": earlier_events(request.user), "weeks": open_weeks(request.user)}
    return render(request, "desk/earlier.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def again(request, reference):
    """Say what comes along and what does not; then make the draft."""
    event = writable_event(request.user, reference)
    weeks = [week for week in open_weeks(request.user) if week.starts_on > event.week.starts_on]
    source = event.live or event.latest
    # With one open week nothing is asked, and what is posted is empty.
    data = request.POST if request.method == "POST" else None
    form = AgainForm(weeks, data) if weeks else None
    if form is not None and form.is_valid():
        try:
            version = verbs.copy_event(event, form.cleaned_data["week"], by=request.user)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("desk:earlier")
        messages.success(request, _("Here is a draft with what you wrote last time. Look it over."))
        for note in version.notes:
            messages.warning(request, note)
        return redirect("desk:event", version.event.reference)
    context = {
        "event": event,
        "version": source,
        "form": form,
        "weeks": weeks,
        "coming": Week.objects.upcoming(),
        "asked": event.co_organisers.accepted().select_related("organiser"),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/again.html", context, status=status)


def open_weeks(user):
    """Weeks that take submissions from one of the user's organisers, the nearest first."""
    return windows.weeks_to_write_for(Organiser.objects.for_user(user))


def earlier_events(user, most=None):
    """Events of the user's organisers in weeks that are over, each with ``shown`` and ``started``.

    ``shown`` is its live or newest version, ``started`` the copies in weeks to come. A fixed
    number of queries whatever the number of events.
    """
    events = (
        Event.objects.earlier(user)
        .select_related("week")
        .prefetch_related(
            Prefetch("versions", Version.objects.only(*SHOWN).order_by("number")),
            Prefetch("organiser", Organiser.objects.with_texts()),
            Prefetch("copies", Event.objects.of_weeks_to_come(), to_attr="started"),
        )
        .order_by("-week__year", "-pk")
    )
    rows = list(events[:most] if most else events)
    for event in rows:
        versions = list(event.versions.all())
        event.shown = next((row for row in versions if row.is_live), versions[-1])
    return rows
