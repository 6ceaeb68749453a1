"""Events as cases: a list to search in, and one page with all that has happened and can be done."""

from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from events import permissions
from events.admin import conversation
from events.admin.base import ReadOnlyAdmin
from events.admin.cases import acts, as_of, daily, english, entering, importing
from events.admin.cases.page import case_page, get_event
from events.admin.queue.filters import ChoiceFilter
from events.admin.sheets import EventSheets
from events.models import Event, Week
from organisers.models import Organiser


class WeekFilter(ChoiceFilter):
    title, parameter_name, model = _("week"), "week", Week

    def narrowed(self, queryset, value):
        return queryset.filter(week=value)


class PublicFilter(admin.SimpleListFilter):
    title, parameter_name = _("on the site"), "site"

    def lookups(self, request, model_admin):
        return [
            ("approved", _("Approved")),
            ("none", _("Never approved")),
            ("down", _("Taken off the site")),
        ]

    def queryset(self, request, queryset):
        conditions = {
            "approved": {"pk__in": Event.objects.filter(versions__is_live=True).values("pk")},
            "none": {"slug": ""},
            "down": {"unpublished_at__isnull": False},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class EnglishFilter(admin.SimpleListFilter):
    title, parameter_name = _("English"), "english"

    def lookups(self, request, model_admin):
        return [("lacking", _("Lacks English"))]

    def queryset(self, request, queryset):
        if self.value() != "lacking":
            return queryset
        return queryset.filter(pk__in=Event.objects.lacking_english().values("pk"))


@admin.register(Event)
class EventAdmin(EventSheets, ReadOnlyAdmin):
    """Nothing is written here but by verbs; "add" is entering an event for somebody."""

    list_display = ("title", "reference", "organiser_name", "week", "where_it_stands")
    list_display_links = ("title",)
    change_list_template = "admin/events/event/change_list.html"
    list_filter = (PublicFilter, EnglishFilter, "status", WeekFilter)
    search_fields = (
        "reference",
        "slug",
        "versions__title_nb",
        "versions__title_en",
        "organiser__texts__name_nb",
        "organiser_names",
    )
    search_help_text = _("Title, reference or organiser")
    ordering = ("-week__year", "-pk")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100

    def get_queryset(self, request):
        return (
            Event.objects.seen_by(request.user)
            .select_related("week", "assigned_to")
            .prefetch_related(Prefetch("organiser", Organiser.objects.with_texts()))
            .with_live()
            .with_open()
        )

    def get_urls(self):
        view = self.admin_site.admin_view
        own = (acts, conversation, daily, english, entering, importing)
        addresses = [address for module in own for address in module.urls(view)]
        return addresses + as_of.event_urls(view) + super().get_urls()

    def has_add_permission(self, request, obj=None):
        return permissions.can_enter(request.user)

    def add_view(self, request, form_url="", extra_context=None):
        return entering.enter(request)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return case_page(request, get_event(request, object_id))

    @admin.display(description=_("title"))
    def title(self, event):
        version = event.live or event.open
        return str(version.title or event) if version else str(event)

    @admin.display(description=_("organiser"))
    def organiser_name(self, event):
        return event.organiser or event.organiser_names

    @admin.display(description=_("where it stands"))
    def where_it_stands(self, event):
        parts = []
        if event.unpublished_at:
            parts.append(_("taken off the site"))
        elif event.live:
            parts.append(
                event.get_status_display()
                if event.is_cancelled
                else pgettext("one event", "approved")
            )
        if event.open:
            parts.append(event.open.get_state_display().lower())
        return ", ".join(str(part) for part in parts) or pgettext("one event", "closed")
