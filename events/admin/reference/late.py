"""Late access: who may send in after the deadline, given and taken back by verbs."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_POST

from enbyforalle.lib.dates import format_datetime
from enbyforalle.lib.formfields import LineField
from events import permissions
from events.admin.base import MomentInput, ReadOnlyAdmin
from events.domain.errors import Refused
from events.domain.late_access import grant_late_access, withdraw_late_access
from events.models import LateAccess, Week
from organisers.models import Organiser


class GrantForm(forms.Form):
    """Who, for which week, and until when."""

    week = forms.ModelChoiceField(
        Week.objects.exclude(submissions_close_at=None),
        label=gettext_lazy("Week"),
        empty_label=None,
    )
    organiser = forms.ModelChoiceField(
        Organiser.objects.with_texts(), label=gettext_lazy("Organiser")
    )
    until = forms.DateTimeField(
        label=gettext_lazy("May send in until"),
        widget=MomentInput,
        help_text=gettext_lazy("The members get an email that says so."),
    )
    note = LineField(
        label=gettext_lazy("Note"),
        required=False,
        max_length=300,
        help_text=LateAccess._meta.get_field("note").help_text,
    )


@admin.register(LateAccess)
class LateAccessAdmin(ReadOnlyAdmin):
    list_display = ("organiser", "week", "until", "where_it_stands", "granted_by", "note")
    list_filter = ("week",)
    search_fields = ("organiser__texts__name_nb", "note")
    fields = (
        "organiser",
        "week",
        "until",
        "note",
        "granted_at",
        "granted_by",
        "withdrawn_at",
        "withdrawn_by",
    )
    # Written by verbs alone; the page of one row only tells.
    readonly_fields = fields
    change_form_template = "admin/events/lateaccess/change_form.html"

    def get_queryset(self, request):
        organisers = Prefetch("organiser", Organiser.objects.with_texts())
        rows = super().get_queryset(request).select_related("week", "granted_by")
        return rows.prefetch_related(organisers)

    def get_urls(self):
        view = self.admin_site.admin_view
        own = [path("<int:pk>/withdraw/", view(withdraw), name="events_lateaccess_withdraw")]
        return own + super().get_urls()

    def has_add_permission(self, request, obj=None):
        return permissions.can_enter(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        return grant(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        extra = (extra_context or {}) | {"can_withdraw": permissions.can_enter(request.user)}
        return super().change_view(request, object_id, form_url, extra)

    @admin.display(description=gettext_lazy("where it stands"))
    def where_it_stands(self, late):
        if late.withdrawn_at:
            return _("withdrawn")
        return pgettext("late access", "open") if late.is_open else _("run out")


@require_http_methods(["GET", "HEAD", "POST"])
def grant(request):
    """Give late access; week and organiser may stand in the address already."""
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    known = {name: request.GET[name] for name in ("week", "organiser") if name in request.GET}
    upcoming = Week.objects.upcoming()
    form = GrantForm(request.POST or None, initial={"week": upcoming} | known)
    if form.is_valid() and (late := _granted(request, form)) is not None:
        values = {"name": late.organiser, "until": format_datetime(late.until)}
        messages.success(request, _("%(name)s may send in until %(until)s.") % values)
        return redirect("admin:events_lateaccess_changelist")
    context = {**admin.site.each_context(request), "title": _("Give late access"), "form": form}
    status = 422 if form.is_bound else 200
    return render(request, "admin/events/lateaccess/grant.html", context, status=status)


def _granted(request, form):
    data = form.cleaned_data
    try:
        return grant_late_access(
            data["week"], data["organiser"], until=data["until"], note=data["note"], by=request.user
        )
    except Refused as refusal:
        field = refusal.field if refusal.field in form.fields else None
        form.add_error(field, refusal.message)
        return None


@require_POST
def withdraw(request, pk):
    """Take it back."""
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    late = get_object_or_404(LateAccess, pk=pk)
    try:
        withdraw_late_access(late, by=request.user)
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The late access is taken back."))
    return redirect("admin:events_lateaccess_changelist")
