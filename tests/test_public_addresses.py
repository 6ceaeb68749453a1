"""The list of public addresses is complete: every published view says which ones it answers."""

import pytest
from django.urls import get_resolver

from enbyforalle.lib import clock
from enbyforalle.publishing import public_addresses
from enbyforalle.publishing.addresses import _patterns
from tests import factories as make


def published():
    return [
        (name, pattern)
        for name, pattern in _patterns(get_resolver())
        if hasattr(pattern.callback, "published") and name != "gallery"
    ]


def test_every_published_view_with_arguments_says_which_it_answers():
    silent = [
        name
        for name, pattern in published()
        if pattern.pattern.converters and pattern.callback.listed[0] is None
    ]
    assert silent == []
    assert len([name for name, pattern in published() if pattern.pattern.converters]) >= 8


@pytest.mark.django_db
def test_an_address_is_found_in_both_languages_and_answers(client):
    event = make.make_event(slug="jazz")
    session = event.sessions.get()
    found = [address.paths for address in public_addresses(clock.now())]
    for nb, en in (
        ("/program/2027/jazz/", "/en/programme/2027/jazz/"),
        ("/program/2027/jazz.ics", "/en/programme/2027/jazz.ics"),
        (f"/program/2027/jazz.ics?s={session.uid}", f"/en/programme/2027/jazz.ics?s={session.uid}"),
        ("/program/2027.ics", "/en/programme/2027.ics"),
        (f"/arrangorer/{event.organiser.slug}/", f"/en/organisers/{event.organiser.slug}/"),
        ("/sitemap.xml", "/sitemap.xml"),
        ("/program.ics", "/en/programme.ics"),
        ("/", "/en/"),
    ):
        assert found.count({"nb": nb, "en": en}) == 1, nb
    for path in {path for paths in found for path in paths.values()}:
        assert client.get(path).status_code == 200, path


@pytest.mark.django_db
def test_what_is_not_public_is_not_among_them():
    make.make_event(slug="synlig")
    make.make_event(slug="internt", visibility="internal")
    make.make_event(slug="ventende", state="submitted")
    make.make_event(week=make.make_week(2028, released=False), slug="senere")
    paths = " ".join(
        path for address in public_addresses(clock.now()) for path in address.paths.values()
    )
    assert "/synlig/" in paths
    assert not any(word in paths for word in ("internt", "ventende", "senere", "2028"))


@pytest.mark.django_db
def test_pages_alone_leaves_out_feeds_and_files():
    make.make_event(slug="jazz")
    pages = [address.paths["nb"] for address in public_addresses(clock.now(), pages_only=True)]
    assert "/program/2027/jazz/" in pages
    assert [path for path in pages if "." in path or "?" in path] == []
