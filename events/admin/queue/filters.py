"""What the queue can be narrowed by."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.keys import key_from
from events.enums import OPEN_STATES, Visibility
from events.models import District, Topic, Version, Week
from events.overview.due import OVERDUE, SOON, due


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
        key = key_from(value)
        return queryset.none() if key is None else self.narrowed(queryset, key)


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
            "internal": {"visibility": Visibility.INTERNAL},
            "english": {"needs_english": True},
        }
        return queryset.filter(**conditions.get(self.value(), {}))


class DueFilter(admin.SimpleListFilter):
    title, parameter_name = _("promised answer"), "due"

    def lookups(self, request, model_admin):
        return [(OVERDUE, _("Overdue")), (SOON, _("Due soon"))]

    def queryset(self, request, queryset):
        return due(queryset, self.value()) if self.value() in (OVERDUE, SOON) else queryset


class AssignedFilter(admin.SimpleListFilter):
    title, parameter_name = _("who takes the case"), "who"

    def lookups(self, request, model_admin):
        return [("mine", _("Mine")), ("nobody", _("Nobody’s")), ("others", _("Somebody else’s"))]

    def queryset(self, request, queryset):
        if self.value() == "mine":
            return queryset.filter(event__assigned_to=request.user)
        if self.value() == "nobody":
            return queryset.filter(event__assigned_to=None)
        if self.value() == "others":
            taken = queryset.exclude(event__assigned_to=None)
            return taken.exclude(event__assigned_to=request.user)
        return queryset


class PrintFilter(admin.SimpleListFilter):
    """Whether it came before its week's deadline for the printed programme."""

    title, parameter_name = _("printed programme"), "print"

    def lookups(self, request, model_admin):
        return [("in_time", _("Came in time")), ("late", _("Came too late"))]

    def queryset(self, request, queryset):
        in_time = Version.objects.in_time_for_print().values("pk")
        if self.value() == "in_time":
            return queryset.filter(pk__in=in_time)
        if self.value() == "late":
            sent = queryset.filter(
                submitted_at__isnull=False, event__week__print_deadline_at__isnull=False
            )
            return sent.exclude(pk__in=in_time)
        return queryset
