"""What somebody typed into a form after their sign-in had ended: kept until they are back.

    form = TextForm(request.POST if request.method == "POST" else unsent.take(request))

It is kept in the anonymous session of the same browser, for two hours at most.
"""

import time
from urllib.parse import urlsplit

from django.http import HttpRequest, QueryDict
from django.utils.http import url_has_allowed_host_and_scheme

_KEY = "unsent"
_SECONDS = 2 * 60 * 60
# The longest form here holds some tens of kilobytes; a session row is read on every request.
_LONGEST = 200_000


def page_of(request: HttpRequest) -> str:
    """The address of the page a form was sent from, with its query; the form's own if unknown."""
    referrer = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(referrer, {request.get_host()}):
        return request.get_full_path()
    parts = urlsplit(referrer)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def keep(request: HttpRequest) -> None:
    """Remember what was sent to this address. Never passwords, and no files."""
    sent = request.POST.copy()
    sent.pop("csrfmiddlewaretoken", None)
    written = sent.urlencode()
    if any("password" in name for name in sent) or not sent or len(written) > _LONGEST:
        return
    request.session[_KEY] = {"to": request.path, "sent": written, "at": time.time()}


def take(request: HttpRequest, to: str = "") -> QueryDict | None:
    """What was sent to this address (or to `to`) and not received, once; else None."""
    kept = request.session.get(_KEY)
    if not kept or kept["to"] != (to or request.path):
        return None
    del request.session[_KEY]
    return QueryDict(kept["sent"]) if time.time() - kept["at"] < _SECONDS else None
