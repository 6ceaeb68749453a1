"""A real Chromium against the site with its real middleware, in a thread of the test process."""

import shutil
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from tests.browser.town import build

PHONE = {"width": 360, "height": 740}
DESKTOP = {"width": 1280, "height": 900}

AXE_OPTIONS = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"],
    },
    "resultTypes": ["violations"],
    # Axe would copy imported style sheets into the page, which our policy stops and reports; only
    # an experimental rule about orientation needs them.
    "preload": False,
}


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser/" in item.nodeid:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium():
    """One browser for the whole run: Debian's, else the one Playwright knows of."""
    path = shutil.which("chromium") or shutil.which("chromium-browser")
    with sync_playwright() as playwright:
        # The sandbox needs rights that a container seldom gives; only our own pages are opened.
        # Without a graphics card to pretend, pages are drawn in less time.
        arguments = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=path, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def site(live_server, settings):
    """The address of the running site. Data made in the test is real, not rolled back."""
    settings.SITE_URL = live_server.url
    settings.CSRF_TRUSTED_ORIGINS = [live_server.url]
    return live_server.url


@pytest.fixture
def town(site):
    """A small week in which something of every kind has happened (see town.py)."""
    return build()


@pytest.fixture
def open_page(chromium, site):
    """open_page(width=…, scheme="light"|"dark", script=True) gives a page of a new visitor.

    Afterwards the test fails for anything the browser complained of in any of its pages: an
    error in a script, a break of the content security policy, a question to another host.
    """
    contexts, complaints = [], []
    own_host = urlsplit(site).netloc

    def watch(page):
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: hear(page, message))
        page.on("request", lambda request: look(page, request.url))

    def hear(page, message):
        # Chromium reports every answer of 400 and above as an error; tests ask for those.
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(f"{page.url}: {message.text}")

    def look(page, address):
        parts = urlsplit(address)
        if parts.scheme in ("http", "https", "ws", "wss") and parts.netloc != own_host:
            complaints.append(f"{page.url} asked {address}")

    def make(viewport=DESKTOP, *, scheme="light", script=True, **options):
        context = chromium.new_context(
            base_url=site,
            viewport=viewport,
            color_scheme=scheme,
            java_script_enabled=script,
            locale="nb-NO",
            timezone_id="Europe/Oslo",
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        context.on("page", watch)
        return context.new_page()

    yield make
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(open_page):
    """A page of a new visitor at 1280 pixels."""
    return open_page()


@pytest.fixture
def axe():
    """axe(page) fails with what axe finds against WCAG 2.2 A and AA on the page as it is now."""
    runner = Axe()

    def look(page):
        found = runner.run(page, options=AXE_OPTIONS).response["violations"]
        assert [
            f"{page.url} {violation['id']} {node['target']} {node.get('failureSummary', '')}"
            for violation in found
            for node in violation["nodes"]
        ] == []

    return look


@pytest.fixture
def sign_in(client_for, site):
    """sign_in(page, user) gives the page's visitor the session of a signed-in user."""

    def enter(page, user):
        cookie = client_for(user).cookies["session"]
        page.context.add_cookies([{"name": "session", "value": cookie.value, "url": site}])

    return enter
