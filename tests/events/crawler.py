"""Walks the public site as a stranger does: every link, feed, picture and alternate address."""

import re
from collections import defaultdict
from html import unescape
from urllib.parse import parse_qsl, urljoin, urlsplit

from django.test import Client

SITE = "https://enbyforalle.test"
# What a content attribute holds is an address only where it looks like one.
_LINK = re.compile(
    rb"""(?:href|src|action)=["']([^"']+)["']|content=["']((?:/|http)[^"']*)["']"""
    rb"""|<loc>([^<]+)</loc>"""
)
_SRCSET = re.compile(rb"""srcset=["']([^"']+)["']""")
_CALENDAR_URL = re.compile(rb"^URL[^:]*:(\S+)", re.MULTILINE)
# Behind a sign-in, or no page of ours: files of the design and the sign-in itself.
NOT_FOLLOWED = re.compile(
    r"^(/en)?/(konto|account|admin|arrangor|organiser|internt|internal)/|^/static/"
)
# Links to one page that differ only in what one parameter says: the code asks for each alike.
# The walk begins with several values of every filter, so one more of each is followed per view.
MOST_VALUES = 1
# A guard against a page that links to itself for ever; the world has some hundred addresses.
MOST = 3000


def crawl(starts):
    """``{address: (status, bytes)}`` of all that can be reached from ``starts`` by GET.

    All of ``starts`` are asked for; of the links found, the first value of each parameter.
    """
    client, found, waiting, values = Client(), {}, list(starts), defaultdict(set)
    while waiting:
        address = waiting.pop()
        if address in found:
            continue
        assert len(found) < MOST, "the site has no end"
        answer = client.get(address)
        body = b"".join(answer) if answer.streaming else answer.content
        head = "\n".join(f"{name}: {value}" for name, value in answer.items()).encode()
        found[address] = (answer.status_code, head + b"\n\n" + body)
        assert not answer.cookies, address
        for link in _links(address, answer, body):
            if link not in found and _is_new_kind(link, values):
                waiting.append(link)
    return found


def _is_new_kind(link, values):
    """False where the page was asked for with enough other values of the same parameters."""
    path, _, query = link.partition("?")
    names = [name for name, _value in parse_qsl(query)]
    # `s` names one session: what it brings is a text of its own.
    if not names or names == ["s"]:
        return True
    known = values[path, names[0] if len(names) == 1 else "several"]
    if len(known) < MOST_VALUES:
        known.add(query)
    return query in known


def _links(address, answer, body):
    raw = [answer["Location"].encode()] if answer.has_header("Location") else []
    raw += [next(filter(None, groups)) for groups in _LINK.findall(body)]
    raw += [
        part.split()[0] for row in _SRCSET.findall(body) for part in row.split(b",") if part.strip()
    ]
    raw += _CALENDAR_URL.findall(body.replace(b"\r\n ", b""))
    for link in raw:
        target = unescape(link.decode("utf-8", "replace"))
        target = re.sub("^webcal:", "https:", target)
        url = urlsplit(urljoin(SITE + address, target))
        if f"{url.scheme}://{url.netloc}" != SITE or NOT_FOLLOWED.match(url.path):
            continue
        yield url.path + (f"?{url.query}" if url.query else "")
