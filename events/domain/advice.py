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
from events.domain.slots import alike, slots_in, title_of, versions_by_pk

PARTS = ("morning", "afternoon", "evening")


class Surroundings:
    """The week round one version, read when it is first asked for and then kept."""

    def __init__(self, version):
        self.version = version
        self.week = version.event.week

    @cached_property
    def others(self):
        """Sessions of other events that anybody may know of, read once for all that is told."""
        # The same for the audiences of the version, with which each of its sessions is compared.
        prefetch_related_objects([self.version], "audiences")
        return [slot for slot in slots_in(self.week) if slot.event_id != self.version.event_id]

    def near(self, slot):
        """Those that share a moment with this one."""
        return [other for other in self.others if other.overlaps(slot)]

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
        organiser = self.version.event.organiser_id
        own = [slot for slot in self.others if slot.organiser_id == organiser]
        alikes = alike(title_of(self.version), organiser, own)
        pks = list(dict.fromkeys(slot.version_id for slot in alikes))
        versions = versions_by_pk(pks)
        for pk in pks:
            yield _(
                "You have sent in “%(title)s” (%(reference)s) already. Is this another event?"
            ) % {
                "title": versions[pk].title,
                "reference": versions[pk].event.reference,
            }

    def overview(self):
        """[(day, {part of the day: sessions so far}, all)] for each day of the week."""
        starts = [slot.starts_at for slot in self.others]
        counts = Counter((clock.local(start).date(), part_of_day(start)) for start in starts)
        days = (self.week.ends_on - self.week.starts_on).days + 1
        for number in range(days):
            day = self.week.starts_on + timedelta(days=number)
            parts = {part: counts[day, part] for part in PARTS}
            yield day, parts, sum(parts.values())

    def _taken(self, slot, near):
        for other in near:
            # A place that an organiser has typed may be somebody's home.
            if other.venue_id and slot.is_in_the_way(other):
                yield _("%(place)s is taken %(times)s.") % {
                    "place": _place(other),
                    "times": format_time_range(other.starts_at, other.said_end),
                }

    def _shared(self, slot, near):
        shared = {audience for other in near for audience in slot.shared_audiences(other)}
        for audience in sorted(shared, key=lambda row: (row.position, row.pk)):
            yield _("There is already an event for %(audience)s in %(district)s at this time.") % {
                "audience": _in_sentence(audience.name),
                "district": slot.time.district.name,
            }


def _place(slot):
    name = str(slot.venue_name)
    return f"{name}, {slot.shown_room}," if slot.shown_room else name


def _in_sentence(name):
    """The name of an audience as it stands within a sentence; an abbreviation keeps its letters."""
    words = str(name)
    return words[:1].lower() + words[1:] if words[1:2].islower() else words
