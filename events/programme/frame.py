"""What stands round every view of the programme: the day bar, the filter form, the other views."""

from dataclasses import dataclass
from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enbyforalle.lib import clock
from events.models import SessionTime
from events.programme.counting import Sessions, counted_facets
from events.programme.daybar import daybar, shown_days
from events.programme.loosening import loosening
from events.programme.street import empty_street, panes_of, street

# The facets that stand open in the filter form, and those that are folded under "more".
FIRST_FACETS = ("day", "time", "topic", "access", "district", "language", "audience")
MORE_FACETS = ("type", "organiser", "ground", "goal")
FLAGS = ("free", "online")


@dataclass(frozen=True)
class View:
    """One way to see the programme, with the filter kept. `symbol` is on the sheet of icons."""

    label: str
    symbol: str
    url: str
    is_current: bool


def frame(chosen, now, view, *, found_nothing, one_day=None, shown=None, read=None):
    """The context of the templates round the view with the URL name `view`; 7 queries at most.

    `one_day` is the day that is shown though nobody chose it; `shown` is the Programme whose days
    stand on the page, if the day bar is to lead down the page; `read` are the Sessions of the
    filter where they have been read already. Without a week all is empty.
    """
    week = chosen.week
    read = read or (Sessions(chosen, now) if week else None)
    facets = counted_facets(chosen, now, read) if week else {}
    drawn = _drawn(week, chosen, now, read.panes(), one_day) if week else None
    return {
        "week": week,
        "chosen": chosen,
        "chips": chosen.chips(),
        "first_facets": [facets[name] for name in FIRST_FACETS] if week else [],
        "more_facets": [facets[name] for name in MORE_FACETS] if week else [],
        "flags": [facets[name] for name in FLAGS] if week else [],
        "loosening": loosening(chosen, now) if found_nothing else None,
        "page_url": reverse(f"events:{view}", args=[week.year]) if week else "",
        "views": _views(chosen, view) if _is_out(week, now) else [],
        "street": drawn,
        "street_url": day_address(chosen),
        "daybar": _daybar(chosen, drawn, facets, shown) if week else [],
        "quick": quick_choices(chosen, clock.local(now).date()),
        "whole_week": f"?{chosen.with_only('day').query_string()}",
        "today_date": clock.today(),
        "section": "programme" if week and not week.is_over else "archive",
    }


def _is_out(week, now):
    """Whether the year has addresses of its own: anything of the week is public."""
    if week is None:
        return False
    releases = (week.programme_released_at, week.pre_programme_released_at)
    return any(instant is not None and instant <= now for instant in releases)


def _views(chosen, current):
    """Every way to see the programme, under the same filter."""
    query = chosen.query_string()
    named = (
        ("year", _("List"), "calendar"),
        ("compact", pgettext("view", "Compact"), "list"),
        ("timetable", _("Timetable"), "clock"),
        ("map", _("Map"), "place"),
    )
    return [
        View(label, symbol, _address(name, chosen.week, query), name == current)
        for name, label, symbol in named
    ]


def _address(name, week, query):
    path = reverse(f"events:{name}", args=[week.year])
    return f"{path}?{query}" if query else path


def _daybar(chosen, drawn, facets, shown):
    leads_down = shown is not None and not chosen["day"] and shown.one_day is None
    return daybar(
        chosen,
        drawn,
        counts={choice.code: n for choice, _on, n in facets["day"].options},
        address=day_address(chosen),
        anchors=shown_days(shown) if leads_down else None,
    )


def quick_choices(chosen, today):
    """Links to the days most people ask for, with the rest of the filter kept, in the week alone.

    Each is (label, query, is chosen now).
    """
    week = chosen.week
    if week is None or not week.starts_on <= today <= week.ends_on:
        return []
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    wanted = [(_("Today"), [today], ()), (_("This evening"), [today], ("evening",))]
    if today < week.ends_on:
        wanted.append((_("Tomorrow"), [today + timedelta(days=1)], ()))
    if today < saturday < week.ends_on:
        wanted.append((_("At the weekend"), [saturday, saturday + timedelta(days=1)], ()))
    quick = []
    for label, days, parts in wanted:
        codes = tuple(day.isoformat() for day in days)
        query = chosen.with_only("day", *codes).with_only("time", *parts).query_string()
        quick.append((label, f"?{query}", (chosen["day"], chosen["time"]) == (codes, parts)))
    return quick


def day_address(chosen):
    """Where a house of the day bar leads: the same filter, up to the day."""
    query = chosen.with_only("day").query_string()
    return f"?{query}&" if query else "?"


def street_of(week, chosen, now, one_day=None):
    """The street of the week's public sessions under the filter, whatever day is chosen."""
    if week is None:
        return None
    times = SessionTime.objects.public(now).for_week(week)
    if chosen is not None:
        times = chosen.with_only("day").apply(times)
    return _drawn(week, chosen, now, panes_of(times), one_day)


def _drawn(week, chosen, now, panes, one_day=None):
    inside = [pane for pane in panes if week.starts_on <= pane.day <= week.ends_on]
    if not inside and not (chosen and chosen.is_active):
        return empty_street(week.starts_on, week.ends_on)
    days = [one_day.isoformat()] if one_day else chosen["day"] if chosen else ()
    return street(inside, week.starts_on, week.ends_on, clock.local(now).date(), days)
