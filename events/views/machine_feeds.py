"""The programme for machines: RSS, JSON and CSV, under the same filters as the page."""

from django.http import Http404, HttpResponse
from django.urls import reverse

from enbyforalle.lib import clock, links
from enbyforalle.lib.i18n import words
from enbyforalle.lib.tables import CSV_TYPE
from enbyforalle.publishing import published
from events.machines import data as programme_data
from events.machines import news as programme_news
from events.machines import sheet as programme_sheet
from events.models import SessionTime, Week
from events.programme import addresses
from events.programme.days import public_week
from events.programme.feeds import feed_name
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from events.programme.instants import next_change, release_times


@published(params=FILTER_PARAMS, is_page=False)
def news(request):
    """RSS of the current week; an empty feed before any week is released."""
    return _news(request, Week.objects.current())


@published(params=FILTER_PARAMS, each=addresses.years("events:year_news"), is_page=False)
def year_news(request, year):
    """RSS of one year's week."""
    return _news(request, _week_or_404(year))


@published(params=FILTER_PARAMS, is_page=False)
def data(request):
    """JSON of the current week."""
    return _data(request, Week.objects.current())


@published(params=FILTER_PARAMS, each=addresses.years("events:year_data"), is_page=False)
def year_data(request, year):
    """JSON of one year's week."""
    return _data(request, _week_or_404(year))


@published(params=FILTER_PARAMS, is_page=False)
def table(request):
    """CSV of the current week, one row a session; the headings alone before any is released."""
    return _table(request, Week.objects.current())


@published(params=FILTER_PARAMS, each=addresses.years("events:year_table"), is_page=False)
def year_table(request, year):
    """CSV of one year's week."""
    return _table(request, _week_or_404(year))


def _week_or_404(year):
    week = public_week(year)
    if week is None:
        raise Http404
    return week


def _news(request, week):
    times, chosen = _chosen(request, week)
    content = programme_news.news(
        times,
        name=feed_name(week, chosen),
        address=_address(request.path, chosen),
        page=_address(reverse("events:programme"), chosen),
    )
    return _response(content, programme_news.CONTENT_TYPE)


def _data(request, week):
    times, chosen = _chosen(request, week)
    content = programme_data.data(times, week=week, address=_address(request.path, chosen))
    return _response(content, programme_data.CONTENT_TYPE)


def _table(request, week):
    times, _filter = _chosen(request, week)
    response = _response(programme_sheet.sheet(times), CSV_TYPE)
    name = "-".join([str(words("program", "programme")), *([str(week.year)] if week else [])])
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _chosen(request, week):
    chosen = ProgrammeFilter.from_query(request.GET, week)
    times = SessionTime.objects.public().for_week(week) if week else SessionTime.objects.none()
    return chosen.apply(times), chosen


def _address(path, chosen):
    query = chosen.query_string()
    return links.absolute(f"{path}?{query}" if query else path)


def _response(content, content_type):
    response = HttpResponse(content, content_type=content_type)
    # Anyone's page may read what anyone may read.
    response["Access-Control-Allow-Origin"] = "*"
    # At midnight a picture's consent may run out.
    response.valid_until = next_change(clock.now(), *release_times())
    return response
