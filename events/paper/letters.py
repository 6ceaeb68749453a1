"""Which characters can be printed. One that no font has would stop the whole document.

The fonts stand in a package, so that nothing depends on the machine. Chinese is not among them:
where `manimgx-fonts-cjk` is installed too (20 MB), it is used.
"""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from fontTools.ttLib import TTCollection, TTFont

PACKAGES = ("manimgx_fonts", "manimgx_fonts_cjk")
MAIN = "Noto Sans"
# What stands where a letter is missing: U+FFFD, which Noto Sans has.
MISSING = "\N{REPLACEMENT CHARACTER}"


@lru_cache
def folders():
    """Where the fonts are."""
    specs = filter(None, map(find_spec, PACKAGES))
    return [str(folder) for spec in specs for folder in spec.submodule_search_locations or ()]


@lru_cache
def known():
    """The code points that one of the fonts can show."""
    points = set()
    for folder in folders():
        for path in sorted(Path(folder).iterdir()):
            points |= _points(path)
    # Marks of byte order are characters to a font and faults in a document.
    return frozenset(points - {0xFEFF})


def _points(path):
    if path.suffix in (".ttf", ".otf"):
        with TTFont(path, lazy=True) as font:
            return set(font.getBestCmap())
    if path.suffix == ".ttc":
        with TTCollection(path, lazy=True) as collection:
            return {point for font in collection.fonts for point in font.getBestCmap()}
    return set()


def printable(text):
    """The text with U+FFFD where no font has the character; line breaks stay."""
    points = known()
    return "".join(
        character if ord(character) in points or character == "\n" else MISSING
        for character in text
    )
