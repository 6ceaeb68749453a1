"""How many events each choice of each facet would give, beside what is chosen already.

Everything is read in four queries and counted in one pass. A choice is counted under the other
facets' choices and not its own facet's, since values of one facet add to each other.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import F, Value

from enbyforalle.lib import clock
from events.enums import Answer, Attendance, LanguageUse, PriceType
from events.models import CoOrganiser, SessionTime, VenueAccess, VersionAccess, VersionLanguage
from events.models.session import LASTING
from events.models.version import Version
from events.programme.facets import Choice
from events.programme.filters import HOURS
from organisers.models import Organiser

_TERMS = {
    "topic": "topics",
    "type": "types",
    "audience": "audiences",
    "ground": "grounds",
    "goal": "goals",
}
_FREE = (PriceType.FREE, PriceType.PAY_WHAT_YOU_CAN)
_READ = (
    *("pk", "starts_at", "ends_at", "is_time_known", "attendance", "venue"),
    *("version", "version__event", "version__event__organiser", "version__price_type"),
    *("venue__district__slug", "place_district__slug"),
)


@dataclass(frozen=True)
class CountedFacet:
    """A facet of the form: its options are (Choice, is chosen, number of events)."""

    name: str
    label: str
    options: list[tuple[Choice, bool, int]]


def counted_facets(chosen, now):
    """``{name: CountedFacet}``; a choice that would give nothing is left out unless chosen."""
    counts = event_counts(chosen, now)
    found = {}
    for name, facet in chosen.options.items():
        rows = [(choice, on, counts[name].get(choice.code, 0)) for choice, on in facet.options]
        found[name] = CountedFacet(name, facet.label, [row for row in rows if row[1] or row[2]])
    return found


def event_counts(chosen, now):
    """``{facet: {code: number of events}}`` of the week's public programme. Five queries at most.

    Each number is what the programme would say with that code alone in its facet and the other
    facets as they are.
    """
    public = SessionTime.objects.public(now).for_week(chosen.week)
    searched = None
    if chosen["q"]:
        found = chosen.only("q").apply(public).order_by()
        searched = set(found.values_list("pk", flat=True))
    known = _Known(public, chosen.week)
    wanted = {name: set(values) for name, values in chosen.values.items() if name != "q"}
    events = defaultdict(lambda: defaultdict(set))
    for row in public.order_by().values_list(*_READ, named=True):
        if searched is not None and row.pk not in searched:
            continue
        values = known.values_of(row)
        missed = [name for name, codes in wanted.items() if not codes & values[name]]
        if len(missed) > 1:
            continue
        for name in missed or values:
            for code in values[name]:
                events[name][code].add(row.version__event)
    return defaultdict(dict) | {
        name: {code: len(found) for code, found in by_code.items()}
        for name, by_code in events.items()
    }


class _Known:
    """What stands in the tables round the times, read once: by version, venue and organiser."""

    def __init__(self, public, week):
        self.week = week
        self.by_version = defaultdict(lambda: defaultdict(set))
        self.denied = defaultdict(set)
        self.venue_access = defaultdict(set)
        self.slugs = {}
        versions = public.order_by().values("version")
        parts = [self._terms(name, field, versions) for name, field in _TERMS.items()]
        parts += [
            VersionLanguage.objects.filter(
                version__in=versions, use__in=(LanguageUse.SPOKEN, LanguageUse.INTERPRETED)
            )
            .order_by()
            .values_list(Value("language"), "version", "code"),
            VersionAccess.objects.filter(version__in=versions)
            .order_by()
            .values_list("answer", "version", "feature__code"),
            VenueAccess.objects.filter(answer=Answer.YES)
            .order_by()
            .values_list(Value("venue"), "venue", "feature__code"),
            Organiser.objects.listable().order_by().values_list(Value("slug"), "pk", "slug"),
            CoOrganiser.objects.public()
            .filter(organiser__in=Organiser.objects.listable(), event__week=week)
            .order_by()
            .values_list(Value("joined"), "event", "organiser__slug"),
        ]
        self.joined = defaultdict(set)
        for facet, key, code in parts[0].union(*parts[1:], all=True):
            self._note(facet, key, code)

    def _terms(self, facet, field, versions):
        through = Version._meta.get_field(field).remote_field.through
        target = Version._meta.get_field(field).m2m_reverse_field_name()
        rows = through.objects.filter(version__in=versions).order_by()
        return rows.values_list(Value(facet), "version", F(f"{target}__code"))

    def _note(self, facet, key, code):
        if facet == "venue":
            self.venue_access[key].add(code)
        elif facet == "slug":
            self.slugs[key] = code
        elif facet == "joined":
            self.joined[key].add(code)
        elif facet == Answer.NO:
            self.denied[key].add(code)
        else:
            self.by_version["access" if facet == Answer.YES else facet][key].add(code)

    def values_of(self, row):
        """``{facet: codes}`` by which the time is found; the same rules as ``filters``."""
        values = {name: self.by_version[name][row.version] for name in (*_TERMS, "language")}
        values["access"] = set(self.by_version["access"][row.version])
        if row.attendance != Attendance.ONLINE:
            values["access"] |= self.venue_access[row.venue] - self.denied[row.version]
        own = self.slugs.get(row.version__event__organiser)
        values["organiser"] = self.joined[row.version__event] | ({own} if own else set())
        values["district"] = {row.venue__district__slug or row.place_district__slug} - {None}
        values["free"] = {"1"} if row.version__price_type in _FREE else set()
        values["online"] = {"1"} if row.attendance != Attendance.IN_PERSON else set()
        values["day"] = self._days(row)
        values["time"] = self._parts_of_day(row)
        return values

    def _days(self, row):
        first = clock.local(row.starts_at).date()
        days = [first]
        if row.ends_at is not None and row.ends_at - row.starts_at > LASTING:
            # One that ends at midnight is not on that day any more.
            last = clock.local(row.ends_at - timedelta(microseconds=1)).date()
            days += [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
        codes = {day.isoformat() for day in days}
        codes |= {"before"} if first < self.week.starts_on else set()
        codes |= {"after"} if days[-1] > self.week.ends_on else set()
        return codes

    @staticmethod
    def _parts_of_day(row):
        if not row.is_time_known:
            return set()
        hour = clock.local(row.starts_at).hour
        return {name for name, (first, end) in HOURS.items() if first <= hour < end}
