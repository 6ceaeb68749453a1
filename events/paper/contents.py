"""The programme as typst gets it: one part for each language, from the query the page reads."""

from collections import defaultdict

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import links
from enbyforalle.lib.dates import format_datetime, format_day, format_day_range
from enbyforalle.lib.i18n import page_language
from enbyforalle.lib.text import collation_key
from events.enums import HappeningStatus
from events.paper.drawing import code, inked, short, words
from events.paper.entries import entry, organisers
from events.programme.days import programme_days, public_week
from events.programme.filters import ProgrammeFilter
from events.programme.frame import street_of


def programme(order, now):
    """The whole programme that the order asks for, or None when nothing of it is public."""
    week = public_week(order.year, now)
    if week is None:
        return None
    parts = []
    for number, language in enumerate(order.languages):
        with translation.override(language):
            parts.append(_part(order, week, now, number))
    with translation.override(order.languages[0]):
        return {
            "title": f"{parts[0]['name']} – {parts[0]['heading']}",
            "author": settings.MUNICIPALITY,
            "is_large": order.is_large,
            "is_booklet": order.is_booklet,
            "parts": parts,
        }


def frame_of(week, address, now):
    """What programme and poster say of themselves: the week, how old they are, what is newer."""
    return {
        "lang": page_language(),
        "name": site_name(),
        "dates": format_day_range(week.starts_on, week.ends_on),
        "url": address,
        "address": short(address),
        "qr": code(address),
        "qr_alt": _("QR code with the address %(address)s") % {"address": short(address)},
        "newest": _("What has changed since stands here:"),
        "as_of": _("This is how the programme was %(when)s.") % {"when": format_datetime(now)},
        "words": {
            "theme": _("Theme:"),
            "filtered": _("Only some of the programme is shown here:"),
            "organisers": _("Organisers"),
            "organiser": _("Organiser:"),
            "page": _("page"),
            "notes": _("Notes"),
        },
    }


def site_name():
    """The week's name in the page's language."""
    return settings.SITE_NAME_EN if page_language() == "en" else settings.SITE_NAME


def _part(order, week, now, number):
    chosen = ProgrammeFilter.from_query(QueryDict(order.query), week)
    shown = programme_days(week, chosen, now, is_whole=True)
    path = reverse("events:year", args=[week.year])
    address = links.absolute(f"{path}?{order.query}" if order.query else path)
    keys = _Keys(number)
    sections = _sections(shown, keys)
    return frame_of(week, address, now) | {
        "heading": _("Programme %(year)s") % {"year": week.year},
        "week": _("week %(n)s") % {"n": week.iso_week},
        "theme": words(week.theme),
        "street": inked(street_of(week, chosen if chosen.is_active else None, now)),
        "filter": [_chip(chip) for chip in chosen.chips()],
        "count": _count(shown),
        "nothing": _nothing(shown, chosen),
        "sections": sections,
        "index": keys.index(),
    }


class _Keys:
    """Gives each session its label, and remembers whose it is."""

    def __init__(self, part):
        self.part = part
        self.n = 0
        self.by_organiser = defaultdict(dict)
        self.names = {}

    def of(self, card):
        self.n += 1
        key = f"p{self.part}-s{self.n}"
        for row in organisers(card.event):
            # Private persons are no entry of a list: they have no page either.
            if row.url or card.event.organiser is None:
                self.names[str(row.name)] = row.name
                # An event of many sessions stands there once, with the first of them.
                listed = {"key": key, "title": words(card.title), "mark": _whole_mark(card)}
                self.by_organiser[str(row.name)].setdefault(card.event.pk, listed)
        return key

    def index(self):
        return [
            {
                "name": words(self.names[name]),
                "events": list(self.by_organiser[name].values()),
            }
            for name in sorted(self.by_organiser, key=collation_key)
        ]


def _whole_mark(card):
    """«Avlyst», where that is so of the whole event."""
    is_off = card.event.status != HappeningStatus.SCHEDULED
    return card.marks[0].words if is_off and card.marks else ""


def _sections(shown, keys):
    found = []
    if shown.lasting:
        sessions = [entry(card, keys.of(card), has_day=True) for card in shown.lasting]
        found.append(_section(_("Lasts several days"), sessions=sessions))
    kickers = {"before": _("Pre-programme"), "after": _("Follow-up programme")}
    for day in shown.days:
        sessions = [entry(card, keys.of(card)) for card in day.rows]
        name = capfirst(format_day(day.date))
        found.append(_section(name, kickers.get(day.part, ""), sessions))
    if shown.undated:
        undated = [
            {"title": words(event.live.title), "url": links.absolute(event.get_absolute_url())}
            for event in shown.undated
        ]
        found.append(_section(_("Day not known"), undated=undated))
    return found


def _section(name, kicker="", sessions=(), undated=()):
    return {"name": name, "kicker": kicker, "sessions": list(sessions), "undated": list(undated)}


def _chip(chip):
    label = words(chip.label)
    named = f"{chip.facet_label}: {chip.label}"
    return named if isinstance(label, str) else label | {"text": named}


def _count(shown):
    n_off = sum(card.is_cancelled for card in shown.rows)
    said = [
        ngettext("%(n)d event", "%(n)d events", shown.n_events) % {"n": shown.n_events},
        ngettext("%(n)d session", "%(n)d sessions", shown.n_sessions) % {"n": shown.n_sessions},
    ]
    if n_off:
        said.append(ngettext("%(n)d cancelled", "%(n)d cancelled", n_off) % {"n": n_off})
    return ", ".join(said)


def _nothing(shown, chosen):
    if not shown.is_empty:
        return ""
    if chosen.is_active:
        return _("No events match your choices")
    return _("No programme has been published yet.")
