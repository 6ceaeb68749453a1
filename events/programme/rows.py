"""Session times with all that a card, a calendar entry or an object of JSON says.

Django's own prefetching makes a query set for every row and relation, which costs more than
reading them. Here each table is read once, each row of it becomes one object however many
sessions share it, and what ``.all()`` of a version gives is put in place as a plain list. The
number of queries is the same for one session and for ten thousand.
"""

from collections import defaultdict
from typing import NamedTuple

from events.models import (
    AccessFeature,
    CoOrganiser,
    District,
    Picture,
    PriceTier,
    SessionTime,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)
from events.programme.fitting import for_children
from organisers.models import Organiser, OrganiserText


class Answered(NamedTuple):
    """An access fact as lists read it: a row of VersionAccess or VenueAccess has the same names."""

    feature: AccessFeature
    answer: str
    confirmed_on: object = None


class Used(NamedTuple):
    """A language of an event as lists read it: a row of VersionLanguage has the same names."""

    code: str
    use: str


def with_rows(times, *, most=None, terms=("topics",), siblings=False):
    """A list of the times in program order, the first `most` of them.

    `terms` are the vocabularies of the version that are wanted; with `siblings` each version
    knows all its times, also those that the filter leaves out.
    """
    found = list(
        times.annotate(is_for_children=for_children())
        .select_related("session")
        .order_by("starts_at", "version__title_nb", "pk")[:most]
    )
    if found:
        keys = {time.version_id for time in found}
        versions = {
            row.pk: row for row in Version.objects.filter(pk__in=keys).select_related("event")
        }
        for time in found:
            _join(time, version=versions[time.version_id])
        features = {row.pk: row for row in AccessFeature.objects.order_by()}
        _places(found, features)
        _events(list({version.event_id: version for version in versions.values()}.values()))
        _parts(versions, features, terms, siblings)
    return found


def _places(times, features):
    """Give the times their venues, with lasting access facts, and their districts."""
    keys = {time.venue_id for time in times if time.venue_id}
    venues = {row.pk: row for row in Venue.objects.filter(pk__in=keys).select_related("district")}
    rows = VenueAccess.objects.filter(venue__in=keys)
    answers = _answers(rows.values_list("venue", "feature", "answer", "confirmed_on"), features)
    for pk, venue in venues.items():
        _keep(venue, access=answers[pk])
    keys = {time.place_district_id for time in times if time.place_district_id}
    districts = {row.pk: row for row in District.objects.filter(pk__in=keys)} if keys else {}
    for time in times:
        _join(
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
    for row in CoOrganiser.objects.public().filter(event__in=events):
        joined[row.event_id].append(row)
    wanted = {event.organiser_id for event in events.values()}
    wanted |= {row.organiser_id for rows in joined.values() for row in rows}
    organisers = _organisers(wanted - {None})
    for event in events.values():
        _join(event, week=weeks[event.week_id], organiser=organisers.get(event.organiser_id))
        event.accepted = joined[event.pk]
        for row in event.accepted:
            _join(row, organiser=organisers[row.organiser_id])


def _organisers(keys):
    organisers = {row.pk: row for row in Organiser.objects.filter(pk__in=keys)}
    for organiser in organisers.values():
        organiser.live_texts = []
    for text in OrganiserText.objects.live().filter(organiser__in=organisers):
        _join(text, organiser=organisers[text.organiser_id])
        text.organiser.live_texts.append(text)
    return organisers


def _parts(versions, features, terms, siblings):
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
        "price_tiers": _grouped(PriceTier.objects.filter(version__in=versions)),
        "pictures": _grouped(Picture.objects.filter(version__in=versions).select_related("image")),
    }
    parts |= {name: _terms(versions, name) for name in terms}
    for pk, version in versions.items():
        _keep(version, **{name: rows[pk] for name, rows in parts.items()})
    if siblings:
        times = SessionTime.objects.filter(version__in=versions).only("version_id", "starts_at")
        found = _grouped(times)
        for pk, version in versions.items():
            version.siblings = found[pk]


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


def _grouped(rows):
    """{version: its rows, in their own order}."""
    found = defaultdict(list)
    for row in rows:
        found[row.version_id].append(row)
    return found


def _join(row, **related):
    """Let the row know rows that its foreign keys lead to; what ``row.name = …`` does, checked
    by nobody a hundred thousand times."""
    row._state.fields_cache.update(related)


def _keep(row, **lists):
    """Let ``row.<name>.all()`` give these, as a prefetch does."""
    row.__dict__.setdefault("_prefetched_objects_cache", {}).update(lists)
