"""The page about one event."""

from django.shortcuts import get_object_or_404, render

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.eventpage import EventPage, with_page
from events.instants import next_change
from events.models import AccessFeature, Material, Version
from events.programme import near


@published
def detail(request, year, slug):
    """One event; cancelled ones keep their page for good."""
    version = get_object_or_404(
        with_page(Version.objects.public()), event__week__year=year, event__slug=slug
    )
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
        "section": "programme",
    }
    response = render(request, "events/detail.html", context)
    starts = [card.starts_at for card in nearby]
    response.valid_until = next_change(now, *page.instants, *starts)
    return response
