"""The pages for what goes wrong. They ask neither the database nor who is signed in."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader

from enbyforalle.lib import unsent
from enbyforalle.publishing import generation
from enbyforalle.publishing.middleware import unavailable

# The parts whose forms show again what was not received (see ``enbyforalle.lib.unsent``).
_KEEPING = ("desk", "organisers")


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    """A form sent from a page that had stood open for too long, or from another site.

    What was written on one of our own pages for those who are signed in is kept and stands there
    again. A stranger's page must not be able to fill in our forms, so the browser has to say that
    the page was ours. The reason stays in the log.
    """
    back = ""
    match = request.resolver_match
    is_ours = request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
    if is_ours and match is not None and match.namespace in _KEEPING:
        unsent.keep(request)
        back = unsent.page_of(request)
    return render(request, "403_csrf.html", {"back": back}, status=403)


def server_error(request):
    """The last resort: it must not fail itself, so it uses no context processor."""
    if isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)) and _is_database_away():
        return unavailable()
    try:
        page = loader.get_template("500.html").render({"request_id": getattr(request, "id", "")})
    except TemplateDoesNotExist:
        page = "500"
    return HttpResponse(page, status=500)


def _is_database_away():
    try:
        generation.current_if_reachable()
    except generation.DatabaseAway:
        return True
    return False
