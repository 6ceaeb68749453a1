"""The queue: versions that wait for a decision, oldest first, and what else is in whose hands."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Min, OuterRef, Prefetch
from django.http import Http404
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_day_brief
from enbyforalle.lib.keys import key_from
from events import permissions
from events.admin.base import ReadOnlyAdmin
from events.admin.queue import assigning, many
from events.admin.queue.filters import (
    AssignedFilter,
    DistrictFilter,
    DueFilter,
    PrintFilter,
    TopicFilter,
    WeekFilter,
    WhatFilter,
)
from events.admin.queue.rows import with_acts
from events.admin.review import decisions, editing, page
from events.admin.sheets import QueueSheet
from events.emails import answer_by
from events.enums import VersionState
from events.models import Version
from events.overview.due import OVERDUE, SOON, state_of
from events.overview.workload import state_counts
from organisers.models import Organiser, OrganiserText


class Queue(ChangeList):
    """What waits, unless another state is asked for; every row leads to its review page."""

    def get_queryset(self, request, **kwargs):
        queryset = super().get_queryset(request, **kwargs)
        if "state" not in self.params and not self.query:
            queryset = queryset.filter(state=VersionState.SUBMITTED)
        return queryset

    def url_for_result(self, result):
        return reverse("admin:events_version_review", args=[result.pk])


@admin.register(Version)
class VersionAdmin(QueueSheet, ReadOnlyAdmin):
    """The list is the queue, and a row's page is its review."""

    list_display = ("title", "organiser", "what", "first_session", "waiting", "who")
    list_display_links = ("title",)
    list_filter = (
        WhatFilter,
        DueFilter,
        AssignedFilter,
        WeekFilter,
        DistrictFilter,
        TopicFilter,
        PrintFilter,
    )
    search_fields = (
        "title_nb",
        "title_en",
        "event__reference",
        "event__organiser__texts__name_nb",
        "event__organiser__texts__name_en",
    )
    search_help_text = _("Title, reference or organiser, in every state")
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 100
    change_list_template = "admin/events/version/change_list.html"
    actions = ("approve_many", "changes_many", "reject_many", "assign_many")

    def get_changelist(self, request, **kwargs):
        return Queue

    def get_queryset(self, request):
        live = Version.objects.filter(event=OuterRef("event"), is_live=True)
        known = OrganiserText.objects.filter(organiser=OuterRef("event__organiser"), is_live=True)
        return (
            Version.objects.seen_by(request.user)
            .annotate(
                has_live=Exists(live), is_newcomer=~Exists(known), first=Min("times__starts_at")
            )
            .select_related("event__week", "event__assigned_to")
            .prefetch_related(Prefetch("event__organiser", Organiser.objects.with_texts()))
            .order_by("submitted_at", "pk")
        )

    def get_ordering(self, request):
        return ("submitted_at", "pk")

    def get_urls(self):
        own = (page, decisions, editing, assigning, many)
        found = [address for module in own for address in module.urls(self.admin_site)]
        return found + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        key = key_from(object_id)
        if key is None:
            raise Http404
        return redirect("admin:events_version_review", key)

    def changelist_view(self, request, extra_context=None):
        extra = {"title": _("Queue"), "tabs": tabs(request)}
        answer = super().changelist_view(request, extra | (extra_context or {}))
        shown = (getattr(answer, "context_data", None) or {}).get("cl")
        if shown is not None:
            shown.result_list = with_acts(shown.result_list, request)
        return answer

    def has_review_permission(self, request):
        return permissions.can_review(request.user)

    @admin.action(description=_("Approve …"), permissions=["review"])
    def approve_many(self, request, queryset):
        return many.start(request, "approve", queryset)

    @admin.action(description=_("Ask for changes …"), permissions=["review"])
    def changes_many(self, request, queryset):
        return many.start(request, "request-changes", queryset)

    @admin.action(description=_("Not accept …"), permissions=["review"])
    def reject_many(self, request, queryset):
        return many.start(request, "reject", queryset)

    @admin.action(description=_("Say who takes the cases …"), permissions=["review"])
    def assign_many(self, request, queryset):
        return many.start(request, "assign", queryset)

    @admin.display(description=_("title"), ordering="title_nb")
    def title(self, version):
        words = str(version.title) or _("Event without a title")
        tags = [_("for employees only")] if version.is_internal else []
        return _with_tags(words, tags, version.event.reference)

    @admin.display(description=_("organiser"))
    def organiser(self, version):
        tags = [_("new to us")] if version.is_newcomer and version.event.organiser_id else []
        return _with_tags(version.event.organiser or version.event.organiser_names, tags)

    @admin.display(description=_("what"))
    def what(self, version):
        if not version.has_live:
            return _("New event")
        acts = getattr(version, "acts", None)
        if acts is None or acts.change is None:
            return pgettext("what waits", "Change")
        return render_to_string("admin/events/version/_queue_change.html", {"acts": acts})

    @admin.display(description=_("first session"), ordering="first")
    def first_session(self, version):
        return format_day_brief(version.first) if version.first else ""

    @admin.display(description=_("waiting"), ordering="submitted_at")
    def waiting(self, version):
        if version.state != VersionState.SUBMITTED:
            return version.get_state_display()
        return waited(version)

    @admin.display(description=_("who takes it"), ordering="event__assigned_to__name")
    def who(self, version):
        person, acts = version.event.assigned_to, getattr(version, "acts", None)
        if person or acts is None or not acts.may_take:
            return str(person or "")
        return render_to_string("admin/events/version/_queue_take.html", {"acts": acts})


def waited(version):
    """«3 dager» and, near or past the promised day of answer, how much time is left."""
    days = (clock.today() - clock.local(version.submitted_at).date()).days
    words = ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("today")
    left = (answer_by(version) - clock.today()).days
    if state_of(left) == OVERDUE:
        return _with_tags(words, [], late=_("promised answer is overdue"))
    if state_of(left) == SOON:
        due = ngettext("answer due in %(n)d day", "answer due in %(n)d days", left) % {"n": left}
        return _with_tags(words, [due if left else _("answer due today")])
    return words


def tabs(request):
    """The states with their numbers, as links that keep the search and the filters."""
    counts = state_counts(request.user)
    chosen = request.GET.get("state", "" if request.GET.get("q") else VersionState.SUBMITTED)
    found = []
    for state in VersionState:
        if state == VersionState.REPLACED and state != chosen:
            # What an edit by the coordinator has taken the place of waits for nobody.
            continue
        query = request.GET.copy()
        for name in ("state", "p", "q"):
            query.pop(name, None)
        if state != VersionState.SUBMITTED:
            query["state"] = state.value
        label = _("To decide on") if state == VersionState.SUBMITTED else state.label
        found.append((label, counts[state], f"?{query.urlencode()}", chosen == state))
    return sorted(found, key=lambda tab: tab[0] != _("To decide on"))


def _with_tags(words, tags, small="", late=""):
    """Words, then marks beside them in words of their own, then a quiet second line."""
    parts = [format_html("{}", words)]
    parts += [format_html(' <span class="tag attn">{}</span>', tag) for tag in tags]
    if late:
        parts.append(format_html(' <span class="tag warn">{}</span>', late))
    if small:
        parts.append(format_html('<span class="second">{}</span>', small))
    return format_html("{}" * len(parts), *parts)
