"""Reports from residents: a list, and a page each with what was done about it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from enbyforalle.lib.formfields import LineField
from enbyforalle.lib.keys import key_from
from events.admin.base import ReadOnlyAdmin
from events.domain.errors import NotAllowed, Refused
from events.domain.reports import HANDLE, handle_report
from events.models import Report, Version


class HandledFilter(admin.SimpleListFilter):
    """What waits is shown first, without being asked for."""

    title, parameter_name = gettext_lazy("dealt with"), "handled"

    def lookups(self, request, model_admin):
        return [("yes", _("Dealt with")), ("all", _("All"))]

    def choices(self, changelist):
        waiting, *rest = super().choices(changelist)
        return [waiting | {"display": _("Waiting")}, *rest]

    def queryset(self, request, queryset):
        if self.value() == "all":
            return queryset
        return queryset.filter(handled_at__isnull=self.value() != "yes")


class HandleForm(forms.Form):
    """What was done, for whoever asks later."""

    note = LineField(
        label=gettext_lazy("What was done"),
        help_text=gettext_lazy("Internal. It stands with the case and may be asked for."),
        max_length=400,
        error_messages={"required": gettext_lazy("Write what was done.")},
    )


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    """Read by those who deal with them alone: an address may stand in a report."""

    list_display = ("created_at", "event_title", "reason", "is_handled")
    list_display_links = ("created_at", "event_title")
    list_filter = (HandledFilter, "reason")
    search_fields = ("event__reference", "event__versions__title_nb", "text", "note")
    search_help_text = gettext_lazy("Reference, title or words of the report")
    date_hierarchy = "created_at"
    list_per_page = 100

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm(HANDLE)

    def has_module_permission(self, request):
        return request.user.has_perm(HANDLE)

    def get_queryset(self, request):
        reports = Report.objects.seen_by(request.user).select_related("event__week", "handled_by")
        live = Version.objects.filter(is_live=True).only("event", "title_nb", "title_en", "is_live")
        return reports.prefetch_related(
            Prefetch("event__versions", live, "live_versions"),
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        handle = path("<int:pk>/handle/", view(self.handle), name="events_report_handle")
        return [handle, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return self._page(request, self._report(request, object_id), HandleForm())

    @property
    def handle(self):
        return require_POST(self._handle)

    def _handle(self, request, pk):
        report = self._report(request, pk)
        form = HandleForm(request.POST)
        if not form.is_valid():
            return self._page(request, report, form, status=422)
        try:
            handle_report(report, by=request.user, **form.cleaned_data)
        except NotAllowed:
            raise PermissionDenied from None
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._page(request, self._report(request, pk), form, status=409)
        messages.success(request, _("The report is dealt with."))
        return redirect("admin:events_report_changelist")

    def _report(self, request, pk):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.get_queryset(request), pk=key_from(pk))

    def _page(self, request, report, form, status=200):
        event = report.event
        others = event.reports.exclude(pk=report.pk)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Report from a resident"),
            "opts": self.opts,
            "report": report,
            "event": event,
            "version": event.live or event.latest,
            "others": others[:20],
            "form": form,
        }
        return render(request, "admin/events/report/report.html", context, status=status)

    @admin.display(description=gettext_lazy("event"))
    def event_title(self, report):
        live = report.event.live
        return f"{live.title} ({report.event})" if live else str(report.event)

    @admin.display(description=gettext_lazy("dealt with"), boolean=True)
    def is_handled(self, report):
        return report.is_handled
