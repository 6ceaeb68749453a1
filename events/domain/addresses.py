"""The public address of an event: made once, at its first approval, and never changed."""

from itertools import count

from enbyforalle.lib.text import slugify_nb
from events.models import Event, Week

# Words that stand where a slug would in the public addresses, in both languages.
RESERVED = frozenset(
    ("arkiv", "archive", "tidstabell", "timetable", "kart", "map", "innebygd", "embed")
    + ("program", "programme", "rss", "ics", "json", "csv", "pdf", "utskrift", "print")
    + ("hefte", "booklet", "plakat", "poster", "kortliste", "compact", "bydel", "district")
)
LONGEST = 80


def free_slug(event, title):
    """A slug for ``title`` that is free in the event's week; falls back to the reference.

    The week is locked until the transaction ends, so that two events of one title that are
    approved at once get two addresses.
    """
    Week.objects.select_for_update(no_key=True).get(pk=event.week_id)
    base = slugify_nb(title, LONGEST) or event.reference
    if base in RESERVED or base.isdigit():
        base = f"{base}-{event.reference}"
    taken = set(
        Event.objects.filter(week=event.week, slug__startswith=base)
        .exclude(pk=event.pk)
        .values_list("slug", flat=True)
    )
    if base not in taken:
        return base
    return next(slug for slug in (f"{base}-{n}" for n in count(2)) if slug not in taken)
