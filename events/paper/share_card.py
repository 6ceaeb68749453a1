"""The picture of an event, or of the week, where somebody shares its address: PNG, 1200 by 630.

A winter evening: the words in the sky, the street of the week below, with the event's own windows
lit and the others dimmed. Drawn in some hundredths of a second and then kept with the pages.
"""

import io
from itertools import groupby

from PIL import Image, ImageDraw

from events.paper.lettering import Lettering, is_drawable
from events.programme.facets import days_between
from events.programme.sharing import SIZE

WIDTH, HEIGHT = SIZE
EDGE = 64
# Top of the street; the sky above it is for words.
STREET, GROUND = 430, 606
TITLE_SIZES = (84, 72, 62, 54, 46, 40)
MOST_LINES = 3
# The drawing is made larger and shrunk, so that its edges are smooth.
FINER = 2
# The colours of static/css/main.css in the dark.
SKY, LOW_SKY, INK, QUIET = (7, 12, 34), (26, 37, 82), (246, 248, 252), (201, 210, 238)
LAMP, STATE, ON_STATE = (255, 209, 102), (255, 158, 128), (12, 19, 48)
WALL, ROOF, DIM = (12, 19, 48), (35, 48, 98), (58, 68, 116)
SNOW, DARK = (201, 210, 238), (30, 40, 80)
HUES = tuple(
    tuple(bytes.fromhex(code))
    for code in (
        *("ffd166", "ffeec2", "ffb57a", "ff9e8a", "f9a8ce", "d9b3ff"),
        *("a3c2ff", "86dceb", "86e3c3", "c6e58b", "efe06a", "ffd0c2"),
    )
)


def drawn(card, week, panes):
    """The bytes of the picture."""
    sky = Image.linear_gradient("L").resize(SIZE)
    picture = Image.composite(Image.new("RGB", SIZE, LOW_SKY), Image.new("RGB", SIZE, SKY), sky)
    picture.paste(*_street(card, week, panes))
    _words(ImageDraw.Draw(picture), card)
    stream = io.BytesIO()
    picture.save(stream, "PNG")
    return stream.getvalue()


def _words(canvas, card):
    y = EDGE - 16
    kicker = Lettering(card.kicker, 30, weight=600)
    _window(canvas, EDGE, y + 2)
    kicker.draw(canvas, kicker.text, EDGE + 44, y, QUIET)
    y += 62
    if card.state:
        state = Lettering(card.state, 34, weight=700)
        canvas.rounded_rectangle((EDGE, y, EDGE + state.width() + 40, y + 56), 12, fill=STATE)
        state.draw(canvas, state.text, EDGE + 20, y + 3, ON_STATE)
        y += 72
    below = [Lettering(line, 36) for line in card.lines if line]
    room = STREET - y - 46 * len(below) - 12
    title, lines = _title(card, room)
    for line in lines:
        at = WIDTH - EDGE if title.direction == "rtl" else EDGE
        title.draw(canvas, line, at, y, INK)
        y += title.leading
    y += 14
    for line in below:
        # One line each: the title may break, a place and a time may not.
        first = line.lines(WIDTH - 2 * EDGE)[0]
        line.draw(canvas, first if first == line.text else f"{first} …", EDGE, y, QUIET)
        y += 46


def _title(card, room):
    """The title in the largest size at which it has room, and its lines."""
    name = card.title
    if not is_drawable(name) and card.other_title and is_drawable(card.other_title):
        name = card.other_title
    for size in TITLE_SIZES:
        title = Lettering(name, size, weight=700, lang=name.lang)
        lines = title.lines(WIDTH - 2 * EDGE)
        if len(lines) <= MOST_LINES and len(lines) * title.leading <= room:
            return title, lines
    fitting = max(1, min(MOST_LINES, room // title.leading))
    return title, [*lines[: fitting - 1], f"{lines[fitting - 1]} …"]


def _window(canvas, x, y):
    """The sign of the site: an arched window with a light in it."""
    canvas.rounded_rectangle(
        (x, y, x + 28, y + 36), 14, fill=LAMP, corners=(True, True, False, False)
    )
    canvas.line((x + 14, y, x + 14, y + 36), fill=WALL, width=3)
    canvas.line((x, y + 20, x + 28, y + 20), fill=WALL, width=3)


def _street(card, week, panes):
    """(picture, place, mask) of the houses, for ``Image.paste``."""
    size = (WIDTH * FINER, (HEIGHT - STREET) * FINER)
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    canvas = ImageDraw.Draw(picture)
    base = (GROUND - STREET) * FINER
    canvas.rectangle((0, base, *size), fill=SNOW)
    days = days_between(week.starts_on, week.ends_on)
    by_day = {day: list(rows) for day, rows in groupby(panes, key=lambda pane: pane.day)}
    most = max([len(rows) for rows in by_day.values()] or [1])
    width = (WIDTH - 2 * EDGE) * FINER // len(days)
    for number, day in enumerate(days):
        left = EDGE * FINER + number * width
        _house(canvas, (left, left + width - 8 * FINER), base, by_day.get(day, []), most, card.own)
    picture = picture.resize((WIDTH, HEIGHT - STREET), Image.Resampling.LANCZOS)
    return picture, (0, STREET), picture


def _house(canvas, sides, base, panes, most, own):
    """A house with a window for each session, the earliest at the ground."""
    left, right = sides
    for columns in range(3, 30):
        cell = (right - left) / (columns + 1)
        # As few as leave the tallest house under its roof and the roof in the picture.
        if (-(-most // columns) + 0.7) * cell < base - 30 * FINER:
            break
    rows = -(-len(panes) // columns)
    top = base - max(1.6, rows + 0.7) * cell
    peak = max(0, top - 26 * FINER)
    canvas.polygon(((left - 6, top), ((left + right) / 2, peak), (right + 6, top)), fill=ROOF)
    canvas.line(
        ((left - 6, top), ((left + right) / 2, peak), (right + 6, top)), fill=SNOW, width=3 * FINER
    )
    canvas.rectangle((left, top, right, base), fill=WALL, outline=ROOF, width=FINER)
    for number, pane in enumerate(panes):
        x = left + (number % columns + 0.62) * cell
        y = base - (number // columns + 1.05) * cell
        box = (x, y, x + cell * 0.7, y + cell * 0.78)
        shown = own is None or pane.event == own
        colour = HUES[pane.hue % len(HUES)] if shown else DIM
        corners = (True, True, False, False)
        radius = cell * 0.3
        if pane.is_off:
            canvas.rounded_rectangle(
                box, radius, fill=DARK, outline=DIM, width=FINER, corners=corners
            )
        else:
            canvas.rounded_rectangle(box, radius, fill=colour, corners=corners)
