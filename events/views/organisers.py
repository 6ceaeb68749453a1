"""Those behind the events: the list, and one page each."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.text import collation_key
from enbyforalle.publishing import published
from events.models import SessionTime
from events.programme import addresses
from events.programme.cards import Card
from events.programme.days import of_organiser, public_organisers
from events.programme.instants import next_change, release_times
from events.programme.rows import with_rows
from events.programme.subscription import subscription


@published
def organisers(request):
    """All organisers with a public event and approved words, in alphabetical order by kind."""
    now = clock.now()
    found = sorted(
        public_organisers(now).with_texts(),
        key=lambda organiser: collation_key(str(organiser.live_text.name)),
    )
    kinds = {}
    for organiser in found:
        kinds.setdefault(organiser.get_kind_display(), []).append(organiser)
    context = {
        "kinds": sorted(kinds.items(), key=lambda kind: -len(kind[1])),
        "n_organisers": len(found),
        "section": "organisers",
    }
    response = render(request, "events/organisers.html", context)
    response.valid_until = next_change(now, *release_times())
    return response


@published(each=addresses.organisers("events:organiser"))
def organiser(request, slug):
    """One organiser in its own, approved words, and what it arranges."""
    now = clock.now()
    found = get_object_or_404(public_organisers(now).with_texts(), slug=slug)
    times = with_rows(of_organiser(SessionTime.objects.public(now), found))
    cards = [Card(time) for time in times]
    name = _("%(organiser)s in A City for All Week") % {"organiser": found.live_text.name}
    context = {
        "organiser": found,
        "text": found.live_text,
        "coming": [card for card in cards if (card.time.ends_at or card.starts_at) >= now],
        "past": [card for card in cards if (card.time.ends_at or card.starts_at) < now][::-1],
        "subscription": subscription("events:organiser_ics", slug, name=name),
        "section": "organisers",
    }
    response = render(request, "events/organiser.html", context)
    ends = [card.time.ends_at or card.starts_at for card in cards]
    response.valid_until = next_change(now, *ends, *release_times())
    return response
