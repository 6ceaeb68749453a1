from django.contrib import admin
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from enbyforalle.pages import domain
from enbyforalle.pages.forms import WHEN, MeetingForm, PageForm
from enbyforalle.pages.models import Meeting, Page, Redirect


class ThroughVerbs(admin.ModelAdmin):
    """Writes by the verbs in enbyforalle.pages.domain and in no other way."""

    formfield_overrides = WHEN

    def save_model(self, request, obj, form, change):
        domain.save(obj, by=request.user)

    def delete_model(self, request, obj):
        domain.delete(obj, by=request.user)

    def delete_queryset(self, request, queryset):
        with transaction.atomic():
            for obj in queryset:
                domain.delete(obj, by=request.user)


@admin.register(Page)
class PageAdmin(ThroughVerbs):
    form = PageForm
    list_display = ("title_nb", "title_en", "code", "is_published", "position", "reviewed_on")
    list_filter = ("is_published",)
    search_fields = ("title_nb", "title_en", "body_nb", "body_en")
    readonly_fields = ("updated_at",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title_nb", "title_en"),
                    ("summary_nb", "summary_en"),
                    ("body_nb", "body_en"),
                )
            },
        ),
        (
            _("Address and publishing"),
            {
                "fields": (
                    ("slug_nb", "slug_en"),
                    ("is_published", "position"),
                    ("reviewed_on", "updated_at"),
                )
            },
        ),
    )

    def get_readonly_fields(self, request, obj=None):
        # A fixed page stays where the site links to.
        fixed = ("slug_nb", "slug_en", "is_published") if obj and obj.code else ()
        return self.readonly_fields + fixed

    def has_delete_permission(self, request, obj=None):
        return super().has_delete_permission(request, obj) and not (obj and obj.code)


@admin.register(Meeting)
class MeetingAdmin(ThroughVerbs):
    form = MeetingForm
    list_display = ("title_nb", "starts_at", "place", "is_published", "is_cancelled")
    list_filter = ("is_published", "is_cancelled")
    search_fields = ("title_nb", "title_en", "place")
    date_hierarchy = "starts_at"
    readonly_fields = ("updated_at",)
    fieldsets = (
        (
            None,
            {
                "fields": (
                    ("title_nb", "title_en"),
                    ("summary_nb", "summary_en"),
                    ("description_nb", "description_en"),
                )
            },
        ),
        (
            _("When and where"),
            {
                "fields": (
                    ("starts_at", "ends_at"),
                    ("place", "address"),
                    ("online_platform", "online_url"),
                    "is_cancelled",
                )
            },
        ),
        (
            _("Registration"),
            {
                "fields": (
                    ("registration_url", "registration_email"),
                    ("registration_deadline", "capacity", "has_waiting_list"),
                    "contact_email",
                )
            },
        ),
        (
            _("Language and accessibility"),
            {
                "fields": (
                    ("languages", "interpreted_into"),
                    ("accessibility_nb", "accessibility_en"),
                )
            },
        ),
        (_("Address and publishing"), {"fields": ("slug", "is_published", "updated_at")}),
    )


@admin.register(Redirect)
class RedirectAdmin(ThroughVerbs):
    list_display = ("old_path", "new_path")
    search_fields = ("old_path", "new_path")
