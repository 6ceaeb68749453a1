"""What calendar entries are written from: plain values, each table read once.

A feed of a week says little of each session and says it of a thousand. Rows of the database
made into objects would cost several times what writing them does, so values are read here as
they stand, and only the few sessions of which there is news become objects (see ``news``).
The number of queries is the same for one session and for ten thousand.
"""

from collections import defaultdict
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from enbyforalle.lib.i18n import page_language
from events.enums import Answer
from events.models import (
    AccessFeature,
    CoOrganiser,
    Event,
    PriceTier,
    Session,
    SessionTime,
    Topic,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
)
from events.programme.reading import join, maker
from organisers.models import Organiser, OrganiserText

# With more keys than this a query is quicker told between which of them to look.
_FEW = 100

# What a card's marks and its notice are made of.
_TIME = ("id", "starts_at", "room", "is_address_hidden")
_SESSION = (
    *("status", "is_full", "has_few_left", "room", "notice_nb", "notice_en"),
    *("reported_starts_at", "moved_at", "previous_starts_at"),
    *("previous_place_nb", "previous_place_en"),
)
_EVENT = ("status", "status_reason_nb", "status_reason_en")


class Row(NamedTuple):
    """A session time, with what an entry says of its session, version and event.

    Fields are named as ``place_of`` reads them of a SessionTime. Of texts in two
    languages the page's own stands first, and `…_else` is what stands in for a missing one.
    """

    pk: int
    starts_at: datetime
    ends_at: datetime | None
    is_time_known: bool
    attendance: str
    is_address_hidden: bool
    venue_id: int | None
    place_name: str
    place_address: str
    room: str
    session_room: str
    label: str
    label_else: str
    uid: UUID
    sequence: int
    last_change: datetime
    version_id: int
    title: str
    title_else: str
    summary: str
    summary_else: str
    platform: str
    platform_else: str
    joining_url: str
    is_joining_url_hidden: bool
    is_drop_in: bool
    price_type: str
    registration_mode: str
    event_id: int
    slug: str
    organiser_id: int | None
    organiser_names: str
    year: int
    venue: Any = None

    @property
    def district(self):
        """None: an entry names no district."""
        return None

    @property
    def is_lasting(self):
        """As of a SessionTime."""
        return SessionTime.is_lasting.fget(self)

    @property
    def is_online(self):
        """As of a SessionTime."""
        return SessionTime.is_online.fget(self)

    @property
    def shown_room(self):
        """The room of the day, else the approved one."""
        return self.session_room or self.room


def _columns():
    """The column of each field of Row but the last, in the page's language."""
    own, other = ("en", "nb") if page_language() == "en" else ("nb", "en")
    return (
        *("pk", "starts_at", "ends_at", "is_time_known", "attendance", "is_address_hidden"),
        *("venue", "place_name", "place_address", "room", "session__room"),
        *(f"label_{own}", f"label_{other}"),
        *("session__uid", "session__sequence", "last_change", "version"),
        *(f"version__title_{own}", f"version__title_{other}"),
        *(f"version__summary_{own}", f"version__summary_{other}"),
        *(f"version__online_platform_{own}", f"version__online_platform_{other}"),
        *("version__joining_url", "version__is_joining_url_hidden", "version__is_drop_in"),
        *("version__price_type", "version__registration_mode"),
        *("version__event", "version__event__slug", "version__event__organiser"),
        *("version__event__organiser_names", "version__event__week__year"),
    )


class Parts(NamedTuple):
    """What hangs on the rows, by the key of the owner; a missing key is an empty list.

    `access` and `lasting` are {feature: whether it is a yes} of versions and venues, `languages`
    pairs of code and use, `topics` and `features` names in the order they are shown in.
    """

    access: dict[int, dict[int, bool]]
    lasting: dict[int, dict[int, bool]]
    features: list[tuple[int, Any]]
    languages: dict[int, list[tuple[str, str]]]
    amounts: dict[int, list[int]]
    topics: dict[int, list[str]]
    siblings: dict[int, list[int]]
    organisers: dict[int, str]
    joined: dict[int, list[int]]
    news: dict[int, SessionTime]


def read(times):
    """(rows in program order, their Parts) of a queryset of times the public may see."""
    ordered = times.with_last_change().order_by("starts_at", "version__title_nb", "pk")
    values = list(ordered.values_list(*_columns()))
    venues = {row.pk: row for row in Venue.objects.order_by()}
    at = Row._fields.index("venue_id")
    rows = [Row(*row, venues.get(row[at])) for row in values]
    return rows, _parts(rows, times)


def _parts(rows, times):
    versions = {row.version_id for row in rows}
    events = {row.event_id for row in rows}
    joined = _lists(CoOrganiser.objects.public().filter(event__in=events), "event", "organiser")
    wanted = {row.organiser_id for row in rows if row.organiser_id}
    wanted = wanted.union(*joined.values())
    features = sorted(AccessFeature.objects.order_by("position", "code"), key=_is_minor)
    return Parts(
        access=_answers(_of(versions, VersionAccess), "version"),
        lasting=_answers(VenueAccess.objects.all(), "venue"),
        features=[(feature.pk, str(feature.name)) for feature in features],
        languages=_languages(versions),
        amounts=_lists(_of(versions, PriceTier), "version", "amount"),
        topics=_topics(versions),
        siblings=_lists(_of(versions, SessionTime), "version", "pk"),
        organisers=_names(wanted),
        joined=joined,
        news=_news(times),
    )


def _news(times):
    """{pk: time, with session and event} of those of which there is something to tell."""
    of_time, of_session = maker(SessionTime, _TIME), maker(Session, _SESSION)
    of_event, of_version = maker(Event, _EVENT), maker(Version, ())
    names = [*_TIME, *(f"session__{name}" for name in _SESSION)]
    names += [f"version__event__{name}" for name in _EVENT]
    found, width = {}, len(_TIME) + len(_SESSION)
    for values in times.with_news().order_by().values_list(*names):
        time, version = of_time(values), of_version(())
        join(time, session=of_session(values[len(_TIME) :]), version=version)
        join(version, event=of_event(values[width:]))
        found[time.pk] = time
    return found


def _of(versions, model):
    """The rows of these versions; among many, also of other live ones, which nobody asks for."""
    if len(versions) <= _FEW:
        return model.objects.filter(version__in=versions)
    first, last = min(versions), max(versions)
    return model.objects.filter(version__gte=first, version__lte=last, version__is_live=True)


def _is_minor(feature):
    return not feature.is_key


def _lists(rows, owner, value):
    """{owner: [value of each of its rows, in their own order]}."""
    found = defaultdict(list)
    for key, one in rows.values_list(owner, value):
        found[key].append(one)
    return found


def _answers(rows, owner):
    found = defaultdict(dict)
    for key, feature, answer in rows.order_by().values_list(owner, "feature", "answer"):
        found[key][feature] = answer == Answer.YES
    return found


def _languages(versions):
    found = defaultdict(list)
    rows = _of(versions, VersionLanguage)
    for version, code, use in rows.values_list("version", "code", "use"):
        found[version].append((code, use))
    return found


def _topics(versions):
    """{version: the names of its topics, in the order of the vocabulary}."""
    known = {topic.pk: (n, str(topic.name)) for n, topic in enumerate(Topic.objects.all())}
    rows = _of(versions, Version.topics.through).order_by()
    found = _lists(rows, "version", "topic")
    return {
        version: [name for _n, name in sorted(known[topic] for topic in topics)]
        for version, topics in found.items()
    }


def _names(keys):
    """{organiser: the name the public knows it by}; one that must not be named is left out."""
    own, other = ("en", "nb") if page_language() == "en" else ("nb", "en")
    may_be_named = Organiser.objects.listable().filter(pk__in=keys).order_by()
    texts = OrganiserText.objects.live().filter(organiser__in=may_be_named.values("pk"))
    rows = texts.order_by().values_list("organiser", f"name_{own}", f"name_{other}")
    return {pk: name or instead for pk, name, instead in rows}
