"""Addresses of the page store's tests: one view for each way of behaving."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.utils.translation import activate

from enbyforalle.errors import not_found, server_error
from enbyforalle.lib import clock
from enbyforalle.pages.models import Redirect
from enbyforalle.publishing import published

LONG = "Lys i vinduene. " * 100

# What a test wants to happen while a page is built, and the methods that views were asked with.
during_build = []
calls = []


def _page(text):
    return HttpResponse(text, headers={"X-Made-By": "view"})


@published(params=("day", "topic"))
def topics(request):
    calls.append(request.method)
    for happening in during_build:
        happening()
    names = ", ".join(Redirect.objects.order_by("old_path").values_list("old_path", flat=True))
    return _page(f"<h1>{names}</h1><p>{request.GET.get('day', '')}</p>{LONG}")


@published
def hourly(request):
    calls.append(request.method)
    now = clock.local(clock.now())
    response = _page(f"It is {now:%H}")
    response.valid_until = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return response


@published
def small(request):
    return _page("small")


@published
def missing(request):
    raise Http404


@published
def broken(request):
    return HttpResponse("broken", status=503)


@published
def sets_cookie(request):
    response = _page("for you")
    response.set_cookie("visitor", "1")
    return response


@published
def reads_session(request):
    return _page(f"seen {request.session.get('n', 0)}")


@published
def reads_user(request):
    return _page(f"hello {request.user}")


@published
def uses_token(request):
    return _page(get_token(request))


@published
def varies(request):
    return HttpResponse("x", headers={"Vary": "Accept-Language"})


@published
def speaks_english(request):
    activate("en")
    return _page("hello")


@published
def streams(request):
    return StreamingHttpResponse(iter([b"a", b"b"]))


@published(params=("day",), own=("saved",))
def saved(request):
    return _page(f"<p>{request.GET.get('saved', '')}</p>{LONG}")


@published
def private(request):
    return HttpResponse("only you", headers={"Cache-Control": "private"})


@published
def conditional(request):
    """What the view is told of the visitor's own copy: nothing, or it could answer 304 itself."""
    return _page(str("HTTP_IF_NONE_MATCH" in request.META))


def desk(request):
    calls.append(request.method)
    return _page("the desk")


def rows(request):
    return _page(str(Redirect.objects.count()))


handler404 = not_found
handler500 = server_error

urlpatterns = [
    path("topics/", topics),
    path("en/topics/", topics),
    path("hourly/", hourly),
    path("small/", small),
    path("missing/", missing),
    path("broken/", broken),
    path("sets-cookie/", sets_cookie),
    path("reads-session/", reads_session),
    path("reads-user/", reads_user),
    path("uses-token/", uses_token),
    path("varies/", varies),
    path("speaks-english/", speaks_english),
    path("streams/", streams),
    path("saved/", saved),
    path("private/", private),
    path("conditional/", conditional),
    path("desk/", login_not_required(desk)),
    path("desk/rows/", login_not_required(rows)),
]
