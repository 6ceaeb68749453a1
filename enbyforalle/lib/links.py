"""Addresses: which are safe to print as a link, and the forms calendars want them in."""

import re
from urllib.parse import quote, urlencode, urljoin, urlsplit, urlunsplit

from django.conf import settings
from django.utils.encoding import iri_to_uri

MAX_LENGTH = 2000
# An address in which nothing is hidden and nothing would be written otherwise, such as our own.
_LABEL = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
_PLAIN = re.compile(rf"https?://{_LABEL}(?:\.{_LABEL})*(?::[1-5]?[0-9]{{1,4}})?/[a-zA-Z0-9_./-]*")
_HOST = re.compile(r"[^\W_](?:[\w-]{0,61}[^\W_])?(?:\.[^\W_](?:[\w-]{0,61}[^\W_])?)*\.?")


def safe(url: str) -> str:
    """The address when it is http or https to a named host, in ASCII; otherwise "".

    User names («https://bank.no@elsewhere»), white space, backslashes and control characters
    are refused: each has been used to make a link look like another.
    """
    if len(url) <= MAX_LENGTH and _PLAIN.fullmatch(url):
        return url
    if not url or len(url) > MAX_LENGTH or re.search(r"[\s\\<>\"\x00-\x20\x7f-\x9f]", url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
        host = parts.hostname or ""
        ascii_host = host.encode("idna").decode("ascii")
    except ValueError:  # A broken port or bracket, or a host that IDNA cannot write.
        return ""
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or not _HOST.fullmatch(host):
        return ""
    netloc = ascii_host if port is None else f"{ascii_host}:{port}"
    return iri_to_uri(urlunsplit((parts.scheme, netloc, parts.path, parts.query, parts.fragment)))


def complete(text: str) -> str:
    """What a person wrote as a web address («www.uka.no»), made safe; "" when it cannot be."""
    text = text.strip()
    if re.match(r"[a-z][a-z0-9+.-]*://", text, re.IGNORECASE):
        return safe(text)
    # Without a dot in the host it is a word, not an address somebody forgot to complete.
    host = re.split("[/?#]", text, maxsplit=1)[0]
    return safe(f"https://{text}") if "." in host.strip(".") else ""


def ascii_address(url: str) -> str:
    """The address with every other character escaped, for files that may hold ASCII only."""
    return safe(url) or iri_to_uri(url)


def absolute(path: str) -> str:
    """The path as a full ASCII address on this site, whatever host the request came to."""
    return iri_to_uri(urljoin(settings.SITE_URL.rstrip("/") + "/", path))


def webcal(url: str) -> str:
    """The same address with webcal:, which Apple and desktop calendars subscribe to.

    Never "webcals:", which iOS refuses; the server sends plain http on to https.
    """
    return "webcal:" + urlsplit(url)._replace(scheme="").geturl()


def google_subscribe(url: str) -> str:
    """Google Calendar's page for subscribing; it wants the webcal form. Not for phones."""
    return "https://calendar.google.com/calendar/render?cid=" + quote(webcal(url), safe="")


def outlook_subscribe(url: str, name: str) -> str:
    """Outlook's page for subscribing to a calendar on the web under a name."""
    query = urlencode({"url": url, "name": name}, quote_via=quote)
    return f"https://outlook.live.com/calendar/0/addfromweb?{query}"
