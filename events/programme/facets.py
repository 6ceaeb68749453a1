"""What can be chosen in each facet of the programme, with names in the page's language."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import BooleanField, ExpressionWrapper, Max, Min, Q, Value
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
    found = defaultdict(list)
    for facet, code, nb, en, _position, offered in _reference_rows(week, now):
        found[facet].append(Choice(code, _name(nb, en), bool(offered)))
    found["organiser"].sort(key=lambda choice: collation_key(str(choice.name)))
    spoken = {choice.code for choice in found["language"]}
    found["language"] = [
        Choice(code, Text(language_name(code), page_language()), code in spoken)
        for code in LANGUAGES
    ]
    found["day"] = _days(week, now)
    return dict(found) | fixed_choices()


def _choice(code, name):
    return Choice(code, Text(name, page_language()))


def _name(nb, en):
    """Rows carry both columns, since a union knows no descriptors."""
    english = page_language() == "en"
    first, second = (en, nb) if english else (nb, en)
    here, there = ("en", "nb") if english else ("nb", "en")
    return Text(first, here) if first else Text(second, there, is_fallback=True)


def _reference_rows(week, now):
    """(facet, code, name nb, name en, position, is offered) of all data facets, in one query."""
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
    parts.append(_organiser_rows(week, now))
    parts.append(
        VersionLanguage.objects.order_by()
        .filter(version__in=Version.objects.public(now).filter(event__week=week).values("pk"))
        .exclude(use="written")
        .values_list(Value("language"), "code", Value(""), Value(""), Value(0), Value(True))
        .distinct()
    )
    return sorted(parts[0].union(*parts[1:], all=True), key=lambda row: (row[0], row[4], row[1]))


def _organiser_rows(week, now):
    """Organisers with a page. Whoever has no public event in any week has none, nor is known."""
    public = Event.objects.public(now)
    busy = ExpressionWrapper(_is_behind(public.filter(week=week)), BooleanField())
    return (
        OrganiserText.objects.live()
        .order_by()
        .filter(_is_behind(public), organiser__in=Organiser.objects.listable())
        .annotate(is_busy=busy)
        .values_list(
            Value("organiser"), "organiser__slug", "name_nb", "name_en", Value(0), "is_busy"
        )
    )


def _is_behind(events):
    """A condition on organisers' texts: that the organiser arranges or has joined one of them.

    Lists and not EXISTS: a database makes each list once, not once an organiser.
    """
    joined = CoOrganiser.objects.public().filter(event__in=events.values("pk"))
    return Q(organiser__in=events.values("organiser")) | Q(organiser__in=joined.values("organiser"))


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
