"""What can be chosen in each facet of the programme, with names in the page's language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

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
    found, rows = defaultdict(list), defaultdict(list)
    for facet, code, nb, en, number, offered in _reference_rows(week, now):
        rows[facet].append((number, code, _name(nb, en), bool(offered)))
    for facet in (*TERMS, "district"):
        found[facet] = [Choice(code, name, offered) for _n, code, name, offered in rows[facet]]
    found["organiser"] = _organisers(rows["organiser"], rows[_BUSY])
    spoken = {code for _n, code, _name, _offered in rows["language"]}
    found["language"] = [
        Choice(code, Text(language_name(code), page_language()), code in spoken)
        for code in LANGUAGES
    ]
    found["day"] = _days(week, now)
    return dict(found) | fixed_choices()


def _organisers(named, busy):
    """Organisers with a page. Whoever has no public event in any week has none, nor is known."""
    offered = defaultdict(bool)
    for pk, _code, _name, is_this_week in busy:
        offered[pk] |= is_this_week
    found = [Choice(code, name, offered[pk]) for pk, code, name, _ in named if pk in offered]
    return sorted(found, key=lambda choice: (collation_key(str(choice.name)), choice.code))


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


def _reference_rows(week, now):
    """(facet, code, name nb, name en, number, is offered) of all data facets, in one query.

    The number is the position in the facet's order; of an organiser it is the key, and rows of
    ``_BUSY`` name by their keys those that have a public event, "offered" where it is this week's.
    """
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
    parts += _organiser_rows(week, now)
    public = Version.objects.public(now).filter(event__week=week)
    parts.append(
        VersionLanguage.objects.order_by()
        .filter(version__in=public.values("pk"))
        .exclude(use="written")
        .values_list(Value("language"), "code", Value(""), Value(""), Value(0), Value(True))
        .distinct()
    )
    return sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[0], row[4], row[1]))


def _organiser_rows(week, now):
    """Organisers with live words, and apart from them who has a public event.

    Which of them meet is found out here and not by the database, which would look up each of
    them in a list of all public events.
    """
    named = OrganiserText.objects.live().filter(organiser__in=Organiser.objects.listable())
    arranged = Event.objects.public(now).filter(organiser__isnull=False)
    joined = joined_publicly(now)
    return [
        named.order_by().values_list(
            *(Value("organiser"), "organiser__slug", "name_nb", "name_en", "organiser"), Value(True)
        ),
        _busy(arranged, week=week),
        _busy(joined, event__week=week),
    ]


def _busy(rows, **this_week):
    none = Value("")
    is_this_week = ExpressionWrapper(Q(**this_week), BooleanField())
    found = rows.order_by().annotate(is_this_week=is_this_week)
    columns = (Value(_BUSY), none, none, none, "organiser", "is_this_week")
    return found.values_list(*columns).distinct()


def _days(week, now):
    """The days of the week, and what lies before and after it when there is something there."""
    if week is None:
        return []
    times = SessionTime.objects.public(now).for_week(week)
    first, last = times.aggregate(first=Min("starts_at"), last=Max("starts_at")).values()
    codes = [day.isoformat() for day in days_between(week.starts_on, week.ends_on)]
    before = first is not None and clock.local(first).date() < week.starts_on
    after = last is not None and clock.local(last).date() > week.ends_on
    codes = ["before"] * before + codes + ["after"] * after
    return [_choice(code, day_name(code)) for code in codes]
