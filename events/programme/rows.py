"""Session times with all that a card, a calendar entry or an object of JSON says.

Django's own prefetching makes a query set for every row and relation, which costs more than
reading them. Here each table is read once, each row of it becomes one object however many
sessions share it, and what ``.all()`` of a version gives is put in place as a plain list. The
number of queries is the same for one session and for ten thousand. Of the tables that grow with
the week only the columns named here are read; whoever shows more names them here.
"""

from collections import defaultdict
from typing import NamedTuple

from events.models import (
    AccessFeature,
    CoOrganiser,
    District,
    Event,
    Image,
    Picture,
    PriceTier,
    Session,
    SessionTime,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)
from events.programme.fitting import for_children
from events.programme.reading import grouped, join, keep, maker, objects
from organisers.models import Organiser, OrganiserText

_TIME = (
    *("id", "version_id", "session_id", "starts_at", "ends_at", "doors_at", "is_time_known"),
    *("attendance", "venue_id", "place_name", "place_address", "place_district_id"),
    *("is_address_hidden", "room", "label_nb", "label_en"),
)
_SESSION = (
    *("id", "event_id", "uid", "status", "is_full", "has_few_left", "room"),
    *("notice_nb", "notice_en", "reported_starts_at", "moved_at", "previous_starts_at"),
    *("previous_place_nb", "previous_place_en", "sequence", "changed_at"),
)
_VERSION = (
    *("id", "event_id", "language_nb", "title_nb", "title_en", "summary_nb", "summary_en"),
    *("is_live", "decided_at", "age_min", "age_max", "is_drop_in"),
    *("online_platform_nb", "online_platform_en", "joining_url", "is_joining_url_hidden"),
    *("price_type", "registration_mode", "registration_url", "registration_email"),
    "registration_deadline",
)
_EVENT = (
    *("id", "week_id", "organiser_id", "organiser_names", "reference", "slug"),
    *("status", "status_reason_nb", "status_reason_en", "status_changed_at"),
)
_ORGANISER = ("id", "slug", "kind", "is_listed")
_ORGANISER_TEXT = ("id", "organiser_id", "is_live", "name_nb", "name_en", "language_nb")
_CO_ORGANISER = ("id", "event_id", "organiser_id")
_PRICE_TIER = ("version_id", "label_nb", "label_en", "amount")
_PICTURE = (
    "id",
    "version_id",
    "image_id",
    "is_decorative",
    "alt_nb",
    "alt_en",
    "credit",
    "consent_expires_on",
)
_IMAGE = ("key", "event_id", "width", "height", "widths", "taken_down_at")


class Answered(NamedTuple):
    """An access fact as lists read it: a row of VersionAccess or VenueAccess has the same names."""

    feature: AccessFeature
    answer: str
    confirmed_on: object = None


class Used(NamedTuple):
    """A language of an event as lists read it: a row of VersionLanguage has the same names."""

    code: str
    use: str


def with_rows(times, *, most=None, terms=("topics",)):
    """A list of the times in program order, the first `most` of them.

    `terms` are the vocabularies of the version that are wanted.
    """
    found = _times(times.order_by("starts_at", "version__title_nb", "pk")[:most])
    if found:
        keys = {time.version_id for time in found}
        versions = _versions(keys)
        for time in found:
            join(time, version=versions[time.version_id])
        features = {row.pk: row for row in AccessFeature.objects.order_by()}
        _places(found, features)
        _events(list({version.event_id: version for version in versions.values()}.values()))
        _parts(versions, features, terms)
    return found


def _times(times):
    """The times with their sessions, and whether each is for an audience with children."""
    of_time, of_session = maker(SessionTime, _TIME), maker(Session, _SESSION)
    width, found = len(_TIME), []
    names = (*_TIME, *(f"session__{name}" for name in _SESSION))
    # The condition stands last: what an annotation is called comes after what columns are.
    for *values, is_for_children in times.values_list(*names, for_children()):
        time = of_time(values)
        time.is_for_children = bool(is_for_children)
        join(time, session=of_session(values[width:]))
        found.append(time)
    return found


def _versions(keys):
    """{pk: version with its event}."""
    of_version, of_event = maker(Version, _VERSION), maker(Event, _EVENT)
    width, found = len(_VERSION), {}
    names = (*_VERSION, *(f"event__{name}" for name in _EVENT))
    for values in Version.objects.filter(pk__in=keys).order_by().values_list(*names):
        version = of_version(values)
        join(version, event=of_event(values[width:]))
        found[version.pk] = version
    return found


def _places(times, features):
    """Give the times their venues, with lasting access facts, and their districts."""
    keys = {time.venue_id for time in times if time.venue_id}
    venues = {row.pk: row for row in Venue.objects.filter(pk__in=keys).select_related("district")}
    rows = VenueAccess.objects.filter(venue__in=keys)
    answers = _answers(rows.values_list("venue", "feature", "answer", "confirmed_on"), features)
    for pk, venue in venues.items():
        keep(venue, access=answers[pk])
    keys = {time.place_district_id for time in times if time.place_district_id}
    districts = {row.pk: row for row in District.objects.filter(pk__in=keys)} if keys else {}
    for time in times:
        join(
            time,
            venue=venues.get(time.venue_id),
            place_district=districts.get(time.place_district_id),
        )


def _answers(rows, features):
    """{pk of the owner: its access facts in the order of the vocabulary}."""
    found = defaultdict(list)
    for owner, feature, *answer in rows.order_by("feature__position"):
        found[owner].append(Answered(features[feature], *answer))
    return found


def _events(versions):
    """Give the versions' events their week and everyone who arranges them."""
    events = {version.event_id: version.event for version in versions}
    weeks = {row.pk: row for row in Week.objects.order_by()}
    joined = defaultdict(list)
    for row in objects(CoOrganiser.objects.public().filter(event__in=events), _CO_ORGANISER):
        joined[row.event_id].append(row)
    wanted = {event.organiser_id for event in events.values()}
    wanted |= {row.organiser_id for rows in joined.values() for row in rows}
    organisers = _organisers(wanted - {None})
    for event in events.values():
        join(event, week=weeks[event.week_id], organiser=organisers.get(event.organiser_id))
        event.accepted = joined[event.pk]
        for row in event.accepted:
            join(row, organiser=organisers[row.organiser_id])


def _organisers(keys):
    found = objects(Organiser.objects.filter(pk__in=keys).order_by(), _ORGANISER)
    organisers = {row.pk: row for row in found}
    for organiser in organisers.values():
        organiser.live_texts = []
    texts = OrganiserText.objects.live().filter(organiser__in=organisers)
    for text in objects(texts, _ORGANISER_TEXT):
        join(text, organiser=organisers[text.organiser_id])
        text.organiser.live_texts.append(text)
    return organisers


def _parts(versions, features, terms):
    """What hangs on a version, as ``version.<name>.all()`` gives it."""
    answers = VersionAccess.objects.filter(version__in=versions)
    access = _answers(answers.values_list("version", "feature", "answer"), features)
    languages = defaultdict(list)
    rows = VersionLanguage.objects.filter(version__in=versions)
    for version, code, use in rows.values_list("version", "code", "use"):
        languages[version].append(Used(code, use))
    parts = {
        "access_answers": access,
        "languages": languages,
        "price_tiers": grouped(
            objects(PriceTier.objects.filter(version__in=versions), _PRICE_TIER), "version_id"
        ),
        "pictures": grouped(_pictures(versions), "version_id"),
    }
    parts |= {name: _terms(versions, name) for name in terms}
    for pk, version in versions.items():
        keep(version, **{name: rows[pk] for name, rows in parts.items()})


def _terms(versions, name):
    """{version: its words of one vocabulary, in the order of the vocabulary}."""
    field = Version._meta.get_field(name)
    known = {term.pk: (n, term) for n, term in enumerate(field.related_model.objects.all())}
    through, target = field.remote_field.through, field.m2m_reverse_name()
    found = defaultdict(list)
    rows = through.objects.filter(version__in=versions).order_by()
    for version, term in rows.values_list("version", target):
        found[version].append(known[term])
    for rows in found.values():
        rows.sort(key=lambda row: row[0])
    return defaultdict(
        list, {version: [term for _rank, term in rows] for version, rows in found.items()}
    )


def _pictures(versions):
    """The pictures with their images, in their own order."""
    of_picture, of_image = maker(Picture, _PICTURE), maker(Image, _IMAGE)
    width, found = len(_PICTURE), []
    names = (*_PICTURE, *(f"image__{name}" for name in _IMAGE))
    for values in Picture.objects.filter(version__in=versions).values_list(*names):
        picture = of_picture(values)
        join(picture, image=of_image(values[width:]))
        found.append(picture)
    return found
