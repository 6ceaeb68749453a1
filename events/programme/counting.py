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

from django.db.models import OuterRef, Value

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
from events.programme.facets import TERMS, Choice, counted_choices, edges_of
from events.programme.filters import HOURS
from events.programme.reading import together
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
    read = read or Sessions(chosen, now)
    counts = read.event_counts()
    # Whether an organiser is known that has nothing in this week is asked when it is chosen.
    choices = (
        chosen.choices if chosen["organiser"] else counted_choices(chosen.week, counts, read.edges)
    )
    found = {}
    for name, facet in chosen.options_among(choices).items():
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
    """A version with what hangs on it as texts (see ``together``): answers of the access
    features by key, codes of languages, and keys of the terms of each vocabulary."""

    pk: int
    event: int
    organiser: int | None
    status: str
    price_type: str
    answers: str | None
    languages: str | None
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
        versions = {row.pk: row for row in _versions(self.week, now)}
        self.known = _Known(self.week)
        # Those of the public versions are the public ones; the database need not ask again.
        live = SessionTime.objects.for_week(self.week).filter(version__is_live=True)
        searched = None
        if chosen["q"]:
            found = chosen.only("q").apply(live).order_by()
            searched = set(found.values_list("pk", flat=True))
        rows = map(_Time._make, live.order_by().values_list(*_TIME_COLUMNS))
        times = [time for time in rows if time.version in versions]
        timed = {time.version for time in times}
        # Whether any event has no session at all, which few weeks have.
        self.has_undated = any(pk not in timed for pk in versions)
        self.edges = edges_of(self.week, {time.starts_at for time in times})
        if searched is not None:
            times = [time for time in times if time.pk in searched]
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

    def keys(self, day=None):
        """The keys of the times that the filter finds, with this day in the place of its own."""
        if day is None:
            return [row.time.pk for row in self.found if not row.missed]
        return [row.time.pk for row in self._whatever_day() if day in row.codes["day"]]

    def outline(self):
        """(start, event) of every session that the whole filter finds."""
        return [(row.time.starts_at, row.version.event) for row in self.found if not row.missed]

    def whatever_day(self):
        """The times under the filter without its days."""
        return [row.time for row in self._whatever_day()]

    def _whatever_day(self):
        return (row for row in self.found if not row.missed or row.missed == ["day"])

    def panes(self):
        """What the street draws: the sessions under the filter, whatever day is chosen."""
        lamps = {row.code: (n, row.window, row.hue) for n, row in enumerate(Topic.objects.all())}
        plain = (0, "square", 0)
        shown = sorted(self._whatever_day(), key=lambda row: (row.time.starts_at, row.time.pk))
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


def _versions(week, now):
    """The public versions of the week. One row for each, however many codes it has."""
    first = len(_Version._fields) - 1
    for row in _version_rows().public(now).filter(event__week=week):
        yield _Version(*row[:first], row[first:])


@cache
def _version_rows():
    # Never read itself: what is asked of it makes another query set each time. Django takes
    # longer to put this together than a small week takes to read.
    of_version = {"version": OuterRef("pk")}
    languages = VersionLanguage.objects.filter(
        **of_version, use__in=(LanguageUse.SPOKEN, LanguageUse.INTERPRETED)
    )
    columns = [
        *("pk", "event", "event__organiser", "event__status", "price_type"),
        together(VersionAccess.objects.filter(**of_version), "feature_id", "answer"),
        together(languages, "code"),
    ]
    for name in _TERMS.values():
        field = Version._meta.get_field(name)
        rows = field.remote_field.through.objects.filter(**of_version)
        columns.append(together(rows, f"{field.m2m_reverse_field_name()}_id"))
    return Version.objects.order_by().values_list(*columns)


@cache
def _small_tables():
    """(table, key, code) of what there are few of, as query sets."""
    models = {name: TERMS[name] for name in (*_TERMS, "access")}
    parts = [
        model.objects.order_by().values_list(Value(name), "pk", "code")
        for name, model in models.items()
    ]
    return [
        *parts,
        District.objects.order_by().values_list(Value("district"), "pk", "slug"),
        Venue.objects.order_by().values_list(Value("venue"), "pk", "district__slug"),
        VenueAccess.objects.filter(answer=Answer.YES)
        .order_by()
        .values_list(Value("yes"), "venue", "feature__code"),
        Organiser.objects.listable().order_by().values_list(Value("slug"), "pk", "slug"),
    ]


class _Known:
    """What stands in the small tables round the times, and what has been worked out already."""

    def __init__(self, week):
        self.week = week
        tables = defaultdict(lambda: defaultdict(set))
        parts = [
            *_small_tables(),
            CoOrganiser.objects.public()
            .filter(organiser__in=Organiser.objects.listable(), event__week=week)
            .order_by()
            .values_list(Value("joined"), "event", "organiser__slug"),
        ]
        for table, key, code in parts[0].union(*parts[1:], all=True):
            tables[table][key].add(code)
        self.tables = tables
        # Sessions share hours, places and answers, so each of these is worked out once.
        self.languages, self.terms = cache(_split), cache(self._terms)
        self.access, self.organisers = cache(self._access), cache(self._organisers)
        self.days, self.parts_of_day = cache(self._days), cache(_parts_of_day)
        self.districts = cache(self._districts)

    def codes_of(self, time, version):
        """``{facet: codes}`` by which the time is found."""
        venue = None if time.attendance == Attendance.ONLINE else time.venue
        return {
            **self.terms(version.terms),
            "language": self.languages(version.languages),
            "access": self.access(version.answers, venue),
            "organiser": self.organisers(version.organiser, version.event),
            "district": self.districts(time.venue, time.place_district),
            "free": _ONE if version.price_type in _FREE else _NONE,
            "online": _NONE if time.attendance == Attendance.IN_PERSON else _ONE,
            "day": self.days(time.starts_at, time.ends_at),
            "time": self.parts_of_day(time.starts_at) if time.is_time_known else _NONE,
        }

    def _terms(self, texts):
        named = zip(_TERMS, texts, strict=True)
        return {name: self._codes(name, _split(text)) for name, text in named}

    def _codes(self, table, keys):
        known = self.tables[table]
        return frozenset(code for key in keys for code in known.get(int(key), ()))

    def _access(self, text, venue):
        """A "yes" of the event, or of the venue unless the event says "no"."""
        answers = [answer.split(":") for answer in _split(text)]
        yes, no = (
            self._codes("access", [key for key, answer in answers if answer == wanted])
            for wanted in (Answer.YES, Answer.NO)
        )
        return yes | (self.tables["yes"].get(venue, _NONE) - no)

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
