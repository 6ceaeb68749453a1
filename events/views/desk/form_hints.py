"""Hints about a time that is being chosen, for the script of the form; the page has them too."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from enbyforalle.lib import limits
from events.domain.advice import Surroundings
from events.forms.places import Places
from events.forms.times import TimeRow
from events.views.desk.access import open_version, writable_event

# Nobody chooses a time oftener than this; whoever asks for every hour of every venue wants to
# know what others plan.
MOST, SECONDS = 60, 600
PREFIX = "times-0"


@never_cache
@require_GET
def hints(request, reference):
    """The hints about one session as it stands in the form, as a piece of the page.

    Its fields are named as in the first row of the form. Nothing where they are not understood
    yet; 429 for whoever asks too often.
    """
    event = writable_event(request.user, reference)
    if limits.is_exceeded("hints", str(request.user.pk), most=MOST, seconds=SECONDS):
        return HttpResponse(status=429)
    version = open_version(event) or event.latest
    row = TimeRow(
        request.GET,
        prefix=PREFIX,
        row=None,
        number=0,
        places=Places.load(),
        around=Surroundings(version),
    )
    row.is_valid()
    found = row.hints if row.moments else []
    return render(request, "desk/parts/_hints.html", {"hints": found})
