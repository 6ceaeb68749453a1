"""What an organiser is told before choosing a time: no names, and nothing that tells who it is.

Others' events may not be approved yet, and never will be perhaps. That something takes place for
children in a district at an hour helps to choose another; who wants to arrange it helps nobody.
"""

from collections import Counter
from datetime import timedelta
from functools import cached_property

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_time_range, part_of_day
from events.domain.clashes import notable, notable_days, outside
from events.domain.slots import alike, between, slots_in, slots_of, starts_in, title_of

PARTS = ("morning", "afternoon", "evening")


class Surroundings:
    """The week round one version, read when it is first asked for and then kept."""

    def __init__(self, version):
        self.version = version
        self.week = version.event.week
        self._near, self._stretch = [], None

    def near(self, slot):
        """Sessions of other events that anybody may know of and that share a moment with this one.

        A week has hundreds and a session meets few, so only the stretch of time from the event's
        first session to its last is read, once for all of them; more when one lies outside.
        """
        first, last = self._stretch or (slot.starts_at, slot.ends_at)
        if self._stretch is None:
            stored = slots_of(self.version)
            first = min([first, *(one.starts_at for one in stored)])
            last = max([last, *(one.ends_at for one in stored)])
        wanted = min(first, slot.starts_at), max(last, slot.ends_at)
        if wanted != self._stretch:
            self._near, self._stretch = self._others(between(*wanted)), wanted
        return [other for other in self._near if other.overlaps(slot)]

    def _others(self, only):
        # Read once for all sessions of the version.
        prefetch_related_objects([self.version], "audiences")
        found = slots_in(self.week, only=only)
        return [slot for slot in found if slot.event.pk != self.version.event_id]

    @cached_property
    def days(self):
        """The notable days round the week."""
        return notable_days(self.week)

    def hints(self, slot):
        """Sentences about one session, most pressing first."""
        near = self.near(slot)
        return [
            *self._taken(slot, near),
            *self._shared(slot, near),
            *outside(self.week, slot.starts_at),
            *notable(self.days, slot),
        ]

    def doubles(self):
        """A sentence for each own event that is called nearly the same."""
        theirs = self._others(Q(version__event__organiser=self.version.event.organiser_id))
        own = [(title_of(slot.version), slot.version) for slot in theirs]
        for other in dict.fromkeys(alike(self.version, own)):
            yield _(
                "You have sent in “%(title)s” (%(reference)s) already. Is this another event?"
            ) % {
                "title": other.title,
                "reference": other.event.reference,
            }

    def overview(self):
        """[(day, {part of the day: sessions so far}, all)] for each day of the week."""
        starts = starts_in(self.week, apart_from=self.version.event_id)
        counts = Counter((clock.local(start).date(), part_of_day(start)) for start in starts)
        days = (self.week.ends_on - self.week.starts_on).days + 1
        for number in range(days):
            day = self.week.starts_on + timedelta(days=number)
            parts = {part: counts[day, part] for part in PARTS}
            yield day, parts, sum(parts.values())

    def _taken(self, slot, near):
        for other in near:
            # A place that an organiser has typed may be somebody's home.
            if other.time.venue_id and slot.is_in_the_way(other):
                yield _("%(place)s is taken %(times)s.") % {
                    "place": _place(other.time),
                    "times": format_time_range(other.starts_at, other.time.ends_at),
                }

    def _shared(self, slot, near):
        shared = {audience for other in near for audience in slot.shared_audiences(other)}
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
