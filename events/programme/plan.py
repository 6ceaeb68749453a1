"""My plan: the sessions that a visitor has saved, read from an address and kept nowhere.

The visitor's browser holds the list; we learn of it only while we draw the page or the calendar.
What cannot be reached in time is said by times and places alone: we know no timetables.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby, zip_longest
from math import asin, cos, radians, sin, sqrt
from urllib.parse import urlencode
from uuid import UUID

from enbyforalle.lib import uids
from events.enums import Attendance
from events.models import SessionTime
from events.programme.cards import Card
from events.programme.days import ends_at
from events.programme.rows import with_rows

# A full week has fewer hours than this has sessions, and the address still fits a QR code.
MOST = 60
# With less than this between two places, a bus or the coats may cost the beginning.
SHORT = timedelta(minutes=30)
EARTH = 6_371_000  # metres, the mean radius


@dataclass(frozen=True)
class Wish:
    """What an address asks for: each uid once, in its order; the rest only as numbers.

    ``n_unread`` values were no uid at all, ``n_beyond`` stood after the sixtieth.
    """

    uids: tuple[UUID, ...] = ()
    n_unread: int = 0
    n_beyond: int = 0

    @classmethod
    def from_query(cls, query):
        """Read ``s`` (repeated) out of a QueryDict, less what stands under ``without``."""
        dropped = {uids.read(text) for text in query.getlist("without")}
        texts = [text for text in query.getlist("s") if text]
        read = [uids.read(text) for text in texts]
        found = [uid for uid in dict.fromkeys(read) if uid and uid not in dropped]
        return cls(tuple(found[:MOST]), read.count(None), len(found[MOST:]))

    @property
    def query(self):
        """``s=…&s=…`` in the short form, or nothing."""
        return query_of(self.uids)


@dataclass(frozen=True)
class Way:
    """Too little time to get here from where the one before ends. ``metres`` may be unknown."""

    card: Card
    minutes: int
    metres: int | None = None

    @property
    def km(self):
        """Whole kilometres, or None below one."""
        return round(self.metres / 1000) if self.metres and self.metres >= 950 else None

    @property
    def hundreds(self):
        """Metres to the nearest hundred, of a way shorter than a kilometre."""
        return max(100, round(self.metres, -2)) if self.metres is not None else None


@dataclass
class Stop:
    """One saved session. ``together`` are those, itself among them, that share a moment."""

    card: Card
    together: list[Card] = field(default_factory=list)
    way: Way | None = None


@dataclass
class Plan:
    """A visitor's plan: (date, stops) of what is to come, what lasts, what is over, and the rest.

    ``missing`` are uids we know nothing public of: taken off the site, or never ours.
    """

    days: list[tuple[date, list[Stop]]] = field(default_factory=list)
    lasting: list[Card] = field(default_factory=list)
    over: list[Card] = field(default_factory=list)
    missing: list[UUID] = field(default_factory=list)

    @property
    def stops(self):
        return [stop for _day, stops in self.days for stop in stops]

    @property
    def cards(self):
        return [*(stop.card for stop in self.stops), *self.lasting, *self.over]

    @property
    def warnings(self):
        """The stops at which something is said: at the same time as others, or a short way."""
        return [stop for stop in self.stops if stop.together or stop.way]

    @property
    def has_assumed_end(self):
        """Whether a warning rests on an end that nobody has given."""
        told = [stop for stop in self.warnings if _is_fixed(stop.card)]
        cards = [card for stop in told for card in (*stop.together, stop.way and stop.way.card)]
        return any(card.time.ends_at is None for card in cards if card)

    @property
    def missing_keys(self):
        return [uids.short(uid) for uid in self.missing]

    @property
    def query(self):
        return query_of(card.session.uid for card in self.cards)


def query_of(found):
    """The uids as the query of a plan's address."""
    return urlencode([("s", uids.short(uid)) for uid in found])


def times_of(wish, now=None):
    """The public times of the sessions, cancelled ones too; a queryset."""
    return SessionTime.objects.public(now).filter(session__uid__in=wish.uids)


def plan_of(wish, now):
    """Lay out the plan as it is at ``now``. A fixed number of queries."""
    cards = [Card(time) for time in with_rows(times_of(wish, now))]
    known = {card.session.uid for card in cards}
    plan = Plan(
        over=[card for card in cards if ends_at(card.time) <= now],
        missing=[uid for uid in wish.uids if uid not in known],
    )
    ahead = [card for card in cards if ends_at(card.time) > now]
    plan.lasting = [card for card in ahead if card.time.is_lasting]
    stops = [Stop(card) for card in ahead if not card.time.is_lasting]
    fixed = [stop for stop in stops if _is_fixed(stop.card)]
    _mark_clashes(fixed)
    _mark_ways(fixed)
    plan.days = [(day, list(rows)) for day, rows in groupby(stops, key=lambda stop: stop.card.day)]
    return plan


def _is_fixed(card):
    """Whether one must be there at its hour: it takes place, and one cannot come at any time."""
    return card.time.is_time_known and not card.is_off and not card.version.is_drop_in


def _mark_clashes(stops):
    """Say which sessions share a moment, each greatest such group once: at its last to start.

    Of three in a row that overlap two by two it says two pairs, since nobody misses all three.
    Wants the stops in order of start.
    """
    running = []
    for stop, following in zip_longest(stops, stops[1:]):
        starts = stop.card.starts_at
        running = [card for card in running if ends_at(card.time) > starts] + [stop.card]
        first_end = min(ends_at(card.time) for card in running)
        grows = following is not None and following.card.starts_at < first_end
        if len(running) > 1 and not grows:
            stop.together = list(running)


def _mark_ways(stops):
    """Say where the last one to end before this is elsewhere, and there is little time between."""
    for stop in stops:
        starts = stop.card.starts_at
        before = [
            other.card
            for other in stops
            if starts - SHORT < ends_at(other.card.time) <= starts
            and other.card.starts_at < starts
            and _is_elsewhere(other.card, stop.card)
        ]
        if before:
            last = max(before, key=lambda card: (ends_at(card.time), card.starts_at))
            minutes = int((starts - ends_at(last.time)).total_seconds() // 60)
            stop.way = Way(last, minutes, _metres(last.time, stop.card.time))


def _is_elsewhere(one, other):
    spots = {_spot(one), _spot(other)}
    return None not in spots and len(spots) == 2


def _spot(card):
    """What tells its place from another; None online, where nobody has to go.

    A hidden address is like no other, so that nothing is learnt of it here.
    """
    time = card.time
    if time.attendance == Attendance.ONLINE:
        return None
    if time.is_address_hidden:
        return ("hidden", card.event.pk)
    if time.venue_id:
        return ("venue", time.venue_id)
    return ("typed", str(time.place_name).casefold(), str(time.place_address).casefold())


def _metres(one, other):
    """The distance as the crow flies between two venues on the map, or None."""
    points = []
    for time in (one, other):
        if time.is_address_hidden or time.venue is None or time.venue.latitude is None:
            return None
        points.append((radians(time.venue.latitude), radians(time.venue.longitude)))
    (north, east), (north_2, east_2) = points
    half = sin((north_2 - north) / 2) ** 2
    half += cos(north) * cos(north_2) * sin((east_2 - east) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(half)))
