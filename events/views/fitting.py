"""«Fits me»: where a visitor says what they need, and the words in which their browser judges."""

from django.http import JsonResponse
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.publishing import published
from events.models import Week
from events.programme import fitting
from events.programme.instants import next_change, release_times


@published
def fits(request):
    """The form. Nothing of it is sent to us: a script keeps it in the visitor's own browser."""
    week = Week.objects.current()
    context = fitting.needs(week) | {"week": week, "section": "fits"}
    response = render(request, "events/fits.html", context)
    response.valid_until = next_change(clock.now(), *release_times())
    return response


@published(is_page=False)
def fits_words(request):
    """The sentences of ``static/js/needs.js``, the same for everyone."""
    return JsonResponse(fitting.words(), json_dumps_params={"ensure_ascii": False})
