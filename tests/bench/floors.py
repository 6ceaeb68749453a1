"""What nothing in Python can be faster than: the same bytes sent by as little code as possible.

Three WSGI applications that gunicorn starts. BENCH_PAGES names a folder with index.json, where
each address has its headers and the file of its body, as the site itself sent them.
"""

import json
import os
from pathlib import Path

import django
from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

_FOLDER = Path(os.environ.get("BENCH_PAGES", "."))


def _pages():
    index = json.loads((_FOLDER / "index.json").read_text())
    return {
        address: ([tuple(row) for row in headers], (_FOLDER / name).read_bytes())
        for address, (headers, name) in index.items()
    }


def only_bytes():
    """A WSGI function: a dictionary, a list of headers, the bytes."""
    pages = _pages()

    def application(environ, start_response):
        query = environ["QUERY_STRING"]
        path = environ["PATH_INFO"]
        found = pages.get(f"{path}?{query}" if query else path)
        if found is None:
            start_response("404 Not Found", [("Content-Length", "0")])
            return []
        headers, body = found
        start_response("200 OK", list(headers))
        return [body]

    return application


def bytes_and_look():
    """The same with the one-row look at the generation, as the site asks it."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")
    django.setup()
    from enbyforalle.publishing.looking import Look  # noqa: PLC0415 - after the settings

    inner, look = only_bytes(), Look()

    def application(environ, start_response):
        look.number()
        return inner(environ, start_response)

    return application


def django_view():
    """A view that answers with the bytes, behind the middlewares of a new Django project."""
    settings.configure(
        SECRET_KEY="of-the-benchmark",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF=__name__,
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
        ],
        MIDDLEWARE=[
            "django.middleware.security.SecurityMiddleware",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.common.CommonMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "django.middleware.clickjacking.XFrameOptionsMiddleware",
        ],
        # Nothing asks it; a pool of connections would be unfair to nobody but this floor.
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
        USE_TZ=True,
    )
    _kept.update(_pages() if (_FOLDER / "index.json").exists() else {})
    return get_wsgi_application()


_kept: dict = {}


def _view(request):
    headers, body = _kept[request.get_full_path()]
    return HttpResponse(body, headers=dict(headers))


def _alive(request):
    return HttpResponse("up")


urlpatterns = [re_path(r"^healthz$", _alive), re_path(r"", _view)]


def empty_urls():
    """The site's own settings and installed apps over no address at all: what a start costs."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.empty"
    return get_wsgi_application()
