"""How a session reads in a list: the words of its time, place, state, price and access.

A card takes a row of ``SessionTime.objects.with_card()`` and asks the database nothing more.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from enbyforalle.lib import clock, uids
from enbyforalle.lib.dates import format_day_brief, format_time, format_time_digits
from enbyforalle.lib.i18n import Text, bilingual, language_name, page_language
from enbyforalle.lib.money import format_amount, format_digits
from events.enums import (
    REGISTERED,
    Attendance,
    HappeningStatus,
    LanguageUse,
    PriceType,
    RegistrationMode,
)
from events.programme.access import facts_of
from events.programme.fitting import fit_of
from events.programme.reading import kept
from events.programme.street import Pane

NORWEGIAN = ("nb", "no")


@dataclass(frozen=True)
class Mark:
    """A state across the window: the class of its colour, its symbol, its words, and more."""

    css: str
    symbol: str
    words: str
    more: str | Text = ""


@dataclass(frozen=True)
class Fact:
    """A word with a symbol; ``css`` is "yes", "no" or empty."""

    symbol: str
    words: str
    css: str = ""


@dataclass(frozen=True)
class Place:
    """Where it is, as far as the public may know. A hidden address hides its venue too."""

    name: str | Text
    district: str | Text = ""
    address: str = ""
    room: str = ""
    is_hidden: bool = False
    is_online: bool = False


class Card:
    """One session in a list."""

    def __init__(self, time, wanted=()):
        self.time = time
        self.version = time.version
        self.event = time.version.event
        self.session = time.session
        self.wanted = frozenset(wanted)

    @property
    def url(self):
        return self.event.get_absolute_url()

    @property
    def key(self):
        """The short uid by which a visitor saves it; nothing for what is over since yesterday."""
        last = self.time.ends_at or self.time.starts_at
        return uids.short(self.session.uid) if clock.local(last).date() >= clock.today() else ""

    @cached_property
    def title(self):
        return self.version.title

    @property
    def starts_at(self):
        return self.time.starts_at

    @property
    def day(self):
        return clock.local(self.time.starts_at).date()

    @cached_property
    def starts(self):
        """«18.00», or nothing where a source gives the day alone."""
        return format_time_digits(self.time.starts_at) if self.time.is_time_known else ""

    @cached_property
    def ends(self):
        """«–20.00», with the day where that is another (a night stays a night)."""
        ends_at = self.time.ends_at
        if ends_at is None or not self.time.is_time_known:
            return ""
        if self.time.is_lasting:
            return f"– {format_day_brief(ends_at)}"
        return f"–{format_time_digits(ends_at)}"

    @cached_property
    def topic(self):
        return next(iter(kept(self.version, "topics")), None)

    @property
    def window(self):
        return self.topic.window if self.topic else "square"

    @property
    def hue(self):
        return self.topic.hue if self.topic else 0

    @property
    def is_off(self):
        """Cancelled or postponed: nobody should set out for it."""
        return self.time.status != HappeningStatus.SCHEDULED

    @property
    def is_over(self):
        return (self.time.ends_at or self.time.starts_at) < clock.now()

    @property
    def is_cancelled(self):
        return self.time.status == HappeningStatus.CANCELLED

    @cached_property
    def place(self):
        return place_of(self.time)

    @cached_property
    def marks(self):
        return marks_of(self.time)

    @property
    def notice(self):
        """The organiser's line of the day, where no mark has said it already."""
        return "" if self.session.status != HappeningStatus.SCHEDULED else self.session.notice

    @property
    def pane(self):
        """This session's window in the street."""
        return Pane(self.time.starts_at, self.event.pk, self.window, self.hue, self.is_cancelled)

    @property
    def picture(self):
        """The first picture that may be shown, or None."""
        return first_picture(self.version)

    @property
    def is_for_children(self):
        """Whether it is for an audience with children, as the list's own query has found."""
        return self.time.is_for_children

    @cached_property
    def access(self):
        """What is known of the access, by code of the feature; one online has none of a venue."""
        return facts_of(self.version, None if self.place.is_online else self.time.venue)

    @property
    def fit(self):
        """What a visitor's own browser needs to know to say whether it fits them."""
        return fit_of(self)

    @property
    def only_in(self):
        """The language it is described in when that is not the page's; else nothing."""
        return language_word(self.title.lang) if self.title.is_fallback else ""

    @cached_property
    def facts(self):
        """Price, access, languages: what this visitor asked for first."""
        found = [*self._price(), *self._access(), *self._languages()]
        if self.time.attendance != Attendance.IN_PERSON and not self.place.is_online:
            found.append(Fact("hybrid", _("in person and online")))
        if (mode := self.version.registration_mode) in REGISTERED:
            found.append(Fact("ticket", str(RegistrationMode(mode).label)))
        return found

    def _price(self):
        words = price_words(self.version)
        if not words:
            return []
        return [Fact("free" if self.version.price_type == PriceType.FREE else "ticket", words)]

    def _access(self):
        shown = [
            fact
            for fact in self.access.values()
            if fact.feature.code in self.wanted
            or (fact.is_yes and fact.feature.is_key)
            or (fact.is_no and fact.feature.code == "step_free_entrance")
        ]
        shown.sort(key=lambda fact: fact.feature.code not in self.wanted)
        return [access_words(fact) for fact in shown]

    def _languages(self):
        spoken, interpreted = [], []
        for row in kept(self.version, "languages"):
            # Signing stands among the access facts already.
            if row.code == "nsl" or row.use == LanguageUse.WRITTEN:
                continue
            names = spoken if row.use == LanguageUse.SPOKEN else interpreted
            names.append(language_word(row.code))
        if interpreted:
            into = _("interpreted into %(languages)s") % {"languages": ", ".join(interpreted)}
            return [Fact("language", ", ".join([*spoken, into]))]
        return [Fact("language", ", ".join(spoken))] if spoken else []


def first_picture(version):
    """The first picture that may be shown, or None."""
    return next((row for row in kept(version, "pictures") if row.is_showable), None)


def access_words(fact):
    """«Trinnfri inngang», or «Trinnfri inngang: nei»: the same words everywhere."""
    return _access_words(fact.feature.code, str(fact.feature.name), fact.is_yes, page_language())


@lru_cache(maxsize=1000)
def _access_words(code, name, is_yes, _language):
    # A few words that stand on every card of the week.
    if is_yes:
        return Fact(code, name, "yes")
    return Fact("cross", _("%(feature)s: no") % {"feature": name}, "no")


def language_word(code):
    """«norsk» for what is said in Bokmål: nobody speaks a written standard."""
    return _("Norwegian") if code in NORWEGIAN else language_name(code)


def price_words(version):
    """«Gratis», «Betal det du kan», «100 kr», «50–150 kr»; nothing where nobody has said."""
    return price_of(version.price_type, [tier.amount for tier in kept(version, "price_tiers")])


def price_of(price_type, amounts):
    """The same from what a version says of its price and the amounts of its tiers, in kroner."""
    if price_type != PriceType.PAID or not amounts:
        return str(PriceType(price_type).label) if price_type else ""
    lowest, highest = min(amounts), max(amounts)
    if lowest == highest:
        return format_amount(lowest)
    if not lowest:
        return _("up to %(amount)s") % {"amount": format_amount(highest)}
    span = {"lowest": format_digits(lowest), "highest": format_digits(highest)}
    return pgettext("price range", "NOK %(lowest)s–%(highest)s") % span


def place_of(time):
    """Where the session is, with no more than the public may know."""
    if time.attendance == Attendance.ONLINE:
        return Place(_("Online"), is_online=True)
    district = time.district.name if time.district else ""
    if time.is_address_hidden:
        return Place(_("The address is given when you register"), district, is_hidden=True)
    if time.venue:
        return Place(time.venue.name, district, time.venue.address_line, time.shown_room)
    return Place(time.place_name, district, time.place_address, time.shown_room)


def marks_of(time):
    """The states of a session, gravest first, in words."""
    session, event = time.session, time.version.event
    reason = event.status_reason if event.status != HappeningStatus.SCHEDULED else session.notice
    if time.status == HappeningStatus.CANCELLED:
        return [Mark("off", "cancelled", _("Cancelled"), reason)]
    if time.status == HappeningStatus.POSTPONED:
        return [Mark("post", "postponed", _("Postponed, new time to come"), reason)]
    marks = []
    if session.reported_starts_at:
        when = {"time": format_time(session.reported_starts_at)}
        words = _("New time reported by the organiser, not confirmed: %(time)s") % when
        marks.append(Mark("moved", "clock", words))
    if session.moved_at:
        marks.append(Mark("moved", "moved", _("Moved"), _moved_from(time)))
    if session.room and session.room != time.room:
        words = _("Another room: %(room)s") % {"room": session.room}
        marks.append(Mark("moved", "moved", words))
    if session.is_full:
        marks.append(Mark("full", "full", _("Full")))
    elif session.has_few_left:
        marks.append(Mark("few", "few", _("Few places left")))
    return marks


def _moved_from(time):
    """What it was before: the time where that is another, and the place where that is another."""
    session, was = time.session, []
    if session.previous_starts_at and session.previous_starts_at != time.starts_at:
        before, now = session.previous_starts_at, time.starts_at
        if clock.local(before).date() != clock.local(now).date():
            was.append(format_day_brief(before))
        was.append(format_time(before))
    place = bilingual(session, "previous_place")
    if place and not time.is_address_hidden:
        was.append(str(place))
    return _("was %(before)s") % {"before": ", ".join(was)} if was else ""
