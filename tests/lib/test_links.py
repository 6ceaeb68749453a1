import pytest
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib import links


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://example.org", "https://example.org"),
        ("http://example.org:8000/a/?b=c&d=e#f", "http://example.org:8000/a/?b=c&d=e#f"),
        ("HTTPS://Example.ORG/Sti", "https://example.org/Sti"),
        (
            "https://blåbær.no/å?q=ø#æ",
            "https://xn--blbr-roah.no/%C3%A5?q=%C3%B8#%C3%A6",
        ),
        ("https://example.org/a%20b", "https://example.org/a%20b"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000/"),
        ("http://example.org:59999/a.b/-/~c", "http://example.org:59999/a.b/-/~c"),
        ("http://example.org:65535//a/../b", "http://example.org:65535//a/../b"),
        ("https://xn--blbr-roah.no/a_b", "https://xn--blbr-roah.no/a_b"),
    ],
)
def test_safe_gives_the_address_in_ascii(url, expected):
    assert links.safe(url) == expected


@pytest.mark.parametrize(
    "url",
    [
        *("", "example.org", "//example.org", "/path", "https://", "https:///path", "https:x"),
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "ftp://example.org"),
        *("mailto:a@example.org", "webcal://example.org/x.ics", "file:///etc/passwd"),
        *(
            "https://bank.example@evil.example/",
            "https://a:b@evil.example/",
            "https://@evil.example",
        ),
        *(
            "https://example.org/a b",
            "https://example.org/\n",
            "https://exa\tmple.org",
            "https://a\\b",
        ),
        *("https://example.org:99999/", "https://example.org:x/", "https://[::1", "https://.org"),
        *("https://example.org:65536/", "https://a-.org/", "https://" + "a" * 64 + "/"),
        *("https://-a.org/", "https://a..org/"),
        *("https://-a.org", "https://a..org", "https://a_b!.org", 'https://example.org/"onload='),
        *("https://example.org/\x00", "https://" + "a" * 64 + ".org", "https://a.no/" + "x" * 2000),
    ],
)
def test_safe_refuses(url):
    assert links.safe(url) == ""


@given(st.text(max_size=60))
def test_safe_is_ascii_http_or_nothing(text):
    for url in (links.safe(text), links.safe(f"https://{text}"), links.complete(text)):
        assert url == "" or (url.isascii() and url.startswith(("http://", "https://")))
        assert links.safe(url) == url


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("www.example.org", "https://www.example.org"),
        (" example.org/om?a=b ", "https://example.org/om?a=b"),
        ("http://example.org", "http://example.org"),
        ("Https://Example.org", "https://example.org"),
        ("example", ""),
        ("post@example.org", ""),
        ("ftp://example.org", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_complete(written, expected):
    assert links.complete(written) == expected


def test_ascii_address_escapes_what_it_cannot_make_safe():
    assert links.ascii_address("https://example.org/å") == "https://example.org/%C3%A5"
    assert links.ascii_address("/å\r\nX:1") == "/%C3%A5%0D%0AX:1"
    assert links.ascii_address("") == ""


@pytest.mark.parametrize("site", ["https://uka.example", "https://uka.example/"])
def test_absolute(settings, site):
    settings.SITE_URL = site
    assert links.absolute("/program/å/") == "https://uka.example/program/%C3%A5/"
    assert links.absolute("/program.ics?day=2027-02-08") == (
        "https://uka.example/program.ics?day=2027-02-08"
    )


def test_subscribe_links_have_the_form_each_calendar_wants():
    feed = "https://uka.example/program.ics?topic=mat&free=1"
    assert links.webcal(feed) == "webcal://uka.example/program.ics?topic=mat&free=1"
    assert links.google_subscribe(feed) == (
        "https://calendar.google.com/calendar/render?cid="
        "webcal%3A%2F%2Fuka.example%2Fprogram.ics%3Ftopic%3Dmat%26free%3D1"
    )
    assert links.outlook_subscribe(feed, "En by for alle-uka") == (
        "https://outlook.live.com/calendar/0/addfromweb"
        "?url=https%3A%2F%2Fuka.example%2Fprogram.ics%3Ftopic%3Dmat%26free%3D1"
        "&name=En%20by%20for%20alle-uka"
    )
