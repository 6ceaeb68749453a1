"""Calendar entries for sessions: what a calendar shows of the programme, in the page's language.

One entry a session, cancelled ones included for good. Nothing here depends on what time it is,
so that the same programme gives the same bytes. Hidden addresses and hidden joining links are
given to nobody here: a calendar is copied to places we know nothing of.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from enbyforalle.lib import clock, links
from enbyforalle.lib.i18n import held_language, page_language
from enbyforalle.lib.ical import Entry, Status, render
from events.enums import REGISTERED, Attendance, HappeningStatus, LanguageUse
from events.programme.access import facts_of
from events.programme.cards import Card, language_word, place_of, price_words
from events.programme.rows import with_rows

# Descriptions are cut at 800 characters, and a line cut in the middle says nothing.
MOST_FACTS = 12

_STATUSES = {
    HappeningStatus.SCHEDULED: Status.CONFIRMED,
    HappeningStatus.CANCELLED: Status.CANCELLED,
    HappeningStatus.POSTPONED: Status.POSTPONED,
}


def calendar(times, *, name):
    """The session times as the bytes of an iCalendar file in the active language.

    ``times`` is a queryset that holds only what the public may see. ``name`` is what the
    subscription is called; None makes a file to download. A fixed number of queries.
    """
    rows = with_rows(times, siblings=True)
    with held_language():
        return render([entry(time) for time in rows], name=name, language=page_language())


def feed_name(week, chosen=None):
    """«En by for alle-uka 2027», with what a filter chooses after a colon."""
    site = settings.SITE_NAME_EN if page_language() == "en" else settings.SITE_NAME
    name = f"{site} {week.year}" if week else str(site)
    chips = [str(chip.label) for chip in chosen.chips()] if chosen else []
    return f"{name}: {', '.join(chips)}"[:100] if chips else name


def entry(time):
    """One session as a calendar entry."""
    version, session = time.version, time.session
    starts, ends = _span(time)
    label = str(time.label)
    return Entry(
        uid=f"{session.uid}@{settings.UID_DOMAIN}",
        summary=f"{version.title} – {label}" if label else str(version.title),
        starts=starts,
        ends=ends,
        changed_at=changed_at(time),
        sequence=session.sequence,
        status=_STATUSES[HappeningStatus(time.status)],
        description="\n".join(_lines(time)),
        place=place_line(time),
        url=links.absolute(version.event.get_absolute_url()),
        geo=_geo(time),
        categories=[str(topic.name) for topic in version.topics.all()],
        is_transparent=version.is_drop_in or time.is_lasting,
    )


def changed_at(time):
    """The last real change of what the entry says: a fact of the day or an approval."""
    event = time.version.event
    changes = (time.session.changed_at, time.version.decided_at, event.status_changed_at)
    return max(change for change in changes if change)


def place_line(time):
    """One line that maps can find: "Name, Street 1, 4611 Town"; never a hidden address."""
    place = place_of(time)
    return ", ".join(str(part) for part in (place.name, place.address) if part)


def _span(time):
    """Instants; or dates for what lasts for days, or of which only the day is known."""
    if time.is_time_known and not time.is_lasting:
        return time.starts_at, time.ends_at
    last = clock.local(time.ends_at).date() if time.ends_at else None
    return clock.local(time.starts_at).date(), last


def _geo(time):
    if time.venue is None or time.is_address_hidden or time.attendance == Attendance.ONLINE:
        return None
    if time.venue.latitude is None:
        return None
    return float(time.venue.latitude), float(time.venue.longitude)


def _lines(time):
    """The description, most needed first: what has changed, what it is, how to take part."""
    version = time.version
    lines = [*_news(time), str(version.summary), _position(time), *_joining(time)]
    lines += [_organisers(version), _price(version), _access(time), _languages(version)]
    return [line for line in lines if line]


def _news(time):
    """What differs from the plan. The status itself stands in the title."""
    card = Card(time)
    if card.is_off:
        return [str(mark.more) for mark in card.marks]
    news = [f"{mark.words} ({mark.more})" if mark.more else mark.words for mark in card.marks]
    return [*news, str(card.notice)]


def _position(time):
    siblings = [sibling.pk for sibling in time.version.siblings]
    if len(siblings) < 2:
        return ""
    number = siblings.index(time.pk) + 1
    return _("Session %(number)d of %(total)d") % {"number": number, "total": len(siblings)}


def _joining(time):
    """The room; and online the platform and the link, unless those who register get it."""
    version, lines = time.version, []
    if room := place_of(time).room:
        lines.append(_("Room: %(room)s") % {"room": room})
    if not time.is_online:
        return lines
    if version.is_joining_url_hidden:
        lines.append(_("Online: you get the joining link when you register."))
    else:
        parts = (str(version.online_platform), links.safe(version.joining_url))
        where = " ".join(part for part in parts if part)
        lines.append(_("Online: %(where)s") % {"where": where} if where else "")
    return lines


def _organisers(version):
    event = version.event
    names = [event.organiser, *(row.organiser for row in event.accepted)]
    shown = [
        str(organiser.public_text.name)
        for organiser in names
        if organiser and organiser.public_text
    ]
    who = ", ".join(shown) or event.organiser_names
    return _("Organiser: %(names)s") % {"names": who} if who else ""


def _price(version):
    price = price_words(version)
    words = [_("Price: %(price)s") % {"price": price}] if price else []
    if version.registration_mode in REGISTERED:
        words.append(version.get_registration_mode_display())
    return ". ".join(words)


def _access(time):
    """What the event or its venue says yes to, the questions asked first in front."""
    venue = None if time.attendance == Attendance.ONLINE else time.venue
    facts = [fact for fact in facts_of(time.version, venue).values() if fact.is_yes]
    facts.sort(key=lambda fact: not fact.feature.is_key)
    names = ", ".join(str(fact.feature.name) for fact in facts[:MOST_FACTS])
    return _("Accessibility: %(features)s") % {"features": names} if names else ""


def _languages(version):
    def named(use):
        return ", ".join(
            language_word(row.code) for row in version.languages.all() if row.use == use
        )

    spoken, into = named(LanguageUse.SPOKEN), named(LanguageUse.INTERPRETED)
    words = [_("Language: %(languages)s") % {"languages": spoken}] if spoken else []
    if into:
        words.append(_("Interpreted into: %(languages)s") % {"languages": into})
    return ". ".join(words)
