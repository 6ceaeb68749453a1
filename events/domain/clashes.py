"""What one should know of a time before it is chosen or approved. Hints, never errors."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock, sun
from enbyforalle.lib.dates import format_day, format_time, format_time_range
from events.domain.slots import (
    Booked,
    alike,
    meeting,
    slots_in,
    slots_of,
    title_of,
    versions_by_pk,
)
from events.models import NotableDay, Version
from organisers.models import Organiser

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


def clashes_of(version, *, user=None):
    """All hints about one version, most pressing first. Eight queries, fewer where none are met.

    For ``user``, a member of staff, events for employees only count too where they may see them.
    """
    week = version.event.week
    others = [slot for slot in slots_in(week, user) if slot.event_id != version.event_id]
    own = slots_of(version)
    met = [
        (kind, words, other)
        for slot in own
        for other in others
        if other.overlaps(slot)
        for kind, words in _reasons(other, slot)
    ]
    organiser = version.event.organiser_id
    doubles = list(alike(title_of(version), organiser, _newest(others)))
    versions = _versions([other for _kind, _words, other in met], [doubles])
    hints = [Hint(kind, words, versions[other.version_id]) for kind, words, other in met]
    twins = [versions[slot.version_id] for slot in doubles]
    hints += [Hint(DUPLICATE, _organiser(twin), twin) for twin in twins]
    days = notable_days(week)
    for slot in own:
        hints += [Hint(OUTSIDE, words) for words in outside(week, slot.starts_at)]
        hints += [Hint(NOTABLE, words) for words in notable(days, slot)]
    order = list(LABELS)
    return sorted(dict.fromkeys(hints), key=lambda hint: order.index(hint.kind))


def week_clashes(week, *, user=None):
    """Pairs of events in each other's way, by their time; duplicates last. Five queries at most."""
    slots = slots_in(week, user)
    found = {}
    for one, other in meeting(slots):
        for kind, words in _reasons(one, other):
            # A change that waits and its live version meet the others with the same session.
            key = (kind, frozenset((one.event_id, other.event_id)), other.starts_at)
            found.setdefault(key, (kind, words, one, other))
    # Two short sessions under one long event read the same, and are one row to whoever reads.
    rows = {
        (words, one.event_id, other.event_id): (kind, words, one, other)
        for kind, words, one, other in reversed(found.values())
    }
    met = list(reversed(rows.values()))
    doubles = _duplicates(slots)
    versions = _versions([slot for _kind, _words, *pair in met for slot in pair], doubles)

    def both(one, other):
        return versions[one.version_id], versions[other.version_id]

    clashes = [
        Clash(kind, words, both(one, other), other.starts_at) for kind, words, one, other in met
    ]
    clashes += [
        Clash(DUPLICATE, _organiser(versions[other.version_id]), both(one, other))
        for one, other in doubles
    ]
    return clashes


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
    if one.is_in_the_way(other):
        where = str(one.venue_name) if one.venue_id else one.place_name
        room = one.shown_room
        yield VENUE, f"{_when(one)}, {where}{f', {room}' if room else ''}"
    elif shared := one.shared_audiences(other):
        names = ", ".join(str(row.name) for row in shared)
        yield AUDIENCE, f"{_when(one)}, {one.district_name}: {names}"


def _when(slot):
    return f"{format_day(slot.starts_at)} {format_time_range(slot.starts_at, slot.said_end)}"


def _newest(slots):
    """A slot of each event: of the text that waits, where one does."""
    newest: dict[int, Booked] = {}
    for slot in slots:
        known = newest.get(slot.event_id)
        if known is None or slot.number > known.number:
            newest[slot.event_id] = slot
    return newest.values()


def _duplicates(slots):
    """Pairs of slots whose events are perhaps the same twice."""
    # Only what shares a title or an organiser can be alike, so that not all meet all.
    groups = defaultdict(list)
    for slot in sorted(_newest(slots), key=lambda slot: slot.event_id):
        groups[slot.title].append(slot)
        groups[slot.organiser_id].append(slot)
    found = {
        (one.version_id, other.version_id): (one, other)
        for rows in groups.values()
        for at, one in enumerate(rows)
        for other in alike(one.title, one.organiser_id, rows[at + 1 :])
    }
    return list(found.values())


def _versions(met, doubles):
    """{primary key: version} of the slots that met, and of the groups of doubles, of which it is
    told who arranges them as well. Three queries at most."""
    twins = [slot for group in doubles for slot in group]
    versions = versions_by_pk(slot.version_id for slot in [*met, *twins])
    organisers = [versions[slot.version_id].event.organiser for slot in twins]
    Organiser.objects.read_texts([row for row in organisers if row is not None])
    return versions


def _organiser(version):
    return str(version.event.organiser or "")
