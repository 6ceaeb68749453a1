"""«Report this event»: a form for residents on its own page, without a cookie."""

from django.http import Http404
from django.shortcuts import redirect, render

from enbyforalle.lib.openforms import may_send, open_form
from events.domain.errors import Refused
from events.domain.reports import report_event
from events.forms.report import ReportForm
from events.models import Event, Version

# From one address in an hour. Libraries and schools share one, so it is more than one person needs.
MOST_AN_HOUR = 10


@open_form
def report(request, year, slug):
    """Say what is wrong with a public event; the coordinator gets it by mail."""
    event, version = _public(year, slug)
    form = ReportForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_trapped:
            return redirect("events:reported", year, slug)
        if form.is_valid():
            if not may_send(request, "report", most=MOST_AN_HOUR):
                return render(request, "events/report_many.html", {"event": event}, status=429)
            try:
                report_event(event, **form.cleaned_data)
                return redirect("events:reported", year, slug)
            except Refused as refusal:
                form.add_error(refusal.field or None, refusal.message)
    context = {"event": event, "version": version, "form": form}
    return render(request, "events/report.html", context, status=status)


@open_form
def reported(request, year, slug):
    """Thanks, and what happens now."""
    event, version = _public(year, slug)
    return render(request, "events/reported.html", {"event": event, "version": version})


def _public(year, slug):
    events = Event.objects.public().select_related("week")
    event = events.filter(week__year=year, slug=slug).first()
    version = event and Version.objects.filter(event=event, is_live=True).first()
    if version is None:
        raise Http404
    return event, version
