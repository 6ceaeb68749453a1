"""What each public page says of itself to search engines, and that the sitemap agrees."""

import re
from collections import Counter
from html import unescape
from xml.etree import ElementTree

import pytest

from enbyforalle.lib import clock as house_clock
from enbyforalle.publishing import public_addresses
from tests.events.rows import a_venue, a_week, an_event

pytestmark = pytest.mark.django_db

SITE = "https://enbyforalle.test"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def head(client, path):
    html = client.get(path).content.decode()
    return html.partition("</head>")[0]


def one(pattern, text):
    found = re.findall(pattern, text)
    assert len(found) == 1, (pattern, found)
    return unescape(found[0])


def test_every_page_names_itself_and_its_other_language(client):
    a_week(2026)
    venue = a_venue("salen", district="lund")
    an_event("Jazz", slug="jazz", organiser="koret", title_en="Jazz!", venue=venue)
    an_event("I fjor", "2026-02-03T18:00", week=a_week(2026), slug="i-fjor")
    listed = ElementTree.fromstring(client.get("/sitemap.xml").content)  # noqa: S314
    listed = {loc.text for loc in listed.findall("s:url/s:loc", NAMES)}
    pages = [page.paths for page in public_addresses(house_clock.now(), pages_only=True)]
    assert len(pages) > 12
    titles = Counter()
    for paths in pages:
        for language, path in paths.items():
            text = head(client, path)
            others = dict(
                re.findall(r'<link rel="alternate" hreflang="(\w+)" href="([^"]+)"', text)
            )
            assert others == {code: f"{SITE}{other}" for code, other in paths.items()}, path
            assert one(r'<link rel="canonical" href="([^"]+)"', text) == f"{SITE}{path}"
            assert one(r"<html lang=\"(\w+)\"", text) == language
            titles[language, one(r"<title>(.*?)</title>", text)] += 1
            assert f"{SITE}{path}" in listed, path
            assert "noindex" not in text, path
    # The running programme and its year are one page under two addresses.
    assert [title for title, n in titles.items() if n > 1 and "Program" not in title[1]] == []


def test_what_is_chosen_by_a_visitor_is_no_page_of_its_own(client):
    an_event("Jazz", slug="jazz", topics=["kunst"])
    for path in ("/program/", "/program/2027/", "/en/programme/2027/map/", "/program/2027/kart/",
                 "/program/2027/tidstabell/", "/program/innebygd/", "/program/innebygd/lag/",
                 "/en/programme/embed/make/"):  # fmt: skip
        text = head(client, f"{path}?topic=kunst")
        assert '<meta name="robots" content="noindex">' in text, path
        assert "canonical" not in text, path
        assert "hreflang" not in text, path
