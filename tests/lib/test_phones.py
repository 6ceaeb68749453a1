from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib import phones


@pytest.mark.parametrize(
    ("written", "stored", "shown"),
    [
        ("38 07 50 00", "+4738075000", "38 07 50 00"),
        ("38075000", "+4738075000", "38 07 50 00"),
        ("+47 38 07 50 00", "+4738075000", "38 07 50 00"),
        ("0047 38 07 50 00", "+4738075000", "38 07 50 00"),
        ("02800", "+4702800", "02800"),
        ("+46 8 123 456 78", "+46812345678", "+46 8 123 456 78"),
    ],
)
def test_parse_and_display(written, stored, shown):
    assert phones.parse(written) == stored
    assert phones.display(stored) == shown
    assert phones.parse(shown) == stored


@pytest.mark.parametrize(
    "written", ["", "ring meg", "3807500", "12345678", "+47", "38 07 50 00 ext. 5", "1" * 300]
)
def test_parse_refuses(written):
    with pytest.raises(ValueError, match="Not a phone number"):
        phones.parse(written)


def test_display_leaves_what_it_cannot_read():
    assert phones.display("spør i skranken") == "spør i skranken"


@given(st.text(max_size=30))
def test_parse_raises_nothing_but_value_error(text):
    with suppress(ValueError):
        assert phones.parse(text).startswith("+")
