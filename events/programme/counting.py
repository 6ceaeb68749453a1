"""How many events each choice of each facet would give, beside what is chosen already.

Everything is read in a few queries, a version's codes as one text, and counted in one pass. A
choice is counted under the other facets' choices and not its own facet's, since values of one
facet add to each other.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import NamedTuple

from django.db.models import F, Func, OuterRef, Subquery, TextField, Value

from enbyforalle.lib import clock
from events.enums import Answer, Attendance, HappeningStatus, LanguageUse, PriceType
from events.models import (
    CoOrganiser,
    District,
    SessionTime,
    Topic,
    Venue,
    VenueAccess,
    VersionAccess,
    VersionLanguage,
)
from events.models.session import LASTING
from events.models.version import Version
from events.programme.facets import Choice
from events.programme.filters import HOURS
from events.programme.street import Pane
from organisers.models import Organiser

_TERMS = {
    "topic": "topics",
    "type": "types",
    "audience": "audiences",
    "ground": "grounds",
    "goal": "goals",
}
_FREE = (PriceType.FREE, PriceType.PAY_WHAT_YOU_CAN)
_NONE, _ONE = frozenset(), frozenset({"1"})


@dataclass(frozen=True)
class CountedFacet:
    """A facet of the form: its options are (Choice, is chosen, number of events)."""

    name: str
    label: str
    options: list[tuple[Choice, bool, int]]


def counted_facets(chosen, now, read=None):
    """``{name: CountedFacet}``; a choice that would give nothing is left out unless chosen.

    `read` are the sessions of the filter's week where they have been read already.
    """
    counts = (read or Sessions(chosen, now)).event_counts()
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
    return Sessions(chosen, now).event_counts()


class _Time(NamedTuple):
    """A session time as counting reads it."""

    pk: int
    starts_at: object
    ends_at: object
    is_time_known: bool
    attendance: str
    venue: int | None
    place_district: int | None
    version: int
    status: str


class _Version(NamedTuple):
    """A version with its codes: each text is a facet's, with commas between them, or None."""

    pk: int
    event: int
    organiser: int | None
    status: str
    price_type: str
    yes: str | None
    no: str | None
    language: str | None
    terms: tuple


class _Found(NamedTuple):
    """A session the search finds: by which codes, and which of the chosen facets it misses."""

    time: _Time
    version: _Version
    codes: dict[str, frozenset]
    missed: list[str]


class Sessions:
    """The public sessions of the filter's week, each with the codes by which it is found.

    The same rules as those of ``filters``, for all values at once.
    """

    def __init__(self, chosen, now):
        self.chosen, self.week = chosen, chosen.week
        public = SessionTime.objects.public(now).for_week(self.week)
        versions = {row.pk: row for row in _versions(self.week, now)}
        self.known = _Known(self.week)
        searched = None
        if chosen["q"]:
            found = chosen.only("q").apply(public).order_by()
            searched = set(found.values_list("pk", flat=True))
        times = [
            time
            for time in map(_Time._make, public.order_by().values_list(*_TIME_COLUMNS))
            # What became public between two queries makes a page that is not kept.
            if time.version in versions and (searched is None or time.pk in searched)
        ]
        self.found = list(self._found(times, versions))

    def _found(self, times, versions):
        wanted = {name: set(codes) for name, codes in self.chosen.values.items() if name != "q"}
        for time in times:
            version = versions[time.version]
            codes = self.known.codes_of(time, version)
            missed = [name for name, some in wanted.items() if codes[name].isdisjoint(some)]
            yield _Found(time, version, codes, missed)

    def event_counts(self):
        """``{facet: {code: number of events}}``; see the function of that name."""
        events = defaultdict(dict)
        for row in self.found:
            if len(row.missed) > 1:
                continue
            for name in row.missed or row.codes:
                of_facet, codes = events[name], row.codes[name]
                before = of_facet.get(row.version.event)
                if before is None:
                    of_facet[row.version.event] = codes
                elif before is not codes:
                    of_facet[row.version.event] = before | codes
        return defaultdict(dict) | {name: _counted(found) for name, found in events.items()}

    def panes(self):
        """What the street draws: the sessions under the filter, whatever day is chosen."""
        lamps = {row.code: (n, row.window, row.hue) for n, row in enumerate(Topic.objects.all())}
        plain = (0, "square", 0)
        shown = [row for row in self.found if not row.missed or row.missed == ["day"]]
        shown.sort(key=lambda row: (row.time.starts_at, row.time.pk))
        panes = []
        for time, version, codes, _missed in shown:
            _n, window, hue = min([lamps[code] for code in codes["topic"]], default=plain)
            is_off = HappeningStatus.CANCELLED in (version.status, time.status)
            panes.append(Pane(time.starts_at, version.event, window, hue, is_off))
        return panes


def _counted(codes_of):
    """How many events have each code. Many events share one set of codes."""
    counts = Counter()
    for codes, n_events in Counter(codes_of.values()).items():
        for code in codes:
            counts[code] += n_events
    return dict(counts)


_TIME_COLUMNS = (
    *("pk", "starts_at", "ends_at", "is_time_known", "attendance", "venue", "place_district"),
    *("version", "session__status"),
)


class _Joined(Func):
    """Texts of many rows as one, with commas between; None where there is no row."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler, connection, **context):
        template = "STRING_AGG(%(expressions)s, ',')"
        return self.as_sql(compiler, connection, template=template, **context)


def _versions(week, now):
    """The public versions of the week. One row for each, however many codes it has."""
    of_version = {"version": OuterRef("pk")}
    answers = VersionAccess.objects.filter(**of_version)
    languages = VersionLanguage.objects.filter(
        **of_version, use__in=(LanguageUse.SPOKEN, LanguageUse.INTERPRETED)
    )
    columns = [
        *("pk", "event", "event__organiser", "event__status", "price_type"),
        _joined(answers.filter(answer=Answer.YES), "feature__code"),
        _joined(answers.filter(answer=Answer.NO), "feature__code"),
        _joined(languages, "code"),
    ]
    first = len(columns)
    for field in _TERMS.values():
        through = Version._meta.get_field(field).remote_field.through
        target = Version._meta.get_field(field).m2m_reverse_field_name()
        columns.append(_joined(through.objects.filter(**of_version), f"{target}__code"))
    rows = Version.objects.public(now).filter(event__week=week).order_by()
    for row in rows.values_list(*columns):
        yield _Version(*row[:first], row[first:])


def _joined(rows, name):
    return Subquery(rows.order_by().values_list(_Joined(F(name))))


class _Known:
    """What stands in the small tables round the times, and what has been worked out already."""

    def __init__(self, week):
        self.week = week
        tables = {name: defaultdict(set) for name in ("district", "venue", "yes", "slug", "joined")}
        parts = [
            District.objects.order_by().values_list(Value("district"), "pk", "slug"),
            Venue.objects.order_by().values_list(Value("venue"), "pk", "district__slug"),
            VenueAccess.objects.filter(answer=Answer.YES)
            .order_by()
            .values_list(Value("yes"), "venue", "feature__code"),
            Organiser.objects.listable().order_by().values_list(Value("slug"), "pk", "slug"),
            CoOrganiser.objects.public()
            .filter(organiser__in=Organiser.objects.listable(), event__week=week)
            .order_by()
            .values_list(Value("joined"), "event", "organiser__slug"),
        ]
        for table, key, code in parts[0].union(*parts[1:], all=True):
            tables[table][key].add(code)
        self.tables = tables
        # Sessions share hours, places and answers, so each of these is worked out once.
        self.split, self.terms = cache(_split), cache(self._terms)
        self.access, self.organisers = cache(self._access), cache(self._organisers)
        self.days, self.parts_of_day = cache(self._days), cache(_parts_of_day)
        self.districts = cache(self._districts)

    def codes_of(self, time, version):
        """``{facet: codes}`` by which the time is found."""
        venue = None if time.attendance == Attendance.ONLINE else time.venue
        return {
            **self.terms(version.terms),
            "language": self.split(version.language),
            "access": self.access(version.yes, version.no, venue),
            "organiser": self.organisers(version.organiser, version.event),
            "district": self.districts(time.venue, time.place_district),
            "free": _ONE if version.price_type in _FREE else _NONE,
            "online": _NONE if time.attendance == Attendance.IN_PERSON else _ONE,
            "day": self.days(time.starts_at, time.ends_at),
            "time": self.parts_of_day(time.starts_at) if time.is_time_known else _NONE,
        }

    def _terms(self, texts):
        return {name: self.split(text) for name, text in zip(_TERMS, texts, strict=True)}

    def _access(self, yes, no, venue):
        """A "yes" of the event, or of the venue unless the event says "no"."""
        inherited = self.tables["yes"].get(venue, _NONE)
        return self.split(yes) | (inherited - self.split(no))

    def _organisers(self, own, event):
        tables = self.tables
        return frozenset(tables["slug"].get(own, _NONE) | tables["joined"].get(event, _NONE))

    def _districts(self, venue, district):
        tables = self.tables
        return frozenset(tables["venue"].get(venue) or tables["district"].get(district, _NONE))

    def _days(self, starts_at, ends_at):
        first = clock.local(starts_at).date()
        days = [first]
        if ends_at is not None and ends_at - starts_at > LASTING:
            # One that ends at midnight is not on that day any more.
            last = clock.local(ends_at - timedelta(microseconds=1)).date()
            days += [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
        codes = {day.isoformat() for day in days}
        codes |= {"before"} if first < self.week.starts_on else set()
        codes |= {"after"} if days[-1] > self.week.ends_on else set()
        return frozenset(codes)


def _split(text):
    return frozenset(text.split(",")) if text else _NONE


def _parts_of_day(starts_at):
    hour = clock.local(starts_at).hour
    return frozenset(name for name, (first, end) in HOURS.items() if first <= hour < end)
