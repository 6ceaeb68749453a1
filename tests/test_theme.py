"""The theme told apart: every pair of colours that meets on a page is measured, in light and dark.

Read from the tokens of main.css, so that another municipality that changes them is told here.
"""

import re
from itertools import product
from pathlib import Path

import pytest

from tests.source import ROOT

CSS = ROOT / "static/css"
PUBLIC = ("main", "views", "plan")
TEXT, INTERFACE = 7, 3
SCHEMES = ("light", "dark")

# What text stands on. A hero's sky runs from one colour to the other.
GROUNDS = ("page", "surface", "sunk", "glow", "sky-1", "sky-2", "snow")
# Words on the grounds on which they stand.
TEXTS = {
    "ink": GROUNDS,
    "quiet": GROUNDS,
    "link": ("page", "surface", "sunk", "glow"),
    "warn": ("page", "surface", "glow"),
    "good": ("page", "surface"),
    "attn": ("page", "surface", "glow"),
    "special": ("page", "surface"),
    "on-lamp": ("lamp",),
    "on-warn": ("warn",),
    "page": ("ink", "attn", "special"),
    "foot-ink": ("foot",),
    "foot-quiet": ("foot",),
    "foot-link": ("foot",),
}
# Edges of controls, what tells a state, and the lights: a window is told from its frame.
INTERFACES = {
    "line": ("page", "surface", "sunk"),
    "rim": ("page", "surface", "glow"),
    "ink": ("page", "surface", "snow"),
    "on-lamp": ("lamp",),
    "link": ("snow",),
}
# Decoration, or a ground already: nothing is told by these alone.
ORNAMENT = {"hair", "wall", "roof", "frame", "star", "unlit", "shade", "lamp"}


def declared(text):
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", text))


@pytest.fixture(scope="module")
def sheet():
    return (CSS / "main.css").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def theme(sheet):
    """{"light": {name: colour}, "dark": …} of the tokens."""
    tokens = sheet.partition("@layer tokens {")[2].partition("@layer reset {")[0]
    light, _media, dark = tokens.partition("@media (prefers-color-scheme: dark)")
    day = declared(light)
    night = day | declared(dark)
    return {
        scheme: {name: value for name, value in values.items() if value.startswith("#")}
        for scheme, values in zip(SCHEMES, (day, night), strict=True)
    } | {"hues": re.findall(r"--hue: (#\w+)", tokens)}


def luminance(colour):
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return sum(share * part for share, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    """WCAG 2.2's contrast of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def too_faint(colours, pairs, least):
    return [
        (front, back, round(contrast(colours[front], colours[back]), 2))
        for front, grounds in pairs.items()
        for back in grounds
        if contrast(colours[front], colours[back]) < least
    ]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_words_can_be_read_and_controls_be_seen(theme, scheme):
    assert too_faint(theme[scheme], TEXTS, TEXT) == []
    assert too_faint(theme[scheme], INTERFACES, INTERFACE) == []


def test_every_lamp_can_be_told_from_its_frame(theme):
    assert len(theme["hues"]) == 12
    for scheme, hue in product(SCHEMES, theme["hues"]):
        assert contrast(hue, theme[scheme]["on-lamp"]) >= TEXT, (scheme, hue)


def test_no_colour_is_used_without_being_measured(theme):
    """A property that colours words, edges or grounds stands in one of the tables above."""
    measured = {*TEXTS, *INTERFACES, *ORNAMENT}
    measured |= {
        ground for pairs in (TEXTS, INTERFACES) for one in pairs.values() for ground in one
    }
    assert set(theme["light"]) - measured == set()
    for name in PUBLIC:
        rules = rules_of((CSS / f"{name}.css").read_text(encoding="utf-8"))
        for selector, body in rules:
            front = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", body)
            back = re.search(r"(?<![\w-])background(?:-color)?: var\(--([\w-]+)\)", body)
            if front and back:
                assert back[1] in TEXTS.get(front[1], ()), (name, selector)


def test_colours_stand_in_the_theme_and_nowhere_else():
    """The rules name custom properties; paper is black on white whatever the theme."""
    for name in PUBLIC:
        text = (CSS / f"{name}.css").read_text(encoding="utf-8")
        text = re.sub(r"@layer tokens \{.*?\n\}\n", "", text, flags=re.DOTALL)
        text = re.sub(r"@layer print \{.*?\n\}\n", "", text, flags=re.DOTALL)
        assert re.findall(r"[:\s](#[0-9a-f]{3,8})\b", text) == [], name


def test_the_names_of_this_municipality_stand_in_no_public_template():
    named = [
        str(path.relative_to(ROOT))
        for path in sorted(Path(ROOT / "templates").rglob("*.html"))
        if "gallery" not in path.parts
        and re.search(r"Kristiansand|En by for alle", path.read_text(encoding="utf-8"))
    ]
    assert named == []


def rules_of(text):
    """(selector, body) of every rule without rules of its own in it."""
    return re.findall(r"([^{};]+)\{([^{}]*)\}", re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL))
