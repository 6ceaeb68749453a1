"""«What was public on this date»: the programme as it was, on a page, as JSON, as a spreadsheet."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from enbyforalle.lib import clock
from enbyforalle.lib.formfields import DateField, TimeField
from enbyforalle.lib.tables import MEDIA_TYPE, Sheet, spreadsheet
from events import permissions
from events.admin.cases.page import get_event
from events.models import Week
from events.overview.history import LANGUAGES, feature_names, history_of, lines_of, programme_at

SEE = "events.view_publication"


class MomentForm(forms.Form):
    """A day and an hour in Oslo, and a week if one is enough."""

    date = DateField(label=gettext_lazy("Day"))
    time = TimeField(label=gettext_lazy("Time"))
    week = forms.ModelChoiceField(
        Week.objects.all(),
        label=gettext_lazy("Week"),
        required=False,
        empty_label=gettext_lazy("All weeks"),
    )
    internal = forms.BooleanField(label=gettext_lazy("For employees only"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("date", "time", "week"):
            self.fields[name].widget.attrs["data-wrap"] = "short"


def urls(view):
    """The addresses, under the admin address of publications."""
    return [
        path("as-of/", view(page), name="events_publication_as_of"),
        path("as-of.json", view(as_json), name="events_publication_as_of_json"),
        path("as-of.xlsx", view(as_spreadsheet), name="events_publication_as_of_xlsx"),
    ]


def event_urls(view):
    """The address, under the admin address of events."""
    address = "<int:pk>/what-was-public/"
    return [path(address, view(history), name="events_event_history_public")]


@require_safe
def page(request):
    """Pick a moment, and see the programme as anybody could read it then."""
    form, moment = _asked(request)
    rows = _rows(request, form, moment) if moment else []
    values = {"date": form["date"].value(), "time": form["time"].value()}
    if form.is_valid() and form.cleaned_data["week"]:
        values["week"] = form.cleaned_data["week"].pk
    if form.is_valid() and form.cleaned_data["internal"]:
        values["internal"] = "on"
    context = {
        **admin.site.each_context(request),
        "title": _("What was public on a date"),
        "form": form,
        "moment": moment,
        "rows": rows,
        "query": urlencode({name: str(value) for name, value in values.items()}),
    }
    status = 200 if moment else 422
    return render(request, "admin/events/publication/as_of.html", context, status=status)


@require_safe
def as_json(request):
    """The same as JSON: the moment, and of each event what could be read in both languages."""
    form, moment = _asked(request)
    if not moment:
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    events = [
        {
            "reference": row.event.reference,
            "week": row.event.week.year,
            "slug": row.event.slug,
            "recorded_at": row.at.isoformat(),
            "content": row.content,
        }
        for row in _rows(request, form, moment)
    ]
    answer = JsonResponse({"moment": moment.isoformat(), "events": events})
    answer["Content-Disposition"] = f'attachment; filename="{_name(moment)}.json"'
    return answer


@require_safe
def as_spreadsheet(request):
    """The same as a spreadsheet: one sheet of events, one of everything they said."""
    form, moment = _asked(request)
    if not moment:
        return JsonResponse({"errors": form.errors.get_json_data()}, status=422)
    rows, names = _rows(request, form, moment), feature_names()
    events = Sheet(
        _("Events"),
        [_("Reference"), _("Week"), _("Title"), _("Title in English"), _("Organiser"), _("When")],
        (_summary(row) for row in rows),
    )
    words = Sheet(
        _("Contents"),
        [_("Reference"), _("What"), _("Norwegian"), _("English")],
        (
            [row.event.reference, line.label, line.nb, line.en]
            for row in rows
            for line in lines_of(row.content, names)
        ),
    )
    file = spreadsheet([events, words])
    name = f"{_name(moment)}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)


@require_safe
def history(request, pk):
    """Every published state of one event, and what each changed."""
    event = get_event(request, pk)
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    context = {
        **admin.site.each_context(request),
        "title": _("What was public of %(reference)s") % {"reference": event.reference},
        "event": event,
        "history": history_of(event),
    }
    return render(request, "admin/events/event/history_public.html", context)


def _asked(request):
    """The form and the instant it names; now where nothing is asked, None where it is nonsense."""
    if not request.user.has_perm(SEE):
        raise PermissionDenied
    now = clock.local(clock.now())
    start = {"date": now.date().isoformat(), "time": f"{now:%H:%M}"}
    form = MomentForm(request.GET if "date" in request.GET else start)
    if not form.is_valid():
        return form, None
    return form, clock.at(form.cleaned_data["date"], form.cleaned_data["time"])


def _rows(request, form, moment):
    internal = form.cleaned_data["internal"]
    if internal and not request.user.has_perm(permissions.SEE_INTERNAL):
        raise PermissionDenied
    return programme_at(moment, week=form.cleaned_data["week"], internal=internal)


def _summary(row):
    titles = [row.content[language]["title"] for language in LANGUAGES]
    starts = [session["starts_at"] for session in row.content["nb"]["sessions"]]
    when = datetime.fromisoformat(min(starts)) if starts else None
    event = row.event
    return [event.reference, event.week.year, *titles, row.content["nb"]["organiser"], when]


def _name(moment):
    with translation.override("en"):
        return f"programme-{clock.local(moment):%Y-%m-%d-%H%M}"
