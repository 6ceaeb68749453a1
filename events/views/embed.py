"""The programme inside other websites: the frame, and the page that makes the lines to paste."""

from csp.constants import SELF
from csp.decorators import csp_replace
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.clickjacking import xframe_options_exempt

from enbyforalle.lib import clock, links
from enbyforalle.publishing import published
from events.models import Week
from events.programme.days import programme_days
from events.programme.embedding import (
    HEIGHTS,
    LOOK_PARAMS,
    MAKE_PARAMS,
    Frame,
    accent_names,
    theme_names,
)
from events.programme.filters import FILTER_PARAMS
from events.programme.frame import frame
from events.programme.instants import next_change, release_times


# The one page that others may frame. It has no form and no session, so that nothing can be
# pressed in it by deceit but a link.
@published(params=(*FILTER_PARAMS, *LOOK_PARAMS), is_page=False)
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"]})
def embed(request):
    """The current week as a compact list. Days that are over are folded while the week lasts."""
    now = clock.now()
    week = Week.objects.current()
    shown = Frame.from_query(request.GET, week)
    programme = programme_days(week, shown.chosen, now)
    today = clock.today()
    is_on = week is not None and not week.is_over
    query = shown.chosen.query_string()
    page = reverse("events:year", args=[week.year]) if week else reverse("events:programme")
    context = {
        "week": week,
        "shown": shown,
        "chips": shown.chosen.chips(),
        "programme": programme,
        "past": [day for day in programme.days if is_on and day.date < today],
        "days": [day for day in programme.days if not is_on or day.date >= today],
        "page": links.absolute(f"{page}?{query}" if query else page),
    }
    return _kept(render(request, "events/embed.html", context), now)


@published(params=(*FILTER_PARAMS, *MAKE_PARAMS))
@csp_replace({"frame-src": [SELF]})
def make(request):
    """Choose what the frame shows and how it looks; see it, and take the lines to paste."""
    now = clock.now()
    week = Week.objects.current()
    made = Frame.from_query(request.GET, week)
    context = frame(made.chosen, now, "year", found_nothing=False) | {
        "made": made,
        "themes": theme_names(),
        "accents": accent_names(),
        "heights": HEIGHTS,
        "is_asked": bool(request.GET),
        "section": "data",
    }
    return _kept(render(request, "events/embed_make.html", context), now)


def _kept(response, now):
    response.valid_until = next_change(now, *release_times())
    return response
