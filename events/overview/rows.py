"""What the week's texts say of day, district, audience, ground and type: few columns, many rows."""

from dataclasses import dataclass, field
from typing import Any

from enbyforalle.lib import clock
from enbyforalle.lib.dates import EVENING_STARTS
from events.enums import Answer, HappeningStatus, LanguageUse, VersionState, Visibility
from events.models import SessionTime, Version, VersionAccess, VersionLanguage

# What is for families: the audiences and the type that say so themselves. "Everyone" does not.
FAMILY_AUDIENCES = ("children_0_5", "children_6_12", "families")
FAMILY_TYPE = "family_activity"
SIGN_LANGUAGE = "sign_language"
SIGN_LANGUAGE_CODE = "nsl"


@dataclass(frozen=True)
class Slot:
    """One session that will take place: the text it stands in, its day, hour and district."""

    version: int
    day: Any
    is_evening: bool
    district: int | None


@dataclass
class Tally:
    """Which events have each thing: approved, and waiting where they are not approved with it."""

    approved: dict = field(default_factory=dict)
    waiting: dict = field(default_factory=dict)

    def count(self, key):
        """``(approved, waiting)`` as numbers of events."""
        approved = self.approved.get(key, set())
        return len(approved), len(self.waiting.get(key, set()) - approved)


@dataclass(frozen=True)
class Texts:
    """The public texts that count in a week: ``{version: event}`` of live ones and waiting ones."""

    live: dict
    waiting: dict

    @property
    def keys(self):
        return [*self.live, *self.waiting]

    def tally(self, pairs):
        """``pairs`` of (version, thing) as a Tally of events by thing."""
        found = Tally()
        for version, thing in pairs:
            if version in self.live:
                found.approved.setdefault(thing, set()).add(self.live[version])
            else:
                found.waiting.setdefault(thing, set()).add(self.waiting[version])
        return found

    def count(self):
        """How many events are approved, and how many wait that are not."""
        approved = set(self.live.values())
        return len(approved), len(set(self.waiting.values()) - approved)


def texts_of(week):
    """Live and waiting texts that everyone may read, of events that take place. Two queries."""
    versions = Version.objects.filter(
        event__week=week, event__unpublished_at=None, visibility=Visibility.PUBLIC
    ).exclude(event__status=HappeningStatus.CANCELLED)
    live = versions.filter(is_live=True).order_by()
    waiting = versions.filter(state=VersionState.SUBMITTED).order_by()
    return Texts(dict(live.values_list("pk", "event")), dict(waiting.values_list("pk", "event")))


def slots_of(texts):
    """The sessions of the texts that will take place. One query."""
    rows = SessionTime.objects.filter(version__in=texts.keys).exclude(
        session__status=HappeningStatus.CANCELLED
    )
    columns = ("version", "starts_at", "is_time_known", "venue__district", "place_district")
    slots = []
    for version, starts_at, is_known, venue, typed in rows.order_by().values_list(*columns):
        start = clock.local(starts_at)
        is_evening = is_known and start.time() >= EVENING_STARTS
        slots.append(Slot(version, start.date(), is_evening, venue or typed))
    return slots


def chosen(texts, field_name):
    """Pairs of (version, term) of one many-to-many field, such as "audiences". One query."""
    through = getattr(Version, field_name).through
    column = through._meta.get_field(Version._meta.get_field(field_name).m2m_reverse_field_name())
    rows = through.objects.filter(version__in=texts.keys)
    return list(rows.values_list("version", column.attname))


def signed(texts):
    """The versions with sign language: interpreted, or spoken at the event. Two queries."""
    answers = VersionAccess.objects.filter(
        version__in=texts.keys, feature__code=SIGN_LANGUAGE, answer=Answer.YES
    )
    languages = VersionLanguage.objects.filter(
        version__in=texts.keys, code=SIGN_LANGUAGE_CODE
    ).exclude(use=LanguageUse.WRITTEN)
    return set(answers.values_list("version", flat=True)) | set(
        languages.values_list("version", flat=True)
    )
