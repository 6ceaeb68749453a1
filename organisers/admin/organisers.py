"""Organisers in the admin: their facts. Words have a review of their own, teams the team page."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _

from enbyforalle.publishing.admin import PublishedModelAdmin
from organisers.models import Invitation, Membership, Organiser, OrganiserText


class ReadOnlyInline(admin.TabularInline):
    """Rows to be read: what changes them is a verb with an address of its own."""

    extra = 0
    can_delete = False
    show_change_link = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


class MembershipInline(ReadOnlyInline):
    model = Membership
    fields = ("user", "role", "joined_at")
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")


class TextInline(ReadOnlyInline):
    model = OrganiserText
    fields = ("name_nb", "name_en", "state", "is_live", "submitted_at", "decided_at")
    readonly_fields = fields
    show_change_link = True


@admin.register(Organiser)
class OrganiserAdmin(PublishedModelAdmin):
    """An organiser is registered on the site, by its own people or by the coordinator for them."""

    list_display = ("name", "kind", "number", "sector", "is_public", "created_at")
    list_display_links = ("name",)
    list_filter = ("kind", "sector", "in_voluntary_register", "texts__state")
    search_fields = ("slug", "organisation_number", "texts__name_nb", "texts__name_en")
    fields = (
        *("slug", "kind", "sector", "organisation_number", "organisation_form"),
        *("in_voluntary_register", "is_listed", "created_at", "created_by"),
    )
    # The address stands in links all over the country.
    readonly_fields = ("slug", "created_at", "created_by")
    inlines = (TextInline, MembershipInline)
    actions = None
    change_form_template = "admin/organisers/organiser/change_form.html"

    def get_queryset(self, request):
        return super().get_queryset(request).with_texts()

    def has_add_permission(self, request):
        # The registration page asks for the name too, which is a text with a review.
        return False

    def has_delete_permission(self, request, obj=None):
        # What was sent in is a case document, and the log of it hangs on this row.
        return False

    @admin.display(description=_("name"))
    def name(self, organiser):
        return str(organiser)

    @admin.display(description=_("organisation number"), ordering="organisation_number")
    def number(self, organiser):
        return organiser.number_in_groups

    @admin.display(description=_("public now"), boolean=True)
    def is_public(self, organiser):
        return organiser.live_text is not None


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):
    """Letters that let people in. Sent and withdrawn on the team's own page."""

    list_display = ("email", "organiser", "role", "created_at", "expires_at", "accepted_at")
    # Their names come with the prefetch below.
    list_select_related = ()
    search_fields = ("email", "organiser__slug")
    # The token is not shown: whoever has it can join.
    fields = (
        *("organiser", "email", "role", "language", "invited_by", "created_at", "expires_at"),
        *("accepted_at", "accepted_by", "withdrawn_at"),
    )
    actions = None

    def get_queryset(self, request):
        organisers = Organiser.objects.with_texts()
        return super().get_queryset(request).prefetch_related(Prefetch("organiser", organisers))

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
