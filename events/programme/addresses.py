"""Which addresses the programme's views answer now; each function serves `published(each=…)`."""

from functools import partial

from django.db.models import OuterRef, Subquery
from django.urls import reverse

from enbyforalle.lib.images import EXTENSIONS
from events.models import Event, Image, SessionTime, Version
from events.programme.days import public_organisers, public_weeks


def years(name):
    """Weeks of which anything is public, under the URL name ``name``."""

    def each(now):
        for year in public_weeks(now).order_by("year").values_list("year", flat=True):
            yield partial(reverse, name, args=[year]), None

    return each


def events(name):
    """Public events, changed when their live text was approved."""

    def each(now):
        live = Version.objects.filter(event=OuterRef("pk"), is_live=True)
        rows = (
            Event.objects.public(now)
            .annotate(decided_at=Subquery(live.values("decided_at")))
            .order_by("week__year", "slug")
        )
        for year, slug, decided_at in rows.values_list("week__year", "slug", "decided_at"):
            yield partial(reverse, name, args=[year, slug]), decided_at

    return each


def sessions(now):
    """The calendar file of each event, and of each of its sessions."""
    yield from events("events:detail_ics")(now)
    rows = SessionTime.objects.public(now).order_by("session__uid").distinct()
    for year, slug, uid in rows.values_list(
        "version__event__week__year", "version__event__slug", "session__uid"
    ):
        yield partial(_session_path, year, slug, uid), None


def _session_path(year, slug, uid):
    return f"{reverse('events:detail_ics', args=[year, slug])}?s={uid}"


def districts(name):
    """Districts in which something public of a year takes place, under the URL name ``name``."""

    def each(now):
        times = SessionTime.objects.public(now)
        rows = {
            (year, district or elsewhere)
            for year, district, elsewhere in times.order_by().values_list(
                "version__event__week__year", "venue__district__slug", "place_district__slug"
            )
        }
        for year, slug in sorted(row for row in rows if row[1]):
            yield partial(reverse, name, args=[year, slug]), None

    return each


def organisers(name):
    """Organisers with a page."""

    def each(now):
        for slug in public_organisers(now).order_by("slug").values_list("slug", flat=True):
            yield partial(reverse, name, args=[slug]), None

    return each


def pictures(now):
    """Every file of every picture a public event shows."""
    for key, widths in Image.objects.public(now).order_by("pk").values_list("pk", "widths"):
        for width in widths:
            for extension in EXTENSIONS:
                yield partial(reverse, "events:picture", args=[key, width, extension]), None
