"""What the lists and forms of the admin have in common."""

from django import forms
from django.contrib import admin
from django.db import models
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from enbyforalle.publishing.admin import PublishedModelAdmin
from events.domain import publications


class MomentInput(forms.DateTimeInput):
    """One control for day and hour: Django's two separate ones have no label of their own."""

    input_type = "datetime-local"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class DayInput(forms.DateInput):
    """The browser's own calendar, which works by keyboard and in the user's language."""

    input_type = "date"

    def __init__(self, attrs=None):
        super().__init__(attrs, format="%Y-%m-%d")


NATIVE_CONTROLS = {
    models.DateTimeField: {"form_class": forms.DateTimeField, "widget": MomentInput},
    models.DateField: {"widget": DayInput},
}


class EnglishName:
    """The English name in a list, marked as English for those who listen to the page."""

    @admin.display(description=_("name (English)"), ordering="name_en")
    def english_name(self, row):
        return format_html('<span lang="en">{}</span>', row.name_en)


class ReadOnlyAdmin(admin.ModelAdmin):
    """For what nobody changes by hand: records, and vocabularies fixed by others."""

    actions = None

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


class ReferenceAdmin(PublishedModelAdmin):
    """For rows that many events show, such as venues: a change is recorded for each of them."""

    formfield_overrides = NATIVE_CONTROLS
    actions = None
    # What is in addresses, filters and feeds must not change once it has been given out.
    fixed_code = ""

    def get_readonly_fields(self, request, obj=None):
        fields = tuple(super().get_readonly_fields(request, obj))
        return (*fields, self.fixed_code) if obj and self.fixed_code else fields

    def get_prepopulated_fields(self, request, obj=None):
        if obj or not self.fixed_code:
            return {}
        return {self.fixed_code: ("name_nb",)}

    def has_delete_permission(self, request, obj=None):
        """Only what nothing refers to may go; the rest is taken out of use instead."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and obj is not None and not self.is_used(obj)

    def is_used(self, obj):
        """Whether any row refers to this one, through a foreign key or a list of many."""
        related = (
            field for field in obj._meta.related_objects if field.on_delete is not models.CASCADE
        )
        return any(
            field.related_model._base_manager.filter(**{field.field.name: obj}).exists()
            for field in related
        ) or any(
            field.related_model._base_manager.filter(**{field.field.name: obj}).exists()
            for field in obj._meta.related_objects
            if field.many_to_many
        )

    def record_change(self, obj, user):
        # Only what no event shows can be deleted, and then there is nothing to record.
        if obj.pk is not None:
            publications.record_reference_change(obj, by=user)
