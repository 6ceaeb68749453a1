"""Venues with what they are like to get into: yes, no or not known, and when that was confirmed."""

from django import forms
from django.contrib import admin
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from events.admin.base import DayInput, ReferenceAdmin
from events.enums import Answer
from events.models import AccessFeature, Venue, VenueAccess

ANSWERS = [("", _("Not known")), *Answer.choices]


class AccessForm(forms.ModelForm):
    """One question. No answer means not known, and then there is no row."""

    answer = forms.ChoiceField(choices=ANSWERS, required=False)

    class Meta:
        model = VenueAccess
        fields = ("feature", "answer", "confirmed_on")
        widgets = {"feature": forms.HiddenInput, "confirmed_on": DayInput}

    def name_controls(self, feature):
        """Tell which question the controls are about: they stand in a table without labels."""
        # Not "feature": in a template that is the form's field of this name.
        self.question = feature
        for name, words in (("answer", _("answer")), ("confirmed_on", _("last confirmed"))):
            self.fields[name].widget.attrs["aria-label"] = f"{feature}: {words}"


class AccessFormSet(BaseInlineFormSet):
    """All questions about venues, answered or not, in their order."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.features = {feature.pk: feature for feature in AccessFeature.objects.all()}
        answered = {row.feature_id for row in self.get_queryset()}
        self.initial_extra = [
            {"feature": feature.pk}
            for feature in self.features.values()
            if feature.is_of_venue and feature.is_active and feature.pk not in answered
        ]
        self.extra = len(self.initial_extra)

    def add_fields(self, form, index):
        super().add_fields(form, index)
        # Whoever wants to take an answer away chooses "not known".
        form.fields.pop("DELETE", None)
        pk = form.instance.feature_id or form.get_initial_for_field(
            form.fields["feature"], "feature"
        )
        if pk in self.features:
            form.name_controls(self.features[pk])

    def ordered(self):
        """The forms in the order of the questions."""
        asked = [form for form in self.forms if hasattr(form, "question")]
        return sorted(asked, key=lambda form: (form.question.position, form.question.code))

    def _should_delete_form(self, form):
        return not form.cleaned_data.get("answer")


class AccessInline(admin.TabularInline):
    model = VenueAccess
    form = AccessForm
    formset = AccessFormSet
    template = "admin/events/venue/_access.html"
    extra = 0
    max_num = 200


@admin.register(Venue)
class VenueAdmin(ReferenceAdmin):
    list_display = ("name_nb", "district", "address_line", "kind", "is_active")
    list_select_related = ("district",)
    list_filter = ("is_active", "district")
    search_fields = ("name_nb", "name_en", "street_address", "slug")
    inlines = (AccessInline,)
    fixed_code = "slug"
    fieldsets = (
        (None, {"fields": ("name_nb", "name_en", "slug", "kind", "is_active")}),
        (
            _("Where it is"),
            {
                "fields": (
                    "district",
                    "street_address",
                    "postal_code",
                    "postal_town",
                    "directions_nb",
                    "directions_en",
                )
            },
        ),
        (
            _("Position"),
            {
                "classes": ("collapse",),
                "fields": (
                    "latitude",
                    "longitude",
                    "coordinate_accuracy_m",
                    "municipality_number",
                    "address_status",
                ),
            },
        ),
    )

    @admin.display(description=_("address"))
    def address_line(self, venue):
        return venue.address_line
