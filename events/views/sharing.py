"""Pictures of an event and of the week, for those who show links to them."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.models import Version
from events.paper.share_card import drawn
from events.programme import addresses
from events.programme.days import public_week
from events.programme.instants import next_change, release_times
from events.programme.page import EventPage, with_page
from events.programme.sharing import event_card, week_card, week_panes

VERSION = ("v",)


@published(params=VERSION, each=addresses.events("events:card"), is_page=False)
def card(request, year, slug):
    """The picture of one event in the address's language."""
    versions = with_page(Version.objects.public())
    version = versions.filter(event__week__year=year, event__slug=slug).first()
    if version is None:
        raise Http404
    page = EventPage(version)
    return _picture(request, event_card(page), version.event.week, page.instants)


@published(params=VERSION, each=addresses.years("events:week_card"), is_page=False)
def week(request, year):
    """The picture of a year's week."""
    found = public_week(year)
    if found is None:
        raise Http404
    return _picture(request, week_card(found), found, release_times())


def _picture(request, card, week, instants):
    if request.GET.get("v", card.digest) != card.digest:
        # Asked for by a page that has changed since; one address of each picture is kept.
        return redirect(f"{request.path}?v={card.digest}")
    now = clock.now()
    response = HttpResponse(drawn(card, week, week_panes(week, now)), content_type="image/png")
    response.valid_until = next_change(now, *instants)
    return response
