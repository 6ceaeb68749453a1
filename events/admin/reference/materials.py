"""Recordings and material: written by the material verbs alone, decided on by two buttons."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import permissions
from events.admin.base import NATIVE_CONTROLS
from events.domain import materials
from events.domain.errors import NotAllowed, Refused
from events.models import Event, Material


class MaterialForm(forms.ModelForm):
    """The model checks what the database would refuse, beside the field."""

    # By reference, as people speak of it: a list of all events would be two thousand long.
    event = forms.ModelChoiceField(
        Event.objects.all(),
        to_field_name="reference",
        widget=forms.TextInput,
        label=gettext_lazy("Reference of the event"),
        help_text=gettext_lazy("For example 2027-042"),
        error_messages={"invalid_choice": gettext_lazy("We know no event with this reference.")},
    )

    class Meta:
        model = Material
        fields = ("event", *materials.WRITABLE)


@admin.register(Material)
class MaterialAdmin(admin.ModelAdmin):
    form = MaterialForm
    formfield_overrides = NATIVE_CONTROLS
    list_display = ("title_nb", "kind", "event", "state", "available_on")
    list_select_related = ("event",)
    list_filter = ("state", "kind", "caption_type")
    search_fields = ("title_nb", "title_en", "event__reference")
    actions = None
    change_form_template = "admin/events/material/change_form.html"

    def get_queryset(self, request):
        seen = Event.objects.seen_by(request.user)
        return super().get_queryset(request).filter(event__in=seen.values("pk"))

    def get_readonly_fields(self, request, obj=None):
        return ("event", "state", "decided_at", "decided_by") if obj else ()

    def get_fields(self, request, obj=None):
        fields = ("event", *materials.WRITABLE)
        return (*fields, "state", "decided_at", "decided_by") if obj else fields

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("<int:pk>/approve/", view(approve), name="events_material_approve"),
            path("<int:pk>/reject/", view(reject), name="events_material_reject"),
            *super().get_urls(),
        ]

    def has_delete_permission(self, request, obj=None):
        return False

    def save_model(self, request, obj, form, change):
        fields = {name: form.cleaned_data[name] for name in materials.WRITABLE}
        if change:
            materials.change_material(obj, by=request.user, **fields)
        else:
            made = materials.add_material(obj.event, by=request.user, **fields)
            # The admin goes on with its own object: to the page of what was made.
            obj.pk, obj.state, obj.created_by = made.pk, made.state, made.created_by

    def render_change_form(self, request, context, *args, **kwargs):
        obj = kwargs.get("obj")
        context["may_decide"] = bool(obj) and permissions.may_decide(request.user, obj.event)
        return super().render_change_form(request, context, *args, **kwargs)


@require_POST
def approve(request, pk):
    return _decide(request, pk, materials.approve_material, _("Approved."))


@require_POST
def reject(request, pk):
    comment = request.POST.get("comment", "")
    return _decide(request, pk, materials.reject_material, _("Not accepted."), comment=comment)


def _decide(request, pk, verb, done, **arguments):
    if not permissions.can_review(request.user):
        raise PermissionDenied
    seen = Event.objects.seen_by(request.user)
    material = get_object_or_404(Material, pk=pk, event__in=seen.values("pk"))
    try:
        verb(material, by=request.user, **arguments)
    except NotAllowed:
        raise PermissionDenied from None
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, done)
    return redirect("admin:events_material_change", pk)
