"""Sessions laid side by side: which of them meet in place, in audience or in name.

What counts is what the public may come to: live texts and texts that wait for a decision, of
events that are not cancelled or taken off the site.
"""

from dataclasses import dataclass
from datetime import timedelta
from difflib import SequenceMatcher
from functools import cached_property

from django.db.models import Prefetch, Q, prefetch_related_objects

from enbyforalle.lib.text import fold
from events.enums import HappeningStatus, VersionState, Visibility
from events.models import SessionTime, Version
from organisers.models import Organiser

# How long a session is taken to last when nobody has said when it ends.
ASSUMED = timedelta(hours=1)
# «Everyone» is no particular audience: half the week is for everyone, at every hour.
NO_PARTICULAR_AUDIENCE = frozenset({"everyone"})
EVERY = Q()
# Titles that share this much of their letters are nearly the same.
ALIKE = 0.85


@dataclass(frozen=True, eq=False)
class Slot:
    """One session as it is compared: when, where, and for whom."""

    time: SessionTime
    version: Version

    @property
    def event(self):
        """The case it belongs to."""
        return self.version.event

    @property
    def starts_at(self):
        """When it begins."""
        return self.time.starts_at

    @property
    def ends_at(self):
        """When it is over, or is taken to be."""
        return self.time.ends_at or self.time.starts_at + ASSUMED

    @property
    def place(self):
        """What two sessions at the same place have in common; None for those with no place."""
        if self.time.venue_id:
            return self.time.venue_id
        return fold(self.time.place_name) or None

    @cached_property
    def audiences(self):
        """The particular audiences, by primary key."""
        rows = self.version.audiences.all()
        return {row.pk: row for row in rows if row.code not in NO_PARTICULAR_AUDIENCE}

    def overlaps(self, other):
        """Whether the two share a moment; one that begins as the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def is_in_the_way(self, other):
        """Whether both want the same place; not where they name different rooms of it."""
        if self.place is None or self.place != other.place:
            return False
        rooms = fold(self.time.shown_room), fold(other.time.shown_room)
        return not all(rooms) or rooms[0] == rooms[1]

    def shared_audiences(self, other):
        """Audiences that must choose between the two, where both lie in the same district."""
        district = self.time.district
        if district is None or district != other.time.district:
            return []
        theirs = other.audiences
        return [row for pk, row in self.audiences.items() if pk in theirs]


def slots_of(version):
    """The sessions of one version that can be compared; what lasts for days cannot."""
    times = version.times.select_related("session", "venue__district", "place_district")
    prefetch_related_objects([version], "audiences")
    # The version is the same object for all, so that its event and audiences are read once.
    slots = [Slot(_owned(time, version), version) for time in times]
    return [slot for slot in slots if not slot.time.is_lasting]


def slots_in(week, user=None, *, only=EVERY):
    """All sessions of the week that count, in the table's own order: by their starts. Five queries.

    For a ``user`` with the right to them those for employees only are among them; without a user
    the answer may be read by anybody, and they are not. ``only`` is a condition on the times, such
    as ``between`` makes.
    """
    times = (
        _counting(week, user)
        .filter(only)
        .select_related("session", "venue__district", "place_district", "version__event__week")
        .prefetch_related(
            "version__audiences",
            Prefetch("version__event__organiser", Organiser.objects.with_texts()),
        )
    )
    return [Slot(time, time.version) for time in times if not time.is_lasting]


def starts_in(week, *, apart_from):
    """When the sessions of ``slots_in`` begin, one event's left out. One query."""
    times = _counting(week).exclude(version__event=apart_from).only("starts_at", "ends_at")
    return [time.starts_at for time in times if not time.is_lasting]


def _counting(week, user=None):
    versions = Version.objects.filter(visibility=Visibility.PUBLIC)
    if user is not None:
        versions = Version.objects.seen_by(user)
    return (
        SessionTime.objects.for_week(week)
        .filter(Q(version__is_live=True) | Q(version__state=VersionState.SUBMITTED))
        .filter(
            version__in=versions.values("pk"),
            version__event__unpublished_at=None,
            version__event__status=HappeningStatus.SCHEDULED,
            session__status=HappeningStatus.SCHEDULED,
        )
    )


def between(start, end):
    """The condition on times that share a moment with this stretch of time."""
    unsaid = Q(ends_at=None, starts_at__gt=start - ASSUMED)
    return Q(Q(ends_at__gt=start) | unsaid, starts_at__lt=end)


def meeting(slots):
    """Pairs of different events' sessions that share a moment. ``slots`` in order of starts."""
    going_on = []
    for slot in slots:
        going_on = [other for other in going_on if other.ends_at > slot.starts_at]
        for other in going_on:
            if other.event.pk != slot.event.pk:
                yield other, slot
        going_on.append(slot)


def title_of(version):
    """The title as titles are compared: without case, accents and signs."""
    return fold(version.title_nb or version.title_en)


def alike(version, others):
    """Those of ``others`` that are likely to be the same event sent in twice.

    The same title in other signs and cases, or nearly the same title by the same organiser.
    ``others`` are pairs of folded title and version, of other events.
    """
    title = title_of(version)
    if not title:
        return
    matcher = SequenceMatcher()
    matcher.set_seq2(title)
    for other_title, other in others:
        if title == other_title:
            yield other
        elif _same_organiser(version, other):
            matcher.set_seq1(other_title)
            # The two quick ones are never below the third, which costs a hundred times more.
            ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
            if all(ratio() >= ALIKE for ratio in ratios):
                yield other


def _same_organiser(one, other):
    organiser = one.event.organiser_id
    return organiser is not None and organiser == other.event.organiser_id


def _owned(time, version):
    time.version = version
    return time
