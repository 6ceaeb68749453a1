"""The programme near home: all districts with how much is on, and a page for each."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.models import District
from events.programme import addresses
from events.programme.atlas import spots_of
from events.programme.days import public_week
from events.programme.districts import in_district, spread
from events.programme.instants import next_change, release_times
from events.programme.steady import gather_steady


@published(each=addresses.years("events:districts"))
def districts(request, year):
    """The districts of the municipality with the number of events in each."""
    week, now = _week(year), clock.now()
    context = {"week": week, "spread": spread(week, now), "section": _section(week)}
    return _kept(render(request, "events/districts.html", context), now)


@published(each=addresses.districts("events:district"))
def district(request, year, slug):
    """What is on in one district, with its places. One where nothing is on says so."""
    week, now = _week(year), clock.now()
    found = get_object_or_404(District, slug=slug)
    shown = gather_steady(in_district(week, found, now), now)
    context = {
        "week": week,
        "district": found,
        "programme": shown,
        "spots": [spot for spot in spots_of(shown.rows) if spot.venue],
        "others": spread(week, now).lit,
        "section": _section(week),
    }
    return _kept(render(request, "events/district.html", context), now)


def _week(year):
    """The week of the year; 404 where nothing of it is public."""
    week = public_week(year)
    if week is None:
        raise Http404
    return week


def _section(week):
    return "archive" if week.is_over else "programme"


def _kept(response, now):
    response.valid_until = next_change(now, *release_times())
    return response
