"""Lines of text in a picture: in letters that are there, broken where they are too long."""

from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont
from PIL import ImageFont

from enbyforalle.lib.i18n import language_direction
from events.paper.letters import folders, printable

MAIN = "NotoSans[wght].ttf"
# Every font has these, or looks them up elsewhere.
_COMMON = frozenset(map(ord, " \u00a0"))


@lru_cache
def _points():
    """{font file: code points}, the main one first. Faces of one weight cannot be made bold."""
    found = sorted(path for folder in folders() for path in Path(folder).glob("Noto*wght*.ttf"))
    found.sort(key=lambda path: path.name != MAIN)
    points = {}
    for path in found:
        with TTFont(path, lazy=True) as font:
            points[path] = frozenset(font.getBestCmap())
    return points


def font_for(text):
    """The file of a font that has all of the text's letters, or None."""
    wanted = set(map(ord, text)) - _COMMON
    return next((path for path, points in _points().items() if wanted <= points), None)


def is_drawable(text):
    """Whether one font has all of it, so that nothing of it is missing in a picture."""
    return font_for(str(text)) is not None


@lru_cache(maxsize=64)
def _font(path, size, weight):
    font = ImageFont.truetype(str(path), size)
    font.set_variation_by_axes([weight])
    return font


class Lettering:
    """Text in one language, size and weight; what no font has stands as U+FFFD."""

    def __init__(self, text, size, *, weight=400, lang="nb"):
        self.text = str(text) if is_drawable(text) else printable(str(text))
        self.font = _font(font_for(self.text) or next(iter(_points())), size, weight)
        self.size = size
        # Other scripts reach higher and lower than the Latin one.
        self.leading = round(
            size * (1.16 if font_for(self.text) == next(iter(_points())) else 1.45)
        )
        self.direction = language_direction(lang)
        self.lang = lang

    def width(self, text=None):
        text = self.text if text is None else text
        return self.font.getlength(text, direction=self.direction, language=self.lang)

    def lines(self, width):
        """The text in lines no wider than this; a word that is wider is broken."""
        lines, line = [], ""
        for word in self._words(width):
            longer = f"{line} {word}".strip()
            if line and self.width(longer) > width:
                lines.append(line)
                longer = word
            line = longer
        return [*lines, line] if line else lines

    def _words(self, width):
        for word in self.text.split(" "):
            while self.width(word) > width:
                cut = next(n for n in range(len(word) - 1, 0, -1) if self.width(word[:n]) <= width)
                yield word[:cut]
                word = word[cut:]
            yield word

    def draw(self, canvas, line, x, y, fill):
        """One line with its upper edge at ``y``; what runs to the left ends at ``x``."""
        anchor = "ra" if self.direction == "rtl" else "la"
        canvas.text(
            (x, y),
            line,
            font=self.font,
            fill=fill,
            anchor=anchor,
            direction=self.direction,
            language=self.lang,
        )
