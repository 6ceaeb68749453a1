"""Calendar files: the week, a year, an organiser, one event."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404

from enbyforalle.lib import clock
from enbyforalle.lib.ical import CONTENT_TYPE
from enbyforalle.publishing import published
from events.models import Event, SessionTime, Week
from events.programme import addresses
from events.programme.days import of_organiser, public_organisers, public_week
from events.programme.feeds import calendar, feed_name
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from events.programme.instants import next_release


@published(params=FILTER_PARAMS, is_page=False)
def feed(request):
    """The current week; an empty calendar before any week is released, so one may subscribe."""
    return _week_feed(request, Week.objects.current())


@published(params=FILTER_PARAMS, each=addresses.years("events:year_feed"), is_page=False)
def year_feed(request, year):
    """One year's week; 404 until something of it is public."""
    week = public_week(year)
    if week is None:
        raise Http404
    return _week_feed(request, week)


@published(params=FILTER_PARAMS, each=addresses.organisers("events:organiser_ics"), is_page=False)
def organiser_ics(request, slug):
    """All public events, of all years, that the organiser arranges or has joined."""
    organiser = get_object_or_404(public_organisers().with_texts(), slug=slug)
    chosen = ProgrammeFilter.from_query(request.GET, Week.objects.current())
    times = chosen.apply(of_organiser(SessionTime.objects.public(), organiser))
    name = f"{organiser.live_text.name} – {feed_name(None, chosen)}"
    return _response(calendar(times, name=name))


@published(params=("s",), each=addresses.sessions, is_page=False)
def detail_ics(request, year, slug):
    """One event as a file to download; with ``?s=<uid>`` one of its sessions."""
    event = get_object_or_404(Event.objects.public(), week__year=year, slug=slug)
    times = SessionTime.objects.public().filter(version__event=event)
    if "s" in request.GET:
        times = times.filter(session__uid=_uid(request.GET["s"]))
        if not times.exists():
            raise Http404
    response = _response(calendar(times, name=None))
    response["Content-Disposition"] = f'attachment; filename="{slug}.ics"'
    return response


def _week_feed(request, week):
    chosen = ProgrammeFilter.from_query(request.GET, week)
    times = SessionTime.objects.public().for_week(week) if week else SessionTime.objects.none()
    return _response(calendar(chosen.apply(times), name=feed_name(week, chosen)))


def _response(content):
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    response.valid_until = next_release(clock.now())
    return response


def _uid(text):
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error
