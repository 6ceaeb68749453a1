"""What stands open day after day, shown once: an exhibition need not begin every day's list."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_day_brief
from events.programme.cards import Card
from events.programme.placing import place_key

# A session of this length is one to drop in on, and on this many days it is no news any more.
LONG = timedelta(hours=4)
DAYS = 3


@dataclass(frozen=True)
class Steady:
    """Sessions of one event at one place and the same hours. `card` is the next one to go to."""

    card: Card
    cards: list[Card]

    @property
    def span(self):
        """«tir. 9. feb. – lør. 13. feb., hver dag», or each day where some are missing."""
        days = sorted({card.day for card in self.cards})
        if (days[-1] - days[0]).days == len(days) - 1:
            ends = f"{format_day_brief(days[0])} – {format_day_brief(days[-1])}"
            return _("%(days)s, every day") % {"days": ends}
        return ", ".join(format_day_brief(day) for day in days)


def gather_steady(programme, now):
    """Take what stands open on several days out of the days, into ``programme.steady``.

    A session of which something is to be said (called off, full, moved, a notice) stays in its day.
    Days with nothing else are gone, as those are on which something only lasts.
    """
    alike = defaultdict(list)
    for day in programme.days:
        for card in day.rows:
            if _stands_open(card):
                alike[_hours(card)].append(card)
    groups = [cards for cards in alike.values() if len({card.day for card in cards}) >= DAYS]
    programme.steady = [Steady(_next(cards, now), cards) for cards in groups]
    taken = {card.time.pk for cards in groups for card in cards}
    for day in programme.days:
        for hour in day.hours:
            hour.rows = [card for card in hour.rows if card.time.pk not in taken]
        day.hours = [hour for hour in day.hours if hour.rows]
    programme.days = [day for day in programme.days if day.hours]
    return programme


def _stands_open(card):
    time = card.time
    is_long = time.is_time_known and time.ends_at and time.ends_at - time.starts_at >= LONG
    return is_long and not card.marks and not card.notice


def _hours(card):
    starts, ends = clock.local(card.time.starts_at), clock.local(card.time.ends_at)
    return card.event.pk, place_key(card), starts.time(), ends.time(), str(card.time.label)


def _next(cards, now):
    return next((card for card in cards if card.time.ends_at > now), cards[0])
