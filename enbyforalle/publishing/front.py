"""Answers stored pages before Django: no handler, no middleware, no session, no template."""

import time
from functools import lru_cache

from django.conf import settings
from django.core.handlers.wsgi import get_path_info, get_script_name

from enbyforalle.lib import clock
from enbyforalle.publishing.looking import Look
from enbyforalle.publishing.middleware import AWAY, LONGEST_QUERY, key_of
from enbyforalle.publishing.outage import DatabaseAway, outage
from enbyforalle.publishing.page import SENT, STALE_HEADER
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
_LEARNABLE = {line: status for status, line in _LINES.items()}


@lru_cache(maxsize=2048)
def _key_of(script, path, query):
    """The key of a page for an address as WSGI gives it; Django reads it from such a dictionary."""
    environ = {"SCRIPT_NAME": script, "PATH_INFO": path}
    return key_of(get_script_name(environ) + get_path_info(environ), query)


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
        if outage.is_on and AWAY not in environ:
            self._is_away(environ)
        return self._ask_django(environ, start_response)

    def hit(self, environ, start_response):
        """The body of a stored page that answers the request, or None: then nothing was begun."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return None
        started = time.perf_counter()
        page = self._page(environ)
        return None if page is None else self._hit(environ, start_response, page, started)

    def _page(self, environ):
        path, query = environ["PATH_INFO"], environ.get("QUERY_STRING", "")
        if len(path) > LONGEST_PATH or len(query) > LONGEST_QUERY:
            return None
        key = _key_of(environ.get("SCRIPT_NAME", ""), path, query)
        return None if key is None else pages.get(key)

    def _hit(self, environ, start_response, page, started):
        """The body, if the page is right and has been sent in this way before; else None."""
        is_stale = False
        try:
            number = self.look.number()
        except DatabaseAway:
            environ[AWAY] = is_stale = True
        else:
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
        headers = list(sending.headers)
        if is_stale:
            headers.append((STALE_HEADER, "1"))
        start_response(_LINES[status], headers)
        self.log(
            environ["REQUEST_METHOD"], environ["PATH_INFO"], status, time.perf_counter() - started
        )
        return [] if has_it or environ["REQUEST_METHOD"] == "HEAD" else [form.data]

    def _is_away(self, environ):
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
