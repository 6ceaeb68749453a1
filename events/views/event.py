"""The page about one event."""

from django.http import Http404
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.machines.structured import structured
from events.models import AccessFeature, Event, Material, Version
from events.programme import addresses
from events.programme.days import near
from events.programme.instants import next_change
from events.programme.page import EventPage, with_page
from events.programme.sharing import of_event


@published(each=addresses.events("events:detail"))
def detail(request, year, slug):
    """One event; cancelled ones keep their page for good, those taken off the site are gone."""
    versions = with_page(Version.objects.public())
    version = versions.filter(event__week__year=year, event__slug=slug).first()
    if version is None:
        return _gone(request, year, slug)
    key_features = list(AccessFeature.objects.filter(is_key=True, is_active=True))
    page = EventPage(version, key_features)
    now = clock.now()
    nearby = near(version.event, now=now)
    context = {
        "page": page,
        "event": version.event,
        "version": version,
        "week": version.event.week,
        "materials": list(Material.objects.public(now).filter(event=version.event)),
        "nearby": nearby,
        "sharing": of_event(page),
        "structured": structured(page),
        "section": "programme",
    }
    response = render(request, "events/detail.html", context)
    starts = [card.starts_at for card in nearby]
    response.valid_until = next_change(now, *page.instants, *starts)
    return response


def _gone(request, year, slug):
    """Say to those who come by an old link that it led somewhere, without a word of what."""
    if not Event.objects.taken_off().filter(week__year=year, slug=slug).exists():
        raise Http404
    return render(request, "events/gone.html", {"section": "programme"}, status=410)
