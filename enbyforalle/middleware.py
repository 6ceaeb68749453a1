"""The site's own layers around every request: probes, the log line, the language."""

import logging
import time
import uuid
from contextvars import ContextVar

from django.conf import settings
from django.utils import translation

from enbyforalle import health

request_log = logging.getLogger("enbyforalle.request")

_request_id: ContextVar[str] = ContextVar("request_id", default="-")


class RequestIdFilter(logging.Filter):
    """Gives every log record the id of the request it was written in, or "-" outside one."""

    def filter(self, record):
        # Django writes of errors after the outermost layer is done, and sends the request along.
        request = getattr(record, "request", None)
        record.request_id = getattr(request, "id", None) or _request_id.get()
        return True


class HealthMiddleware:
    """Answers /healthz and /readyz.

    They are no views, because probes come with an IP address as host name and over plain http,
    which the layers further in refuse for good reasons.
    """

    def __init__(self, get_response):
        self.get_response = get_response
        self.answers = {"/healthz": health.alive, "/readyz": health.ready}

    def __call__(self, request):
        answer = self.answers.get(request.path_info)
        return answer() if answer else self.get_response(request)


class RequestLogMiddleware:
    """Writes one line for each request: method, address, status, milliseconds.

    The line holds neither query string nor IP address: "My plan" carries what a visitor has
    saved in its query. Of an address that leads somewhere only the pattern is written, since the
    address itself can be a secret, as an invitation's is.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        # Refuses unknown host names here, since a stored page would be given to any of them.
        request.get_host()
        request.id = uuid.uuid4().hex[:16]
        token = _request_id.set(request.id)
        started = time.perf_counter()
        try:
            response = self.get_response(request)
            milliseconds = round((time.perf_counter() - started) * 1000)
            request_log.info(
                "%s %s %d %d ms",
                request.method,
                _shown_address(request),
                response.status_code,
                milliseconds,
            )
            return response
        finally:
            _request_id.reset(token)


def log_stored(method, path, status, seconds):
    """Write the same line for a page that was answered in front of all layers."""
    if not request_log.isEnabledFor(logging.INFO):
        return
    token = _request_id.set(uuid.uuid4().hex[:16])
    try:
        request_log.info("%s %s %d %d ms", method, path, status, round(seconds * 1000))
    finally:
        _request_id.reset(token)


def _shown_address(request):
    match = request.resolver_match
    # A stored page and a static file are answered before an address is looked up.
    return f"/{match.route}" if match else request.path_info


class LanguageMiddleware:
    """Takes the language from the address alone: English under /en/, else Norwegian.

    Never from a cookie or Accept-Language: the same address gives everyone the same bytes, so
    that a page can be stored, and a link shows the receiver what the sender saw.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = language_of(request.path_info)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response


def language_of(path):
    """The language code that an address is written in; /en without a slash counts as English."""
    first = path.lstrip("/").partition("/")[0]
    others = {code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE}
    return first if first in others else settings.LANGUAGE_CODE
