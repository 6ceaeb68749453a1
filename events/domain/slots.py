"""Sessions laid side by side: which of them meet in place, in audience or in name.

What counts is what the public may come to: live texts and texts that wait for a decision, of
events that are not cancelled or taken off the site.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta
from difflib import SequenceMatcher
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.db.models import Q, prefetch_related_objects
from django.db.models.functions import Coalesce

from enbyforalle.lib.i18n import Bilingual
from enbyforalle.lib.text import fold
from events.enums import HappeningStatus, VersionState, Visibility
from events.models import Audience, SessionTime, Version
from events.models.session import LASTING

# How long a session is taken to last when nobody has said when it ends.
ASSUMED = timedelta(hours=1)
# «Everyone» is no particular audience: half the week is for everyone, at every hour.
NO_PARTICULAR_AUDIENCE = frozenset({"everyone"})
# What hangs on a text that somebody may come to, or soon may; not on drafts and earlier texts.
COUNTING = Q(version__is_live=True) | Q(version__state=VersionState.SUBMITTED)
# Titles that share this much of their letters are nearly the same.
ALIKE = 0.85
# A week's titles and places are compared at every look at one of its texts, and taking one apart
# letter by letter costs more than reading its row. A week has some hundreds.
_folded = lru_cache(maxsize=4096)(fold)


class Compared:
    """What can be told of two sessions laid side by side."""

    starts_at: datetime
    ends_at: datetime
    place: Any
    shown_room: str
    district_id: int | None
    audiences: dict[int, Audience]

    def overlaps(self, other):
        """Whether the two share a moment; one that begins as the other ends does not."""
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at

    def is_in_the_way(self, other):
        """Whether both want the same place; not where they name different rooms of it."""
        if self.place is None or self.place != other.place:
            return False
        rooms = _folded(self.shown_room), _folded(other.shown_room)
        return not all(rooms) or rooms[0] == rooms[1]

    def shared_audiences(self, other):
        """Audiences that must choose between the two, where both lie in the same district."""
        if self.district_id is None or self.district_id != other.district_id:
            return []
        theirs = other.audiences
        return [row for pk, row in self.audiences.items() if pk in theirs]


@dataclass(frozen=True, eq=False)
class Slot(Compared):
    """A session of the text at hand, as it is stored or as somebody has just typed it."""

    time: SessionTime
    version: Version

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
        return self.time.venue_id or _folded(self.time.place_name) or None

    @property
    def shown_room(self):
        """The room, which may be another on the day."""
        return self.time.shown_room

    @property
    def district_id(self):
        """The district it lies in, if any."""
        time = self.time
        return time.venue.district_id if time.venue_id else time.place_district_id

    @cached_property
    def audiences(self):
        """The particular audiences, by primary key."""
        rows = self.version.audiences.all()
        return {row.pk: row for row in rows if row.code not in NO_PARTICULAR_AUDIENCE}


class _Columns(NamedTuple):
    pk: int
    starts_at: datetime
    said_end: datetime | None
    venue_id: int | None
    place_name: str
    room: str
    room_of_the_day: str
    venue_name_nb: str | None
    venue_name_en: str | None
    district_id: int | None
    district_name_nb: str | None
    district_name_en: str | None
    version_id: int
    number: int
    title_nb: str
    title_en: str
    event_id: int
    organiser_id: int | None


# Where the columns are found from a time. A place that was typed names its district itself.
_PATHS = (
    *("pk", "starts_at", "ends_at", "venue_id", "place_name", "room", "session__room"),
    *("venue__name_nb", "venue__name_en"),
    Coalesce("venue__district_id", "place_district_id"),
    Coalesce("venue__district__name_nb", "place_district__name_nb"),
    Coalesce("venue__district__name_en", "place_district__name_en"),
    *("version_id", "version__number", "version__title_nb", "version__title_en"),
    *("version__event_id", "version__event__organiser_id"),
)


class Booked(_Columns, Compared):
    """A session of the week as others are compared with it.

    A week has hundreds, and few of them meet: each is the columns that are compared, and whoever
    tells of some reads the rest of those (``versions_by_pk``).
    """

    # Given by ``slots_in``.
    audiences: dict[int, Audience]

    venue_name = Bilingual("venue_name")
    district_name = Bilingual("district_name")

    @cached_property
    def ends_at(self):
        """When it is over, or is taken to be."""
        return self.said_end or self.starts_at + ASSUMED

    @cached_property
    def place(self):
        """What two sessions at the same place have in common; None for those with no place."""
        return self.venue_id or _folded(self.place_name) or None

    @property
    def shown_room(self):
        """The room of the day, else the approved one."""
        return self.room_of_the_day or self.room

    @property
    def is_lasting(self):
        """Whether it lasts for days, which is in nobody's way."""
        return self.said_end is not None and self.said_end - self.starts_at > LASTING

    @property
    def title(self):
        """The title as titles are compared."""
        return _folded(self.title_nb or self.title_en)


def slots_of(version):
    """The sessions of one version that can be compared; what lasts for days cannot."""
    times = version.times.select_related("session", "venue__district", "place_district")
    prefetch_related_objects([version], "audiences")
    # The version is the same object for all, so that its event and audiences are read once.
    slots = [Slot(_owned(time, version), version) for time in times]
    return [slot for slot in slots if not slot.time.is_lasting]


def slots_in(week, user=None):
    """All sessions of the week that count, in the table's own order: by their starts. Two queries.

    For a ``user`` with the right to them those for employees only are among them; without a user
    the answer may be read by anybody, and they are not.
    """
    rows = [Booked(*values) for values in _counting(week, user).values_list(*_PATHS)]
    slots = [slot for slot in rows if not slot.is_lasting]
    audiences = _audiences_in(week)
    for slot in slots:
        slot.audiences = audiences.get(slot.version_id, {})
    return slots


def _audiences_in(week):
    """{version: {primary key: audience}}, the particular ones in their own order, by their names
    alone."""
    rows = (
        Version.audiences.through.objects.filter(COUNTING, version__event__week=week)
        .exclude(audience__code__in=NO_PARTICULAR_AUDIENCE)
        .order_by("audience__position", "audience__code")
        .values_list("version_id", "audience_id", "audience__name_nb", "audience__name_en")
    )
    terms, found = {}, defaultdict(dict)
    for version, pk, name_nb, name_en in rows:
        if pk not in terms:
            terms[pk] = Audience(pk=pk, name_nb=name_nb, name_en=name_en)
        found[version][pk] = terms[pk]
    return found


def versions_by_pk(pks):
    """{primary key: version} with its event and organiser, for those that are told of. One query,
    none where there are none."""
    return Version.objects.select_related("event__organiser").in_bulk(set(pks))


def _counting(week, user=None):
    versions = Version.objects.filter(visibility=Visibility.PUBLIC)
    if user is not None:
        versions = Version.objects.seen_by(user)
    return (
        SessionTime.objects.for_week(week)
        .filter(COUNTING)
        .filter(
            version__in=versions.values("pk"),
            version__event__unpublished_at=None,
            version__event__status=HappeningStatus.SCHEDULED,
            session__status=HappeningStatus.SCHEDULED,
        )
    )


def meeting(slots):
    """Pairs of different events' sessions that share a moment. ``slots`` in order of starts."""
    going_on = []
    for slot in slots:
        going_on = [other for other in going_on if other.ends_at > slot.starts_at]
        for other in going_on:
            if other.event_id != slot.event_id:
                yield other, slot
        going_on.append(slot)


def title_of(version):
    """The title as titles are compared: without case, accents and signs."""
    return _folded(version.title_nb or version.title_en)


def alike(title, organiser_id, others):
    """Those of ``others`` that are likely to be the event of this title (``title_of``) sent in
    twice: the same title in other signs and cases, or nearly the same by the same organiser.

    ``others`` are slots of other events.
    """
    if not title:
        return
    matcher = SequenceMatcher()
    matcher.set_seq2(title)
    for other in others:
        if title == other.title:
            yield other
        elif organiser_id is not None and organiser_id == other.organiser_id:
            matcher.set_seq1(other.title)
            # The two quick ones are never below the third, which costs a hundred times more.
            ratios = (matcher.real_quick_ratio, matcher.quick_ratio, matcher.ratio)
            if all(ratio() >= ALIKE for ratio in ratios):
                yield other


def _owned(time, version):
    time.version = version
    return time
