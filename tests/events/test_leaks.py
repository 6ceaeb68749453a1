"""Nothing that nobody approved comes out anywhere: the whole public site is read and searched."""

import re

import pytest
from django.db import transaction
from django.http import QueryDict
from django.test import override_settings
from django.utils import translation

from enbyforalle.lib import clock
from enbyforalle.publishing.store import pages
from events.models import Event
from events.paper.ordering import Order
from events.paper.rendering import made
from events.programme.facets import choices_for
from events.programme.filters import FILTER_PARAMS
from tests.events.crawler import crawl
from tests.events.paper.tags import text_of
from tests.events.secret_world import UNREAD, World

# The walk is made once; the mark makes the tables that it needs.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

# Values of a vocabulary that are tried: the code asks for each in the same way.
SOME = 4
FEEDS = ("/program.ics", "/program/2027.ics")
GUESSED = (
    *("/", "/program/", "/program/2027/", "/program/2028/", "/program/arkiv/", "/arrangorer/"),
    *("/program/2028.ics", "/program.json", "/program.rss", "/program.pdf", "/program/2027.json"),
    *("/sitemap.xml", "/robots.txt", "/moter/", "/om/", "/min-plan/", "/data/", "/healthz"),
    *("/program/tidstabell/", "/program/2027/tidstabell/", "/program/2027/kart/"),
    *("/bilder/", "/internt/", "/arrangor/", "/admin/"),
)
ENGLISH = (("/program", "/en/programme"), ("/arrangorer", "/en/organisers"), ("/", "/en/"))


def in_english(address):
    """The same address under the English words."""
    old, new = next(pair for pair in ENGLISH if address.startswith(pair[0]))
    return new + address.removeprefix(old).replace("/arkiv/", "/archive/")


def filtered(world):
    """The programme and its feed under some values of every filter, and all organisers."""
    with translation.override("nb"):
        choices = {
            name: rows if name == "organiser" else rows[:SOME]
            for name, rows in (choices_for(world.week).items())
        }
    values = [(name, choice.code) for name in FILTER_PARAMS for choice in choices.get(name, ())]
    values += [("q", search) for search in (*world.searches, "sted", "gate", "navn", "org")]
    values += [("day", "after"), ("day", "before"), ("day", "2028-02-09")]
    for name, value in values:
        query = QueryDict(mutable=True)
        query[name] = value
        for path in ("/program/2027/", "/program/2027.ics"):
            yield f"{path}?{query.urlencode()}"


def picture_addresses(world):
    for key in world.pictures:
        yield from (
            f"/bilder/{key}/{width}.{ext}" for width in (480, 960) for ext in ("webp", "jpg")
        )


def on_paper():
    """The text of the programme and of some posters, in both languages, as their jobs make them."""
    slugs = Event.objects.public().order_by("pk").values_list("slug", flat=True)
    orders = [Order(2027, slug, ("nb", "en")) for slug in ("", *slugs[:6])]
    return {
        f"/program/2027/{order.slug}/plakat.pdf": (200, text_of(made(order, clock.now())).encode())
        for order in orders
    }


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker, tmp_path_factory):
    """The world, and all that the public can get of it: ``(world, {address: (status, bytes)})``."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), override_settings(MEDIA_ROOT=folder), transaction.atomic():
        pages.clear()
        world = World().build()
        norwegian = [*GUESSED, *FEEDS, *filtered(world), *world.addresses]
        norwegian += picture_addresses(world)
        found = crawl([*norwegian, *map(in_english, norwegian)]) | on_paper()
        transaction.set_rollback(True)
    pages.clear()
    return world, found


@pytest.fixture(scope="module")
def all_bytes(site):
    return {address: body.lower() for address, (_status, body) in site[1].items()}


def test_the_walk_has_been_everywhere(site):
    _world, found = site
    public = {address for address, (status, _body) in found.items() if status == 200}
    for pattern in (
        r"/program/2027/vises/",
        r"/en/programme/2027/vises/",
        r"/program/2027/vises\.ics",
        r"/program/2027/vises\.ics\?s=.*",
        r"/arrangorer/.+/",
        r"/en/organisers/.+\.ics",
        r"/bilder/.*/480\.webp",
        r"/program/2027\.ics\?topic=.*",
        r"/en/programme/2027\.ics\?q=.*",
        r"/sitemap\.xml",
        r"/moter/",
        r"/personvern/",
    ):
        assert any(re.fullmatch(pattern, address) for address in public), pattern
    assert len(public) > 200


def test_nothing_fails(site):
    failed = [address for address, (status, _body) in site[1].items() if status >= 500]
    # These are being made, which is no failure.
    assert [address for address in failed if ".pdf" not in address] == []


def test_no_secret_word_is_in_any_answer(site, all_bytes):
    world, _found = site
    leaks = {
        f"{world.secrets[mark]}: {address}"
        for mark in world.secrets
        for address, body in all_bytes.items()
        if mark.encode() in body and mark not in address
    }
    assert sorted(leaks) == []


def test_no_word_is_called_secret_that_nobody_wrote(site):
    """Else the test above would look for nothing."""
    world, _found = site
    assert len(world.secrets) >= 30
    assert all(mark.startswith(("zq", "58.")) for mark in world.secrets)


def test_every_public_word_is_in_some_answer(site, all_bytes):
    world, _found = site
    everything = b"\n".join(all_bytes.values())
    assert [mark for mark in world.public if mark.encode() not in everything] == []


def test_no_guessed_address_of_a_secret_answers(site):
    world, found = site
    secret = [address for address in world.addresses if "?organiser=" not in address]
    answering = {
        address
        for norwegian in secret
        for address in (norwegian, in_english(norwegian))
        if found[address][0] == 200
    }
    shown = slugs_that_are_public(found)
    slugs = {re.search(r"/2027/([^/.?]+)", address)[1] for address in answering}
    # Those with a waiting change answer, with their approved text.
    assert slugs - shown == set()
    assert len(slugs) == len(UNREAD)


def slugs_that_are_public(found):
    sitemap = found["/sitemap.xml"][1].decode()
    return set(re.findall(r"/program(?:me)?/2027/([^/<]+)/", sitemap))


def test_no_secret_picture_answers(site):
    world, found = site
    statuses = {found[address][0] for address in picture_addresses(world)}
    # 410 is the one that was public once and has been taken down.
    assert statuses == {404, 410}
    gone = {a for a in picture_addresses(world) if found[a][0] == 410}
    assert len({address.split("/")[2] for address in gone}) == 1
    assert found[f"/bilder/{world.shown_picture}/480.webp"][0] in (200, 404)


def test_a_search_for_a_secret_finds_nothing(site):
    world, found = site
    for word in world.searches:
        for path in ("/program/2027.ics", "/en/programme/2027.ics"):
            assert b"BEGIN:VEVENT" not in found[f"{path}?q={word}"][1], word
