"""QR codes as SVG that stands in the page itself: nothing to fetch, and it prints sharply."""

import segno
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

# Modules of white around the code, without which many phones do not find it (ISO/IEC 18004).
QUIET = 4
# Modules along a side. An older phone cannot read a larger code off a screen.
LARGEST = 133


def svg(text: str, label: str) -> SafeString:
    """The text as a code, with ``label`` as what a screen reader says; "" where it grows too large.

    Always black on white, also in a dark theme: many readers do not know it the other way round.
    The lowest level of error correction gives the largest modules, and a screen is never torn.
    """
    try:
        code = segno.make_qr(text, error="l")
    except segno.DataOverflowError:
        return SafeString()
    if code.symbol_size(border=0)[0] > LARGEST:
        return SafeString()
    look = {"omitsize": True, "border": QUIET, "light": "#fff", "svgclass": "qr"}
    drawn = code.svg_inline(**look, lineclass=None)
    # The words are escaped, and the rest is drawn from black and white squares.
    return mark_safe(
        drawn.replace("<svg ", format_html('<svg role="img" aria-label="{}" ', label), 1)
    )
