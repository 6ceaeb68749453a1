"""Reference data: the week, the districts, and the words that events are described with."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from events.admin.base import EnglishName, ReadOnlyAdmin, ReferenceAdmin
from events.admin.reference import opening
from events.enums import Reminder
from events.models import (
    AccessFeature,
    Audience,
    District,
    EventType,
    GroundTerm,
    NotableDay,
    SustainableGoal,
    Topic,
    Week,
)


class WeekForm(forms.ModelForm):
    """Kinds of reminders are ticked off, where the column holds a list."""

    silent_reminders = forms.MultipleChoiceField(
        label=_("Do not remind of"),
        choices=Reminder.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each organiser is reminded once, in the daytime, and only of what is left to do. "
            "What you tick here is not sent to anybody this year."
        ),
    )


@admin.register(Week)
class WeekAdmin(ReferenceAdmin):
    form = WeekForm
    change_list_template = "admin/events/week/change_list.html"
    change_form_template = "admin/events/week/change_form.html"
    list_display = (
        "year",
        "starts_on",
        "ends_on",
        "submissions_open_at",
        "submissions_close_at",
        "print_deadline_at",
        "programme_released_at",
        "theme",
    )
    fieldsets = (
        (None, {"fields": ("year", "iso_week", "starts_on", "ends_on")}),
        (
            _("Submissions"),
            {
                "description": _(
                    "Between these two moments organisers may begin and send in events. One that "
                    "needs more time gets late access. Without a first moment nothing is taken in."
                ),
                "fields": (
                    "submissions_open_at",
                    "submissions_close_at",
                    "grace_minutes",
                    "answer_days",
                ),
            },
        ),
        (
            _("Printed programme"),
            {
                "description": _(
                    "Organisers see this earlier deadline, and the queue can show what came "
                    "before it. Leave it empty when nothing is printed."
                ),
                "fields": ("print_deadline_at",),
            },
        ),
        (
            _("Reminders by email"),
            {"fields": ("interpreter_days", "silent_reminders")},
        ),
        (_("Release"), {"fields": ("programme_released_at", "pre_programme_released_at")}),
        (_("Words"), {"fields": ("theme_nb", "theme_en", "intro_nb", "intro_en")}),
        (
            _("Draft of the introduction, not public"),
            {"classes": ("collapse",), "fields": ("intro_draft_nb", "intro_draft_en")},
        ),
        (
            _("Archive"),
            {
                "classes": ("collapse",),
                "fields": (
                    "events_total",
                    "events_total_qualifier",
                    "source_url",
                    "archive_note_nb",
                    "archive_note_en",
                ),
            },
        ),
    )

    def get_urls(self):
        return opening.urls(self.admin_site.admin_view) + super().get_urls()

    @admin.display(description=_("theme"))
    def theme(self, week):
        return str(week.theme)


@admin.register(District)
class DistrictAdmin(EnglishName, ReferenceAdmin):
    list_display = ("name_nb", "english_name", "slug", "position")
    search_fields = ("name_nb", "name_en", "aliases")
    fields = ("name_nb", "name_en", "slug", "position", "aliases", "latitude", "longitude")
    fixed_code = "slug"


class TermAdmin(EnglishName, ReferenceAdmin):
    """One vocabulary. A word in use is taken out of use, never deleted: old events keep it."""

    list_display = ("name_nb", "english_name", "code", "position", "is_active")
    list_filter = ("is_active",)
    search_fields = ("name_nb", "name_en", "code")
    fixed_code = "code"


@admin.register(Topic)
class TopicAdmin(TermAdmin):
    fields = ("name_nb", "name_en", "code", "position", "is_active", "window", "hue")


@admin.register(EventType, Audience)
class PlainTermAdmin(TermAdmin):
    fields = ("name_nb", "name_en", "code", "position", "is_active")


@admin.register(AccessFeature)
class AccessFeatureAdmin(TermAdmin):
    list_display = (*TermAdmin.list_display, "group", "is_key", "is_of_venue")
    list_filter = ("group", "is_key", "is_of_venue", "is_active")
    fields = (
        "name_nb",
        "name_en",
        "code",
        "group",
        "definition_nb",
        "definition_en",
        "is_key",
        "is_of_venue",
        "position",
        "is_active",
    )


@admin.register(NotableDay)
class NotableDayAdmin(ReferenceAdmin):
    list_display = ("name_nb", "starts_on", "ends_on", "is_approximate")
    search_fields = ("name_nb", "name_en")
    fields = (
        "name_nb",
        "name_en",
        "starts_on",
        "ends_on",
        "is_approximate",
        "is_fast",
        "note_nb",
        "note_en",
    )


@admin.register(GroundTerm, SustainableGoal)
class FixedTermAdmin(EnglishName, ReadOnlyAdmin):
    """Grounds are fixed by law and goals by the United Nations."""

    list_display = ("name_nb", "english_name", "code")
