"""Calendar entries for sessions: what a calendar shows of the programme, in the page's language.

One entry a session, cancelled ones included for good. Nothing here depends on what time it is,
so that the same programme gives the same bytes. Hidden addresses and hidden joining links are
given to nobody here: a calendar is copied to places we know nothing of.
"""

from django.conf import settings

from enbyforalle.lib.i18n import held_language, page_language
from enbyforalle.lib.ical import render
from events.programme.cards import place_of
from events.programme.entries import Writer, line_of
from events.programme.entryrows import read


def calendar(times, *, name):
    """The session times as the bytes of an iCalendar file in the active language.

    ``times`` is a queryset that holds only what the public may see. ``name`` is what the
    subscription is called; None makes a file to download. A fixed number of queries.
    """
    with held_language():
        rows, parts = read(times)
        writer = Writer(parts)
        entries = [writer.entry(row) for row in rows]
        return render(entries, name=name, language=page_language())


def feed_name(week, chosen=None):
    """«En by for alle-uka 2027», with what a filter chooses after a colon."""
    site = settings.SITE_NAME_EN if page_language() == "en" else settings.SITE_NAME
    name = f"{site} {week.year}" if week else str(site)
    chips = [str(chip.label) for chip in chosen.chips()] if chosen else []
    return f"{name}: {', '.join(chips)}"[:100] if chips else name


def changed_at(time):
    """The last real change of what is said of a time, as ``with_last_change`` finds it for many."""
    event = time.version.event
    changes = (time.session.changed_at, time.version.decided_at, event.status_changed_at)
    return max(change for change in changes if change)


def place_line(time):
    """Where the session is in one line; never a hidden address."""
    return line_of(place_of(time))
