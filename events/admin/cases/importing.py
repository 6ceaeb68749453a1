"""Reading events from a spreadsheet: the file, what would become of each row, and what became."""

import time
import uuid

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from enbyforalle.lib.tables import MEDIA_TYPE, Sheet, spreadsheet
from events import permissions
from events.domain.columns import COLUMNS
from events.domain.errors import NotAllowed, Refused
from events.domain.importing import import_events
from events.models import Week

# Between the first look and the confirmation the file lies where only the site reads it.
FOLDER = "imports"
KEPT_FOR = 24 * 60 * 60  # Seconds.
SESSION_KEY = "import"


class ImportForm(forms.Form):
    """Which file, and for which week."""

    week = forms.ModelChoiceField(Week.objects.all(), label=gettext_lazy("Week"), empty_label=None)
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet (.xlsx, or .csv in UTF-8)"),
        help_text=gettext_lazy("At most 500 rows and 5 MB. Nothing is made before you confirm."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


def urls(view):
    """The addresses, under the admin address of events."""
    return [
        path("import/", view(look), name="events_event_import"),
        path("import/confirm/", view(confirm), name="events_event_import_confirm"),
        path("import/template.xlsx", view(template), name="events_event_import_template"),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
def look(request):
    """Take a file and say what would become of each row; nothing is written."""
    _check(request)
    week = Week.objects.upcoming() or Week.objects.first()
    is_post = request.method == "POST"
    form = ImportForm(*((request.POST, request.FILES) if is_post else ()), initial={"week": week})
    report = None
    if is_post and form.is_valid():
        upload, week = form.cleaned_data["file"], form.cleaned_data["week"]
        try:
            report = import_events(upload.file, week, by=request.user, is_dry=True)
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            _keep(request, upload, week)
    status = 422 if is_post and report is None else 200
    return _page(request, form=form, report=report, week=week, status=status)


@require_POST
def confirm(request):
    """Make the drafts of the file that was looked at last, and say what became of each row."""
    _check(request)
    kept = request.session.get(SESSION_KEY)
    week = Week.objects.filter(pk=kept["week"]).first() if kept else None
    if week is None or not default_storage.exists(kept["name"]):
        messages.error(request, _("The file is not here any more. Choose it once more."))
        return redirect("admin:events_event_import")
    try:
        with default_storage.open(kept["name"]) as file:
            report = import_events(file, week, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("admin:events_event_import")
    return _page(request, report=report, week=week, is_done=True)


@require_safe
def template(request):
    """A spreadsheet to fill in: the headings, and each column explained in both languages."""
    _check(request)
    headings = [f"{column.heading}{'*' if column.is_required else ''}" for column in COLUMNS]
    explained = [[str(column.heading), *_in_both(column)] for column in COLUMNS]
    columns = [_("Heading"), "Norsk", "Forklaring", "English", "Explanation"]
    file = spreadsheet(
        [Sheet(_("Events"), headings, []), Sheet("Forklaring – Explanation", columns, explained)]
    )
    name = "arrangementer-events.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA_TYPE)


def _in_both(column):
    for language in ("nb", "en"):
        with translation.override(language):
            must = f"{_('Required')}. " if column.is_required else ""
            yield from (str(column.heading), f"{must}{column.help}")


def _page(request, *, form=None, report=None, week=None, is_done=False, status=200):
    context = {
        **admin.site.each_context(request),
        "title": _("Read events from a spreadsheet"),
        "form": form or ImportForm(initial={"week": week}),
        "report": report,
        "week": week,
        "is_done": is_done,
    }
    return render(request, "admin/events/event/import.html", context, status=status)


def _check(request):
    if not permissions.can_enter(request.user):
        raise PermissionDenied


def _keep(request, upload, week):
    _sweep()
    upload.file.seek(0)
    name = default_storage.save(f"{FOLDER}/{uuid.uuid4()}", upload.file)
    request.session[SESSION_KEY] = {"name": name, "week": week.pk}


def _sweep():
    """Files of earlier days, confirmed or not, go when the next one comes."""
    try:
        _folders, names = default_storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    for name in names:
        path_of = f"{FOLDER}/{name}"
        # The machine's own clock, by which the file was written, and not the demo's.
        age = time.time() - default_storage.get_modified_time(path_of).timestamp()
        if age > KEPT_FOR:
            default_storage.delete(path_of)
