"""Whole events written straight into the tables, for tests of what is read from them."""

from datetime import UTC, date, datetime
from itertools import count

from enbyforalle.lib import clock
from events.enums import HappeningStatus, VersionState
from events.models import (
    AccessFeature,
    Audience,
    CoOrganiser,
    District,
    Event,
    EventType,
    GroundTerm,
    Image,
    Picture,
    Session,
    SessionTime,
    SustainableGoal,
    Topic,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)
from events.search import search_text_for
from organisers.models import Organiser, OrganiserText, User

_numbers = count(1)
LONG_AGO = datetime(2026, 12, 1, 9, tzinfo=UTC)
TERMS = {
    "topics": Topic,
    "types": EventType,
    "audiences": Audience,
    "grounds": GroundTerm,
    "goals": SustainableGoal,
}


def oslo(text):
    """An instant from an Oslo time such as "2027-02-08T18:00"."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.OSLO).astimezone(UTC)


def someone():
    return User.objects.get_or_create(email="coordinator@example.org")[0]


def a_week(year=2027, released=LONG_AGO, **fields):
    first, last = date.fromisocalendar(year, 6, 1), date.fromisocalendar(year, 6, 7)
    fields = {"starts_on": first, "ends_on": last, "programme_released_at": released} | fields
    return Week.objects.get_or_create(year=year, defaults=fields)[0]


def an_organiser(slug, name=None, state="approved", **fields):
    fields = {"kind": "association"} | fields
    organiser, is_new = Organiser.objects.get_or_create(slug=slug, defaults=fields)
    if is_new:
        decided = {"decided_at": LONG_AGO, "decided_by": someone()} if state == "approved" else {}
        OrganiserText.objects.create(
            organiser=organiser,
            name_nb=name or slug.capitalize(),
            state=state,
            is_live=state == "approved",
            **decided,
        )
    return organiser


def a_district(slug="sentrum"):
    names = {"name_nb": slug.capitalize(), "name_en": slug.capitalize()}
    return District.objects.get_or_create(slug=slug, defaults=names)[0]


def a_venue(slug="biblioteket", yes=(), no=(), district="sentrum", **fields):
    fields = {
        "name_nb": slug.capitalize(),
        "name_en": slug.capitalize(),
        "district": a_district(district),
        "street_address": "Rådhusgata 11",
        "postal_code": "4611",
        "postal_town": "Kristiansand",
        "latitude": "58.14600",
        "longitude": "7.99400",
    } | fields
    venue, is_new = Venue.objects.get_or_create(slug=slug, defaults=fields)
    for answer, codes in (("yes", yes), ("no", no)) if is_new else ():
        for code in codes:
            VenueAccess.objects.create(
                venue=venue,
                feature=a_feature(code),
                answer=answer,
                confirmed_on=date(2026, 11, 1),
            )
    return venue


def a_feature(code, **fields):
    names = {"name_nb": f"{code} nb", "name_en": f"{code} en", "group": "physical"}
    return AccessFeature.objects.get_or_create(code=code, defaults=names | fields)[0]


def a_term(model, code):
    names = {"name_nb": f"{code} nb", "name_en": f"{code} en"}
    return model.objects.get_or_create(code=code, defaults=names)[0]


def a_time(version, starts, ends=None, *, session=None, **fields):
    """One more session of the version; `starts` and `ends` are Oslo times."""
    day_facts = fields.pop("day_facts", {})
    if session is None:
        day_facts = {"changed_at": LONG_AGO} | day_facts
        session = Session.objects.create(event=version.event, **day_facts)
    if "place_name" not in fields and fields.get("attendance") != "online":
        fields.setdefault("venue", a_venue())
    return SessionTime.objects.create(
        version=version,
        session=session,
        starts_at=oslo(starts),
        ends_at=oslo(ends) if ends else None,
        **fields,
    )


def an_event(title="Konsert", *times, week=None, state="approved", **fields):
    """An event with one version and its times; returns the version.

    Times are Oslo starts, or (start, end). An approved version is live unless `is_live=False`.
    Vocabularies are lists of codes; `yes` and `no` are access answers; `spoken` and
    `interpreted` languages; `co` slugs of accepted co-organisers; `event` fields of the case.
    `is_searchable=False` spares the search text, where hundreds are made.
    """
    is_searchable = fields.pop("is_searchable", True)
    number = next(_numbers)
    spent = _take(fields, "organiser", "co", "yes", "no", "spoken", "interpreted", "written")
    terms = {name: fields.pop(name) for name in TERMS if name in fields}
    place = _take(fields, "venue", "attendance", "place_name", "place_address", "place_district")
    place |= _take(fields, "is_address_hidden", "room")
    slug = fields.pop("slug", f"konsert-{number}")
    event = Event.objects.create(
        week=week or a_week(),
        organiser=an_organiser(spent.get("organiser", "koret")),
        reference=f"T{number}",
        slug=slug if state == "approved" else "",
        created_by=someone(),
        **fields.pop("event", {}),
    )
    version = _version(event, title, state, fields)
    for name, codes in terms.items():
        getattr(version, name).set([a_term(TERMS[name], code) for code in codes])
    for answer in ("yes", "no"):
        for code in spent.get(answer, ()):
            VersionAccess.objects.create(version=version, feature=a_feature(code), answer=answer)
    for use in ("spoken", "interpreted", "written"):
        for code in spent.get(use, ()):
            VersionLanguage.objects.create(version=version, code=code, use=use)
    for slug in spent.get("co", ()):
        joined = {"accepted_at": LONG_AGO, "approved_at": LONG_AGO}
        CoOrganiser.objects.create(event=event, organiser=an_organiser(slug), **joined)
    for time in times or ("2027-02-10T18:00",):
        starts, ends = (time, None) if isinstance(time, str) else time
        a_time(version, starts, ends, **place)
    if is_searchable:
        version.search_text = search_text_for(version)
        version.save(update_fields=["search_text"])
    return version


def a_picture(version, **fields):
    """A picture of the version; the files are the caller's to store."""
    image_fields = _take(fields, "taken_down_at", "taken_down_by")
    image = Image.objects.create(
        event=version.event,
        width=1600,
        height=900,
        widths=[480, 960, 1600],
        uploaded_by=someone(),
        **image_fields,
    )
    return Picture.objects.create(version=version, image=image, alt_nb="Et kor", **fields)


def cancel(event, **reasons):
    """The whole event is off, as the verb would leave it."""
    event.status = HappeningStatus.CANCELLED
    event.status_changed_at = LONG_AGO
    for name, value in reasons.items():
        setattr(event, name, value)
    event.save()


def _version(event, title, state, fields):
    fields = {
        "title_nb": title,
        "summary_nb": f"Om {title}",
        "is_live": state == "approved",
    } | fields
    if state in (VersionState.APPROVED, VersionState.REJECTED):
        fields |= {"decided_at": LONG_AGO, "decided_by": someone()}
    if state == VersionState.SUBMITTED:
        fields |= {"submitted_at": LONG_AGO, "submitted_by": someone()}
    if state in (VersionState.REJECTED, VersionState.CHANGES_REQUESTED):
        fields |= {"decision_comment": "Les kriteriene."}
    number = event.versions.count() + 1
    return Version.objects.create(
        event=event,
        number=number,
        state=state,
        created_by=someone(),
        **{"price_type": "free", "registration_mode": "none"} | fields,
    )


def _take(fields, *names):
    return {name: fields.pop(name) for name in names if name in fields}
