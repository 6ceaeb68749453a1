import pytest

from enbyforalle.publishing.negotiation import best_encoding, has_already


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", "identity"),
        ("gzip, deflate, br", "br"),
        ("gzip, deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("GZIP", "gzip"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br; q = 0.5 , gzip; q=0.4", "br"),
        ("br;q=0, gzip", "gzip"),
        ("br;q=0, gzip;q=0.000", "identity"),
        ("*", "br"),
        ("*;q=0.5, identity", "identity"),
        ("br;q=0, *", "gzip"),
        ("identity;q=0, gzip", "gzip"),
        ("identity;q=0, *;q=0", "identity"),
        ("zstd, deflate", "identity"),
        ("br;q=abc, gzip", "gzip"),
        ("br;level=5, gzip", "gzip"),
        (",,;q=1, gzip;;", "identity"),
    ],
)
def test_best_encoding(header, encoding):
    assert best_encoding(header) == encoding


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("", False),
        ('"abc"', True),
        ('W/"abc"', True),
        ('"x", "abc"', True),
        ('"x",W/"abc","y"', True),
        ("*", True),
        (" * ", True),
        ('"abcd"', False),
        ("abc", False),
        ('"ab"c"', False),
    ],
)
def test_has_already(header, expected):
    assert has_already(header, '"abc"') is expected
