"""What one row of a spreadsheet of events means, and what in it cannot be meant."""

from dataclasses import dataclass, field
from datetime import time, timedelta
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils import translation
from django.utils.translation import gettext as _

from enbyforalle.lib import clock, dates, i18n, links, money, phones
from enbyforalle.lib.formfields import LanguageListField
from enbyforalle.lib.text import clean, clean_line, fold
from events.domain.columns import BY_CODE
from events.enums import LanguageUse, PriceType, RegistrationMode
from events.models import Audience, District, EventType, Topic, Venue, Version
from organisers.enums import OrganiserKind
from organisers.models import Organiser

EVENING, MORNING = time(17), time(6)
LINES = ("title_nb", "title_en", "summary_nb", "summary_en", "contact_name")
TEXTS = ("description_nb", "description_en")
TERMS = {"types": EventType, "topics": Topic, "audiences": Audience}
FREE = {fold(word) for word in ("gratis", "free", "0", "ingen", "nei")}
PAY_WHAT_YOU_CAN = {fold(word) for word in ("betal det du kan", "pay what you can")}


@dataclass
class Meant:
    """One row as it is meant: columns and rows of a version, and sentences by column code."""

    columns: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    languages: list = field(default_factory=list)
    price: Decimal | None = None
    time: dict | None = None
    organiser: Organiser | None = None
    new_organiser: tuple = ()
    errors: dict = field(default_factory=dict)
    warnings: dict = field(default_factory=dict)


class Names:
    """Everything a row may name, by its folded name: read once for the whole file."""

    def __init__(self, week):
        self.week = week
        self.organisers = {}
        for organiser in Organiser.objects.with_texts():
            self.organisers.setdefault(fold(organiser.slug), organiser)
            for name in _names(organiser.live_text or organiser.open_text):
                self.organisers.setdefault(fold(name), organiser)
        self.venues = _named(Venue.objects.in_use().select_related("district"))
        self.districts = _named(District.objects.all())
        self.terms = {
            code: _named(model.objects.filter(is_active=True)) for code, model in TERMS.items()
        }
        self.kinds = _kinds()


def meaning_of(cells, names):
    """The Meant of ``cells`` ({column code: text}); nothing is written and nothing asked."""
    meant = Meant()
    for code in BY_CODE:
        if BY_CODE[code].is_required and not cells.get(code):
            meant.errors[code] = _("Must be filled in.")
    _read_words(cells, meant)
    _read_organiser(cells, meant, names)
    _read_time(cells, meant, names)
    _read_terms(cells, meant, names)
    _read_languages(cells, meant)
    _read_price(cells, meant)
    _read_registration(cells, meant)
    return meant


def _read_words(cells, meant):
    for code in (*LINES, *TEXTS):
        text = (clean if code in TEXTS else clean_line)(cells.get(code, "")).strip()
        longest = Version._meta.get_field(code).max_length
        if len(text) > longest:
            meant.errors[code] = _("At most %(count)s characters.") % {"count": longest}
        elif text:
            meant.columns[code] = text
    for code in ("contact_email", "public_email"):
        if cells.get(code):
            _read(meant, code, _email, cells[code])
    if cells.get("contact_phone"):
        _read(meant, "contact_phone", phones.parse, cells["contact_phone"])
    if cells.get("website"):
        _read(meant, "website", _address, cells["website"])


def _read(meant, code, parse, text, target=None):
    try:
        meant.columns[target or code] = parse(text)
    except (ValueError, ValidationError):
        meant.errors[code] = _("“%(text)s” cannot be understood.") % {"text": text[:60]}


def _email(text):
    validate_email(text)
    return text


def _address(text):
    if not (address := links.complete(text)):
        raise ValueError(text)
    return address


def _read_organiser(cells, meant, names):
    name = clean_line(cells.get("organiser", ""))
    if not name:
        return
    meant.organiser = names.organisers.get(fold(name))
    if meant.organiser is not None:
        return
    written = cells.get("organiser_kind")
    kind = names.kinds.get(fold(written)) if written else None
    if kind is None:
        meant.errors["organiser"] = _(
            "We have no organiser called “%(name)s”. Write its kind too, and it is registered."
        ) % {"name": name[:60]}
    elif len(name) > 160:
        meant.errors["organiser"] = _("At most %(count)s characters.") % {"count": 160}
    else:
        meant.new_organiser = (name, kind)
        meant.warnings["organiser"] = _("A new organiser is registered.")


def _read_time(cells, meant, names):
    written = {code: cells.get(code, "") for code in ("date", "starts", "ends")}
    if not any(written.values()):
        meant.warnings["date"] = _("No day: the event has no session yet.")
        return
    read = {}
    for code, parse in (
        ("date", dates.parse_date),
        ("starts", dates.parse_time),
        ("ends", dates.parse_time),
    ):
        try:
            read[code] = parse(written[code]) if written[code] else None
        except ValueError:
            meant.errors[code] = _("“%(text)s” cannot be understood.") % {
                "text": written[code][:60]
            }
    for code in ("date", "starts"):
        if code not in meant.errors and read[code] is None:
            meant.errors[code] = _("Write both the day and the start.")
    if {"date", "starts", "ends"} & meant.errors.keys():
        return
    starts_at, ends_at = _instants(read)
    if ends_at is not None and ends_at <= starts_at:
        meant.errors["ends"] = _("The session must end after it starts.")
        return
    week = names.week
    if not week.starts_on <= read["date"] <= week.ends_on:
        meant.warnings["date"] = _("The day is outside the week.")
    meant.time = {"starts_at": starts_at, "ends_at": ends_at}
    _read_place(cells, meant, names)


def _instants(read):
    """Start and end; an end in the small hours after an evening start is the same night's."""
    day, starts, ends = read["date"], read["starts"], read["ends"]
    if ends is None:
        return clock.at(day, starts), None
    is_night = starts >= EVENING and ends <= MORNING
    return clock.at(day, starts), clock.at(day + timedelta(days=is_night), ends)


def _read_place(cells, meant, names):
    name = clean_line(cells.get("venue", ""))
    venue = names.venues.get(fold(name)) if name else None
    if venue is not None:
        meant.time |= {"venue": venue, "room": clean_line(cells.get("room", ""))[:80]}
        return
    if not name:
        meant.warnings["venue"] = _("No place yet.")
        return
    written = cells.get("district", "")
    district = names.districts.get(fold(written))
    if written and district is None:
        meant.warnings["district"] = _("We do not know this district; it is left out.")
    meant.warnings["venue"] = _("Not among our venues: kept as a typed place.")
    address = clean_line(cells.get("address", ""))[:200]
    meant.time |= {"place_name": name[:160], "place_address": address, "place_district": district}


def _read_terms(cells, meant, names):
    for code, known in names.terms.items():
        words = [word.strip() for word in cells.get(code, "").replace("\n", ";").split(";")]
        found = {word: known.get(fold(word)) for word in words if word}
        meant.terms[code] = list(dict.fromkeys(term for term in found.values() if term))
        if gone := [word for word, term in found.items() if term is None]:
            meant.warnings[code] = _("Not known, and left out: %(words)s.") % {
                "words": ", ".join(gone)[:200]
            }


def _read_languages(cells, meant):
    uses = {"spoken": LanguageUse.SPOKEN, "interpreted": LanguageUse.INTERPRETED}
    reader = LanguageListField()
    for code, use in uses.items():
        for language in reader.to_python(cells.get(code, "")):
            if language in i18n.LANGUAGES:
                meant.languages.append((language, use))
            else:
                meant.warnings[code] = _("Not known, and left out: %(words)s.") % {
                    "words": language[:60]
                }


def _read_price(cells, meant):
    text = cells.get("price", "")
    if not text:
        return
    if fold(text) in FREE:
        meant.columns["price_type"] = PriceType.FREE
    elif fold(text) in PAY_WHAT_YOU_CAN:
        meant.columns["price_type"] = PriceType.PAY_WHAT_YOU_CAN
    else:
        try:
            meant.price = money.parse_amount(text)
        except ValueError:
            meant.errors["price"] = _("“%(text)s” cannot be understood.") % {"text": text[:60]}
        else:
            meant.columns["price_type"] = PriceType.PAID if meant.price else PriceType.FREE


def _read_registration(cells, meant):
    text = cells.get("registration", "")
    if not text or fold(text) in FREE:
        return
    is_email = "@" in text and "/" not in text
    target, parse = ("registration_email", _email) if is_email else ("registration_url", _address)
    _read(meant, "registration", parse, text, target)
    if "registration" not in meant.errors:
        meant.columns["registration_mode"] = RegistrationMode.REQUIRED


def _names(text):
    return [name for name in (text.name_nb, text.name_en) if name] if text else []


def _named(rows):
    """Rows by their folded names, codes and aliases; the first of two equal names counts."""
    found = {}
    for row in rows:
        code = getattr(row, "code", None) or row.slug
        aliases = getattr(row, "aliases", [])
        for name in (code, row.name_nb, row.name_en, *aliases):
            if name:
                found.setdefault(fold(name), row)
    return found


def _kinds():
    found = {}
    for kind in OrganiserKind:
        found[fold(kind.value)] = kind
        for language in ("nb", "en"):
            with translation.override(language):
                found[fold(str(kind.label))] = kind
    return found
