"""One session on paper: what its card says, in words and without symbols."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enbyforalle.lib import clock, links
from enbyforalle.lib.dates import (
    format_datetime,
    format_day,
    format_day_range,
    format_time_range,
)
from events.enums import REGISTERED
from events.paper.drawing import short, words
from events.programme.page import Behind, behind

# A longer address is not typed by anybody; its first part says where it leads.
LONGEST_ADDRESS = 60


def entry(card, key, *, has_day=False):
    """A card as typst gets it; ``key`` is its label in the document."""
    version = card.version
    return {
        "key": key,
        "url": links.absolute(card.url),
        "when": "" if card.time.is_lasting else f"{card.starts}{card.ends}",
        "day": day_of(card) if has_day else "",
        "title": words(card.title),
        "summary": words(version.summary),
        "facts": facts(card),
        "organisers": [words(row.name) for row in organisers(version.event)],
        "only_in": only_in(card),
        **where(card),
        **registration(version),
    }


def where(card):
    """State, place and the line of the day: what a session of its own has."""
    place = card.place
    name = words(place.name)
    if place.room:
        joined = f"{place.name}, {place.room}"
        name = joined if isinstance(name, str) else name | {"text": joined}
    return {
        "is_off": card.is_off,
        "marks": [{"words": mark.words, "more": words(mark.more)} for mark in card.marks],
        "label": words(card.time.label),
        "place": name,
        "address": place.address,
        "district": words(place.district),
        "notice": words(card.notice),
    }


def day_of(card):
    """«Onsdag 10. februar 2027», or from the first to the last day."""
    if card.time.is_lasting:
        first, last = card.starts_at, card.time.ends_at
        return format_day_range(clock.local(first).date(), clock.local(last).date())
    return capfirst(format_day(card.day))


def hours_of(card):
    """«kl. 18.00–20.00», or nothing where it lasts for days or nobody knows."""
    if card.time.is_lasting or not card.time.is_time_known:
        return ""
    return format_time_range(card.starts_at, card.time.ends_at)


def facts(card):
    """Price, access and language; registration has a line of its own."""
    return [fact.words for fact in card.facts if not _is_registration(fact, card.version)]


def _is_registration(fact, version):
    return (
        version.registration_mode in REGISTERED
        and fact.words == version.get_registration_mode_display()
    )


def registration(version):
    """How to register, in words that stay true on paper: neither "open" nor "closed"."""
    if version.registration_mode not in REGISTERED:
        said = _("No registration needed") if version.registration_mode else ""
        return {"registration": said, "register_url": "", "register_at": ""}
    said = version.get_registration_mode_display()
    if version.registration_deadline:
        when = format_datetime(version.registration_deadline)
        said = f"{said}. {_('Registration deadline: %(when)s') % {'when': when}}"
    url, at = _register_at(version)
    return {"registration": f"{said}:" if at else said, "register_url": url, "register_at": at}


def _register_at(version):
    if url := links.safe(version.registration_url):
        shown = short(url)
        return url, shown if len(shown) <= LONGEST_ADDRESS else shown.partition("/")[0]
    email = version.registration_email
    return (f"mailto:{email}", email) if email else ("", "")


def organisers(event):
    """The organiser and those that have joined, each as the public knows it (``Behind``)."""
    if event.organiser is None:
        return [Behind(event.organiser_names)] if event.organiser_names else []
    return [
        behind(organiser)
        for organiser in (event.organiser, *(row.organiser for row in event.accepted))
    ]


def only_in(card):
    """That the text is in another language than the rest, said in words too."""
    if not card.only_in:
        return ""
    return _("This event is described in %(language)s only.") % {"language": card.only_in}
