"""The two records nobody writes by hand: what was done, and what was public."""

import json

from django.contrib import admin
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from events.admin.base import ReadOnlyAdmin
from events.models import Event, LogEntry, Publication


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin):
    list_display = ("at", "event", "by", "what_was_done", "comment")
    list_display_links = ("at",)
    list_select_related = ("event", "by")
    list_filter = ("verb", "as_disqualified")
    search_fields = ("event__reference", "comment", "by__email", "by__name")
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
    list_display = ("at", "event", "by", "what_happened")
    list_display_links = ("at",)
    list_select_related = ("event", "by")
    search_fields = ("event__reference", "by__email")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")
    fields = ("at", "event", "by", "what_happened", "words")

    def get_queryset(self, request):
        return super().get_queryset(request).filter(event__in=_seen(request))

    @admin.display(description=_("what"))
    def what_happened(self, publication):
        return publication.what_happened

    @admin.display(description=_("content"))
    def words(self, publication):
        content = json.dumps(publication.content, ensure_ascii=False, indent=2)
        return format_html("<pre>{}</pre>", content)


def _seen(request):
    return Event.objects.seen_by(request.user).values("pk")
