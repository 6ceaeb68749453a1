"""The programme as tables of one day each: places down, hours across."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from math import ceil

from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Text
from events.models.session import LASTING
from events.programme.cards import Card
from events.programme.counting import Sessions
from events.programme.days import Programme, ends_at, programme_days
from events.programme.placing import district_key, district_name, place_key


@dataclass(frozen=True)
class Cell:
    """What fills `span` hours of a line: a session, or nothing.

    `may_spread`: a short one with nothing after it may be drawn over the empty hour beside it.
    """

    span: int
    card: Card | None = None
    may_spread: bool = False


@dataclass(frozen=True)
class Row:
    """One place. It has more lines than one where sessions are on at the same time."""

    name: str | Text
    lines: list[list[Cell]]


@dataclass(frozen=True)
class Group:
    """The places of one district, or what is online."""

    name: str | Text
    rows: list[Row]


@dataclass(frozen=True)
class Across:
    """Sessions that have no hour of their own on this day: what lasts, and what nobody timed."""

    name: str
    cards: list[Card]


@dataclass(frozen=True)
class Table:
    """One day. `hours` are the full hours in Oslo that the table has columns for."""

    date: date
    hours: list[int]
    groups: list[Group]
    across: list[Across]
    is_today: bool

    @property
    def n_columns(self):
        """Columns beside that of the places; what has no hour still needs one."""
        return max(1, len(self.hours))


@dataclass
class Timetable:
    """The tables, and the same sessions as the list shows them.

    `n_events` counts all that the filter finds, on the days shown and on others; `one_day` is
    the day shown though nobody chose it; `earlier` and `later` are the days with something on
    before the first table and after the last one.
    """

    tables: list[Table] = field(default_factory=list)
    programme: Programme = field(default_factory=Programme)
    n_events: int = 0
    one_day: date | None = None
    earlier: date | None = None
    later: date | None = None


def timetable_of(week, chosen, now, read=None):
    """The timetable of the days chosen, or of one day: today in the week, else the first.

    `read` are the ``Sessions`` of the filter where they have been read already.
    """
    today = clock.local(now).date()
    days, n_events = _days_with_something(read or Sessions(chosen, now))
    if not n_events:
        return Timetable()
    found = Timetable(n_events=n_events)
    asked = chosen
    if not chosen["day"]:
        found.one_day = _day_to_show(week, days, today)
        asked = chosen.with_only("day", found.one_day.isoformat())
    found.programme = programme_days(week, asked, now)
    found.tables = _tables(found.programme, asked["day"], today)
    if found.tables:
        shown = [table.date for table in found.tables]
        found.earlier = max((day for day in days if day < min(shown)), default=None)
        found.later = min((day for day in days if day > max(shown)), default=None)
    return found


def _days_with_something(read):
    """Dates on which anything starts or still lasts whatever day is chosen; and how many events
    the whole filter finds. What lasts for days counts on the days of the week alone."""
    week, days = read.week, set()
    for starts, ends in {(time.starts_at, time.ends_at) for time in read.whatever_day()}:
        first = clock.local(starts).date()
        days.add(first)
        if ends and ends - starts > LASTING:
            days |= set(_dates(max(first, week.starts_on), min(_last(ends), week.ends_on)))
    return sorted(days), len({event for _starts, event in read.outline()})


def _last(ends):
    # One that ends at midnight is not on that day any more.
    return clock.local(ends - timedelta(microseconds=1)).date()


def _dates(first, last):
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _day_to_show(week, days, today):
    """Today or the next day with something on while the week lasts, else the first."""
    coming = [day for day in days if day >= today]
    return coming[0] if coming and today >= week.starts_on else days[0]


def _tables(programme, chosen, today):
    """A table for each day something starts on, and for chosen days on which things only last."""
    by_date = {day.date: day.rows for day in programme.days}
    lasting = programme.lasting
    wanted = {day.isoformat(): day for card in lasting for day in _dates(*_first_and_last(card))}
    for code, day in wanted.items():
        if code in chosen:
            by_date.setdefault(day, [])
    shown = set(by_date)
    for card in lasting:
        # «before» and «after» are no dates: what lasts through them stands on its own days.
        days = _dates(*_first_and_last(card))
        if not shown & set(days):
            by_date.setdefault(days[0] if "before" in chosen else days[-1], [])
    return [
        _table(day, cards, [card for card in lasting if _is_on(card, day)], today)
        for day, cards in sorted(by_date.items())
    ]


def _first_and_last(card):
    return card.day, _last(card.time.ends_at)


def _is_on(card, day):
    first, last = _first_and_last(card)
    return first <= day <= last


def _table(day, cards, lasting, today):
    timed = [card for card in cards if card.time.is_time_known]
    untimed = [card for card in cards if not card.time.is_time_known]
    spans = {card: _hours_of(card) for card in timed}
    hours = []
    if spans:
        first, end = min(s[0] for s in spans.values()), max(s[1] for s in spans.values())
        hours = list(range(first, end))
    across = [Across(_("Lasts several days"), lasting), Across(_("Time not known"), untimed)]
    return Table(
        date=day,
        hours=hours,
        groups=_groups(timed, spans, hours),
        across=[row for row in across if row.cards],
        is_today=day == today,
    )


def _hours_of(card):
    """(the hour it begins in, the first full hour at which it is over), within its own day."""
    starts, ends = clock.local(card.starts_at), clock.local(ends_at(card.time))
    if ends.date() > starts.date():
        return starts.hour, 24
    return starts.hour, max(starts.hour + 1, ceil(ends.hour + ends.minute / 60))


def _groups(cards, spans, hours):
    """Places in the order of the districts, then by name; what is online comes last."""
    groups = []
    for _district, rows in groupby(sorted(cards, key=place_key), key=district_key):
        here = list(rows)
        places = [_row(list(at), spans, hours) for _place, at in groupby(here, key=place_key)]
        groups.append(Group(district_name(here[0]), places))
    return groups


def _row(cards, spans, hours):
    """The sessions of one place in as few lines as they fit in without lying over each other."""
    lines = []
    for card in sorted(cards, key=lambda card: (card.starts_at, card.time.pk)):
        free = (line for line in lines if spans[line[-1]][1] <= spans[card][0])
        line = next(free, None)
        if line is None:
            lines.append([card])
        else:
            line.append(card)
    return Row(cards[0].place.name, [list(_cells(line, spans, hours)) for line in lines])


def _cells(cards, spans, hours):
    """The cells of one line: each session, and one empty cell for each gap."""
    at, end_of_day = hours[0], hours[-1] + 1
    nexts = [spans[card][0] for card in cards[1:]] + [end_of_day]
    for card, following in zip(cards, nexts, strict=True):
        starts, ends = spans[card]
        if starts > at:
            yield Cell(starts - at)
        yield Cell(ends - starts, card, may_spread=ends - starts == 1 and following > ends)
        at = ends
    if at < end_of_day:
        yield Cell(end_of_day - at)
