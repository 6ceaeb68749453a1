"""The programme by place: districts, their places, and what is on at each."""

from dataclasses import dataclass, field
from itertools import groupby
from urllib.parse import quote_plus

from django.urls import reverse

from enbyforalle.lib.i18n import Text
from events.enums import Answer
from events.models import SessionTime, Venue
from events.programme.access import AccessFact
from events.programme.cards import Card, Place, access_words
from events.programme.page import MAP_SEARCH
from events.programme.placing import district_key, district_name, place_key
from events.programme.rows import with_rows

# Where on OpenStreetMap a position is marked. Whoever follows the link tells them their address.
MAP_AT = "https://www.openstreetmap.org/?mlat={0}&mlon={1}#map=17/{0}/{1}"


@dataclass(frozen=True)
class Happening:
    """One event with those of its sessions that are at one place."""

    cards: list[Card]

    @property
    def first(self):
        return self.cards[0]


@dataclass
class Spot:
    """One place. `number` is the one on the drawing, None where its position is not known."""

    place: Place
    venue: Venue | None
    happenings: list[Happening]
    number: int | None = None

    @property
    def n_events(self):
        return len(self.happenings)

    @property
    def anchor(self):
        return f"v-{self.venue.slug}" if self.venue else ""

    @property
    def position(self):
        """(latitude, longitude) in degrees, or None."""
        venue = self.venue
        if venue is None or venue.latitude is None:
            return None
        return float(venue.latitude), float(venue.longitude)

    @property
    def map_url(self):
        if self.position:
            return MAP_AT.format(self.venue.latitude, self.venue.longitude)
        return MAP_SEARCH + quote_plus(self.place.address) if self.place.address else ""

    @property
    def facts(self):
        """The lasting access facts that a list names: what there is, and a threshold."""
        rows = self.venue.access.all() if self.venue else ()
        facts = [AccessFact(row.feature, row.answer, is_of_venue=True) for row in rows]
        return [access_words(fact) for fact in facts if _is_told(fact)]


@dataclass(frozen=True)
class Area:
    """A district, or what has none. `url` is the programme of the district under the filter."""

    name: str | Text
    spots: list[Spot]
    n_events: int
    slug: str = ""
    url: str = ""


@dataclass
class Atlas:
    """All places of a filtered programme."""

    areas: list[Area] = field(default_factory=list)
    n_events: int = 0

    @property
    def spots(self):
        """Every place that has a number, in their order."""
        return [spot for area in self.areas for spot in area.spots if spot.number]


def atlas_of(chosen, now):
    """The filtered programme by district and place, numbered in the order of the list.

    A fixed number of queries. A session with a hidden address has a district and no place.
    """
    times = chosen.apply(SessionTime.objects.public(now).for_week(chosen.week))
    cards = sorted((Card(time) for time in with_rows(times)), key=place_key)
    areas = [_area(list(rows), chosen) for _district, rows in groupby(cards, key=district_key)]
    atlas = Atlas(areas, len({card.event.pk for card in cards}))
    placed = [spot for area in areas for spot in area.spots if spot.position]
    for number, spot in enumerate(placed, start=1):
        spot.number = number
    return atlas


def spots_of(cards):
    """The places of some cards, in the order of their names."""
    return [_spot(list(rows)) for _at, rows in groupby(sorted(cards, key=place_key), key=place_key)]


def _area(cards, chosen):
    spots = spots_of(cards)
    n_events = len({card.event.pk for card in cards})
    first = cards[0]
    if first.place.is_online or not first.place.district:
        return Area(district_name(first), spots, n_events)
    slug = first.time.district.slug
    # Without another choice to keep, the district has a page of its own.
    path = reverse("events:district", args=[chosen.week.year, slug])
    if chosen.is_active:
        query = chosen.with_only("district", slug).query_string()
        path = reverse("events:year", args=[chosen.week.year]) + f"?{query}"
    return Area(first.place.district, spots, n_events, slug, path)


def _spot(cards):
    """The cards come in the order of their times, so events stand by their first session."""
    by_event = {}
    for card in cards:
        by_event.setdefault(card.event.pk, []).append(card)
    first = cards[0]
    is_known = not (first.place.is_hidden or first.place.is_online)
    happenings = [Happening(rows) for rows in by_event.values()]
    return Spot(first.place, first.time.venue if is_known else None, happenings)


def _is_told(fact):
    is_threshold = fact.answer == Answer.NO and fact.feature.code == "step_free_entrance"
    return (fact.is_yes and fact.feature.is_key) or is_threshold
