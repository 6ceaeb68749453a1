"""What the page about open data tells: formats, filters with their codes, example addresses."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib.links import absolute
from events.machines.catalogue import FORMATS
from events.programme.counting import counted_facets
from events.programme.facets import Choice, facet_label
from events.programme.filters import FILTER_PARAMS

# Organisers are as many as the events; their code stands in the address of their page.
_UNLISTED = ("day", "organiser", "q")


@dataclass(frozen=True)
class FilterName:
    """One parameter: its name, what it is called, what its values are, and those there are."""

    name: str
    label: str
    values: str
    choices: tuple[Choice, ...] = ()


@dataclass(frozen=True)
class Way:
    """One format: what it is called, what it is good for, and its full address."""

    name: str
    use: str
    url: str


@dataclass(frozen=True)
class Example:
    """A question in words, and the full address that answers it."""

    words: str
    url: str


def ways():
    """The formats of the week that is current."""
    uses = {
        "json": _("Everything, with the codes below. For programs and websites."),
        "csv": _("One row for each session. For Excel and statistics."),
        "ics": _("For calendars, which then follow every change."),
        "rss": _("What is new, changed or cancelled, the cancelled first."),
    }
    return [Way(form.name, uses[form.code], absolute(reverse(form.view))) for form in FORMATS]


def years(weeks):
    """(week, its formats) for each week."""
    return [
        (week, [Way(form.name, "", reverse(form.year_view, args=[week.year])) for form in FORMATS])
        for week in weeks
    ]


def filter_names(chosen):
    """Every parameter, with the codes that are offered in the filter's week."""
    told = {
        "day": _("A date such as 2027-02-08; “before” and “after” the week"),
        "organiser": _("The last part of the address of the organiser’s page"),
        "q": _("Words to search for"),
    }
    found = []
    for name in FILTER_PARAMS:
        listed = () if name in _UNLISTED else chosen.choices.get(name, ())
        offered = tuple(choice for choice in listed if choice.is_offered)
        found.append(FilterName(name, facet_label(name), told.get(name, ""), offered))
    return found


def examples(chosen, now):
    """Questions that people ask of the current week. Those with a code find something."""
    found = [
        Example(_("What is free, as a spreadsheet"), _asked("events:table", "free=1")),
        Example(
            _("What is on in the evening, in English or interpreted into it"),
            _asked("events:data", "time=evening&language=en"),
        ),
    ]
    if chosen.week is None:
        return found
    day = chosen.week.starts_on.isoformat()
    found.append(
        Example(_("What is on the first day of the week"), _asked("events:data", f"day={day}"))
    )
    facets = counted_facets(chosen, now)
    for name, view, sentence in (
        ("district", "events:feed", _("A calendar of what is on in one district: %(name)s")),
        ("access", "events:data", _("Where there is: %(name)s")),
        ("audience", "events:news", _("News for one audience: %(name)s")),
    ):
        if facets[name].options:
            choice, _on, _n = max(facets[name].options, key=lambda option: option[2])
            words = sentence % {"name": choice.name}
            found.append(Example(words, _asked(view, f"{name}={choice.code}")))
    return found


def _asked(view, query):
    return absolute(f"{reverse(view)}?{query}")
