from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib import money


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        *(("50", "50.00"), ("50 kr", "50.00"), ("kr 50", "50.00"), ("kr. 50,-", "50.00")),
        *(("50,-", "50.00"), ("50 kroner", "50.00"), ("NOK 100", "100.00"), ("0", "0.00")),
        *(
            ("1 000", "1000.00"),
            ("1\u00a0000 kr", "1000.00"),
            ("1.000", "1000.00"),
            ("1,000", "1000.00"),
        ),
        *(
            ("1.000,50", "1000.50"),
            ("49,50", "49.50"),
            ("49.5", "49.50"),
            ("1 000 000", "1000000.00"),
        ),
    ],
)
def test_parse_amount(written, amount):
    assert str(money.parse_amount(written)) == amount


@pytest.mark.parametrize(
    "written",
    ["", "gratis", "-5", "5 euro", "1,2,3", "49,5050", "1.00.000", "٥", "NaN", "1e3", "kr"],
)
def test_parse_amount_refuses(written):
    with pytest.raises(ValueError, match="Not an amount"):
        money.parse_amount(written)


@pytest.mark.parametrize(
    ("amount", "nb", "en"),
    [
        (100, "100\u00a0kr", "NOK\u00a0100"),
        (Decimal("100.00"), "100\u00a0kr", "NOK\u00a0100"),
        (Decimal("49.50"), "49,50\u00a0kr", "NOK\u00a049.50"),
        (1000, "1\u00a0000\u00a0kr", "NOK\u00a01,000"),
        (Decimal("1234567.5"), "1\u00a0234\u00a0567,50\u00a0kr", "NOK\u00a01,234,567.50"),
    ],
)
def test_format_amount(amount, nb, en):
    with translation.override("nb"):
        assert money.format_amount(amount) == nb
    with translation.override("en"):
        assert money.format_amount(amount) == en


def test_format_amount_says_free():
    with translation.override("en"):
        assert money.format_amount(Decimal("0.00")) == money.format_amount(0) == "free"


@given(st.decimals(min_value=0, max_value=999_999, places=2))
def test_parse_amount_reads_back_what_a_field_shows(amount):
    for language in ("nb", "en"):
        with translation.override(language):
            assert money.parse_amount(money.format_digits(amount)) == amount
