"""What can be chosen in each facet of the programme, with names in the page's language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from django.db.models import (
    BooleanField,
    Exists,
    ExpressionWrapper,
    Max,
    Min,
    OuterRef,
    Q,
    Value,
)
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_day
from enbyforalle.lib.i18n import LANGUAGES, Text, language_name, page_language
from enbyforalle.lib.text import collation_key
from events.models import (
    AccessFeature,
    Audience,
    CoOrganiser,
    District,
    Event,
    EventType,
    GroundTerm,
    SessionTime,
    SustainableGoal,
    Topic,
    Version,
    VersionLanguage,
)
from organisers.models import Organiser, OrganiserText

TERMS = {
    "topic": Topic,
    "type": EventType,
    "audience": Audience,
    "access": AccessFeature,
    "ground": GroundTerm,
    "goal": SustainableGoal,
}
# No facet: see `_reference_rows`.
_BUSY = "busy"


@dataclass(frozen=True)
class Choice:
    """One value of a facet. ``is_offered`` is false for what is known but stands in no form."""

    code: str
    name: Text
    is_offered: bool = True


def facet_label(facet):
    """The facet's name in the page's language."""
    return {
        "day": _("Day"),
        "time": _("Time of day"),
        "topic": _("Topic"),
        "type": _("Event type"),
        "audience": _("Audience"),
        "district": _("District or area"),
        "access": _("Accessibility"),
        "language": _("Language"),
        "ground": _("Ground of discrimination"),
        "goal": pgettext("facet", "Sustainable Development Goal"),
        "organiser": _("Organiser"),
        "free": _("Price"),
        "online": _("Online"),
        "q": _("Search words"),
    }[facet]


def fixed_choices():
    """The facets whose values are part of the contract rather than data."""
    return {
        "time": [
            _choice("morning", _("Morning, before 12:00")),
            _choice("afternoon", _("Afternoon, 12:00–17:00")),
            _choice("evening", _("Evening, from 17:00")),
        ],
        "free": [_choice("1", _("Free or pay what you can"))],
        "online": [_choice("1", _("Online, or in person and online"))],
    }


def day_name(value):
    """«mandag 8. februar 2027», or the name of what lies before and after the week."""
    if value == "before":
        return _("Pre-programme")
    if value == "after":
        return _("Follow-up programme")
    return format_day(date.fromisoformat(value))


def days_between(first, last):
    """Every date from the first to the last, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def choices_for(week, now=None):
    """Every facet's choices: ``{facet: [Choice, …]}``. Two queries.

    Terms out of use, organisers without a public event in the week and languages nobody uses in
    it are known, so that an old link still says what it asks for, but are not offered.
    """
    rows = _by_facet([*_vocabularies(), *_busy_rows(week, now), _spoken(week, now)])
    offered = defaultdict(bool)
    for pk, _code, _name, is_this_week in rows[_BUSY]:
        offered[pk] |= is_this_week
    named = [row for row in rows["organiser"] if row[0] in offered]
    return _choices(
        rows,
        organisers=[(code, name, offered[pk]) for pk, code, name, _ in named],
        languages={code for _n, code, _name, _offered in rows["language"]},
        days=_days(week, _edges(week, now)),
    )


def counted_choices(week, counts, edges):
    """The choices of which the week has something, as ``event_counts`` tells. One query.

    Terms and languages are known as in ``choices_for``, organisers are not. `edges` are those of
    "before" and "after" in which something starts.
    """
    rows = _by_facet(_vocabularies())
    named = [(code, name) for _pk, code, name, _ in rows["organiser"]]
    return _choices(
        rows,
        organisers=[(code, name, True) for code, name in named if code in counts["organiser"]],
        languages=set(counts["language"]),
        days=_days(week, edges),
    )


def _choices(rows, *, organisers, languages, days):
    found = {
        facet: [Choice(code, name, offered) for _n, code, name, offered in rows[facet]]
        for facet in (*TERMS, "district")
    }
    found["organiser"] = sorted(
        (Choice(*row) for row in organisers),
        key=lambda choice: (collation_key(str(choice.name)), choice.code),
    )
    found["language"] = [
        Choice(code, Text(language_name(code), page_language()), code in languages)
        for code in LANGUAGES
    ]
    found["day"] = [_choice(code, day_name(code)) for code in days]
    return found | fixed_choices()


def joined_publicly(now=None):
    """Rows of organisers that take part in public events of others."""
    # Asked of each row, since few events have any: a list of all public events is long.
    events = Event.objects.public(now).filter(pk=OuterRef("event"))
    return CoOrganiser.objects.public().filter(Exists(events))


def _choice(code, name):
    return Choice(code, Text(name, page_language()))


def _name(nb, en):
    """Rows carry both columns, since a union knows no descriptors."""
    english = page_language() == "en"
    first, second = (en, nb) if english else (nb, en)
    here, there = ("en", "nb") if english else ("nb", "en")
    return Text(first, here) if first else Text(second, there, is_fallback=True)


def _by_facet(parts):
    """{facet: [(number, code, name, is offered)]} of unions of such rows, in one query.

    The number is the position in the facet's order; of an organiser it is the key, and rows of
    ``_BUSY`` name by their keys those that have a public event, "offered" where it is this week's.
    """
    found = defaultdict(list)
    rows = parts[0].union(*parts[1:], all=True)
    for facet, code, nb, en, number, offered in sorted(rows, key=lambda row: (row[4], row[1])):
        found[facet].append((number, code, _name(nb, en), bool(offered)))
    return found


@cache
def _vocabularies():
    """Terms, districts, and organisers that may have a page and have live words."""
    parts = [
        model.objects.order_by().values_list(
            Value(facet), "code", "name_nb", "name_en", "position", "is_active"
        )
        for facet, model in TERMS.items()
    ]
    parts.append(
        District.objects.order_by().values_list(
            Value("district"), "slug", "name_nb", "name_en", "position", Value(True)
        )
    )
    named = OrganiserText.objects.live().filter(organiser__in=Organiser.objects.listable())
    parts.append(
        named.order_by().values_list(
            *(Value("organiser"), "organiser__slug", "name_nb", "name_en", "organiser"), Value(True)
        )
    )
    return parts


def _spoken(week, now):
    """The languages of the week's public events."""
    public = Version.objects.public(now).filter(event__week=week)
    rows = VersionLanguage.objects.filter(version__in=public.values("pk")).exclude(use="written")
    none = Value("")
    return (
        rows.order_by()
        .values_list(*(Value("language"), "code", none, none, Value(0), Value(True)))
        .distinct()
    )


def _busy_rows(week, now):
    """Who has a public event.

    Who of them has a page is found out here and not by the database, which would look up each
    organiser in a list of all public events.
    """
    arranged = Event.objects.public(now).filter(organiser__isnull=False)
    return [_busy(arranged, week=week), _busy(joined_publicly(now), event__week=week)]


def _busy(rows, **this_week):
    none = Value("")
    is_this_week = ExpressionWrapper(Q(**this_week), BooleanField())
    found = rows.order_by().annotate(is_this_week=is_this_week)
    columns = (Value(_BUSY), none, none, none, "organiser", "is_this_week")
    return found.values_list(*columns).distinct()


def _edges(week, now):
    """Those of "before" and "after" the week in which a session starts."""
    if week is None:
        return set()
    times = SessionTime.objects.public(now).for_week(week)
    return edges_of(week, times.aggregate(first=Min("starts_at"), last=Max("starts_at")).values())


def edges_of(week, starts):
    """Those of "before" and "after" the week in which one of the starts lies."""
    days = {clock.local(start).date() for start in starts if start is not None}
    before = {"before"} if any(day < week.starts_on for day in days) else set()
    return before | ({"after"} if any(day > week.ends_on for day in days) else set())


def _days(week, edges):
    """The days of the week, and what lies before and after it when there is something there."""
    if week is None:
        return []
    days = [day.isoformat() for day in days_between(week.starts_on, week.ends_on)]
    return [code for code in ("before", *days, "after") if code in days or code in edges]
