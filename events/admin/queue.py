"""The queue: versions that wait for a decision, oldest first, and what else is in whose hands."""

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Exists, Min, OuterRef, Prefetch
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_day_brief
from events.admin import decisions, review
from events.admin.base import ReadOnlyAdmin
from events.emails import answer_by
from events.enums import OPEN_STATES, VersionState
from events.models import District, Topic, Version, Week
from events.workload import state_counts
from organisers.models import Organiser, OrganiserText

# How soon before the promised day a case is marked: a working week to read and ask in.
SOON = 3


class Queue(ChangeList):
    """What waits, unless another state is asked for; every row leads to its review page."""

    def get_queryset(self, request, **kwargs):
        queryset = super().get_queryset(request, **kwargs)
        if "state" not in self.params and not self.query:
            queryset = queryset.filter(state=VersionState.SUBMITTED)
        return queryset

    def url_for_result(self, result):
        return reverse("admin:events_version_review", args=[result.pk])


class ChoiceFilter(admin.SimpleListFilter):
    """A filter whose choices are rows of one small table."""

    model = None

    def lookups(self, request, model_admin):
        return [(str(row.pk), str(row)) for row in self.rows()]

    def rows(self):
        return self.model.objects.all()

    def queryset(self, request, queryset):
        value = self.value()
        if not value:
            return queryset
        return self.narrowed(queryset, value) if value.isdigit() else queryset.none()


class WeekFilter(ChoiceFilter):
    title, parameter_name, model = _("week"), "week", Week

    def rows(self):
        """Weeks with something in somebody's hands: nobody looks for 2018 here."""
        return Week.objects.filter(events__versions__state__in=OPEN_STATES).distinct()

    def narrowed(self, queryset, value):
        return queryset.filter(event__week=value)


class DistrictFilter(ChoiceFilter):
    title, parameter_name, model = _("district or area"), "district", District

    def narrowed(self, queryset, value):
        times = Version.objects.filter(times__venue__district=value).values("pk")
        typed = Version.objects.filter(times__place_district=value).values("pk")
        return queryset.filter(pk__in=times) | queryset.filter(pk__in=typed)


class TopicFilter(ChoiceFilter):
    title, parameter_name, model = _("topic"), "topic", Topic

    def narrowed(self, queryset, value):
        return queryset.filter(topics=value)


class WhatFilter(admin.SimpleListFilter):
    title, parameter_name = _("what it is"), "what"

    def lookups(self, request, model_admin):
        return [
            ("new", _("A new event")),
            ("change", _("A change to an approved event")),
            ("newcomer", _("From an organiser new to us")),
            ("internal", _("For employees only")),
            ("english", _("Needs help with English")),
        ]

    def queryset(self, request, queryset):
        conditions = {
            "new": {"has_live": False},
            "change": {"has_live": True},
            "newcomer": {"is_newcomer": True},
            "internal": {"visibility": "internal"},
            "english": {"needs_english": True},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


@admin.register(Version)
class VersionAdmin(ReadOnlyAdmin):
    """The list is the queue, and a row's page is its review."""

    list_display = ("title", "organiser", "what", "first_session", "waiting")
    list_display_links = ("title",)
    list_filter = (WhatFilter, WeekFilter, DistrictFilter, TopicFilter)
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
            .select_related("event__week")
            .prefetch_related(Prefetch("event__organiser", Organiser.objects.with_texts()))
            .order_by("submitted_at", "pk")
        )

    def get_ordering(self, request):
        return ("submitted_at", "pk")

    def get_urls(self):
        return review.urls(self.admin_site) + decisions.urls(self.admin_site) + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:events_version_review", object_id)

    def changelist_view(self, request, extra_context=None):
        extra = {"title": _("Queue"), "tabs": tabs(request)}
        return super().changelist_view(request, extra | (extra_context or {}))

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
        return pgettext("what waits", "Change") if version.has_live else _("New event")

    @admin.display(description=_("first session"), ordering="first")
    def first_session(self, version):
        return format_day_brief(version.first) if version.first else ""

    @admin.display(description=_("waiting"), ordering="submitted_at")
    def waiting(self, version):
        if version.state != VersionState.SUBMITTED:
            return version.get_state_display()
        return waited(version)


def waited(version):
    """«3 dager» and, near or past the promised day of answer, how much time is left."""
    days = (clock.today() - clock.local(version.submitted_at).date()).days
    words = ngettext("%(n)d day", "%(n)d days", days) % {"n": days} if days else _("today")
    left = (answer_by(version) - clock.today()).days
    if left < 0:
        return _with_tags(words, [], late=_("promised answer is overdue"))
    if left <= SOON:
        due = ngettext("answer due in %(n)d day", "answer due in %(n)d days", left) % {"n": left}
        return _with_tags(words, [due if left else _("answer due today")])
    return words


def tabs(request):
    """The states with their numbers, as links that keep the search and the filters."""
    counts = state_counts(request.user)
    chosen = request.GET.get("state", "" if request.GET.get("q") else VersionState.SUBMITTED)
    found = []
    for state in VersionState:
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
