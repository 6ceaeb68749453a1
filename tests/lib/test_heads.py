"""Plain heads: what is read here is what gunicorn reads, and all else is left to gunicorn."""

import random

import pytest
from gunicorn.config import Config
from gunicorn.http import wsgi
from gunicorn.http.errors import NoMoreData, ParseException
from gunicorn.http.parser import RequestParser

from enbyforalle.lib import heads

# As serve starts it: none of its options is about how a request is read.
CONFIG = Config()

# Who comes by a proxy on the same machine, whom gunicorn believes more, and who does not.
PEERS = {"proxy": ("127.0.0.1", 5000), "visitor": ("203.0.113.9", 5000)}

HOST = b"Host: enbyforalle.no"


def head(*fields, first=b"GET /nb/ HTTP/1.1"):
    """The bytes of a head."""
    return b"\r\n".join([first, *fields, b"", b""])


def asked(target):
    """The head by which this target is asked for."""
    return head(HOST, first=b"GET " + target + b" HTTP/1.1")


def by_gunicorn(data, peer):
    """What gunicorn's own parser makes of the bytes, which must be one whole request.

    (the part of the environ that tells of the request, whether the connection ends with it)
    """
    parser = RequestParser(CONFIG, [data], peer)
    request = next(parser)
    assert (request.body.read(), parser.unreader.read()) == (b"", b"")
    # Nothing may be sent yet, so no socket.
    environ = wsgi.create(request, None, peer, ("127.0.0.1", 8000), CONFIG)[1]
    names = ("REQUEST_METHOD", "PATH_INFO", "QUERY_STRING", "CONTENT_TYPE", "CONTENT_LENGTH")
    told = {key: environ[key] for key in environ if key in names or key.startswith("HTTP_")}
    return told, request.should_close()


@pytest.fixture(autouse=True)
def at_the_root(monkeypatch):
    """gunicorn takes the site's path from here; a site that has one reads no heads itself."""
    monkeypatch.delenv("SCRIPT_NAME", raising=False)


BROWSER = (
    HOST,
    b"User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
    b"Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    b"Accept-Language: nb-NO,nb;q=0.9,en-GB;q=0.6",
    b"Accept-Encoding: gzip, deflate, br, zstd",
    b"Referer: https://enbyforalle.no/nb/arrangementer/?dag=2027-02-10",
    b"DNT: 1",
    b"Connection: keep-alive",
    b"Cookie: csrftoken=a1B2; valgt=%7B%22a%22%3A1%7D",
    b"Upgrade-Insecure-Requests: 1",
    b"Sec-Fetch-Dest: document",
    b"Sec-Fetch-User: ?1",
    b'Sec-CH-UA: "Chromium";v="128", "Not;A=Brand";v="24"',
    b'If-None-Match: W/"0a1b2c", "-"',
    b"Priority: u=0, i",
)
NGINX = (
    HOST,
    b"X-Real-IP: 2001:db8::7",
    b"X-Forwarded-For: 198.51.100.4, 2001:db8::7",
    b"X-Forwarded-Proto: https",
    b"X-Forwarded-Host: enbyforalle.no:443",
    b"Connection: close",
    b"user-agent: curl/8.5.0",
    b"accept: */*",
)

PLAIN = {
    "browser": head(*BROWSER),
    "curl": head(b"Host: localhost:8000", b"User-Agent: curl/8.5.0", b"Accept: */*"),
    "nginx": head(*NGINX),
    "nothing but a host": head(HOST),
    "the host is empty": head(b"Host:"),
    "the host comes last": head(b"Accept: */*", HOST),
    "HEAD": head(HOST, first=b"HEAD /en/ HTTP/1.1"),
    "the root": asked(b"/"),
    "UTF-8": asked(b"/nb/s%C3%B8k/%e2%82%AC/%F0%9F%8F%B3"),
    "no UTF-8": asked(b"/nb/%ff%c3%28/"),
    "bytes that stand for others": asked(b"/%2e%2E/%2f%2F/%3Fa%23b%25/%00%0d%0A/%7f%80"),
    "broken escapes": asked(b"/%/%a/%zz/%%41/%u00e5/%"),
    "all that a target may have": asked(bytes(range(0x24, 0x7F)).join([b'/!"', b"?!\"$%&'"])),
    "slashes later on": asked(b"/nb//to///"),
    "looks like another form": asked(b"/http://example.org:80//x?http://example.org//"),
    "dots": asked(b"/../nb/./;a=1,b"),
    "query": asked(b"/nb/?sted=Kvadraturen&dag=2027-02-10&sted=Lund+syd"),
    "queries in the query": asked(b"/nb/?a=?b?c"),
    "query that is escaped": asked(b"/nb/?s=%C3%B8&t=%&u=%zz"),
    "empty query": asked(b"/nb/?"),
    "nothing but a query": asked(b"/?a"),
    "tabs": head(b"Host:\t enbyforalle.no \t", b"Accept:\t*/*\t", b"X-Tab: a\tb \t c"),
    "no space after the colon": head(b"Host:enbyforalle.no", b"Accept:*/*"),
    "empty values": head(HOST, b"Accept:", b"Cookie: ", b"X-Tab:\t", b"Connection:"),
    "colons": head(HOST, b"X-Time: 12:30:00", b"X-More:: :a:"),
    "latin-1": head(HOST, b"X-Name: K\xe5re \xa0\x85", b"X-All: " + bytes(range(0x80, 0x100))),
    "UTF-8 in a value": head(HOST, "X-Name: Kåre 🏳".encode()),
    "all that a value may have": head(HOST, b"X-All: |" + bytes(range(0x20, 0x7F)) + b"|"),
    "odd names": head(HOST, b"-: a", b"--: b", b"0: c", b"X-: d", b"Content--Type: e"),
    "names of the environ": head(
        HOST, b"Path-Info: /a", b"Request-Method: PUT", b"Script-Name: /b", b"HTTP-Host: c"
    ),
    "any case": head(b"hOST: a", b"ACCEPT: b", b"cooKIE: c", b"conNECTion: CLOSE"),
    "keep alive": head(HOST, b"Connection: Keep-Alive", b"Keep-Alive: timeout=5"),
    "as many fields as gunicorn reads": head(HOST, *[b"X-%d: %d" % (n, n) for n in range(99)]),
    "as long a target as gunicorn reads": asked(b"/" + b"a" * (4094 - len("GET / HTTP/1.1"))),
    "as long as is read here": head(HOST, b"X-Long: " + b"a" * (8192 - 53)),
}


@pytest.mark.parametrize("peer", PEERS.values(), ids=PEERS)
@pytest.mark.parametrize("data", PLAIN.values(), ids=PLAIN)
def test_a_plain_head_is_read_as_gunicorn_reads_it(data, peer):
    environ = heads.read(data)
    assert environ is not None
    assert (environ, heads.closes(environ)) == by_gunicorn(data, peer)


def test_the_longest_head_is_as_long_as_it_may_be():
    assert len(PLAIN["as long as is read here"]) == heads.LONGEST


def test_what_is_read():
    data = head(
        b"Host:enbyforalle.no", b"X-Name: \tK\xe5re ", first=b"HEAD /s%C3%B8k/?a=%C3%B8?b HTTP/1.1"
    )
    assert heads.read(data) == {
        "REQUEST_METHOD": "HEAD",
        # Bytes as characters, as PEP 3333 has it; the query stays as it came.
        "PATH_INFO": "/s\xc3\xb8k/",
        "QUERY_STRING": "a=%C3%B8?b",
        "HTTP_HOST": "enbyforalle.no",
        "HTTP_X_NAME": "K\xe5re",
    }


# What is left to gunicorn, and beside it what differs in that one thing and is read here.
LEFT = {
    "nothing": (b"", head(HOST)),
    "not all of it": (head(HOST)[:-1], head(HOST)),
    "the fields go on": (head(HOST)[:-2], head(HOST)),
    "no field": (b"GET / HTTP/1.1\r\n\r\n", asked(b"/")),
    "a line before it": (b"\r\n" + head(HOST), head(HOST)),
    "a byte after it": (head(HOST) + b"a", head(HOST)),
    "an empty line after it": (head(HOST) + b"\r\n", head(HOST)),
    "another request after it": (head(HOST) * 2, head(HOST)),
    "POST": (head(HOST, first=b"POST / HTTP/1.1"), asked(b"/")),
    "OPTIONS": (head(HOST, first=b"OPTIONS / HTTP/1.1"), asked(b"/")),
    "a method in small letters": (head(HOST, first=b"get / HTTP/1.1"), asked(b"/")),
    "a longer method": (head(HOST, first=b"GETS / HTTP/1.1"), asked(b"/")),
    "HTTP/1.0": (head(HOST, first=b"GET / HTTP/1.0"), asked(b"/")),
    "HTTP/1.2": (head(HOST, first=b"GET / HTTP/1.2"), asked(b"/")),
    "HTTP/2.0": (head(HOST, first=b"GET / HTTP/2.0"), asked(b"/")),
    "http/1.1": (head(HOST, first=b"GET / http/1.1"), asked(b"/")),
    "a version of more digits": (head(HOST, first=b"GET / HTTP/1.11"), asked(b"/")),
    "another character for the dot": (head(HOST, first=b"GET / HTTP/1,1"), asked(b"/")),
    "no version": (head(HOST, first=b"GET /"), asked(b"/")),
    "two spaces before the target": (asked(b" /"), asked(b"/")),
    "two spaces after the target": (asked(b"/ "), asked(b"/")),
    "a tab for a space": (head(HOST, first=b"GET\t/ HTTP/1.1"), asked(b"/")),
    "a space in the target": (asked(b"/a b"), asked(b"/a%20b")),
    "a tab in the target": (asked(b"/a\tb"), asked(b"/a%09b")),
    "a fragment": (asked(b"/#a"), asked(b"/%23a")),
    "a fragment after the query": (asked(b"/?a#b"), asked(b"/?a%23b")),
    "bytes in the target": (asked("/ø".encode()), asked(b"/%C3%B8")),
    "bytes in the query": (asked(b"/?\xf8"), asked(b"/?%F8")),
    "a byte that is none in the target": (asked(b"/\x7f"), asked(b"/%7F")),
    "another host in the target": (asked(b"http://example.org/"), asked(b"/http://example.org/")),
    "a host in the target": (asked(b"//example.org/"), asked(b"/example.org//")),
    "no target but a host": (asked(b"example.org:80"), asked(b"/example.org:80")),
    "the star": (asked(b"*"), asked(b"/*")),
    "no path": (asked(b"?a"), asked(b"/?a")),
    "no host": (head(b"Accept: */*"), head(HOST, b"Accept: */*")),
    "two hosts": (head(HOST, HOST), head(HOST)),
    "two hosts in other letters": (head(HOST, b"hOSt: a"), head(HOST, b"hOSts: a")),
    "a field twice": (head(HOST, b"Accept: a", b"accept: b"), head(HOST, b"Accept: a, b")),
    "an empty field twice": (head(HOST, b"A:", b"A:"), head(HOST, b"A:", b"B:")),
    "a length": (head(HOST, b"Content-Length: 0"), head(HOST, b"Content-Lengths: 0")),
    "a length in small letters": (head(HOST, b"content-length:"), head(HOST, b"content-lengt:")),
    "a type": (head(HOST, b"Content-Type: text/plain"), head(HOST, b"Content-Types: text/plain")),
    "a coding": (head(HOST, b"tRANSFER-Encoding: a"), head(HOST, b"TRANSFER--Encoding: a")),
    "trailers": (head(HOST, b"Trailer: Expires"), head(HOST, b"Trail: Expires")),
    "TE": (head(HOST, b"te: trailers"), head(HOST, b"tea: trailers")),
    "expects": (head(HOST, b"EXPECT: 100-continue"), head(HOST, b"Expects: 100-continue")),
    "upgrade": (head(HOST, b"Upgrade: websocket"), head(HOST, b"Upgrades: websocket")),
    "HTTP/2": (head(HOST, b"HTTP2-Settings: AAMAAABk"), head(HOST, b"HTTP3-Settings: AAMAAABk")),
    # CGI programs take it for their own setting (httpoxy).
    "a proxy": (head(HOST, b"Proxy: a"), head(HOST, b"Proxy-Connection: a")),
    "upgrades the connection": (
        head(HOST, b"Connection: Upgrade"),
        head(HOST, b"Connections: Upgrade"),
    ),
    "two things of the connection": (
        head(HOST, b"Connection: keep-alive, TE"),
        head(HOST, b"Connection: keep-alive"),
    ),
    "an underscore": (head(HOST, b"X_Name: a"), head(HOST, b"X-Name: a")),
    "a script": (head(HOST, b"SCRIPT_NAME: /a"), head(HOST, b"SCRIPT-NAME: /a")),
    "a dot": (head(HOST, b"X.Name: a"), head(HOST, b"X-Name: a")),
    "letters of no name": (head(HOST, b"X-N\xe5: a"), head(HOST, b"X-Na: \xe5")),
    "no name": (head(HOST, b": a"), head(HOST, b"-: a")),
    "no colon": (head(HOST, b"Accept"), head(HOST, b"Accept:")),
    "a space before the colon": (head(HOST, b"Accept : a"), head(HOST, b"Accept: a")),
    "a tab before the colon": (head(HOST, b"Accept\t: a"), head(HOST, b"Accept:\ta")),
    # No line comes before it that it could belong to.
    "a space before the first name": (head(b" Accept: a", HOST), head(b"Accept: a", HOST)),
    "a field that goes on": (head(HOST, b"Accept: a,", b" b"), head(HOST, b"Accept: a, b")),
    "a field that goes on after a tab": (head(HOST, b"A: a", b"\tb:"), head(HOST, b"A: a", b"b:")),
    "NUL": (head(HOST, b"Accept: a\0b"), head(HOST, b"Accept: a0b")),
    "DEL": (head(HOST, b"Accept: a\x7f"), head(HOST, b"Accept: a~")),
    "a bare CR": (head(HOST, b"Accept: a\rb: c"), head(HOST, b"Accept: a b: c")),
    "a CR too many": (head(HOST + b"\r"), head(HOST)),
    "a bare LF": (head(HOST, b"Accept: a\nb: c"), head(HOST, b"Accept: a b: c")),
    "a bare LF after the first line": (head(HOST).replace(b"\r", b"", 1), head(HOST)),
    "bare LF at the end": (head(HOST)[:-2] + b"\n", head(HOST)),
    "bare LF everywhere": (head(HOST).replace(b"\r", b""), head(HOST)),
    "longer than is read here": (
        head(HOST, b"X-Long: " + b"a" * (8193 - 53)),
        PLAIN["as long as is read here"],
    ),
    "a target longer than gunicorn's": (
        asked(b"/" + b"a" * (4095 - len("GET / HTTP/1.1"))),
        PLAIN["as long a target as gunicorn reads"],
    ),
    "more fields than gunicorn's": (
        head(HOST, *[b"X-%d: %d" % (n, n) for n in range(100)]),
        PLAIN["as many fields as gunicorn reads"],
    ),
}


@pytest.mark.parametrize(("data", "twin"), LEFT.values(), ids=LEFT)
def test_what_is_not_plain_is_left_to_gunicorn(data, twin):
    assert heads.read(data) is None
    assert heads.read(twin) is not None


# Fields that say more than they seem to, and lines that are none.
ODD = [
    *(b"Content-Length: 0", b"content-length: 5", b"CONTENT-LENGTH:", b"Content-Type: text/plain"),
    *(b"Transfer-Encoding: chunked", b"transfer-encoding: identity", b"TE: trailers", b"te:"),
    *(b"Expect: 100-continue", b"EXPECT: a", b"Upgrade: h2c", b"Trailer: Expires"),
    *(b"Connection: close", b"connection: KEEP-ALIVE", b"Connection: close, TE", b"Connection:"),
    *(HOST, b"host: example.org", b"Host:", b"Cookie: a=1", b"Accept: a", b"ACCEPT: b"),
    *(b"X_Real_IP: 1", b"SCRIPT_NAME: /nb", b"PATH_INFO: /en", b"Script-Name: /nb", b"Proxy: a"),
    *(b"X.Y: a", b"X!#$%&'*+^`|~: a", b"X-Y : a", b"X-\xe5: a", b"X-\xdf: a", b": a", b"X-Y", b""),
    *(b" b", b"\tb: c", b"X-Y: a\rZ: b", b"X-Y: a\nZ: b", b"X-Y: a\0", b"X-Y: \xe5", b"X-Y:a:b\t"),
    *(b"X-Long: " + b"a" * 8000, b"X-Long: " + b"a" * 8190, *[b"X-%d:" % n for n in range(3)]),
    b"\r\n".join(b"Y-%d:" % n for n in range(99)),
]
TARGETS = [
    *(b"/", b"//", b"//x", b"///", b"/?", b"?", b"/??", b"/#", b"/a#b?c", b"*", b"a", b""),
    *(b"http://example.org/a", b"http:/a", b"example.org:80", b"/:80", b"//a:b@c/", b"//[::1]/"),
    *(b"/[", b"//[", b"/]?[", b"/;a?b;c", b"/%", b"/%00", b"/%2F%2f", b"/a b", b"/\t", b"/\xe5"),
    *(b"/\\", b"\\\\a", b"/.", b"/..//", b"/a//b", b"/" + b"a" * 4078, b"/" + b"a" * 4085),
]
VERSIONS = [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/1.1", b"HTTP/0.9", b"HTTP/1.1 ", b"http/1.1", b""]
METHODS = [b"get", b"HEAD", b"POST", b"GET ", b"G", b"PRI", b"CONNECT", b"OPTIONS", b"GET\t", b""]
# Bytes that end, part or join something, and some that do not.
BYTES = [*(b"\r\n", b"\r", b"\n", b"\r\n\r\n", b"\0", b" ", b"\t", b":", b"\x7f", b"\x80", b"\xff")]
BYTES += [
    b"a",
    b"Z",
    b"0",
    b"-",
    b"_",
    b"/",
    b"//",
    b"?",
    b"#",
    b"%",
    b"%2f",
    b",",
    b"\x0b",
    b"\x85",
]


def mutated(chance, data):
    """The head, changed in one way."""

    def somewhere():
        return chance.randrange(len(data) + 1)

    def a_byte_less():
        at = somewhere()
        return data[:at] + data[at + 1 :]

    def a_byte_more():
        at = somewhere()
        return data[:at] + chance.choice(BYTES) + data[at:]

    def another_byte():
        at = somewhere()
        return data[:at] + chance.choice(BYTES) + data[at + 1 :]

    def any_byte():
        at = somewhere()
        return data[:at] + chance.randbytes(1) + data[at + 1 :]

    def a_part_twice():
        start = somewhere()
        part = data[start : start + chance.randrange(1, 40)]
        return data[:start] + part + data[start:]

    def cut():
        return data[: somewhere()]

    def another_case():
        start = somewhere()
        end = start + chance.randrange(1, 40)
        return data[:start] + data[start:end].swapcase() + data[end:]

    def a_line_less():
        lines = data.split(b"\r\n")
        lines.pop(chance.randrange(len(lines)))
        return b"\r\n".join(lines)

    def a_line_twice():
        lines = data.split(b"\r\n")
        lines.insert(chance.randrange(1, len(lines) + 1), chance.choice(lines))
        return b"\r\n".join(lines)

    def a_line_more():
        lines = data.split(b"\r\n")
        lines.insert(chance.randrange(1, len(lines) + 1), chance.choice(ODD))
        return b"\r\n".join(lines)

    def lines_shuffled():
        first, *lines = data.removesuffix(b"\r\n\r\n").split(b"\r\n")
        chance.shuffle(lines)
        return head(*lines, first=first)

    def another_end_of_line():
        parts = data.split(b"\r\n", chance.randrange(1, 5))
        end = chance.choice([b"\n", b"\r", b"\n\r", b"\r\r\n", b"\r\n ", b" \r\n", b"\0\r\n"])
        return b"\r\n".join(parts[:-1]) + end + parts[-1]

    def another_first_line():
        first, end, rest = data.partition(b"\r\n")
        words = (first.split(b" ") + [b"", b""])[:3]
        which = chance.choice([0, 1, 1, 1, 2])
        words[which] = chance.choice([METHODS, TARGETS, VERSIONS][which])
        return b" ".join(words) + end + rest

    def another_request():
        return data + chance.choice([data, asked(b"/"), b"GET / HTTP/1.1\r\n", b"0\r\n\r\n"])

    changed = chance.choice(
        [a_byte_less, a_byte_more, another_byte, any_byte, a_part_twice, cut, another_case]
        + [a_line_less, a_line_twice, a_line_more, a_line_more, lines_shuffled]
        + [another_end_of_line, another_first_line, another_first_line, another_request]
    )()
    # gunicorn waits for the first byte, so there is nothing to be compared without one.
    return changed or data


def is_read_by_gunicorn(data):
    """Whether gunicorn takes the bytes for one whole request without a body."""
    try:
        by_gunicorn(data, PEERS["proxy"])
    except (ParseException, NoMoreData, StopIteration):
        return False
    except (AssertionError, AttributeError):
        # There is more than a head, or something is to be sent before the answer.
        return False
    return True


def test_whatever_is_read_gunicorn_reads_alike():
    chance = random.Random(1)  # noqa: S311 - the same heads every time
    plain = list(PLAIN.values())
    made, read, refused = 20_000, 0, 0
    for _head in range(made):
        data = chance.choice(plain)
        for _change in range(chance.choice([1, 1, 1, 2, 3])):
            data = mutated(chance, data)
        environ = heads.read(data)
        if environ is None:
            refused += not is_read_by_gunicorn(data)
            continue
        read += 1
        assert is_read_by_gunicorn(data), data
        assert (environ, heads.closes(environ)) == by_gunicorn(data, PEERS["proxy"]), data
    # The changes are neither all harmless nor all fatal, and many are fatal to gunicorn too.
    assert read > made / 6
    assert refused > made / 2


@pytest.mark.parametrize(
    ("fields", "does_close"),
    [
        ([], False),
        ([b"Connection:"], False),
        ([b"Connection: keep-alive"], False),
        ([b"Connection: Keep-Alive"], False),
        ([b"Connection: close"], True),
        ([b"connection:\tCLOSE "], True),
        ([b"Keep-Alive: close", b"Proxy-Connection: close"], False),
    ],
)
def test_the_connection_ends_where_the_request_says_so(fields, does_close):
    data = head(HOST, *fields)
    assert heads.closes(heads.read(data)) is does_close
    assert by_gunicorn(data, PEERS["visitor"])[1] is does_close
