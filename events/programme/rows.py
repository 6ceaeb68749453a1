"""Session times with all that a card, a calendar entry or an object of JSON says.

Django's own prefetching makes a query set for every row and relation, which costs more than
reading them. Here each table is read once, each row of it becomes one object however many
sessions share it, and what ``.all()`` of a version gives is put in place as a plain list. The
number of queries is the same for one session and for ten thousand. Of the tables that grow with
the week only the columns named here are read; whoever shows more names them here.
"""

from collections import defaultdict
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from django.db.models import OuterRef

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
from events.programme.reading import grouped, join, keep, maker, objects, together
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
        features = {row.pk: row for row in AccessFeature.objects.all()}
        versions = _versions(keys, features, terms)
        for time in found:
            join(time, version=versions[time.version_id])
        _places(found, features)
        _events([version.event for version in versions.values()])
        _parts(versions)
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


def _versions(keys, features, terms):
    """{pk: version with its event, its access answers, its languages and these terms}."""
    of_version, of_event = maker(Version, _VERSION), maker(Event, _EVENT)
    end, last = len(_VERSION), len(_VERSION) + len(_EVENT)
    # Versions share their answers and words, so each text is taken apart once.
    lists = {"access_answers": _answers_of(features), "languages": cache(_languages)}
    lists |= {name: _words_of(name) for name in terms}
    found = {}
    for values in _version_rows(terms).filter(pk__in=keys):
        version = of_version(values[:end])
        join(version, event=of_event(values[end:last]))
        texts = zip(lists.items(), values[last:], strict=True)
        keep(version, **{name: of_text(text or "") for (name, of_text), text in texts})
        found[version.pk] = version
    return found


@cache
def _version_rows(terms):
    """All versions; never read itself, since what is asked of it makes another query set."""
    of_version = {"version": OuterRef("pk")}
    texts = [
        together(VersionAccess.objects.filter(**of_version), "feature_id", "answer"),
        together(VersionLanguage.objects.filter(**of_version), "position", "id", "code", "use"),
    ]
    for name in terms:
        field = Version._meta.get_field(name)
        rows = field.remote_field.through.objects.filter(**of_version)
        texts.append(together(rows, f"{field.m2m_reverse_field_name()}_id"))
    columns = (*_VERSION, *(f"event__{name}" for name in _EVENT), *texts)
    return Version.objects.order_by().values_list(*columns)


def _answers_of(features):
    """A function from the text of a version's answers to these in the order of the vocabulary."""
    ranks = {pk: rank for rank, pk in enumerate(features)}

    @cache
    def answers(text):
        pairs = [part.split(":") for part in text.split(",") if part]
        pairs = sorted((ranks[int(pk)], int(pk), answer) for pk, answer in pairs)
        return [Answered(features[pk], answer) for _rank, pk, answer in pairs]

    return answers


def _languages(text):
    rows = [part.split(":") for part in text.split(",") if part]
    rows.sort(key=lambda row: (int(row[0]), int(row[1])))
    return [Used(code, use) for _position, _pk, code, use in rows]


def _words_of(name):
    """A function from the text of a version's terms to these in the order of the vocabulary."""
    terms = Version._meta.get_field(name).related_model.objects.all()
    known = {str(term.pk): (rank, term) for rank, term in enumerate(terms)}

    @cache
    def words(text):
        # What was added since the vocabulary was read makes a page that is not kept.
        found = [known[pk] for pk in text.split(",") if pk in known]
        return [term for _rank, term in sorted(found, key=itemgetter(0))]

    return words


def _places(times, features):
    """Give the times their venues, with lasting access facts, and their districts."""
    keys = {time.venue_id for time in times if time.venue_id}
    venues = {row.pk: row for row in Venue.objects.filter(pk__in=keys).select_related("district")}
    answers = defaultdict(list)
    rows = VenueAccess.objects.filter(venue__in=keys).order_by("feature__position")
    for venue, feature, *answer in rows.values_list("venue", "feature", "answer", "confirmed_on"):
        answers[venue].append(Answered(features[feature], *answer))
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


def _events(found):
    """Give the events their week and everyone who arranges them."""
    events = {event.pk: event for event in found}
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


def _parts(versions):
    """The prices and pictures of the versions, as ``version.<name>.all()`` gives them."""
    tiers = objects(PriceTier.objects.filter(version__in=versions), _PRICE_TIER)
    prices, pictures = grouped(tiers, "version_id"), grouped(_pictures(versions), "version_id")
    for pk, version in versions.items():
        keep(version, price_tiers=prices[pk], pictures=pictures[pk])


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
