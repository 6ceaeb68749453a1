"""Places that organisers typed, and making venues of them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from enbyforalle.lib.formfields import LineField
from events import permissions
from events.admin.base import ReadOnlyAdmin
from events.domain.errors import Refused
from events.domain.places import adopt_place, same_place
from events.models import District, SessionTime, Venue, Version


class AdoptForm(forms.Form):
    """An existing venue, or what a new one needs."""

    venue = forms.ModelChoiceField(
        Venue.objects.in_use(),
        label=gettext_lazy("A venue we have"),
        required=False,
        empty_label=gettext_lazy("None of them: make a new one"),
    )
    name_nb = LineField(label=gettext_lazy("Name (Norwegian)"), required=False, max_length=160)
    name_en = LineField(
        label=gettext_lazy("Name (English)"),
        help_text=gettext_lazy("Left empty, it is the same as the Norwegian."),
        required=False,
        max_length=160,
    )
    street_address = LineField(label=gettext_lazy("Street address"), required=False, max_length=160)
    postal_code = forms.RegexField(
        r"^\d{4}$",
        label=gettext_lazy("Postcode"),
        required=False,
        error_messages={"invalid": gettext_lazy("A postcode has four digits.")},
    )
    postal_town = LineField(label=gettext_lazy("Postal town"), required=False, max_length=60)
    district = forms.ModelChoiceField(
        District.objects.all(), label=gettext_lazy("District or area"), required=False
    )
    needed = ("name_nb", "district")

    def clean(self):
        data = super().clean()
        if not data.get("venue"):
            for name in self.needed:
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("A new venue needs this."))
        return data


@admin.register(SessionTime)
class PlaceAdmin(ReadOnlyAdmin):
    """Only places to adopt are listed; all else about sessions stands on the review page."""

    list_display = ("place_name", "place_address", "place_district", "starts_at", "title")
    list_display_links = ("place_name",)
    list_select_related = ("place_district", "version__event")
    search_fields = ("place_name", "place_address", "version__event__reference")
    ordering = ("place_name", "starts_at")
    spreadsheet_title = gettext_lazy("Places to adopt")

    def get_queryset(self, request):
        seen = Version.objects.seen_by(request.user)
        return SessionTime.objects.with_typed_place().filter(version__in=seen.values("pk"))

    def get_urls(self):
        wrapped = self.admin_site.admin_view(adopt)
        return [
            path("<int:pk>/adopt/", wrapped, name="events_sessiontime_adopt"),
            *super().get_urls(),
        ]

    def has_view_permission(self, request, obj=None):
        return permissions.can_enter(request.user)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:events_sessiontime_adopt", object_id)

    def changelist_view(self, request, extra_context=None):
        extra = {"title": _("Places to adopt")}
        return super().changelist_view(request, extra | (extra_context or {}))

    @admin.display(description=gettext_lazy("event"))
    def title(self, time):
        return f"{time.version.title} ({time.version.event.reference})"


@require_http_methods(["GET", "POST"])
def adopt(request, pk):
    """Say which venue a typed place is, or make one of it."""
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    times = SessionTime.objects.select_related("version__event", "place_district")
    time = get_object_or_404(times, pk=pk)
    if not time.place_name:
        messages.info(request, _("This place has been adopted."))
        return redirect("admin:events_version_review", time.version_id)
    form = AdoptForm(request.POST or None, initial=_typed(time))
    if form.is_valid() and _adopted(request, time, form):
        return redirect("admin:events_version_review", time.version_id)
    context = {
        **admin.site.each_context(request),
        "title": _("Adopt as venue"),
        "time": time,
        "form": form,
        "same": same_place(time),
    }
    status = 422 if form.is_bound else 200
    return render(request, "admin/events/sessiontime/adopt.html", context, status=status)


def _typed(time):
    return {
        "name_nb": time.place_name,
        "street_address": time.place_address,
        "district": time.place_district_id,
    }


def _adopted(request, time, form):
    try:
        venue = adopt_place(time, by=request.user, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, _("“%(venue)s” is the venue now.") % {"venue": venue})
    return True
