"""Whoever only reads leaves nothing behind and is followed by nobody.

`open_page` fails the test besides, if a page asks another host for anything.
"""

import pytest
from django.contrib.sessions.models import Session

from tests.browser import places

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# What a page can leave in a browser besides cookies.
LEFT_BEHIND = """async () => ({
  local: localStorage.length,
  session: sessionStorage.length,
  databases: (await indexedDB.databases()).length,
  caches: (await caches.keys()).length,
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  cookie: document.cookie,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "cookie": ""}


def test_reading_leaves_nothing_behind(town, open_page):
    page = open_page()
    set_cookies = []
    page.on("response", lambda answer: watch(answer, set_cookies))
    visited = [address for lang in ("nb", "en") for address in places.public(town, lang)]
    for address in visited:
        places.visit(page, address)
        assert (address, page.evaluate(LEFT_BEHIND)) == (address, NOTHING)
    use_a_page(page)
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    for feed in ("/program/2027.ics", "/en/programme/2027.ics", "/arrangorer/naboene.ics"):
        assert page.request.get(feed).status == 200
    assert page.context.cookies() == []
    assert set_cookies == []
    assert not Session.objects.exists()


def watch(answer, found):
    """Pictures, scripts and style sheets too: each answer is looked at."""
    found += [(answer.url, row["value"]) for row in answer.headers_array() if is_cookie(row)]


def is_cookie(header):
    return header["name"].lower() == "set-cookie"


def use_a_page(page):
    """Filter, copy an address, go to an event, another language and an organiser."""
    page.goto("/program/2027/")
    page.locator(".sift > summary").click()
    page.locator("[name=online]").check()
    page.get_by_role("button", name="Vis arrangementer").click()
    page.context.grant_permissions(["clipboard-write"])
    page.get_by_role("button", name="Kopier").click()
    page.get_by_role("link", name="Åpen dag med alt på én gang").first.click()
    page.get_by_role("link", name="English").click()
    page.get_by_role("link", name="Naboforeningen (English)").click()
