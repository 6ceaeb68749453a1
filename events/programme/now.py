"""What goes on now and what starts next: the first thing that somebody on the way out asks."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from enbyforalle.lib import clock
from events.programme.cards import Card
from events.programme.days import ends_at


@dataclass
class Now:
    """What one can go to at this moment, and what starts next, which may be tomorrow.

    `off` are sessions of today that nobody should set out for. What lasts for days is in none of
    these: it has its own block. `coming` all start at the same instant.
    """

    today: date
    off: list[Card] = field(default_factory=list)
    running: list[Card] = field(default_factory=list)
    coming: list[Card] = field(default_factory=list)

    def __bool__(self):
        return bool(self.off or self.running or self.coming)

    @property
    def starts_at(self):
        """When the next ones start; None when nothing does today or tomorrow."""
        return self.coming[0].starts_at if self.coming else None

    @property
    def is_tomorrow(self):
        return bool(self.coming) and self.coming[0].day > self.today

    @property
    def instants(self):
        """When this reads differently by itself, beside midnight."""
        ends = [ends_at(card.time) for card in (*self.off, *self.running)]
        return [*ends, *(card.starts_at for card in self.coming[:1])]


def now_and_next(cards, now):
    """``Now`` of the cards, which are in the order of their starts; asks the database nothing."""
    today = clock.local(now).date()
    found = Now(today)
    for card in cards:
        if card.time.is_lasting or not card.time.is_time_known or ends_at(card.time) <= now:
            continue
        if card.is_off:
            if card.day == today:
                found.off.append(card)
        elif card.starts_at <= now:
            found.running.append(card)
        elif card.day <= today + timedelta(days=1) and found.starts_at in (None, card.starts_at):
            found.coming.append(card)
    return found
