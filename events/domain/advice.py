"""What an organiser is told before choosing a time: no names, and nothing that tells who it is.

Others' events may not be approved yet, and never will be perhaps. That something takes place for
children in a district at an hour helps to choose another; who wants to arrange it helps nobody.
"""

from collections import Counter
from datetime import timedelta
from functools import cached_property

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_time_range, part_of_day
from events.domain.clashes import notable, notable_days, outside
from events.domain.slots import alike, slots_in, title_of

PARTS = ("morning", "afternoon", "evening")


class Surroundings:
    """The week round one version, read when it is first asked for and then kept."""

    def __init__(self, version):
        self.version = version
        self.week = version.event.week

    @cached_property
    def others(self):
        """The sessions of other events that anybody may know of."""
        # Read once for all sessions of the version.
        prefetch_related_objects([self.version], "audiences")
        return [slot for slot in slots_in(self.week) if slot.event.pk != self.version.event_id]

    @cached_property
    def days(self):
        """The notable days round the week."""
        return notable_days(self.week)

    def hints(self, slot):
        """Sentences about one session, most pressing first."""
        return [
            *self._taken(slot),
            *self._shared(slot),
            *outside(self.week, slot.starts_at),
            *notable(self.days, slot),
        ]

    def doubles(self):
        """A sentence for each own event that is called nearly the same."""
        own = [
            (title_of(slot.version), slot.version)
            for slot in self.others
            if slot.event.organiser_id == self.version.event.organiser_id
        ]
        for other in dict.fromkeys(alike(self.version, own)):
            yield _(
                "You have sent in “%(title)s” (%(reference)s) already. Is this another event?"
            ) % {
                "title": other.title,
                "reference": other.event.reference,
            }

    def overview(self):
        """[(day, {part of the day: sessions so far}, all)] for each day of the week."""
        counts = Counter(
            (clock.local(slot.starts_at).date(), part_of_day(slot.starts_at))
            for slot in self.others
        )
        days = (self.week.ends_on - self.week.starts_on).days + 1
        for number in range(days):
            day = self.week.starts_on + timedelta(days=number)
            parts = {part: counts[day, part] for part in PARTS}
            yield day, parts, sum(parts.values())

    def _taken(self, slot):
        for other in self.others:
            # A place that an organiser has typed may be somebody's home.
            if other.time.venue_id and other.overlaps(slot) and slot.is_in_the_way(other):
                yield _("%(place)s is taken %(times)s.") % {
                    "place": _place(other.time),
                    "times": format_time_range(other.starts_at, other.time.ends_at),
                }

    def _shared(self, slot):
        shared = {
            audience
            for other in self.others
            if other.overlaps(slot)
            for audience in slot.shared_audiences(other)
        }
        for audience in sorted(shared, key=lambda row: (row.position, row.pk)):
            yield _("There is already an event for %(audience)s in %(district)s at this time.") % {
                "audience": _in_sentence(audience.name),
                "district": slot.time.district.name,
            }


def _place(time):
    name = str(time.venue.name)
    return f"{name}, {time.shown_room}," if time.shown_room else name


def _in_sentence(name):
    """The name of an audience as it stands within a sentence; an abbreviation keeps its letters."""
    words = str(name)
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
