"""One event's poster as typst gets it."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock, links
from events.models import SessionTime
from events.paper.contents import frame_of
from events.paper.drawing import inked, words
from events.paper.entries import (
    day_of,
    facts,
    hours_of,
    only_in,
    organisers,
    registration,
    where,
)
from events.programme.cards import Card
from events.programme.days import with_rows
from events.programme.frame import street_of

# More than these are read nowhere but on the page the code leads to.
MOST_TIMES = 6


def poster(order, now):
    """The poster of one public event in each language, or None when it is not public."""
    times = SessionTime.objects.public(now).filter(
        version__event__week__year=order.year, version__event__slug=order.slug
    )
    cards = [Card(time) for time in with_rows(times)]
    if not cards:
        return None
    parts = []
    for language in order.languages:
        with translation.override(language):
            parts.append(_part(cards, now))
    return {"title": _name(parts[0]), "author": settings.MUNICIPALITY, "parts": parts}


def _name(part):
    title = part["title"] if isinstance(part["title"], str) else part["title"]["text"]
    return f"{title} – {part['name']}"


def _part(cards, now):
    first = cards[0]
    week, version = first.event.week, first.version
    to_come = _to_come(cards, now)
    shown = to_come[:MOST_TIMES]
    left = len(to_come) - len(shown)
    of_all = _marks_of_all(cards)
    there = _place_of_all(cards)
    said_once = dict.fromkeys(there, "") | ({"marks": []} if of_all else {})
    return frame_of(week, links.absolute(first.url), now) | {
        "newest": _("More about it, and what has changed since:"),
        "title": words(first.title),
        "summary": words(version.summary),
        "is_off": bool(of_all) and all(card.is_off for card in cards),
        "marks": of_all,
        "times": [
            {"day": day_of(card), "hours": hours_of(card)} | where(card) | said_once
            for card in shown
        ],
        "more": _more(left) if left else "",
        "place": there.get("place", ""),
        "address_there": there.get("address", ""),
        "district": there.get("district", ""),
        "facts": facts(first),
        "organisers": [words(row.name) for row in organisers(first.event)],
        "only_in": only_in(first),
        "street": inked(street_of(week, None, now)),
        **registration(version),
    }


def _marks_of_all(cards):
    """The states that all sessions share: said once, above the title."""
    marks = [where(card)["marks"] for card in cards]
    return marks[0] if all(row == marks[0] for row in marks) else []


def _place_of_all(cards):
    """The place that all sessions share, said once below them; nothing where they do not."""
    places = [
        {name: row[name] for name in ("place", "address", "district")} for row in map(where, cards)
    ]
    return places[0] if all(place == places[0] for place in places) else {}


def _to_come(cards, now):
    """Those of today and later; of an event that is over, all there were."""
    today = clock.local(now).date()
    coming = [
        card for card in cards if clock.local(card.time.ends_at or card.starts_at).date() >= today
    ]
    return coming or cards


def _more(left):
    return ngettext("and %(n)d more session", "and %(n)d more sessions", left) % {"n": left}
