"""The programme seen in other ways than as cards: a line each, hours by places, and on a map."""

from csp.constants import SELF
from csp.decorators import csp_update
from django.http import Http404
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.programme import addresses
from events.programme.atlas import atlas_of
from events.programme.chart import TILES, charts_of
from events.programme.counting import Sessions
from events.programme.days import programme_days, public_week
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from events.programme.frame import frame
from events.programme.instants import next_change, release_times
from events.programme.steady import gather_steady
from events.programme.timetable import timetable_of


@published(params=FILTER_PARAMS, each=addresses.years("events:compact"))
def compact(request, year):
    """One line a session, for overview and for paper."""
    week, chosen, now = _asked(request, year)
    read = Sessions(chosen, now)
    shown = gather_steady(programme_days(week, chosen, now, read=read), now)
    found_nothing = chosen.is_active and shown.is_empty
    around = frame(
        chosen,
        now,
        "compact",
        found_nothing=found_nothing,
        one_day=shown.one_day,
        shown=shown,
        read=read,
    )
    by_day = bool(chosen["day"]) or shown.one_day is not None
    context = around | {"programme": shown, "by_day": by_day}
    return _kept(render(request, "events/compact.html", context), now)


@published(params=FILTER_PARAMS, each=addresses.years("events:timetable"))
def timetable(request, year):
    """Places down and hours across, one day at a time unless several are chosen."""
    week, chosen, now = _asked(request, year)
    read = Sessions(chosen, now)
    shown = timetable_of(week, chosen, now, read)
    found_nothing = chosen.is_active and not shown.n_events
    around = frame(
        chosen, now, "timetable", found_nothing=found_nothing, one_day=shown.one_day, read=read
    )
    context = around | {"timetable": shown, "programme": shown.programme, "by_day": True}
    return _kept(render(request, "events/timetable.html", context), now)


# The policy lets the browser ask for tiles, and the page does so when somebody presses a button.
@published(params=FILTER_PARAMS, each=addresses.years("events:map"))
@csp_update({"img-src": [SELF, TILES]})
def places(request, year):
    """The places with what is on at each, by district, and a drawing of where they lie."""
    week, chosen, now = _asked(request, year)
    shown = atlas_of(chosen, now)
    found_nothing = chosen.is_active and not shown.n_events
    context = frame(chosen, now, "map", found_nothing=found_nothing) | {
        "atlas": shown,
        "charts": charts_of(shown.spots),
        "tiles": TILES,
        "by_day": True,
    }
    return _kept(render(request, "events/map.html", context), now)


def _asked(request, year):
    """The week, the filter and the time; 404 where nothing of the year is public."""
    week = public_week(year)
    if week is None:
        raise Http404
    return week, ProgrammeFilter.from_query(request.GET, week), clock.now()


def _kept(response, now):
    response.valid_until = next_change(now, *release_times())
    return response
