"""What one should know of a time before it is chosen or approved. Hints, never errors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock, sun
from enbyforalle.lib.dates import format_day, format_time, format_time_range
from events.domain.slots import alike, meeting, slots_in, slots_of, title_of
from events.models import NotableDay, Version

VENUE = "venue"
AUDIENCE = "audience"
DUPLICATE = "duplicate"
OUTSIDE = "outside"
NOTABLE = "notable"

LABELS = {
    VENUE: gettext_lazy("The same place at the same time"),
    AUDIENCE: gettext_lazy("The same audience in the same area at the same time"),
    DUPLICATE: gettext_lazy("Perhaps the same event twice"),
    OUTSIDE: gettext_lazy("Outside the week"),
    NOTABLE: gettext_lazy("A day to know of"),
}
# Where no place with a position is chosen, the middle of Kristiansand; a few kilometres more or
# less do not move the sunset by a minute.
MIDDLE = (58.1465, 7.996)
# A session that is over this long before sunset does not meet the breaking of the fast.
NEAR_SUNSET = timedelta(hours=1)


@dataclass(frozen=True)
class Hint:
    """One thing to know about a version. ``other`` is the version it meets, where it meets one."""

    kind: str
    words: str
    other: Version | None = None

    @property
    def label(self):
        """What kind of hint it is, in words."""
        return LABELS[self.kind]


@dataclass(frozen=True)
class Clash:
    """Two events of a week that are in each other's way. ``starts_at`` is None for duplicates."""

    kind: str
    words: str
    versions: tuple[Version, Version]
    starts_at: datetime | None = None

    @property
    def label(self):
        """What kind of clash it is, in words."""
        return LABELS[self.kind]


def clashes_of(version, *, user=None, slots=None):
    """All hints about one version, most pressing first. A fixed number of queries.

    For ``user``, a member of staff, events for employees only count too where they may see them.
    ``slots`` are the week's, where the caller has them already.
    """
    week = version.event.week
    if slots is None:
        slots = slots_in(week, user)
    others = [slot for slot in slots if slot.event.pk != version.event_id]
    own = slots_of(version)
    hints = []
    for slot in own:
        hints += [
            Hint(kind, words, other.version)
            for other in others
            if other.overlaps(slot)
            for kind, words in _reasons(other, slot)
        ]
    hints += [
        Hint(DUPLICATE, str(other.event.organiser or ""), other)
        for other in alike(version, _titles(others))
    ]
    days = notable_days(week)
    for slot in own:
        hints += [Hint(OUTSIDE, words) for words in outside(week, slot.starts_at)]
        hints += [Hint(NOTABLE, words) for words in notable(days, slot)]
    order = list(LABELS)
    return sorted(dict.fromkeys(hints), key=lambda hint: order.index(hint.kind))


def week_clashes(week, *, user=None):
    """Pairs of events in each other's way, by their time; duplicates last. Five queries."""
    slots = slots_in(week, user)
    found = {}
    for one, other in meeting(slots):
        for kind, words in _reasons(one, other):
            # A change that waits and its live version meet the others with the same session.
            key = (kind, frozenset((one.event.pk, other.event.pk)), other.starts_at)
            clash = Clash(kind, words, (one.version, other.version), other.starts_at)
            found.setdefault(key, clash)
    # Two short sessions under one long event read the same, and are one row to whoever reads.
    rows = {
        (clash.words, *(version.event_id for version in clash.versions)): clash
        for clash in reversed(found.values())
    }
    return [*reversed(rows.values()), *_duplicates(slots)]


def notable_days(week):
    """The days to know of in the week and a fortnight round it, where pre-programmes lie."""
    around = timedelta(days=14)
    return list(
        NotableDay.objects.filter(
            starts_on__lte=week.ends_on + around, ends_on__gte=week.starts_on - around
        )
    )


def outside(week, starts_at):
    """A sentence where the session lies before or after the week: fine, but to be meant."""
    day = clock.local(starts_at).date()
    if day < week.starts_on:
        yield _("It lies before the week, on %(day)s: it stands in the pre-programme.") % {
            "day": format_day(day)
        }
    elif day > week.ends_on:
        yield _("It lies after the week, on %(day)s: it stands in the follow-up programme.") % {
            "day": format_day(day)
        }


def notable(days, slot):
    """A sentence for each of the days that the session falls on."""
    first = clock.local(slot.starts_at).date()
    last = max(first, clock.local(slot.ends_at - timedelta(seconds=1)).date())
    for day in days:
        if day.starts_on > last or day.ends_on < first:
            continue
        parts = [f"{day.name} ({format_day(first)})."]
        if day.note:
            parts.append(str(day.note))
        if day.is_fast and (sets_at := _meets_sunset(slot, first)):
            parts.append(
                _("Sunset about %(time)s: many break the fast then (iftar).")
                % {"time": format_time(sets_at)}
            )
        elif day.is_approximate:
            parts.append(_("It may move by a day."))
        yield " ".join(parts)


def _meets_sunset(slot, day):
    places = (slot.time.venue, slot.time.district)
    known = [place for place in places if place is not None and place.latitude is not None]
    north, east = (known[0].latitude, known[0].longitude) if known else MIDDLE
    sets_at = sun.sunset(day, float(north), float(east))
    if sets_at is None or slot.ends_at < sets_at - NEAR_SUNSET:
        return None
    return sets_at


def _reasons(one, other):
    """Why the two, which share a moment, are in each other's way: (kind, words)."""
    when = f"{format_day(one.starts_at)} {format_time_range(one.starts_at, one.time.ends_at)}"
    if one.is_in_the_way(other):
        where = str(one.time.venue.name) if one.time.venue_id else one.time.place_name
        room = one.time.shown_room
        yield VENUE, f"{when}, {where}{f', {room}' if room else ''}"
    elif shared := one.shared_audiences(other):
        names = ", ".join(str(row.name) for row in shared)
        yield AUDIENCE, f"{when}, {one.time.district.name}: {names}"


def _titles(slots):
    """(folded title, version) of each event: the text that waits, where one does."""
    newest: dict[int, Version] = {}
    for slot in slots:
        known = newest.get(slot.event.pk)
        if known is None or slot.version.number > known.number:
            newest[slot.event.pk] = slot.version
    return [(title_of(version), version) for version in newest.values()]


def _duplicates(slots):
    # Only what shares a title or an organiser can be alike, so that not all meet all.
    groups = defaultdict(list)
    for title, version in sorted(_titles(slots), key=lambda pair: pair[1].event.pk):
        groups[title].append((title, version))
        groups[version.event.organiser_id].append((title, version))
    found = {
        (one.pk, other.pk): Clash(DUPLICATE, str(other.event.organiser or ""), (one, other))
        for rows in groups.values()
        for at, (_title, one) in enumerate(rows)
        for other in alike(one, rows[at + 1 :])
    }
    return list(found.values())
