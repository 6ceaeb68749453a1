"""The programme by district: how much is on in each, and what."""

from collections import defaultdict
from dataclasses import dataclass

from django.urls import reverse

from events.enums import Attendance
from events.models import District, SessionTime
from events.programme.days import programme_days
from events.programme.filters import ProgrammeFilter


@dataclass(frozen=True)
class InDistrict:
    """A district with the number of events and of sessions of the week that take place there."""

    district: District
    n_events: int
    n_sessions: int
    url: str


@dataclass(frozen=True)
class Spread:
    """The week's programme over the municipality. ``n_online`` are events one can follow online."""

    districts: list[InDistrict]
    n_online: int

    @property
    def lit(self):
        """The districts in which something is on."""
        return [row for row in self.districts if row.n_events]

    @property
    def dark(self):
        """Those in which nothing is."""
        return [row for row in self.districts if not row.n_events]


def spread(week, now):
    """Every district in the municipality's order, empty ones too. Two queries."""
    events, sessions, online = defaultdict(set), defaultdict(int), set()
    rows = SessionTime.objects.public(now).for_week(week).order_by()
    for at, typed, event, attendance in rows.values_list(
        "venue__district", "place_district", "version__event", "attendance"
    ):
        # The same rule as the filter's: the venue's district, else the one that was typed.
        where = at or typed
        events[where].add(event)
        sessions[where] += 1
        if attendance in (Attendance.ONLINE, Attendance.BOTH):
            online.add(event)
    found = [
        InDistrict(
            district,
            len(events[district.pk]),
            sessions[district.pk],
            reverse("events:district", args=[week.year, district.slug]),
        )
        for district in District.objects.all()
    ]
    return Spread(found, len(online))


def in_district(week, district, now):
    """The week's programme in one district: the same as the filter finds."""
    return programme_days(week, ProgrammeFilter(week, {"district": (district.slug,)}), now)
