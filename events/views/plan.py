"""«My plan»: a page and a calendar of the sessions in their address, which is noted nowhere."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib import clock, links, qr
from enbyforalle.lib.ical import CONTENT_TYPE
from enbyforalle.publishing import published
from events.models import Week
from events.programme.feeds import calendar, feed_name
from events.programme.plan import MOST, Wish, plan_of, times_of
from events.programme.subscription import subscription

# What tells of the visitor: such an address is kept in no store and no cache.
OWN = ("s", "without")


@published(own=OWN)
def plan(request):
    """The plan in the address; without one, how to begin, and the place that the script fills."""
    wish = Wish.from_query(request.GET)
    if "without" in request.GET:
        return _unseen(redirect(_address(wish.query)))
    context = {"section": "plan", "most": MOST, "week": Week.objects.current()}
    if "s" in request.GET:
        found = plan_of(wish, clock.now())
        address = links.absolute(_address(found.query))
        context |= {
            "wish": wish,
            "plan": found,
            "address": address,
            "qr": qr.svg(address, _("QR code with the address of this plan")),
            "subscription": subscription("events:plan_ics", name=_name(), query=found.query),
        }
    return _unseen(render(request, "events/plan.html", context))


@published(own=OWN, is_page=False)
def plan_ics(request):
    """The plan as a calendar that follows the changes of its sessions; empty without any."""
    content = calendar(times_of(Wish.from_query(request.GET)), name=_name())
    response = HttpResponse(content, content_type=CONTENT_TYPE)
    response["Content-Disposition"] = "inline"
    return _unseen(response)


def _address(query):
    path = reverse("events:plan")
    return f"{path}?{query}" if query else path


def _name():
    return _("My plan – %(site)s") % {"site": feed_name(None)}


def _unseen(response):
    """No link out of the page may tell where the visitor came from: the address is the plan."""
    response["Referrer-Policy"] = "no-referrer"
    return response
