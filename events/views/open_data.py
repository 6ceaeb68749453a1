"""Open data: the page that tells people of it, and the catalogue that tells machines."""

import json

from django.http import HttpResponse, QueryDict
from django.shortcuts import render

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import page_language
from enbyforalle.publishing import published
from events.machines import catalogue as programme_catalogue
from events.machines import guide
from events.machines.sheet import separator
from events.models import Week
from events.programme.days import public_weeks
from events.programme.filters import ProgrammeFilter
from events.programme.instants import next_change, release_times


@published
def open_data(request):
    """What there is, at which addresses, with which filters, on which terms, and whom to ask."""
    now = clock.now()
    chosen = ProgrammeFilter.from_query(QueryDict(""), Week.objects.current())
    context = {
        "ways": guide.ways(),
        "filters": guide.filter_names(chosen),
        "examples": guide.examples(chosen, now),
        "years": guide.years(public_weeks(now).order_by("-year")),
        "schema": programme_catalogue.schema(),
        "licence": f"{programme_catalogue.LICENCE}deed.{_deed()}",
        "separator": separator(),
        "section": "data",
    }
    response = render(request, "events/open_data.html", context)
    # At midnight a week is over, and another may be the current one.
    response.valid_until = next_change(now, *release_times())
    return response


@published(is_page=False)
def catalogue(request):
    """DCAT-AP-NO in JSON-LD, the same for both languages."""
    now = clock.now()
    document = programme_catalogue.catalogue(now)
    content = json.dumps(document, ensure_ascii=False, indent=1)
    response = HttpResponse(content, content_type=programme_catalogue.CONTENT_TYPE)
    response["Access-Control-Allow-Origin"] = "*"
    response.valid_until = next_change(now, *release_times())
    return response


def _deed():
    """Creative Commons calls Norwegian "no"."""
    return "en" if page_language() == "en" else "no"
