"""Reads the head of a plain HTTP request, and leaves every other to a whole parser."""

import re
from urllib.parse import unquote_to_bytes

# A longer head is not read here, nor one that gunicorn would refuse: with a longer first line, or
# more lines than a hundred fields have.
LONGEST = 8192
_LONGEST_LINE = 4094
_MOST_LINES = 102

# RFC 9112 sections 2.2, 3 and 5, less all that is rare: names of letters, digits and hyphens, and
# no line that goes on in the next one. What stands after the head belongs to no plain request.
_HEAD = re.compile(
    rb"(GET|HEAD) (/[!-\"$-~]*) HTTP/1\.1\r\n((?:[A-Za-z0-9-]+:[\t -~\x80-\xff]*\r\n)+)\r\n"
)

# Whoever sends one of these may send a body, or wants to go on in another protocol.
_NOT_PLAIN = {
    *("HTTP_CONTENT_LENGTH", "HTTP_CONTENT_TYPE", "HTTP_TRANSFER_ENCODING", "HTTP_TRAILER"),
    *("HTTP_EXPECT", "HTTP_UPGRADE", "HTTP_HTTP2_SETTINGS", "HTTP_TE", "HTTP_PROXY"),
}


def read(data):
    """The method, address and fields of a request as WSGI names them (PEP 3333), or None.

    None where `data` is anything but one whole head of a GET or HEAD without a body, and where
    servers might differ in how they read it: a field that comes twice, a missing Host, a
    Connection that says more than to keep or close it.
    """
    if data.find(b"\r\n") > _LONGEST_LINE or data.count(b"\r\n") > _MOST_LINES:
        return None
    found = _HEAD.fullmatch(data) if len(data) <= LONGEST else None
    if found is None:
        return None
    method, target, lines = found.groups()
    path, _, query = target.partition(b"?")
    if path.startswith(b"//"):
        return None
    environ = {
        "REQUEST_METHOD": method.decode(),
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query.decode(),
    }
    for line in lines.decode("latin-1").split("\r\n")[:-1]:
        name, _, value = line.partition(":")
        key = "HTTP_" + name.upper().replace("-", "_")
        if key in environ:
            return None
        environ[key] = value.strip(" \t")
    if "HTTP_HOST" not in environ or not _NOT_PLAIN.isdisjoint(environ):
        return None
    if environ.get("HTTP_CONNECTION", "").lower() not in ("", "keep-alive", "close"):
        return None
    return environ


def closes(environ):
    """Whether the connection ends with the answer (RFC 9112 section 9.3)."""
    return environ.get("HTTP_CONNECTION", "").lower() == "close"
