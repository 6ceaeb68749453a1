"""Pages that are not stored, in a process that is warm: against what cannot be done without."""

import json
import math
from functools import cached_property
from statistics import median

from tests.bench import site
from tests.bench.figures import Figure


def tasks(client):
    """{name: function without arguments} to be timed in turn, within the site's own process."""
    from tests.bench.plain_ical import written_from_the_database  # noqa: PLC0415

    addresses = {
        "programme": "/program/",
        "one day": "/program/?day=2027-02-10",
        "search": "/program/?q=kaffe",
        "feed": "/program.ics",
        "json": "/program.json",
        "event": _an_event(),
    }
    found = {name: _asking(client, address) for name, address in addresses.items()}
    found["template"] = _from_a_ready_list(client, addresses["programme"])
    found["plain feed"] = written_from_the_database
    return found


def _asking(client, address):
    def ask():
        answer = client.get(address)
        assert answer.status_code == 200, (address, answer.status_code)

    return ask


def _an_event():
    from events.models import Event  # noqa: PLC0415

    return Event.objects.public().order_by("pk").first().get_absolute_url()


def _from_a_ready_list(client, address):
    """The same template from the same context, with nothing left to ask the database."""
    from django.template import loader  # noqa: PLC0415
    from django.test import RequestFactory  # noqa: PLC0415

    from events.views import public  # noqa: PLC0415

    request = RequestFactory(SERVER_NAME="127.0.0.1").get(address)
    caught = {}
    real = public.render

    def catch(request, name, context):
        caught.update(context)
        return real(request, name, context)

    public.render = catch
    try:
        public.programme(request)
    finally:
        public.render = real
    template = loader.get_template("events/programme.html")

    def rendered():
        for card in caught["programme"].rows:
            # What a card works out once is worked out again: it belongs to rendering.
            for name in list(card.__dict__):
                if isinstance(getattr(type(card), name, None), cached_property):
                    del card.__dict__[name]
        template.render(dict(caught), request)

    return rendered


def sample(environ):
    """{task: [milliseconds of each round]} at the size the site's week has now."""
    told = site.run(environ | {"PAGE_STORE_BYTES": "0"}, "-m", "tests.bench.inside", "cold")
    return json.loads(told)


def figures_of(by_size, database):
    """Figures from the samples of all sizes, smallest first."""
    figures = list(_figures(by_size, list(by_size)))
    for figure in figures:
        figure.database = database
        figure.group = "Cold pages"
    return figures


def _ratios(found, name, floor):
    return [mine / other for mine, other in zip(found[name], found[floor], strict=True)]


def _figures(by_size, sizes):
    first, last = by_size[sizes[0]], by_size[sizes[-1]]
    said = _said(first, "programme", "template")
    title = f"Programme of {sizes[0]} sessions against its template from a ready list"
    limit = "rows become objects, and a template walks over them"
    yield Figure("", title, _ratios(first, "programme", "template"), "×", None, 2.0, said, limit)
    if len(sizes) > 1:
        yield from _growth(by_size, sizes)
    at = min(sizes, key=lambda size: abs(size - 1000))
    found = by_size[at]
    title = f"Feed of {at} sessions against a plain writer, both with their query"
    limit = "ten tables are read, and words in the language of the feed"
    said = _said(found, "feed", "plain feed")
    yield Figure("", title, _ratios(found, "feed", "plain feed"), "×", None, 3.0, said, limit)
    title = f"Search in {sizes[-1]} sessions against the plain programme page"
    said = _said(last, "search", "programme")
    yield Figure("", title, _ratios(last, "search", "programme"), "×", None, 1.0, said, "rendering")
    for name in ("programme", "one day", "feed", "json", "event"):
        said = ", ".join(f"{size}: {median(by_size[size][name]):.0f} ms" for size in sizes)
        title = f"Processor time of {name}, cold, {sizes[0]} sessions"
        yield Figure("", title, first[name], "ms", None, None, said, "see above")


def _growth(by_size, sizes):
    """Exponents: 1 is twice the time for twice the sessions.

    A long programme shows one day at a time, so one day of every size is the honest measure.
    """
    first, last = sizes[0], sizes[-1]
    for name, most in (("one day", 1.1), ("feed", 1.1), ("event", 0.1)):
        pairs = zip(by_size[first][name], by_size[last][name], strict=True)
        values = [math.log(large / small) / math.log(last / first) for small, large in pairs]
        title = f"Growth of {name} from {first} to {last} sessions, exponent"
        yield Figure("", title, values, "", None, most, "", "linear: every row is shown")


def _said(found, name, floor):
    return f"{median(found[name]):.0f} ms against {median(found[floor]):.0f} ms"
