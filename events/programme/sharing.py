"""What is shown of an event, or of the week, where somebody shares its address: words and picture.

The picture's address carries a digest of its words. Those who show it keep it for long, and would
otherwise show an event as taking place after it has been cancelled.
"""

import hashlib
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock, links
from enbyforalle.lib.dates import format_day, format_day_range, format_time_range, iso_week
from enbyforalle.lib.i18n import Text, alternate_language, page_language
from events.models import SessionTime
from events.programme.street import panes_of

# What the pictures are drawn by; another number makes all of them anew.
EDITION = 1
SIZE = (1200, 630)
LOCALES = {"nb": "nb_NO", "en": "en_GB"}


@dataclass(frozen=True)
class ShareCard:
    """The picture in words: a small line, a state, the title, and the lines below it.

    ``other_title`` is the title in the other language, for letters that no font of ours has;
    ``own`` is the event whose windows shine alone in the street, or None for the whole week.
    """

    kicker: str
    title: Text
    state: str = ""
    lines: tuple[str, ...] = ()
    other_title: Text | None = None
    own: int | None = None

    @property
    def digest(self):
        words = (EDITION, self.kicker, self.title, self.state, self.lines, self.other_title)
        return hashlib.sha256(repr(words).encode()).hexdigest()[:12]

    @property
    def alt(self):
        """The picture in one sentence, for those who do not see it."""
        return ". ".join(str(part) for part in (self.state, self.title, *self.lines) if str(part))


@dataclass(frozen=True)
class Sharing:
    """What the head of a page says to those who show links to it.

    ``text`` is what stands beside the address in a message.
    """

    title: str
    description: str
    image: str
    alt: str
    text: str = ""

    width, height = SIZE

    @property
    def locale(self):
        return LOCALES[page_language()]

    @property
    def other_locale(self):
        return next(name for code, name in LOCALES.items() if code != page_language())


def week_panes(week, now):
    """The windows of the week's public sessions, for the street of a card. One query."""
    return list(panes_of(SessionTime.objects.public(now).for_week(week)))


def event_card(page):
    """The card of an ``EventPage``; asks the database nothing."""
    week, version, session = page.event.week, page.version, _next(page.sessions)
    lines = [*_when(session, len(page.sessions)), _where(session)] if session else []
    mark = page.title_mark
    with translation.override(alternate_language()):
        other_title = version.title
    return ShareCard(
        kicker=_name(week),
        title=version.title,
        state=str(mark.words) if mark else _("This event is over") if page.is_over else "",
        lines=tuple(line for line in lines if line),
        other_title=other_title,
        own=page.event.pk,
    )


def week_card(week):
    """The card of the whole week, for the home page and the programme."""
    number = _("week %(n)s") % {"n": iso_week(week.starts_on)[1]}
    return ShareCard(
        kicker=str(settings.MUNICIPALITY),
        title=Text(_name(week), page_language()),
        lines=tuple(
            line
            for line in (
                f"{format_day_range(week.starts_on, week.ends_on)} · {number}",
                str(week.theme),
            )
            if line
        ),
    )


def of_event(page):
    """What the event's page says of itself."""
    card = event_card(page)
    path = reverse("events:card", args=[page.event.week.year, page.event.slug])
    title = f"{card.state}: {card.title}" if card.state else str(card.title)
    summary = str(page.version.summary)
    description = ". ".join([*card.lines[:1], summary]) if summary else card.alt
    text = "\n".join([title, *card.lines])
    return Sharing(title, description, _versioned(path, card), card.alt, text)


def of_week(week, *, title=""):
    """What the home page and the programme say of themselves; None before the release."""
    if week is None or not week.is_released:
        return None
    card = week_card(week)
    path = reverse("events:week_card", args=[week.year])
    description = ". ".join(card.lines)
    return Sharing(title or str(card.title), description, _versioned(path, card), card.alt)


def _versioned(path, card):
    return f"{links.absolute(path)}?v={card.digest}"


def _name(week):
    site = settings.SITE_NAME_EN if page_language() == "en" else settings.SITE_NAME
    return f"{site} {week.year}"


def _next(sessions):
    """The session to name: the next that takes place, else the next, else the last there was."""
    coming = [card for card in sessions if not card.is_over]
    taking_place = [card for card in coming if not card.is_off]
    return next(iter(taking_place or coming or sessions[-1:]), None)


def _when(card, n_sessions):
    time = card.time
    if time.is_lasting:
        first, last = clock.local(time.starts_at).date(), clock.local(time.ends_at).date()
        lines = [format_day_range(first, last)]
    else:
        hours = format_time_range(time.starts_at, time.ends_at) if time.is_time_known else ""
        between = ", " if page_language() == "en" else " "
        day = capfirst(format_day(time.starts_at))
        lines = [f"{day}{between}{hours}" if hours else day]
    if n_sessions > 1:
        left = n_sessions - 1
        lines.append(
            ngettext("and %(n)d more session", "and %(n)d more sessions", left) % {"n": left}
        )
    return lines


def _where(card):
    place = card.place
    return " · ".join(str(part) for part in (place.name, place.district) if str(part))
