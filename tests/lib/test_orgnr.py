import pytest
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib import orgnr


@pytest.mark.parametrize(
    "written",
    ["820852982", "820 852 982", "820\u00a0852\u00a0982", "820.852.982", "NO 820 852 982 MVA"]
    + ["no820852982mva", " 820852982\n", "820-852-982", "820\u2013852\u2013982"],
)
def test_normalise(written):
    assert orgnr.normalise(written) == "820852982"


@pytest.mark.parametrize("digits", ["820852982", "991825827", "974760673", "986471839"])
def test_is_valid(digits):
    assert orgnr.is_valid(digits)


@pytest.mark.parametrize(
    "digits", ["820852981", "123456789", "82085298", "", "8208529820", "82085298a", "٨٢٠٨٥٢٩٨٢"]
)
def test_is_valid_refuses(digits):
    assert not orgnr.is_valid(digits)


@given(st.integers(0, 99_999_999))
def test_is_valid_allows_at_most_one_last_digit(number):
    first_eight = f"{number:08}"
    valid = [last for last in "0123456789" if orgnr.is_valid(first_eight + last)]
    rest = sum(w * int(d) for w, d in zip((3, 2, 7, 6, 5, 4, 3, 2), first_eight, strict=True)) % 11
    assert valid == ([] if rest == 1 else [str((11 - rest) % 11)])


def test_display():
    assert orgnr.display("820852982") == "820 852 982"
    assert orgnr.display("82085") == "82085"
