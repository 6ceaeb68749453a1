"""The programme without a network: the page about it, what to keep, and who answers from it."""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.models import Week
from events.programme import addresses
from events.programme import offline as programme_offline
from events.programme.days import public_week
from events.programme.instants import next_change, release_times

_WORKER = Path(settings.BASE_DIR) / "static" / "js" / "sw.js"


@published
def offline(request):
    """What is kept on the device, how old it is, and how to delete it."""
    week = Week.objects.current()
    address = reverse("events:copy_list", args=[week.year]) if week else ""
    context = {"copy_list": address, "section": "offline"}
    response = render(request, "events/offline.html", context)
    response.valid_until = next_change(clock.now(), *release_times())
    return response


@published(each=addresses.years("events:copy_list"), is_page=False)
def copy_list(request, year):
    """JSON: the pages and files of a week's copy with their sizes."""
    week, now = public_week(year), clock.now()
    if week is None:
        raise Http404
    content = programme_offline.copy_list(week, now)
    response = JsonResponse(content, json_dumps_params={"ensure_ascii": False})
    response.valid_until = next_change(now, *release_times())
    return response


@published(is_page=False)
def worker(request):
    """The service worker. It stands at the root, since it answers for all that lies below."""
    response = HttpResponse(_WORKER.read_bytes(), content_type="text/javascript; charset=utf-8")
    # A worker that a browser took from a cache could not be mended.
    response["Cache-Control"] = "no-cache"
    return response
