"""Answers published pages from the page store, and keeps new ones."""

from contextlib import ExitStack

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.template import loader
from django.utils.translation import get_language_from_path

from enbyforalle.lib import clock
from enbyforalle.publishing import finishing, folder, generation
from enbyforalle.publishing.ahead import AHEAD
from enbyforalle.publishing.announcing import in_own_transaction
from enbyforalle.publishing.outage import DatabaseAway
from enbyforalle.publishing.page import StoredPage
from enbyforalle.publishing.store import pages, turns

# A longer query is nobody's filter; it is answered and forgotten.
LONGEST_QUERY = 500

# Seconds that a request waits for another that builds the same page. Longer than any build;
# whoever waited in vain builds it too.
LONGEST_WAIT = 10

# Seconds after which a browser or a robot may ask again while the database is away.
RETRY_AFTER = 10

# Set in the WSGI environment by the layer in front when it knows that the database is away.
AWAY = "enbyforalle.database_away"

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
        self.answer = None
        self.conditions = {}
        self.turn = ExitStack()


class PageStoreMiddleware:
    """Stands before sessions and users; in front of it stands `front.PageFront`.

    A page is stored under language, path and query when its view is @published, the status is
    200, the query holds only names the view declared, and the generation was the same before
    and after the build, or the page was made ahead by the transaction that raises it. The one
    right moment to learn whether a view is published, and to wait for another thread that builds
    the same page, is `process_view`: the address is resolved there and nothing has been asked of
    the database yet.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = key_of(request.path, request.META.get("QUERY_STRING", ""))
        if AHEAD in request.META:
            return self._make_ahead(request, key)
        page = pages.get(key)
        if page is not None and AWAY not in request.META:
            try:
                if page.is_right(generation.current_if_reachable(), clock.now()):
                    return page.answer(request)
            except DatabaseAway:
                request.META[AWAY] = True
        if AWAY in request.META:
            page = page or _last_of(key)
            return page.answer(request, is_stale=True) if page else self.get_response(request)
        request.page_build = build = Build(key, request.method)
        with build.turn:
            response = self.get_response(request)
            return finish(request, build, response) if build.is_published else response

    def _make_ahead(self, request, key):
        """Draw the page as it reads in this transaction, and keep it for the number of that."""
        request.page_build = build = Build(key, request.method)
        build.generation = request.META[AHEAD]
        response = self.get_response(request)
        if build.is_storable and _is_whole_and_public(response):
            page = StoredPage.of(response, build.generation)
            if page.is_compressible:
                # What nearly everyone takes is ready too.
                page.form("br")
            folder.write_ahead(key, page)
        return response

    def process_view(self, request, view, args, kwargs):
        if AWAY in request.META:
            return unavailable()
        names = getattr(view, "published", None)
        build = getattr(request, "page_build", None)
        if names is None or build is None:
            return None
        build.is_published = True
        build.is_own = not view.own.isdisjoint(request.GET)
        build.is_storable = (
            build.key is not None and not build.is_own and names.issuperset(request.GET)
        )
        if AHEAD in request.META:
            return None
        if build.is_storable:
            build.turn.enter_context(turns.turn(build.key, LONGEST_WAIT))
        build.answer = _without_building(request, build)
        if build.answer is None and build.is_storable:
            waited = build.turn.enter_context(folder.turn(build.key, LONGEST_WAIT))
            if waited:
                # For another process, which may have left the page in the folder.
                build.answer = _without_building(request, build)
        if build.answer is not None:
            return build.answer
        # The view is asked for the whole page; HEAD and conditions are answered from its bytes.
        request.method = "GET"
        for name in _CONDITIONS:
            if name in request.META:
                build.conditions[name] = request.META.pop(name)
        return None


def _without_building(request, build):
    """The answer, if the page has been made meanwhile or cannot be made; else None."""
    try:
        build.generation = generation.current_if_reachable()
    except DatabaseAway:
        request.META[AWAY] = True
        page = _last_of(build.key)
        return page.answer(request, is_stale=True) if page else unavailable()
    page = _finished(build) if build.is_storable else None
    return page.answer(request) if page else None


def _finished(build):
    """The page as another thread made it while this one waited, or an earlier process."""
    page = pages.get(build.key)
    if page is not None and page.is_right(build.generation, clock.now()):
        return page
    page = folder.read(build.key, build.generation)
    if page is not None and page.is_right(build.generation, clock.now()):
        pages.put(build.key, page)
        finishing.finish_later(build.key, page)
        return page
    return None


def _last_of(key):
    """The last bytes of the page that were right, of this process or of an earlier one."""
    page = pages.get(key)
    if page is None and key is not None:
        page = folder.read(key)
        if page is not None:
            # The next reader need not look in the folder.
            pages.put(key, page)
    return page


def unavailable():
    """503 in the language of the address, for what cannot be told without the database."""
    # Without context processors, which might ask for the visitor.
    response = HttpResponse(loader.get_template("503.html").render(), status=503)
    response["Retry-After"] = str(RETRY_AFTER)
    response["Cache-Control"] = "no-store"
    # The line of the request tells of it; an error of its own for each reader would fill the log.
    response._has_been_logged = True
    return response


def key_of(path, query):
    """(language, path, names with values) of an address, or None where it is too long to keep.

    The order of names does not matter, the order of values under one name does: a view that
    reads a single value takes the last.
    """
    if not query:
        return _language(path), path, ()
    if len(query) > LONGEST_QUERY:
        return None
    pairs = sorted((name, tuple(values)) for name, values in QueryDict(query).lists())
    return _language(path), path, tuple(pairs)


def _language(path):
    return get_language_from_path(path) or settings.LANGUAGE_CODE


def finish(request, build, response):
    """Store what may be stored, and answer the request from the finished bytes."""
    request.method = build.method
    request.META.update(build.conditions)
    if build.answer is not None:
        return build.answer
    # The view set none, or its answer were personal: what is here is a layer's, such as the one
    # that takes back the cookie of a session that is no more.
    response.cookies.clear()
    if response.status_code >= 500:
        return _old_bytes(request, build) or response
    if not _is_whole_and_public(response):
        if build.is_storable and response.status_code in (404, 410):
            # Taken off the site: not to be brought back by an outage.
            pages.drop(build.key)
            folder.drop(build.key)
        return _without_visitor(response)
    page = StoredPage.of(response, build.generation)
    if build.is_own:
        page.headers["Cache-Control"] = FOR_ITS_ASKER
    if build.is_storable and _is_generation_still(build.generation):
        pages.put(build.key, page)
        finishing.share(build.key, page)
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
    # Inside a transaction the number may be one that is never committed.
    if in_own_transaction():
        return False
    try:
        return generation.current_if_reachable() == number
    except DatabaseAway:
        return False


def _old_bytes(request, build):
    """The last stored page, if the build failed because the database went away under it."""
    page = pages.get(build.key)
    if page is None or not build.is_storable:
        return None
    try:
        generation.current_if_reachable()
    except DatabaseAway:
        return page.answer(request, is_stale=True)
    return None
