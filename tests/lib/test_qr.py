import re

from enbyforalle.lib import qr


def test_a_code_is_named_and_drawn_without_style():
    drawn = qr.svg("https://enbyforalle.test/min-plan/", "Kode for «A & B»")
    assert drawn.startswith('<svg role="img" aria-label="Kode for «A &amp; B»" viewBox="0 0 ')
    assert "style" not in drawn
    # Black on a white ground that it brings along, whatever the page's colours.
    assert re.findall(r'(fill|stroke)="(#\w+)"', drawn) == [("fill", "#fff"), ("stroke", "#000")]


def test_the_longest_plan_fits_and_what_does_not_is_nothing():
    address = "https://enbyforalle.kristiansand.kommune.no/min-plan/?" + "&".join(
        ["s=" + "A" * 22] * 60
    )
    assert qr.svg(address, "Kode")
    assert qr.svg("x" * 2000, "Kode") == ""
    assert qr.svg("x" * 4000, "Kode") == ""
