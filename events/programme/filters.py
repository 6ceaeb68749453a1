"""The programme's filters: the same GET parameters on page, feeds, map and embed.

Names and codes are the same in both languages and are a public contract. Repeated values are
"or" within a facet, and "and" between facets.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import ExtractHour

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Text, page_language
from enbyforalle.lib.text import clean_line
from events.enums import Answer, Attendance, LanguageUse, PriceType
from events.models import CoOrganiser, VenueAccess, Version, VersionAccess, VersionLanguage
from events.models.session import LASTING
from events.programme.facets import Choice, choices_for, day_name, facet_label
from events.search import matches
from organisers.models import Organiser

FILTER_PARAMS = (
    "day",
    "time",
    "topic",
    "type",
    "audience",
    "district",
    "access",
    "language",
    "ground",
    "goal",
    "organiser",
    "free",
    "online",
    "q",
)

# More values or longer ones come from nobody who looks for an event.
MAX_VALUES = 60
MAX_LENGTH = 100

# The first and the last hour (excluded) of each part of the day, in Oslo.
HOURS = {"morning": (0, 12), "afternoon": (12, 17), "evening": (17, 24)}
_ISO_DAY = re.compile(r"(?:19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}")
_NOTHING = Q(pk__in=())


@dataclass(frozen=True)
class Chip:
    """One chosen value, and the address (relative to the page) that goes on without it."""

    facet: str
    value: str
    label: Text
    facet_label: str
    url: str
    is_known: bool


@dataclass(frozen=True)
class Facet:
    """A facet as a form shows it: its options are (Choice, is chosen)."""

    name: str
    label: str
    options: list[tuple[Choice, bool]]


@dataclass(frozen=True)
class ProgrammeFilter:
    """What somebody asked the programme for. Hostile input finds nothing; it never raises."""

    week: Any
    values: dict[str, tuple[str, ...]]

    @classmethod
    def from_query(cls, query, week):
        """Read a QueryDict. Unknown names are ignored, empty values too (a form sends them)."""
        values = {}
        for name in FILTER_PARAMS:
            cleaned = (clean_line(value[: MAX_LENGTH * 2]) for value in query.getlist(name))
            unique = dict.fromkeys(value[:MAX_LENGTH] for value in cleaned if value)
            if unique:
                values[name] = tuple(sorted(list(unique)[:MAX_VALUES]))
        return cls(week, values)

    def __getitem__(self, facet):
        # A template asks for an item before it asks for an attribute, so a name that is no
        # facet must fail here.
        if facet not in FILTER_PARAMS:
            raise KeyError(facet)
        return self.values.get(facet, ())

    @property
    def is_active(self):
        """Whether anything is asked for at all."""
        return bool(self.values)

    def apply(self, times):
        """The session times that answer every facet. No row twice, no joins on many."""
        for facet, values in self.values.items():
            if facet == "time":
                times = times.alias(oslo_hour=ExtractHour("starts_at", tzinfo=clock.OSLO))
            times = times.filter(_CONDITIONS[facet](values, self.week))
        return times

    def query_string(self):
        """The filter in its one canonical order, for links and feeds; "" when not active."""
        return urlencode(
            [(name, value) for name in FILTER_PARAMS for value in self[name]], encoding="utf-8"
        )

    def with_only(self, facet, *chosen):
        """The same filter with this facet's values replaced; without values the facet is gone."""
        values = {name: kept for name, kept in self.values.items() if name != facet}
        if chosen:
            values[facet] = tuple(sorted(chosen))
        return ProgrammeFilter(self.week, values)

    def only(self, facet):
        """The filter with this facet's values and no others."""
        return ProgrammeFilter(self.week, {n: v for n, v in self.values.items() if n == facet})

    def without(self, facet, value):
        """The same filter without one value."""
        return self.with_only(facet, *(kept for kept in self[facet] if kept != value))

    @cached_property
    def choices(self):
        """Every facet's choices (two queries, once)."""
        return choices_for(self.week)

    @cached_property
    def options(self):
        """``{facet: Facet}`` for the form: what is offered, and what is chosen though it is not."""
        return self.options_among(self.choices)

    def options_among(self, choices):
        """The same of these choices."""
        facets = {}
        for name in FILTER_PARAMS:
            chosen = self[name]
            options = [
                (choice, choice.code in chosen)
                for choice in choices.get(name, ())
                if choice.is_offered or choice.code in chosen
            ]
            facets[name] = Facet(name, facet_label(name), options)
        return facets

    @property
    def words(self):
        """What stands in the search field."""
        return " ".join(self["q"])

    @property
    def unknown(self):
        """Chips of the values that nobody can find anything by, to be said on the page."""
        return [chip for chip in self.chips() if not chip.is_known]

    def chips(self):
        """All chosen values in canonical order. Asks the database only when there are any."""
        return [self._chip(name, value) for name in FILTER_PARAMS for value in self[name]]

    def _chip(self, facet, value):
        label = self._label(facet, value)
        query = self.without(facet, value).query_string()
        return Chip(
            facet=facet,
            value=value,
            label=label or Text(value, page_language()),
            facet_label=facet_label(facet),
            # "." and not "?": the address without a query is the page's own.
            url=f"?{query}" if query else ".",
            is_known=label is not None,
        )

    def _label(self, facet, value):
        if facet == "q":
            return Text(f"“{value}”" if page_language() == "en" else f"«{value}»", page_language())
        if facet == "day":
            return Text(day_name(value), page_language()) if _is_day(value) else None
        known = {choice.code: choice.name for choice in self.choices.get(facet, ())}
        return known.get(value)


def _is_day(value):
    return value in ("before", "after") or _parsed_day(value) is not None


def _parsed_day(value):
    if not _ISO_DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _any_of(conditions):
    """True of what meets one of the conditions; of nothing when there is none."""
    result = _NOTHING
    for condition in conditions:
        result |= condition
    return result


def _day(values, week):
    return _any_of(_one_day(value, week) for value in values)


def _one_day(value, week):
    """What starts on the day, and what lasts for days and is still on.

    A night that ends at two belongs to the day it starts; an exhibition belongs to all its days.
    """
    lasting = Q(ends_at__gt=F("starts_at") + LASTING)
    if value == "before" and week:
        return Q(starts_at__lt=clock.day_span(week.starts_on)[0])
    if value == "after" and week:
        start = clock.day_span(week.ends_on)[1]
        return Q(starts_at__gte=start) | (Q(ends_at__gt=start) & lasting)
    day = _parsed_day(value)
    if day is None:
        return _NOTHING
    start, end = clock.day_span(day)
    return Q(starts_at__gte=start, starts_at__lt=end) | (
        Q(starts_at__lt=start, ends_at__gt=start) & lasting
    )


def _time(values, week):
    """By the hour of the start in Oslo; a session of which only the day is known has none."""
    spans = (HOURS[value] for value in values if value in HOURS)
    return Q(is_time_known=True) & _any_of(
        Q(oslo_hour__gte=first, oslo_hour__lt=end) for first, end in spans
    )


def _terms(field):
    """A condition on one of the version's vocabularies, without joining it."""
    through = Version._meta.get_field(field).remote_field.through
    target = Version._meta.get_field(field).m2m_reverse_field_name()

    def condition(values, week):
        rows = through.objects.filter(
            **{"version": OuterRef("version"), f"{target}__code__in": values}
        )
        return Q(Exists(rows))

    return condition


def _district(values, week):
    return Q(venue__district__slug__in=values) | Q(place_district__slug__in=values)


def _access(values, week):
    """A "yes" of the event, or of the session's venue unless the event says "no".

    Whoever follows a session online has nothing of the venue's lift.
    """
    own = VersionAccess.objects.filter(version=OuterRef("version"), feature__code__in=values)
    denied = VersionAccess.objects.filter(
        version=OuterRef(OuterRef("version")), feature=OuterRef("feature"), answer=Answer.NO
    )
    inherited = VenueAccess.objects.filter(
        ~Exists(denied),
        venue=OuterRef("venue"),
        feature__code__in=values,
        answer=Answer.YES,
    )
    is_there = ~Q(attendance=Attendance.ONLINE)
    return Q(Exists(own.filter(answer=Answer.YES))) | (is_there & Q(Exists(inherited)))


def _language(values, week):
    used = VersionLanguage.objects.filter(
        version=OuterRef("version"),
        code__in=values,
        use__in=(LanguageUse.SPOKEN, LanguageUse.INTERPRETED),
    )
    return Q(Exists(used))


def _organiser(values, week):
    """Organisers and accepted co-organisers that may have a page.

    An address that gathered a private person's events would be the page they did not ask for.
    """
    named = Organiser.objects.listable().filter(slug__in=values).values("pk")
    joined = CoOrganiser.objects.public().filter(
        event=OuterRef("version__event"), organiser__in=named
    )
    return Q(version__event__organiser__in=named) | Q(Exists(joined))


def _free(values, week):
    if "1" not in values:
        return _NOTHING
    return Q(version__price_type__in=(PriceType.FREE, PriceType.PAY_WHAT_YOU_CAN))


def _online(values, week):
    if "1" not in values:
        return _NOTHING
    return Q(attendance__in=(Attendance.ONLINE, Attendance.BOTH))


def _q(values, week):
    return _any_of(matches(value, "version__search_text") for value in values)


_CONDITIONS = {
    "day": _day,
    "time": _time,
    "topic": _terms("topics"),
    "type": _terms("types"),
    "audience": _terms("audiences"),
    "district": _district,
    "access": _access,
    "language": _language,
    "ground": _terms("grounds"),
    "goal": _terms("goals"),
    "organiser": _organiser,
    "free": _free,
    "online": _online,
    "q": _q,
}
