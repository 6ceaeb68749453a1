"""The street of seven houses, drawn from the programme: one house a day, one window a session.

Windows are placed by hour, morning low and evening high, and a tall house is a day when much goes
on. They are lit in the colour of the session's topic and dark when it is cancelled. The drawing is
geometry only; colours are in the style sheet.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property, lru_cache
from math import ceil

from django.db.models import OuterRef, Subquery
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_day, format_weekday
from events.enums import HappeningStatus
from events.models import Topic

# First hour of each floor, from the ground up.
FLOORS = (0, 9, 11, 13, 15, 17, 19)
_FLOOR_OF_HOUR = [
    max(index for index, first in enumerate(FLOORS) if hour >= first) for hour in range(24)
]
# Units of the drawing: every house is 100 wide.
WALL, SILL, GROUND, ROOF, TALLEST = (7, 93), 82, 28, 40, 165
COLUMNS = (3, 4, 5, 6, 8, 10, 12, 16, 20, 24)
# Where windows are smaller than this their bars would fill them.
MOST_WITH_BARS = 6


@dataclass(frozen=True)
class Pane:
    """What the street needs to know of one session. `shape` and `hue` are the topic's."""

    starts_at: datetime
    event: int
    shape: str = "square"
    hue: int = 0
    is_off: bool = False

    # The drawing asks for these many times, and a clock is slow to read.
    @cached_property
    def day(self):
        return clock.local(self.starts_at).date()

    @cached_property
    def floor(self):
        return _FLOOR_OF_HOUR[clock.local(self.starts_at).hour]


@dataclass
class House:
    """One day. `lights` are (hue, path); paths are SVG path data."""

    day: date
    events: int
    cancelled: int
    wall: str
    roof: str
    snow: str
    door: str
    lights: list
    dark: str
    bars: str
    is_today: bool = False
    is_chosen: bool = False

    @property
    def code(self):
        """The day as the filter names it."""
        return self.day.isoformat()

    @property
    def anchor(self):
        return f"d{self.code}"

    @property
    def label(self):
        """«Mandag 8. februar: 14 arrangementer, 3 avlyst»."""
        return self.label_with(self.events)

    def label_with(self, n_events):
        """The label where a page counts the events of the day by other rules than the street."""
        # The year is said once on the page and not seven times.
        name = format_day(self.day).rsplit(" ", 1)[0]
        if self.is_today:
            name = _("today") + ", " + name
        words = ngettext("%(n)d event", "%(n)d events", n_events) % {"n": n_events}
        words = words if n_events else _("no events")
        if self.cancelled:
            off = ngettext("%(n)d cancelled", "%(n)d cancelled", self.cancelled)
            words += ", " + off % {"n": self.cancelled}
        return capfirst(f"{name}: {words}")

    @property
    def short_day(self):
        return capfirst(format_weekday(self.day)[:3])

    @property
    def number(self):
        return f"{self.day.day}." if format_weekday(self.day).islower() else str(self.day.day)


@dataclass(frozen=True)
class Street:
    """The houses and the height of the drawing they share."""

    houses: list[House]
    height: int


def street(panes, first, last, today=None, chosen=()):
    """The street of the days from `first` to `last` with their `panes` in it.

    A pane outside these days has no house; the pre-programme is told of in words. `chosen` are
    the days (as in a filter) that the page shows alone.
    """
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    by_day = defaultdict(list)
    for pane in panes:
        if first <= pane.day <= last:
            by_day[pane.day].append(pane)
    plan = _Plan([by_day[day] for day in days])
    # A whole number: in a Norwegian template a decimal would get a comma.
    height = ceil(plan.height) + GROUND + ROOF
    houses = [_house(day, by_day[day], plan, height) for day in days]
    for house in houses:
        house.is_today = house.day == today
        house.is_chosen = house.code in chosen
    return Street(houses, height)


def empty_street(first, last):
    """Nobody has asked for a light yet: one window is lit, in the middle of the week."""
    middle = first + (last - first) / 2
    pane = Pane(clock.day_span(middle)[0] + timedelta(hours=18), event=0, shape="arch")
    return street([pane], first, last)


def panes_of(times):
    """The panes of session times, in one query whatever their number.

    A session's light is that of the first of its topics; without one it is a plain lamp.
    """
    topics = Topic.objects.filter(version=OuterRef("version")).order_by("position", "code")
    rows = times.order_by("starts_at", "pk").values_list(
        "starts_at",
        "version__event",
        Subquery(topics.values("window")[:1]),
        Subquery(topics.values("hue")[:1]),
        "version__event__status",
        "session__status",
    )
    return [
        Pane(starts_at, event, window or "square", hue or 0, HappeningStatus.CANCELLED in states)
        for starts_at, event, window, hue, *states in rows
    ]


class _Plan:
    """How many windows stand side by side in every house, so that the tallest is not too tall."""

    def __init__(self, days):
        counts = [_by_floor(panes) for panes in days]
        for self.columns in COLUMNS:
            self.cell = SILL / self.columns
            self.row = self.cell * 1.16
            self.height = max([self._rows(of_day) for of_day in counts] + [1]) * self.row
            if self.height <= TALLEST:
                break

    def rows(self, panes):
        """Rows of windows in the house: whole ones for each floor that has any."""
        return self._rows(_by_floor(panes))

    def _rows(self, counts):
        return sum(ceil(count / self.columns) for count in counts.values())


def _by_floor(panes):
    return Counter(pane.floor for pane in panes)


def _house(day, panes, plan, height):
    top = height - GROUND - max(plan.rows(panes), 0.4) * plan.row
    roof, snow = _ROOFS[day.weekday() % len(_ROOFS)](round(top, 1))
    lights, dark, bars = defaultdict(list), [], []
    width, tall = round(plan.cell * 0.72, 1), round(plan.cell * 0.88, 1)
    for pane, x, y in _places(panes, plan, height - GROUND):
        path, across = _window(pane.shape, x, y, width, tall)
        (dark if pane.is_off else lights[pane.hue]).append(path)
        bars.append(across)
    return House(
        day=day,
        events=len({pane.event for pane in panes}),
        cancelled=len({pane.event for pane in panes if pane.is_off}),
        wall=f"M{WALL[0]} {_n(height)}V{_n(top)}H{WALL[1]}V{_n(height)}z",
        roof=roof,
        snow=snow,
        door=f"M40 {_n(height)}v-12a10 10 0 0 1 20 0v12z",
        lights=[(hue, "".join(paths)) for hue, paths in sorted(lights.items())],
        dark="".join(dark),
        bars="".join(bars) if plan.columns <= MOST_WITH_BARS else "",
    )


def _places(panes, plan, base):
    """Each pane with its upper left corner: hours from below, each row centred on the wall."""
    floors = defaultdict(list)
    for pane in sorted(panes, key=lambda pane: (pane.starts_at, pane.event)):
        floors[pane.floor].append(pane)
    row = 0
    for _floor, waiting in sorted(floors.items()):
        each = ceil(len(waiting) / ceil(len(waiting) / plan.columns))
        for start in range(0, len(waiting), each):
            beside = waiting[start : start + each]
            row += 1
            left = 50 - len(beside) * plan.cell / 2
            for column, pane in enumerate(beside):
                x = left + (column + 0.14) * plan.cell
                yield pane, round(x, 1), round(base - row * plan.row + plan.cell * 0.18, 1)


@lru_cache(maxsize=10_000)
def _window(shape, x, y, w, h):
    """The paths of a window and of the bars in it. The houses have windows at the same places."""
    return _SHAPES.get(shape, _square)(x, y, w, h), _BARS.get(shape, _cross)(x, y, w, h)


def _n(number):
    """At most one decimal, and none that says nothing."""
    return f"{round(number, 1):g}"


def _square(x, y, w, h):
    return f"M{_n(x)} {_n(y + h - w)}h{_n(w)}v{_n(w)}h-{_n(w)}z"


def _tall(x, y, w, h):
    narrow = w * 0.72
    return f"M{_n(x + (w - narrow) / 2)} {_n(y)}h{_n(narrow)}v{_n(h)}h-{_n(narrow)}z"


def _wide(x, y, w, h):
    low = h * 0.62
    return f"M{_n(x - w * 0.12)} {_n(y + h - low)}h{_n(w * 1.24)}v{_n(low)}h-{_n(w * 1.24)}z"


def _arch(x, y, w, h):
    r = _n(w / 2)
    side = _n(h - w / 2)
    return f"M{_n(x)} {_n(y + h)}v-{side}a{r} {r} 0 0 1 {_n(w)} 0v{side}z"


def _round(x, y, w, h):
    r = _n(w * 0.54)
    middle = _n(y + h - w * 0.54)
    left = _n(x + w / 2 - w * 0.54)
    return f"M{left} {middle}a{r} {r} 0 1 0 {_n(w * 1.08)} 0a{r} {r} 0 1 0-{_n(w * 1.08)} 0z"


def _cross(x, y, w, h):
    return f"M{_n(x + w / 2)} {_n(y)}v{_n(h)}M{_n(x)} {_n(y + h / 2)}h{_n(w)}"


def _square_cross(x, y, w, h):
    return _cross(x, y + h - w, w, w)


def _tall_cross(x, y, w, h):
    return _cross(x + w * 0.14, y, w * 0.72, h)


def _wide_bars(x, y, w, h):
    top, low = _n(y + h * 0.38), _n(h * 0.62)
    return f"M{_n(x + w * 0.3)} {top}v{low}M{_n(x + w * 0.7)} {top}v{low}"


def _round_cross(x, y, w, h):
    return _cross(x - w * 0.04, y + h - w * 1.08, w * 1.08, w * 1.08)


_BARS = {
    "square": _square_cross,
    "tall": _tall_cross,
    "wide": _wide_bars,
    "round": _round_cross,
}
_SHAPES = {"square": _square, "tall": _tall, "wide": _wide, "arch": _arch, "round": _round}


# Roofs: each takes the height of the eaves and gives (the roof, the line the snow lies on).


def _gable(t):
    return f"M1 {t}L50 {_n(t - 34)} 99 {t}z", f"M3 {_n(t - 1)}L50 {_n(t - 34)} 97 {_n(t - 1)}"


def _flat(t):
    low, high = _n(t - 8), _n(t - 22)
    return (
        f"M3 {t}v-8h62v-14h13v14h19v8z",
        f"M3 {low}H64M65 {high}h13M79 {low}H97",
    )


def _half_hip(t):
    low, high = _n(t - 1), _n(t - 27)
    return f"M1 {t}L33 {high}H67L99 {t}z", f"M3 {low}L33 {high}H67L97 {low}"


def _arched(t):
    up, down = (
        f"C12 {_n(t - 22)} 34 {_n(t - 24)} 50 {_n(t - 38)}",
        f"C66 {_n(t - 24)} 88 {_n(t - 22)}",
    )
    return f"M4 {t}{up}{down} 96 {t}z", f"M4 {t}{up}{down} 96 {t}"


def _chimney(t):
    stack = f"V{_n(t - 36)}H76V{_n(t - 14)}"
    ridge, right = f"L50 {_n(t - 30)}", _n(t - 1)
    snow = f"M3 {right}{ridge} 63 {_n(t - 22)}M64 {_n(t - 36)}H76M77 {_n(t - 13)}L97 {right}"
    return f"M1 {t}{ridge} 64 {_n(t - 21.4)}{stack}L99 {t}z", snow


def _round_roof(t):
    return f"M4 {t}a46 34 0 0 1 92 0z", f"M5 {_n(t - 4)}a45 31 0 0 1 90 0"


def _gambrel(t):
    path = f"L13 {_n(t - 20)} 50 {_n(t - 36)} 87 {_n(t - 20)}"
    return f"M1 {t}{path} 99 {t}z", f"M3 {_n(t - 2)}{path} 97 {_n(t - 2)}"


_ROOFS = (_gable, _flat, _half_hip, _arched, _chimney, _round_roof, _gambrel)
