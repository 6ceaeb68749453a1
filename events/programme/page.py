"""All that the page about one event says, gathered from one version and its prefetches.

The same page serves the public and, before that, the preview of whoever writes or reviews: give
it any version of ``with_page(Version.objects…)``.
"""

from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote_plus

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Text
from events.enums import REGISTERED, AccessGroup, HappeningStatus, LanguageUse
from events.models import AccessFeature, CoOrganiser
from events.programme.access import AccessFact, facts_of
from events.programme.adding import adding
from events.programme.cards import Card, Place, language_word, place_of, price_words
from events.programme.fitting import WITH_CHILDREN
from organisers.models import OrganiserText

MAP_SEARCH = "https://www.openstreetmap.org/search?query="


def with_page(versions):
    """Versions with all that ``EventPage`` reads, in a fixed number of queries."""
    live = OrganiserText.objects.live()
    joined = (
        CoOrganiser.objects.accepted()
        .select_related("organiser")
        .prefetch_related(Prefetch("organiser__texts", live, to_attr="live_texts"))
    )
    return versions.with_content().prefetch_related(
        Prefetch("event__organiser__texts", live, to_attr="live_texts"),
        Prefetch("event__co_organisers", joined, to_attr="joined"),
    )


@dataclass(frozen=True)
class Where:
    """One place of the event, how to get there, and what its access is."""

    place: Place
    directions: Text | str
    map_url: str
    groups: list[tuple[str, list[AccessFact]]]
    unknown: list[AccessFeature]

    @property
    def confirmed_on(self):
        """The one day on which all facts of the venue were confirmed, or None."""
        facts = [fact for _label, rows in self.groups for fact in rows if fact.is_of_venue]
        days = {fact.confirmed_on for fact in facts}
        return days.pop() if len(days) == 1 else None


class SessionCard(Card):
    """One of the event's sessions on its own page."""

    @property
    def is_for_children(self):
        return any(row.code in WITH_CHILDREN for row in self.version.audiences.all())

    @property
    def adding(self):
        """How to keep it; None where there is nothing to go to, or no public address yet."""
        return None if self.is_off or self.is_over or not self.event.slug else adding(self)


@dataclass(frozen=True)
class Behind:
    """Who arranges it: a name, and a link where there is a page."""

    name: Text | str
    url: str = ""


class EventPage:
    """One event as its page tells of it."""

    def __init__(self, version, key_features=()):
        self.version = version
        self.event = version.event
        self.key_features = key_features

    @cached_property
    def sessions(self):
        return [SessionCard(time) for time in self.version.times.all()]

    @property
    def is_whole_off(self):
        return self.event.status != HappeningStatus.SCHEDULED

    @property
    def title_mark(self):
        """The state that stands with the title: of the event, or of all its sessions."""
        marks = [card.marks[0] if card.marks else None for card in self.sessions]
        same = marks and marks[0] and {mark and mark.css for mark in marks} == {marks[0].css}
        return marks[0] if same and marks[0].css in ("off", "post", "full") else None

    @cached_property
    def is_over(self):
        now = clock.now()
        ends = [time.ends_at or time.starts_at for time in self.version.times.all()]
        return bool(ends) and max(ends) < now

    @property
    def only_in(self):
        """The language of the text when it is not the page's."""
        title = self.version.title
        return language_word(title.lang) if title.is_fallback else ""

    @property
    def is_partly_in_norwegian(self):
        """An English title over a description that exists in Norwegian alone."""
        return not self.only_in and self.version.description.is_fallback

    @cached_property
    def places(self):
        """Each place once, in the order of the sessions."""
        found = {}
        for time in self.version.times.all():
            key = (time.attendance, time.venue_id, time.place_name, time.is_address_hidden)
            if key not in found:
                found[key] = self._where(time)
        return list(found.values())

    def _where(self, time):
        place = place_of(time)
        venue = None if place.is_online else time.venue
        facts = facts_of(self.version, venue)
        groups = [
            (label, [fact for fact in facts.values() if fact.feature.group == group])
            for group, label in AccessGroup.choices
        ]
        asked = () if place.is_online else self.key_features
        return Where(
            place=place,
            # How to get to a hidden address would give it away.
            directions=venue.directions if venue and not place.is_hidden else "",
            map_url=MAP_SEARCH + quote_plus(place.address) if place.address else "",
            groups=[(label, rows) for label, rows in groups if rows],
            unknown=[feature for feature in asked if feature.code not in facts],
        )

    @property
    def is_online(self):
        return any(time.is_online for time in self.version.times.all())

    @property
    def languages(self):
        """(what for, names) of the languages spoken, interpreted into and written."""
        rows = self.version.languages.all()
        named = [
            (LanguageUse(use).label, [language_word(row.code) for row in rows if row.use == use])
            for use in LanguageUse.values
        ]
        return [(label, ", ".join(names)) for label, names in named if names]

    @property
    def price(self):
        return price_words(self.version)

    @cached_property
    def registration(self):
        """ "", "none", "later", "open", "closed": whether one can register now; "": not known."""
        now, version = clock.now(), self.version
        if version.registration_mode not in REGISTERED:
            return version.registration_mode
        if version.registration_opens_at and version.registration_opens_at > now:
            return "later"
        closed = version.registration_deadline and version.registration_deadline <= now
        return "closed" if closed or self.is_over or self.is_whole_off else "open"

    @property
    def ages(self):
        """«Fra 13 år», «Til 12 år», «13–18 år», or nothing."""
        low, high = self.version.age_min, self.version.age_max
        if low is None and high is None:
            return ""
        if high is None:
            return _("from %(age)s years") % {"age": low}
        if low is None:
            return _("up to %(age)s years") % {"age": high}
        return _("%(low)s–%(high)s years") % {"low": low, "high": high}

    @cached_property
    def organisers(self):
        """The organiser and those that have accepted to take part, by their approved names."""
        event = self.event
        if event.organiser is None:
            return [Behind(event.organiser_names)] if event.organiser_names else []
        # A preview shows what an approval would make public.
        joined = [row for row in event.joined if row.approved_at or not self.version.is_live]
        return [self._main_organiser, *(behind(row.organiser) for row in joined)]

    @property
    def _main_organiser(self):
        """A new organiser's words are approved with its first event, so a preview shows them."""
        organiser = self.event.organiser
        if not self.version.is_live and organiser.may_have_page and organiser.live_text is None:
            waiting = organiser.open_text
            if waiting is not None:
                return Behind(waiting.name)
        return behind(organiser)

    @property
    def picture(self):
        return next((row for row in self.version.pictures.all() if row.is_showable), None)

    @property
    def instants(self):
        """When the words of this page change by themselves."""
        version = self.version
        ends = [time.ends_at or time.starts_at for time in version.times.all()]
        return [*ends, version.registration_opens_at, version.registration_deadline]


def behind(organiser):
    """An organiser as the public may know it: approved words, and no private person unasked."""
    text = organiser.public_text
    if text is None:
        return Behind(_("An individual") if organiser.is_individual else _("A new organiser"))
    return Behind(text.name, organiser.get_absolute_url())
