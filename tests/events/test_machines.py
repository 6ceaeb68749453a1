"""What machines ask for: the sitemap holds public pages only, and robots.txt lets feeds be."""

from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree

import pytest

from enbyforalle.publishing.store import pages
from tests.events.rows import LONG_AGO, a_week, an_event, an_organiser, someone

pytestmark = pytest.mark.django_db

SITE = "https://enbyforalle.test"
NAMES = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.fixture(autouse=True)
def empty_store():
    pages.clear()


def sitemap(client):
    """{address: {language: address}} of the whole sitemap."""
    response = client.get("/sitemap.xml")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/xml"
    found = {}
    for url in ElementTree.fromstring(response.content).findall("s:url", NAMES):  # noqa: S314
        others = {link.get("hreflang"): link.get("href") for link in url.findall("x:link", NAMES)}
        found[url.findtext("s:loc", namespaces=NAMES)] = others
    return found


def test_public_pages_stand_there_in_both_languages(client):
    an_event("Jazz", slug="jazz", organiser="koret")
    found = sitemap(client)
    nb, en = f"{SITE}/program/2027/jazz/", f"{SITE}/en/programme/2027/jazz/"
    assert found[nb] == found[en] == {"nb": nb, "en": en}
    assert set(found) >= {
        f"{SITE}/",
        f"{SITE}/en/",
        f"{SITE}/program/",
        f"{SITE}/program/2027/",
        f"{SITE}/program/arkiv/",
        f"{SITE}/arrangorer/koret/",
        f"{SITE}/en/organisers/koret/",
        f"{SITE}/moter/",
    }


def test_every_address_in_it_answers(client):
    an_event("Jazz", slug="jazz", organiser="koret")
    addresses = sitemap(client)
    assert len(addresses) >= 16
    for address in addresses:
        assert client.get(address.removeprefix(SITE)).status_code == 200, address


def test_nothing_else_stands_there(client):
    an_event("Synlig", slug="synlig")
    an_event("Internt", slug="internt-mote", visibility="internal", organiser="interne")
    an_event("Innsendt", state="submitted", organiser="nye")
    gone = an_event("Borte", slug="borte", organiser="borte-org").event
    gone.unpublished_at, gone.unpublished_by, gone.unpublished_reason = LONG_AGO, someone(), "x"
    gone.save()
    an_event("Privat", slug="privat", organiser="en-person")
    person = an_organiser("en-person")
    person.kind = "individual"
    person.save()
    a_week(2028, released=None)
    text = "\n".join(sitemap(client))
    for word in ("internt", "innsendt", "nye", "borte", "en-person", "2028", "konto", "arrangor/"):
        assert word not in text
    assert "/2027/synlig/" in text
    assert "/2027/privat/" in text


def test_an_event_with_a_waiting_change_stands_there_once(client):
    version = an_event("Jazz", slug="jazz")
    version.event.versions.create(number=2, title_nb="Ny", created_by=someone())
    content = client.get("/sitemap.xml").content.decode()
    assert content.count(f"<loc>{SITE}/program/2027/jazz/</loc>") == 1


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_sitemap_takes_the_same_queries_however_long_it_is(
    client, count, django_assert_num_queries
):
    for number in range(count):
        an_event(f"Nr {number}", organiser=f"org-{number}", is_searchable=False)
    with django_assert_num_queries(17):
        assert len(sitemap(client)) >= 4 * count


def test_robots_may_read_what_is_public_and_calendars_all_feeds(client):
    response = client.get("/robots.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    rules = RobotFileParser()
    rules.parse(response.content.decode().splitlines())
    for path in ("/", "/program/", "/program.ics", "/program.ics?topic=x", "/arrangorer/koret/",
                 "/arrangorer/koret.ics", "/en/organisers/", "/en/programme/2027.ics"):  # fmt: skip
        assert rules.can_fetch("Google-Calendar-Importer", path), path
    for path in ("/admin/", "/konto/login/", "/arrangor/", "/en/organiser/", "/en/account/"):
        assert not rules.can_fetch("Googlebot", path), path
    assert rules.site_maps() == [f"{SITE}/sitemap.xml"]
    assert client.get("/en/robots.txt").status_code == 404
