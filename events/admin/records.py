"""The two records nobody writes by hand: what was done, and what was public."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.keys import key_from
from events.admin.base import ReadOnlyAdmin
from events.admin.cases import as_of
from events.models import Event, LogEntry, Publication
from events.overview.history import lines_of


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "event", "by", "what_was_done", "comment")
    list_display_links = ("at",)
    list_select_related = ("event", "by")
    list_filter = ("verb", ("event__week", admin.RelatedOnlyFieldListFilter))
    list_filter += ("is_internal", "as_disqualified", "to_state")
    search_fields = (
        "event__reference",
        "event__versions__title_nb",
        "event__versions__title_en",
        "comment",
        "by__email",
        "by__name",
    )
    search_help_text = _("Reference or title of the event, words of the comment, or who")
    show_full_result_count = False
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = (
        "at",
        "event",
        "version",
        "by",
        "verb",
        "from_state",
        "to_state",
        "comment",
        "is_internal",
        "as_disqualified",
    )

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event__in=_seen(request))

    @admin.display(description=_("what"), ordering="verb")
    def what_was_done(self, entry):
        return entry.get_verb_display()


@admin.register(Publication)
class PublicationAdmin(ReadOnlyAdmin):
    change_list_template = "admin/events/publication/change_list.html"
    list_display = ("at", "event", "by", "what_happened")
    list_display_links = ("at",)
    list_select_related = ("event", "by")
    list_filter = (("event__week", admin.RelatedOnlyFieldListFilter),)
    search_fields = ("event__reference", "event__slug", "event__versions__title_nb", "by__email")
    search_help_text = _("Reference or title of the event, or who")
    show_full_result_count = False
    date_hierarchy = "at"
    ordering = ("-at", "-pk")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event__in=_seen(request))

    def get_urls(self):
        return as_of.urls(self.admin_site.admin_view) + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """What could be read from this moment on, side by side in both languages."""
        # A record is read and never written.
        if request.method == "POST" or not self.has_view_permission(request):
            raise PermissionDenied
        publications = self.get_queryset(request).select_related("by")
        publication = get_object_or_404(publications, pk=key_from(object_id))
        context = {
            **self.admin_site.each_context(request),
            "title": publication.content.get("nb", {}).get("title") or str(publication.event),
            "publication": publication,
            "lines": lines_of(publication.content),
        }
        return render(request, "admin/events/publication/record.html", context)

    @admin.display(description=_("what"))
    def what_happened(self, publication):
        return publication.what_happened


def _seen(request):
    return Event.objects.seen_by(request.user).values("pk")
