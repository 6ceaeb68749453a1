"""The pages for what goes wrong. They ask neither the database nor who is signed in."""

from django.http import HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist, loader


def bad_request(request, exception=None):
    return render(request, "400.html", status=400)


def permission_denied(request, exception=None):
    return render(request, "403.html", status=403)


def not_found(request, exception=None):
    return render(request, "404.html", status=404)


def csrf_failure(request, reason=""):
    """A form sent from a page that had stood open for too long, or from another site.

    The page says that nothing was saved and how to go on; the reason stays in the log.
    """
    return render(request, "403_csrf.html", status=403)


def server_error(request):
    """The last resort: it must not fail itself, so it uses no context processor."""
    try:
        page = loader.get_template("500.html").render({"request_id": getattr(request, "id", "")})
    except TemplateDoesNotExist:
        page = "500"
    return HttpResponse(page, status=500)
