"""Answers stored pages before Django: no handler, no middleware, no session, no template."""

import time
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.core.handlers.wsgi import get_path_info, get_script_name

from enbyforalle.lib import clock
from enbyforalle.publishing import folder
from enbyforalle.publishing.looking import Look
from enbyforalle.publishing.middleware import AWAY, LONGEST_QUERY, key_of
from enbyforalle.publishing.outage import DatabaseAway, outage
from enbyforalle.publishing.page import SENT, STALE_HEADER, Sending
from enbyforalle.publishing.store import pages

# Keys are remembered, so what is remembered must have an end.
LONGEST_PATH = 300

# How to read a body, which a 304 has not: the copy that the browser keeps has them (RFC 9110
# section 15.4.5). Each costs a hundredth of the whole answer.
_OF_A_BODY = {
    "content-language",
    "cross-origin-opener-policy",
    "referrer-policy",
    "x-content-type-options",
    "x-frame-options",
}

_LINES = {200: "200 OK", 304: "304 Not Modified"}
_STALE = f"{STALE_HEADER}: 1\r\n".encode()
_LEARNABLE = {line: status for status, line in _LINES.items()}


@lru_cache(maxsize=2048)
def _key_of(script, path, query):
    """The key of a page for an address as WSGI gives it; Django reads it from such a dictionary."""
    environ = {"SCRIPT_NAME": script, "PATH_INFO": path}
    return key_of(get_script_name(environ) + get_path_info(environ), query)


class Repeat(NamedTuple):
    """An answer that has been given before: its status line, headers and body."""

    line: str
    sending: Sending
    is_stale: bool
    body: bytes

    def headers(self):
        """The headers as WSGI takes them; the list is the caller's own."""
        stale = [(STALE_HEADER, "1")] if self.is_stale else []
        return [*self.sending.headers, *stale]

    def head(self):
        """The headers as they stand in an answer by HTTP/1.1, each with the end of its line."""
        return self.sending.head + _STALE if self.is_stale else self.sending.head


class PageFront:
    """A WSGI application around Django's.

    It never makes an answer of its own. It repeats, byte for byte and header for header, one that
    Django gave to a request that was addressed alike (scheme, host, proxy), for the same page in
    the same encoding: so a host that Django refuses and a request that it sends on to https are
    never met by a stored page, and a hit says what a miss says. `log(method, path, status,
    seconds)` is told of each answer.
    """

    def __init__(self, application, *, look=None, log=None):
        self.application = application
        self.look = look or Look()
        self.log = log or (lambda *words: None)
        self._beside = (settings.STATIC_URL, "/healthz", "/readyz")
        names = ["wsgi.url_scheme", "HTTP_HOST", "SERVER_NAME", "SERVER_PORT"]
        if settings.SECURE_PROXY_SSL_HEADER:
            names.append(settings.SECURE_PROXY_SSL_HEADER[0])
        if settings.USE_X_FORWARDED_HOST:
            names.append("HTTP_X_FORWARDED_HOST")
        if settings.USE_X_FORWARDED_PORT:
            names.append("HTTP_X_FORWARDED_PORT")
        self._addressing = tuple(names)

    def __call__(self, environ, start_response):
        body = self.hit(environ, start_response)
        if body is not None:
            return body
        if AWAY not in environ and (outage.is_on or not self._is_beside(environ)):
            self._is_away(environ)
        return self._ask_django(environ, start_response)

    def _is_beside(self, environ):
        """Whether something is asked for that needs no database, and must not wait for one."""
        return environ["PATH_INFO"].startswith(self._beside)

    def hit(self, environ, start_response):
        """The body of a stored page that answers the request, or None: then nothing was begun."""
        started = time.perf_counter()
        page = self.find(environ)
        if page is None:
            return None
        try:
            number = self.look.number()
        except DatabaseAway:
            number = None
            environ[AWAY] = True
        found = self.repeat(environ, page, number, started)
        if found is None:
            return None
        start_response(found.line, found.headers())
        return [found.body] if found.body else []

    def find(self, environ):
        """The page stored under the address asked for, right or not, or None. Asks nobody."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        key = self._key(environ)
        return None if key is None else pages.get(key)

    def _key(self, environ):
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return None
        return _key_of(environ.get("SCRIPT_NAME", ""), path, query)

    def is_known(self, environ, number):
        """Whether a page is asked for that others have read on this machine, be it an older one.

        `number` is that of the present generation, or None while the database is away: then
        nothing is made at all, and the answer is yes. So it is where there is no folder by which
        processes might give each other what they have made.
        """
        if number is None or not folder.is_there():
            return True
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return False
        key = self._key(environ)
        return key is not None and (pages.get(key) is not None or folder.has(key, number))

    def repeat(self, environ, page, number, started):
        """A Repeat, if the page is right and has been sent in this way before; else None.

        `number` is that of the present generation, or None while the database is away: then the
        page is sent as it is. `started` is when the request came, of ``time.perf_counter()``.
        """
        if number is not None:
            timed = page.valid_until is not None
            if page.generation != number or (timed and clock.now() >= page.valid_until):
                return None
        encoding, form, has_it = page.choose(
            environ.get("HTTP_ACCEPT_ENCODING", ""), environ.get("HTTP_IF_NONE_MATCH", "")
        )
        status = 304 if has_it else 200
        sending = page.sendings.get((encoding, status, *map(environ.get, self._addressing)))
        if sending is None or sending.form is not form:
            return None
        page.asked += 1
        method = environ["REQUEST_METHOD"]
        self.log(method, environ["PATH_INFO"], status, time.perf_counter() - started)
        body = b"" if has_it or method == "HEAD" else form.data
        return Repeat(_LINES[status], sending, number is None, body)

    def _is_away(self, environ):
        # Also where nobody knows of an outage yet. A process that was not asked while the database
        # was away learns here that it has been, and its pool opens all its connections anew; it
        # would find them dead one by one.
        try:
            self.look.number()
        except DatabaseAway:
            environ[AWAY] = True

    def _ask_django(self, environ, start_response):
        way = tuple(map(environ.get, self._addressing))

        def start(status, headers, *exc_info):
            sent = environ.get(SENT)
            if sent is not None and status in _LEARNABLE:
                page, encoding, form, has_it = sent
                if (304 if has_it else 200) == _LEARNABLE[status]:
                    if has_it:
                        headers = [row for row in headers if row[0].lower() not in _OF_A_BODY]
                    page.learn((encoding, _LEARNABLE[status], *way), list(headers), form)
            return start_response(status, headers, *exc_info)

        return self.application(environ, start)
