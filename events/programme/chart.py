"""The places drawn as a plan: numbered dots, as large as much is going on there.

Positions are Web Mercator, as fractions of the world, so that map tiles fit under the drawing.
Where the places of a town lie close together they get a plan of their own beside the whole.
"""

from collections import Counter
from dataclasses import dataclass, replace
from math import asinh, cos, hypot, pi, radians, sqrt, tan
from statistics import median

from enbyforalle.lib.i18n import Text

# Who is asked for map tiles, and only when a visitor presses the button.
TILES = "https://tile.openstreetmap.org"

EQUATOR_M = 40_075_017
# Units of the drawing. A phone shows them about one to one.
WIDTH, LOWEST, HIGHEST, MARGIN = 340, 220, 380, 26
# Metres across at the least: a single place is not the whole world.
LEAST_M = 700
# The middle of town, where it is worth a plan of its own.
NEAR_M, FEWEST_NEAR, FEWEST_FAR = 1_600, 4, 2
# Large enough for a finger on a phone.
SMALLEST_DOT, LARGEST_DOT = 13, 20
SCALES_M = (10_000, 5_000, 2_000, 1_000, 500, 200, 100)
# Steps of pushing dots apart that one drawing may cost.
STEPS = 60_000


@dataclass
class Dot:
    """One place: the middle of its dot, and where it really lies when the dot had to give way."""

    number: int
    name: str | Text
    n_events: int
    anchor: str
    x: float
    y: float
    r: float
    at_x: float
    at_y: float

    @property
    def is_moved(self):
        return hypot(self.x - self.at_x, self.y - self.at_y) > self.r / 2

    # A template would write a decimal comma in Norwegian, which a drawing does not understand.
    @property
    def middle(self):
        return {"x": _n(self.x), "y": _n(self.y), "r": _n(self.r), "text": _n(self.y + 4)}

    @property
    def really(self):
        return {"x": _n(self.at_x), "y": _n(self.at_y)}


@dataclass(frozen=True)
class Chart:
    """One plan. `west`, `north` and `span` say where it lies, for tiles; `frame` is the square of
    the plan of the middle of town on the plan of the whole, as (x, y, width, height)."""

    name: str | Text
    height: int
    dots: list[Dot]
    west: str
    north: str
    span: str
    scale: int
    scale_words: str
    frame: dict | None = None
    is_middle: bool = False

    width = WIDTH


def charts_of(spots):
    """One plan of all numbered places, or the whole and the middle of town; none without any."""
    if not spots:
        return []
    near, far = _parted(spots)
    if not near:
        return [_chart(spots, "")]
    town = Counter(str(spot.place.district) for spot in near).most_common(1)[0][0]
    middle = replace(_chart(near, town), is_middle=True)
    return [_chart(far, "", around=near), middle]


def _parted(spots):
    """(those in the middle of town, the others); nothing in the middle where one plan will do."""
    latitude = median(spot.position[0] for spot in spots)
    longitude = median(spot.position[1] for spot in spots)
    degree = EQUATOR_M / 360
    near, far = [], []
    for spot in spots:
        north, east = spot.position[0] - latitude, spot.position[1] - longitude
        metres = degree * hypot(north, east * cos(radians(latitude)))
        (near if metres <= NEAR_M else far).append(spot)
    if len(near) < FEWEST_NEAR or len(far) < FEWEST_FAR:
        return [], spots
    return near, far


def world(position):
    """(x, y) in Web Mercator, from 0 to 1, of (latitude, longitude)."""
    latitude, longitude = position
    return (longitude + 180) / 360, (1 - asinh(tan(radians(latitude))) / pi) / 2


def _chart(spots, name, around=()):
    """A plan that holds `spots` as dots, and the square that holds those `around`."""
    points = [world(spot.position) for spot in (*spots, *around)]
    metre = 1 / (EQUATOR_M * cos(radians(spots[0].position[0])))
    west, north, span, height = _view(points, LEAST_M * metre)

    def placed(spot):
        x, y = world(spot.position)
        return (x - west) / span * WIDTH, (y - north) / span * WIDTH

    dots = [_dot(spot, *placed(spot)) for spot in spots]
    _push_apart(dots, height)
    scale = next((m for m in SCALES_M if m * metre / span < 0.32), SCALES_M[-1])
    return Chart(
        name=name,
        height=height,
        dots=dots,
        west=f"{west:.9f}",
        north=f"{north:.9f}",
        span=f"{span:.9f}",
        scale=round(scale * metre / span * WIDTH),
        scale_words=f"{scale // 1000} km" if scale >= 1000 else f"{scale} m",
        frame=_frame([placed(spot) for spot in around]) if around else None,
    )


def _view(points, least):
    """(west, north, span, height of the drawing) that hold the points and a margin round them."""
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    wide = max(max(xs) - min(xs), least)
    tall = max(max(ys) - min(ys), least / 2)
    inner = WIDTH - 2 * MARGIN
    # The drawing is as high as its places ask for, within what is good to look at.
    unit = max(wide / inner, tall / (HIGHEST - 2 * MARGIN))
    height = round(min(HIGHEST, max(LOWEST, tall / unit + 2 * MARGIN)))
    middle_x, middle_y = (max(xs) + min(xs)) / 2, (max(ys) + min(ys)) / 2
    return middle_x - unit * WIDTH / 2, middle_y - unit * height / 2, unit * WIDTH, height


def _dot(spot, x, y):
    r = min(LARGEST_DOT, SMALLEST_DOT + 1.6 * sqrt(spot.n_events - 1))
    return Dot(spot.number, spot.place.name, spot.n_events, spot.anchor, x, y, r, x, y)


def _frame(points):
    xs, ys = [x for x, _y in points], [y for _x, y in points]
    left, top = min(xs) - 8, min(ys) - 8
    size = {"width": max(xs) - left + 8, "height": max(ys) - top + 8}
    return {name: _n(value) for name, value in ({"x": left, "y": top} | size).items()}


def _push_apart(dots, height):
    """Move dots that lie over each other aside, both alike, until they only touch."""
    for _round in range(min(80, STEPS // len(dots) ** 2)):
        has_moved = False
        for index, one in enumerate(dots):
            for other in dots[index + 1 :]:
                has_moved |= _part(one, other)
        for dot in dots:
            dot.x = min(max(dot.x, dot.r + 1), WIDTH - dot.r - 1)
            dot.y = min(max(dot.y, dot.r + 1), height - dot.r - 1)
        if not has_moved:
            break


def _part(one, other):
    wanted = one.r + other.r + 2
    across, down = other.x - one.x, other.y - one.y
    distance = hypot(across, down)
    if distance >= wanted:
        return False
    if not distance:
        # Two at one address: side by side.
        across, distance = 1.0, 1.0
    step = (wanted - distance) / 2 / distance
    one.x, one.y = one.x - across * step, one.y - down * step
    other.x, other.y = other.x + across * step, other.y + down * step
    return True


def _n(number):
    """At most one decimal, and none that says nothing."""
    return f"{round(number, 1):g}"
