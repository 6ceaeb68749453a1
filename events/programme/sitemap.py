"""Every public address of the site in both languages, for search engines."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import OuterRef, Subquery
from django.urls import reverse
from django.utils import translation

from enbyforalle.lib.links import absolute
from enbyforalle.pages.models import Meeting, Page
from events.models import Event, Version
from events.programme.days import public_organisers, public_weeks

# One file may hold 50 000 addresses; an event has two.
MOST = 20_000


@dataclass(frozen=True)
class Address:
    """One page: its full address by language code, and when it last changed, if that is known."""

    urls: dict[str, str]
    changed_at: datetime | None = None


def addresses(now):
    """All public pages. Filtered lists are none of them; feeds and pictures neither."""
    found = [_named(f"events:{name}") for name in ("home", "programme", "archive", "organisers")]
    found.append(_named("pages:meetings"))
    found += [_named("events:year", week.year) for week in public_weeks(now)]
    live = Version.objects.filter(event=OuterRef("pk"), is_live=True)
    events = Event.objects.public(now).annotate(decided_at=Subquery(live.values("decided_at")))
    for year, slug, decided_at in events.order_by("week__year", "slug").values_list(
        "week__year", "slug", "decided_at"
    )[:MOST]:
        found.append(_named("events:detail", year, slug, changed_at=decided_at))
    for slug in public_organisers(now).order_by("slug").values_list("slug", flat=True):
        found.append(_named("events:organiser", slug))
    for row in (*Page.objects.public(), *Meeting.objects.public()):
        found.append(Address(_in_each_language(row.get_absolute_url), row.updated_at))
    return found


def _named(name, *args, changed_at=None):
    return Address(_in_each_language(lambda: reverse(name, args=args)), changed_at)


def _in_each_language(address):
    urls = {}
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            urls[code] = absolute(address())
    return urls
