"""The programme and the posters as PDF: the finished file, or a page that tells how far it is.

No published views: their bytes stand in files and not in memory, and a file that is not made yet
is no page to keep. They are as open as those and know as little of who asks.
"""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.db.models import Q
from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.shortcuts import render
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enbyforalle.lib import clock
from enbyforalle.publishing.negotiation import has_already
from enbyforalle.publishing.page import CACHE_CONTROL
from events.models import SessionTime, Week
from events.paper.keeping import Edition, kept
from events.paper.making import ask
from events.paper.ordering import Order
from events.programme.days import public_week, public_weeks


@login_not_required
@require_safe
def pdf(request):
    """The current week; before its programme is released, the newest of which anything is public.

    404 while there is none.
    """
    week = Week.objects.current() or public_weeks().order_by("-year").first()
    if week is None:
        raise Http404
    return _programme(request, week)


@login_not_required
@require_safe
def year_pdf(request, year):
    """One year's week; 404 until something of it is public."""
    week = public_week(year)
    if week is None:
        raise Http404
    return _programme(request, week)


@login_not_required
@require_safe
def poster(request, year, slug):
    """One event's poster; 404 unless the event is public and somebody knows when it is."""
    event = Q(version__event__week__year=year, version__event__slug=slug)
    if not SessionTime.objects.public().filter(event).exists():
        raise Http404
    order = Order.of_poster(request.GET, year, slug)
    return _answer(request, order, reverse("events:detail", args=[year, slug]))


def _programme(request, week):
    order = Order.of_programme(request.GET, week.year)
    path = reverse("events:year", args=[week.year])
    back = f"{path}?{order.query}" if order.query else path
    return _answer(request, order, back)


def _answer(request, order, back):
    """The bytes that are right now, and never older ones."""
    content = kept(Edition.now(order, clock.now()))
    if content is None:
        return _not_yet(request, order, back)
    etag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    if has_already(request.headers.get("If-None-Match", ""), etag):
        response = HttpResponseNotModified()
    else:
        response = HttpResponse(content, content_type="application/pdf")
        response["Content-Disposition"] = f'inline; filename="{_file_name(order)}"'
        if order.query:
            response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = CACHE_CONTROL
    response["ETag"] = etag
    response["Content-Language"] = ", ".join(order.languages)
    return response


def _not_yet(request, order, back):
    progress = ask(order)
    context = {
        "progress": progress,
        "is_poster": bool(order.slug),
        "again": request.get_full_path(),
        "back": back,
        "section": "programme",
    }
    response = render(request, "events/paper.html", context, status=503)
    response["Retry-After"] = str(progress.retry_after)
    response["Cache-Control"] = "no-store"
    response["X-Progress"] = progress.state
    # A file that is being made is no fault, and Django would log every 503 as one.
    response._has_been_logged = True
    return response


def _file_name(order):
    parts = [slugify(_("Programme")), str(order.year)]
    if order.slug:
        parts = [order.slug, slugify(_("Poster"))]
    parts += ["-".join(order.languages)] if len(order.languages) > 1 else []
    parts += [slugify(_("Large print"))] if order.is_large else []
    parts += [slugify(_("Booklet"))] if order.is_booklet else []
    return f"{'-'.join(parts)}.pdf"
