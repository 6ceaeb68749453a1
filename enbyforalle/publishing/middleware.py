"""Answers published pages from the page store, and keeps new ones."""

from contextlib import ExitStack

from django.conf import settings
from django.utils.translation import get_language_from_path

from enbyforalle.lib import clock
from enbyforalle.publishing import generation
from enbyforalle.publishing.page import StoredPage
from enbyforalle.publishing.store import pages, turns

# A longer query is nobody's filter; it is answered and forgotten.
LONGEST_QUERY = 500

# Seconds that a request waits for another that builds the same page. Longer than any build;
# whoever waited in vain builds it too.
LONGEST_WAIT = 10

# Said of an address whose query tells something of the visitor (see `published`).
FOR_ITS_ASKER = "private, no-store"

# Inner middleware must not answer 304 to these: a whole page is wanted, for the store.
_CONDITIONS = ("HTTP_IF_NONE_MATCH", "HTTP_IF_MODIFIED_SINCE")


class Build:
    """What is known of a request on its way to becoming a stored page."""

    def __init__(self, key, method):
        self.key = key
        self.method = method
        self.is_published = False
        self.is_storable = False
        self.is_own = False
        self.generation = None
        self.found = None
        self.conditions = {}
        self.turn = ExitStack()


class PageStoreMiddleware:
    """Stands before sessions and users. A hit costs one query, for the generation.

    A page is stored under language, path and query when its view is @published, the status is
    200, the query holds only names the view declared, and the generation was the same before
    and after the build. The one right moment to learn whether a view is published, and to wait
    for another thread that builds the same page, is `process_view`: the address is resolved
    there and nothing has been asked of the database yet.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = page_key(request)
        page = pages.get(key)
        if page is not None:
            try:
                number = generation.current_if_reachable()
            except generation.DatabaseAway:
                return page.answer(request, is_stale=True)
            if page.is_right(number, clock.now()):
                return page.answer(request)
        request.page_build = build = Build(key, request.method)
        with build.turn:
            response = self.get_response(request)
            return finish(request, build, response) if build.is_published else response

    def process_view(self, request, view, args, kwargs):
        names = getattr(view, "published", None)
        build = getattr(request, "page_build", None)
        if names is None or build is None:
            return None
        build.is_published = True
        build.is_own = not view.own.isdisjoint(request.GET)
        build.is_storable = (
            build.key is not None and not build.is_own and names.issuperset(request.GET)
        )
        if build.is_storable:
            build.turn.enter_context(turns.turn(build.key, LONGEST_WAIT))
        build.generation = generation.current()
        page = pages.get(build.key)
        if build.is_storable and page and page.is_right(build.generation, clock.now()):
            # Built by another thread while this one waited.
            build.found = page
            return page.answer(request)
        # The view is asked for the whole page; HEAD and conditions are answered from its bytes.
        request.method = "GET"
        for name in _CONDITIONS:
            if name in request.META:
                build.conditions[name] = request.META.pop(name)
        return None


def page_key(request):
    """(language, path, query), or None where the query is too long to keep.

    The order of names does not matter, the order of values under one name does: a view that
    reads a single value takes the last.
    """
    if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
        return None
    language = get_language_from_path(request.path_info) or settings.LANGUAGE_CODE
    query = tuple(sorted((name, tuple(values)) for name, values in request.GET.lists()))
    return language, request.path, query


def finish(request, build, response):
    """Store what may be stored, and answer the request from the finished bytes."""
    request.method = build.method
    request.META.update(build.conditions)
    if build.found is not None:
        return build.found.answer(request)
    has_cookies = bool(response.cookies)
    response.cookies.clear()
    if response.status_code >= 500:
        return _old_bytes(request, build) or response
    if not _is_whole_and_public(response):
        return _without_visitor(response)
    page = StoredPage.of(response, build.generation)
    if build.is_own:
        page.headers["Cache-Control"] = FOR_ITS_ASKER
    if build.is_storable and not has_cookies and _is_generation_still(build.generation):
        pages.put(build.key, page)
    return page.answer(request)


def _is_whole_and_public(response):
    return (
        response.status_code == 200
        and not response.streaming
        and not response.has_header("Content-Encoding")
        and not getattr(response, "is_personal", False)
        and not {"private", "no-store"} & set(response.get("Cache-Control", "").split(", "))
    )


def _without_visitor(response):
    """Other statuses, streams and faulty views: passed on, with nothing of the visitor left."""
    if response.has_header("Vary"):
        response["Vary"] = "Accept-Encoding"
    if getattr(response, "is_personal", False):
        response["Cache-Control"] = "private, no-store"
    return response


def _is_generation_still(number):
    try:
        return generation.current_if_reachable() == number
    except generation.DatabaseAway:
        return False


def _old_bytes(request, build):
    """The last stored page, if the build failed because the database went away under it."""
    page = pages.get(build.key)
    if page is None or not build.is_storable:
        return None
    try:
        generation.current_if_reachable()
    except generation.DatabaseAway:
        return page.answer(request, is_stale=True)
    return None
