"""The words of a calendar entry, written from values in one pass."""

from django.conf import settings
from django.utils.translation import gettext as _

from enbyforalle.lib import clock, links
from enbyforalle.lib.ical import Entry, Status
from events.enums import REGISTERED, Attendance, HappeningStatus, LanguageUse, RegistrationMode
from events.models.event import year_folder
from events.programme.cards import Card, language_word, place_of, price_of
from events.programme.entryrows import Row

# Descriptions are cut at 800 characters, and a line cut in the middle says nothing.
MOST_FACTS = 12

_STATUSES = {
    HappeningStatus.SCHEDULED: Status.CONFIRMED,
    HappeningStatus.CANCELLED: Status.CANCELLED,
    HappeningStatus.POSTPONED: Status.POSTPONED,
}


# What of a row ``place_of`` reads.
_PLACE = slice(Row._fields.index("attendance"), Row._fields.index("session_room") + 1)


def line_of(place):
    """One line that maps can find: "Name, Street 1, 4611 Town"."""
    return ", ".join(str(part) for part in (place.name, place.address) if part)


class _Once(dict):
    """What ``make`` gives for a key, made once: words of a vocabulary that all entries share."""

    def __init__(self, make):
        super().__init__()
        self.make = make

    def __missing__(self, key):
        made = self[key] = self.make(key)
        return made


class Writer:
    """Makes the entries of one feed. What all of them share is looked up once."""

    def __init__(self, parts):
        self.parts, self.places = parts, {}
        self.language = _Once(language_word)
        self.price = _Once(lambda price: price_of(*price))
        self.registration = _Once(lambda mode: str(RegistrationMode(mode).label))
        self.folder = _Once(lambda year: links.absolute(year_folder(year)))
        self.words = {
            "position": _("Session %(number)d of %(total)d"),
            "room": _("Room: %(room)s"),
            "organiser": _("Organiser: %(names)s"),
            "price": _("Price: %(price)s"),
            "access": _("Accessibility: %(features)s"),
            "language": _("Language: %(languages)s"),
            "into": _("Interpreted into: %(languages)s"),
        }

    def entry(self, row):
        """One row of ``entryrows.read`` as a calendar entry."""
        news = self.parts.news.get(row.pk)
        place, room = self._place(row)
        starts, ends = _span(row)
        title, label = row.title or row.title_else, row.label or row.label_else
        return Entry(
            uid=f"{row.uid}@{settings.UID_DOMAIN}",
            summary=f"{title} – {label}" if label else title,
            starts=starts,
            ends=ends,
            changed_at=row.last_change,
            sequence=row.sequence,
            status=_STATUSES[HappeningStatus(news.status)] if news else Status.CONFIRMED,
            description="\n".join(self._lines(row, room, news)),
            place=place,
            url=f"{self.folder[row.year]}{row.slug}/",
            geo=_geo(row),
            categories=self.parts.topics.get(row.version_id, ()),
            is_transparent=row.is_drop_in or row.is_lasting,
        )

    def _lines(self, row, room, news):
        """The description, most needed first: what has changed, what it is, how to take part."""
        lines = _news(news) if news else []
        lines.append(row.summary or row.summary_else)
        lines.append(self._position(row))
        if room:
            lines.append(self.words["room"] % {"room": room})
        if row.is_online:
            lines.append(_online(row))
        lines.append(self._organisers(row))
        lines.append(self._price(row))
        lines.append(self._access(row))
        lines.append(self._languages(row))
        return [line for line in lines if line]

    def _place(self, row):
        """(the line of the place, its room); many sessions share few places."""
        key = row[_PLACE]
        if key not in self.places:
            place = place_of(row)
            self.places[key] = line_of(place), place.room
        return self.places[key]

    def _position(self, row):
        siblings = self.parts.siblings[row.version_id]
        if len(siblings) < 2:
            return ""
        number = siblings.index(row.pk) + 1
        return self.words["position"] % {"number": number, "total": len(siblings)}

    def _organisers(self, row):
        names = self.parts.organisers
        keys = (row.organiser_id, *self.parts.joined.get(row.event_id, ()))
        who = ", ".join([names[key] for key in keys if key in names]) or row.organiser_names
        return self.words["organiser"] % {"names": who} if who else ""

    def _price(self, row):
        amounts = self.parts.amounts.get(row.version_id, ())
        price = self.price[row.price_type, tuple(amounts)]
        words = [self.words["price"] % {"price": price}] if price else []
        if row.registration_mode in REGISTERED:
            words.append(self.registration[row.registration_mode])
        return ". ".join(words)

    def _access(self, row):
        """What the event or its venue says yes to, the questions asked first in front."""
        answers = self.parts.access.get(row.version_id, {})
        if row.venue_id and row.attendance != Attendance.ONLINE:
            answers = self.parts.lasting.get(row.venue_id, {}) | answers
        if not answers:
            return ""
        names = [name for pk, name in self.parts.features if answers.get(pk)]
        features = ", ".join(names[:MOST_FACTS])
        return self.words["access"] % {"features": features} if names else ""

    def _languages(self, row):
        spoken, into = [], []
        for code, use in self.parts.languages.get(row.version_id, ()):
            if use == LanguageUse.SPOKEN:
                spoken.append(self.language[code])
            elif use == LanguageUse.INTERPRETED:
                into.append(self.language[code])
        words = []
        if spoken:
            words.append(self.words["language"] % {"languages": ", ".join(spoken)})
        if into:
            words.append(self.words["into"] % {"languages": ", ".join(into)})
        return ". ".join(words)


def _span(row):
    """Instants; or dates for what lasts for days, or of which only the day is known."""
    if row.is_time_known and not row.is_lasting:
        return row.starts_at, row.ends_at
    last = clock.local(row.ends_at).date() if row.ends_at else None
    return clock.local(row.starts_at).date(), last


def _geo(row):
    if row.venue is None or row.is_address_hidden or row.attendance == Attendance.ONLINE:
        return None
    if row.venue.latitude is None:
        return None
    return float(row.venue.latitude), float(row.venue.longitude)


def _news(time):
    """What differs from the plan. The status itself stands in the title."""
    card = Card(time)
    if card.is_off:
        return [str(mark.more) for mark in card.marks]
    news = [f"{mark.words} ({mark.more})" if mark.more else mark.words for mark in card.marks]
    return [*news, str(card.notice)]


def _online(row):
    """The platform and the link, unless those who register get it."""
    if row.is_joining_url_hidden:
        return _("Online: you get the joining link when you register.")
    parts = (row.platform or row.platform_else, links.safe(row.joining_url))
    where = " ".join(part for part in parts if part)
    return _("Online: %(where)s") % {"where": where} if where else ""
