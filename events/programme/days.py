"""What lists of the programme read: days, hours and rows, today, and what is on near then.

Every function takes a fixed, small number of queries whatever the number of sessions.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby

from django.db.models import Exists, OuterRef, Q

from enbyforalle.lib import clock
from events.enums import HappeningStatus
from events.models import CoOrganiser, Event, SessionTime, Week
from events.programme.cards import Card
from events.programme.facets import joined_publicly
from events.programme.filters import ProgrammeFilter
from events.programme.instants import next_change, release_times
from events.programme.rows import with_rows
from organisers.models import Organiser

# A longer programme shows one day at a time (the public contract).
ONE_PAGE = 400
# What starts within this of a session counts as "near then".
NEAR = timedelta(hours=4)
# Shown as over after this when nobody said when it ends.
ASSUMED_LENGTH = timedelta(hours=1)

BEFORE, IN_WEEK, AFTER = "before", "in", "after"


@dataclass
class Hour:
    """What starts within one hour. ``hour`` is None where sources give the day alone."""

    hour: int | None
    rows: list[Card]


@dataclass
class Day:
    """One day with something on. ``part`` is "before", "in" or "after" the week."""

    date: date
    part: str
    hours: list[Hour]
    is_today: bool = False

    @property
    def rows(self):
        return [row for hour in self.hours for row in hour.rows]

    @property
    def n_sessions(self):
        return sum(len(hour.rows) for hour in self.hours)

    @property
    def n_cancelled(self):
        return sum(row.is_cancelled for row in self.rows)


@dataclass
class Programme:
    """A filtered programme. ``n_`` count all that the filter finds, shown or on another day.

    ``one_day`` is the date shown alone in a programme too long for one page, else None;
    ``day_counts`` are (date, number of sessions) of every day the filter finds something on.
    ``steady`` is what ``steady.gather_steady`` takes out of the days, for lists that show it once.
    ``undated`` are events of past weeks of which no source gives the day.
    """

    days: list[Day] = field(default_factory=list)
    lasting: list[Card] = field(default_factory=list)
    steady: list = field(default_factory=list)
    undated: list[Event] = field(default_factory=list)
    n_sessions: int = 0
    n_events: int = 0
    one_day: date | None = None
    day_counts: list[tuple[date, int]] = field(default_factory=list)

    @property
    def rows(self):
        """Every card shown, the lasting ones first."""
        steady = (row for group in self.steady for row in group.cards)
        return [*self.lasting, *steady, *(row for day in self.days for row in day.rows)]

    @property
    def is_empty(self):
        return not self.n_events


@dataclass
class Today:
    """What one day holds, for someone who looks at ``now``: cancellations first."""

    off: list[Card] = field(default_factory=list)
    running: list[Card] = field(default_factory=list)
    coming: list[Card] = field(default_factory=list)
    over: list[Card] = field(default_factory=list)
    lasting: list[Card] = field(default_factory=list)
    tomorrow: list[Card] = field(default_factory=list)

    @property
    def rows(self):
        """All that one can still go to, and what one should not set out for."""
        return [*self.off, *self.running, *self.coming]

    @property
    def soonest(self):
        """What starts next today, all at the same instant."""
        return _first_of(self.coming)

    @property
    def later(self):
        return self.coming[len(self.soonest) :]

    @property
    def first_tomorrow(self):
        """What the next day begins with."""
        return _first_of(self.tomorrow)


def public_weeks(now=None):
    """Weeks of which anything is public: the programme, or at least the pre-programme."""
    now = now or clock.now()
    released = Q(programme_released_at__lte=now) | Q(pre_programme_released_at__lte=now)
    return Week.objects.filter(released)


def public_week(year, now=None):
    """The week of the year once anything of it is public, or None."""
    return public_weeks(now).filter(year=year).first()


def public_organisers(now=None):
    """Organisers with a page: approved words, a public event, and no private person unasked."""
    public = Event.objects.public(now)
    # Lists and not EXISTS: a database makes each list once, not once an organiser.
    joined = joined_publicly(now).values("organiser")
    busy = Q(pk__in=public.values("organiser")) | Q(pk__in=joined)
    return Organiser.objects.listable().filter(busy)


def of_organiser(times, organiser):
    """The times of events it arranges or has joined; narrows a SessionTime queryset."""
    joined = CoOrganiser.objects.public().filter(
        event=OuterRef("version__event"), organiser=organiser
    )
    return times.filter(Q(version__event__organiser=organiser) | Exists(joined))


def programme_days(week, chosen, now, *, is_whole=False, read=None):
    """The week's public programme as the filter asks for it (see ``Programme``).

    With ``is_whole`` all days are there, however many sessions they have. `read` are the
    ``Sessions`` of the week under the same filter where they have been read already.
    """
    if week is None:
        return Programme()
    public = SessionTime.objects.public(now).for_week(week)
    times = chosen.apply(public)
    outline = read.outline() if read else list(times.order_by().values_list(*_OUTLINE))
    starts = Counter(starts_at for starts_at, _event in outline)
    counts = Counter()
    for starts_at, n_sessions in starts.items():
        counts[clock.local(starts_at).date()] += n_sessions
    programme = Programme(
        n_sessions=len(outline),
        n_events=len({event for _starts_at, event in outline}),
        day_counts=sorted(counts.items()),
    )
    if len(outline) > ONE_PAGE and len(chosen["day"]) != 1 and not is_whole:
        programme.one_day = _day_to_show(list(counts), clock.local(now).date())
    day = programme.one_day and programme.one_day.isoformat()
    if read:
        times = SessionTime.objects.filter(pk__in=read.keys(day))
    elif day:
        times = chosen.with_only("day", day).apply(public)
    cards = [Card(time, chosen["access"]) for time in with_rows(times)]
    programme.lasting = [card for card in cards if card.time.is_lasting]
    programme.days = _days([card for card in cards if not card.time.is_lasting], week, now)
    if not chosen.is_active and (read is None or read.has_undated):
        programme.undated = list(_undated(week, now))
        programme.n_events += len(programme.undated)
    return programme


def today_rows(week, now, day=None):
    """What is on today (or on another day); see ``Today``. A postponed session counts as off."""
    day = day or clock.local(now).date()
    next_day = day + timedelta(days=1)
    chosen = ProgrammeFilter(week, {"day": (day.isoformat(), next_day.isoformat())})
    today = Today()
    for time in with_rows(chosen.apply(SessionTime.objects.public(now).for_week(week))):
        card = Card(time)
        if card.day <= day:
            _place(today, card, now)
        elif not card.is_off and not time.is_lasting:
            today.tomorrow.append(card)
    return today


def _first_of(cards):
    """The first cards in the order of their starts, as many as start with the first."""
    return [card for card in cards if card.starts_at == cards[0].starts_at]


def _place(today, card, now):
    if card.is_off:
        today.off.append(card)
    elif card.time.is_lasting:
        today.lasting.append(card)
    elif ends_at(card.time) <= now:
        today.over.append(card)
    elif card.time.starts_at <= now:
        today.running.append(card)
    else:
        today.coming.append(card)


def highlights(week, now, n=6):
    """Cards to begin with: what is still to come, of different topics and events.

    Those with a picture come first, then the earliest; nobody is chosen by hand.
    """
    times = SessionTime.objects.public(now).for_week(week).filter(starts_at__gt=now)
    cards = [Card(time) for time in with_rows(times, most=ONE_PAGE)]
    cards = [card for card in cards if not card.is_off and not card.session.is_full]
    cards.sort(key=lambda card: card.picture is None)
    chosen, events, topics = [], set(), set()
    # First one of each topic; then whatever is left, until there are enough.
    for is_second_round in (False, True):
        for card in cards:
            topic = card.topic.pk if card.topic else None
            if card.event.pk in events or (topic in topics and not is_second_round):
                continue
            if len(chosen) < n:
                chosen.append(card)
                events.add(card.event.pk)
                topics.add(topic)
    return sorted(chosen, key=lambda card: (card.starts_at, card.event.pk))


def near(event, n=3, now=None):
    """Cards of other events close in time to this one's next session, its own district first."""
    now = now or clock.now()
    own = SessionTime.objects.public(now).filter(version__event=event).select_related("venue")
    first = min(own, key=lambda time: (time.starts_at < now, time.starts_at, time.pk), default=None)
    if first is None:
        return []
    window = (first.starts_at - NEAR, first.starts_at + NEAR)
    times = SessionTime.objects.public(now).filter(starts_at__range=window)
    times = times.exclude(version__event=event).exclude(_OFF)
    district = _district(first)
    # Chosen by what tells the distance; all else is read of the few that are shown.
    outline = times.order_by("starts_at", "version__title_nb", "pk").values_list(*_NEAR, named=True)
    by_event = {}
    for row in sorted(outline[:60], key=lambda row: _distance(row, first, district)):
        by_event.setdefault(row.version__event, row.pk)
    chosen = list(by_event.values())[:n]
    cards = [Card(time) for time in with_rows(times.filter(pk__in=chosen))]
    return sorted(cards, key=lambda card: chosen.index(card.time.pk))


_OUTLINE = ("starts_at", "version__event")
_OFF = ~Q(session__status=HappeningStatus.SCHEDULED) | ~Q(
    version__event__status=HappeningStatus.SCHEDULED
)
_NEAR = ("pk", "starts_at", "version__event", "venue", "venue__district", "place_district")


def _distance(row, first, district):
    elsewhere = (row.venue__district if row.venue else row.place_district) != district
    return elsewhere, abs(row.starts_at - first.starts_at), row.starts_at, row.version__event


def _district(time):
    return time.venue.district_id if time.venue_id else time.place_district_id


def ends_at(time):
    """When it is over; an hour after the start where nobody said."""
    return time.ends_at or time.starts_at + ASSUMED_LENGTH


def changes_at(now, cards=()):
    """The next instant at which a page with these cards reads differently (``valid_until``).

    One query, for the releases; starts and ends of what the page shows; midnight.
    """
    moments = release_times()
    for card in cards:
        moments += [card.time.starts_at, ends_at(card.time)]
    return next_change(now, *moments)


def _undated(week, now):
    """Public events without any session, which only the archive has."""
    none = ~Exists(SessionTime.objects.filter(version__event=OuterRef("pk"), version__is_live=True))
    events = Event.objects.public(now).filter(none, week=week).select_related("week")
    return events.with_live().order_by("slug")


def _day_to_show(days, today):
    """Today where something is on, else the next day with something, else the last."""
    return next((day for day in sorted(days) if day >= today), max(days))


def _days(cards, week, now):
    today = clock.local(now).date()
    return [
        Day(day, _part(day, week), _hours(list(rows)), is_today=day == today)
        for day, rows in groupby(cards, key=lambda card: card.day)
    ]


def _part(day, week):
    if day < week.starts_on:
        return BEFORE
    return AFTER if day > week.ends_on else IN_WEEK


def _hours(cards):
    cards.sort(key=lambda card: (card.time.is_time_known, card.time.starts_at))
    return [Hour(hour, list(rows)) for hour, rows in groupby(cards, key=_hour)]


def _hour(card):
    return clock.local(card.time.starts_at).hour if card.time.is_time_known else None
