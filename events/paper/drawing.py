"""The street as a drawing in ink, and codes that lead to what is newest."""

import segno

from enbyforalle.lib.i18n import language_direction, page_language

INK = "#10193A"
HOUSE = 100  # The width of a house, see events.programme.street.
# Modules along a side above which a phone cannot read the code off a wall.
LARGEST = 133


def inked(street):
    """The street as typst gets it: SVG, words for those who do not see it, and the days.

    What is on is an empty window, what is cancelled a black one: ink is all there is.
    """
    if street is None:
        return None
    # Paper is read on other days than it was made on.
    for house in street.houses:
        house.is_today = False
    width = HOUSE * len(street.houses)
    drawn = "".join(
        f'<g transform="translate({HOUSE * number} 0)">{_house(house)}</g>'
        for number, house in enumerate(street.houses)
    )
    ground = f'<path d="M0 {street.height}H{width}" stroke-width="3"/>'
    return {
        "svg": f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {street.height + 2}">'
        f'<g fill="none" stroke="{INK}" stroke-width="1.4" stroke-linejoin="round">'
        f"{drawn}{ground}</g></svg>",
        "alt": ". ".join(house.label for house in street.houses),
        "days": [f"{house.short_day} {house.number}" for house in street.houses],
    }


def _house(house):
    windows = "".join(path for _hue, path in house.lights)
    # The wall before the roof, so that the eaves cover its upper edge.
    return (
        f'<path d="{house.wall}" fill="#fff"/><path d="{house.roof}" fill="#fff"/>'
        f'<path d="{house.door}"/><path d="{windows}"/>'
        f'<path d="{house.dark}" fill="{INK}"/><path d="{house.bars}" stroke-width="0.7"/>'
    )


def code(address):
    """The address as a QR code in SVG. Paper gets torn and stained, so a part of it may be lost."""
    for level in ("q", "l"):
        made = segno.make_qr(address, error=level, boost_error=False)
        if made.symbol_size(border=0)[0] <= LARGEST:
            break
    return made.svg_inline(border=4, light="#fff", dark=INK, omitsize=True)


def short(address):
    """The address as people type it."""
    return address.partition("://")[2].removesuffix("/")


def words(text):
    """A text as typst gets it: a string, or with its language where that is not the page's."""
    lang = getattr(text, "lang", page_language())
    if lang == page_language() or not str(text):
        return str(text)
    return {"text": str(text), "lang": lang, "is_rtl": language_direction(lang) == "rtl"}
