"""Makes the pages that many ask for before a change is seen, so that nobody waits for them.

The transaction that changes something sees its own change. So it draws those pages itself, as its
last act, and leaves them beside the others under the number that only its commit makes the
present one. That number is never used again (see `generation`), so what a transaction has left
that was rolled back is never asked for. Whatever is not made ahead is made by its first reader.
"""

import io
import logging
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest
from django.db import OperationalError, connection, transaction
from django.urls import get_script_prefix

from enbyforalle.publishing import demand, folder, generation

logger = logging.getLogger(__name__)

# The key in the WSGI environment that holds the number a page is made ahead for.
AHEAD = "enbyforalle.ahead"

# Seconds after which no further page is begun. Whoever changes something waits for them, and on
# SQLite so does whoever wants to write meanwhile.
LONGEST = 1.0

# Statements after which every page reads as it did: Django's administration notes who pressed what.
_HARMLESS = ("SELECT", "SAVEPOINT", "RELEASE", 'INSERT INTO "django_admin_log"')

_ask = None
_rests_until = 0.0


def start(ask):
    """Let this process make pages ahead. ``ask(request)`` is Django's answer to a request."""
    global _ask
    _ask = ask


def make():
    """Make what many ask for now, under the number that this transaction has just raised.

    Called where the transaction writes nothing more. Where it does so all the same, what was made
    is taken away again, since it may read otherwise then. No fault of a page stops the change;
    OperationalError is raised where the database gave up the transaction itself meanwhile.
    """
    global _rests_until
    if _ask is None or (begun := time.monotonic()) < _rests_until:
        return
    try:
        _make(begun)
    except Exception:
        # The change is made all the same; the first reader has the page made.
        logger.exception("Pages could not be made ahead.")
    if connection.needs_rollback:
        # It would end without an error, and without the change that was acknowledged.
        raise OperationalError("The database gave up the change while pages were made ahead.")
    # Of many changes in a row not each makes pages that the next throws away.
    ended = time.monotonic()
    _rests_until = ended + (ended - begun)


def _make(begun):
    wanted = demand.wanted()
    if not wanted:
        return
    watch = _Watch(generation.current())
    last, longest = begun, 0.0
    try:
        for path, query in wanted:
            # As long as the longest of them fits, and the transaction is whole.
            if last - begun + longest > LONGEST or connection.needs_rollback:
                break
            _draw(path, query, watch.number)
            now = time.monotonic()
            last, longest = now, max(longest, now - last)
    finally:
        watch.begin()


def _draw(path, query, number):
    """Ask for a page as a visitor would; the page store's middleware keeps it."""
    # A savepoint, so that an error of the database ends this page and not the change.
    with transaction.atomic():
        response = _ask(WSGIRequest(_environ(path, query, number)))
        if response.status_code >= 500:
            transaction.set_rollback(True)


def _environ(path, query, number):
    site, script = urlsplit(settings.SITE_URL), get_script_prefix().rstrip("/")
    environ = {
        AHEAD: number,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": script,
        # As WSGI has it (PEP 3333): bytes as if they were latin-1.
        "PATH_INFO": path.removeprefix(script).encode().decode("latin-1"),
        "QUERY_STRING": query,
        "HTTP_HOST": site.netloc,
        "SERVER_NAME": site.hostname,
        "SERVER_PORT": str(site.port or {"https": 443}.get(site.scheme, 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": site.scheme,
        "wsgi.input": io.BytesIO(),
    }
    if settings.SECURE_PROXY_SSL_HEADER and site.scheme == "https":
        name, value = settings.SECURE_PROXY_SSL_HEADER
        environ[name] = value
    return environ


class _Watch:
    """Takes the pages of a number away if its transaction goes on writing, or is rolled back."""

    def __init__(self, number):
        self.number = number
        self.connection = connection

    def begin(self):
        """From here on nothing may be written."""
        self.connection.execute_wrappers.append(self)
        transaction.on_commit(self.end)

    def end(self):
        """The transaction is over."""
        if self in self.connection.execute_wrappers:
            self.connection.execute_wrappers.remove(self)

    def __call__(self, execute, sql, params, many, context):
        said = str(sql).lstrip()
        # Not ended by a commit, and no transaction any more: it was rolled back.
        is_undone = not self.connection.in_atomic_block or said.startswith("ROLLBACK")
        if is_undone or not said.startswith(_HARMLESS):
            self.end()
            if not is_undone:
                # Whatever becomes of their files, nobody will ask for them.
                generation.rise()
            folder.drop_ahead(self.number)
        return execute(sql, params, many, context)
