"""Mark a view as public: the same bytes for everyone who asks for this address."""

import logging
from functools import wraps

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.utils.cache import cc_delim_re  # type: ignore[attr-defined]
from django.utils.translation import get_language, get_language_from_path
from django.views.decorators.http import require_safe

from enbyforalle.publishing.addresses import listed

logger = logging.getLogger(__name__)


class PublishedViewError(AssertionError):
    """A view marked @published made its answer depend on who asks."""


def published(view=None, *, params=(), own=(), each=None, is_page=True):
    """Open the view to everyone, for GET and HEAD, and let the page store keep its answer.

    `params` are the names of the GET parameters that the view reads; an address with any other
    name in its query is answered but not kept. `own` are names of parameters that say something
    of the visitor: an address with one of them is answered to its asker alone, kept neither here
    nor by any cache on the way. The view may set `response.valid_until` to the
    aware datetime at which the page would read differently without any change being made.
    `each` and `is_page` say which addresses the view answers now (see `addresses.listed`).

    Such a view must not look at the session, the user, messages or the CSRF token, set a cookie,
    or vary on anything but encoding. Where it does, PublishedViewError is raised when the
    setting PUBLISHED_VIEWS_STRICT is on (by default: in DEBUG). Otherwise the fault is logged,
    and the answer goes to its asker alone, without cookies.
    """

    def decorate(view):
        @wraps(view)
        def wrapper(request, *args, **kwargs):
            before = _traces(request)
            response = view(request, *args, **kwargs)
            if callable(getattr(response, "render", None)):
                # What a template reads counts too, so it is rendered inside the guard.
                response = response.render()
            faults = sorted((_traces(request) - before) | _marks(request, response))
            if faults:
                _complain(view, faults)
                response.is_personal = True
            return response

        wrapper = login_not_required(require_safe(wrapper))
        wrapper.published = frozenset(params)
        wrapper.own = frozenset(own)
        return listed(wrapper, each, is_page=is_page)

    return decorate if view is None else decorate(view)


def _traces(request):
    """What has been looked at so far that belongs to one visitor."""
    traces = set()
    if getattr(getattr(request, "session", None), "accessed", False):
        traces.add("reads the session")
    if request.META.get("CSRF_COOKIE_NEEDS_UPDATE"):
        traces.add("uses the CSRF token")
    messages = getattr(request, "_messages", None)
    if messages is not None and (messages.used or hasattr(messages, "_loaded_data")):
        traces.add("reads messages")
    return traces


def _marks(request, response):
    """What in the answer would differ from visitor to visitor."""
    marks = set()
    if response.cookies:
        marks.add("sets a cookie")
    varies = {name.lower() for name in cc_delim_re.split(response.get("Vary", "")) if name}
    if varies - {"accept-encoding"}:
        marks.add("varies on more than encoding")
    if get_language() != (get_language_from_path(request.path_info) or settings.LANGUAGE_CODE):
        marks.add("speaks another language than its address")
    return marks


def _complain(view, faults):
    sentence = f"{view.__module__}.{view.__name__} is published but {', '.join(faults)}"
    if getattr(settings, "PUBLISHED_VIEWS_STRICT", settings.DEBUG):
        raise PublishedViewError(sentence)
    logger.error(sentence)
