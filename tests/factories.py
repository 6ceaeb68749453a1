"""Rows for tests: plain functions, unsurprising defaults, every default may be overridden.

Wednesday 10 February 2027 at noon is "now" in the tests; the week's programme is released.
"""

import copy
import itertools
import uuid
from datetime import date, datetime

from django.contrib.auth.models import Group

from enbyforalle.lib import clock
from enbyforalle.roles import CONTENT_EDITOR, COORDINATOR, REVIEWER
from events.enums import DECIDED_STATES, LanguageUse, VersionState
from events.models import (
    AccessFeature,
    Audience,
    District,
    Event,
    EventType,
    Session,
    SessionTime,
    Topic,
    Venue,
    VenueAccess,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)
from events.search import search_text_for
from organisers.enums import OrganiserKind, Role, TextState
from organisers.models import Membership, Organiser, OrganiserText, User

_numbers = itertools.count(1)
LONG_AGO = datetime(2026, 12, 1, 9, tzinfo=clock.OSLO)


def oslo(text):
    """``oslo("2027-02-08 18:00")`` as an aware datetime."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.OSLO)


def make_user(email=None, *, group=None, **fields):
    """A user who can sign in with the password «hemmelig»; ``group`` gives a role and staff."""
    email = email or f"user{next(_numbers)}@example.org"
    user = User.objects.create_user(email, "hemmelig", is_staff=group is not None, **fields)
    if group:
        user.groups.add(Group.objects.get(name=group))
    return user


def make_coordinator(email="koordinator@example.org", **fields):
    return make_user(email, group=COORDINATOR, **fields)


def make_reviewer(email="vurderer@example.org", **fields):
    return make_user(email, group=REVIEWER, **fields)


def make_content_editor(email="redaktor@example.org", **fields):
    return make_user(email, group=CONTENT_EDITOR, **fields)


def make_organiser(name="Naboforeningen", *, owner=None, editor=None, state="approved", **fields):
    """An organiser with one text: live when approved, waiting or a draft otherwise."""
    number = next(_numbers)
    fields = {"slug": f"arrangor-{number}", "kind": OrganiserKind.ASSOCIATION} | fields
    organiser = Organiser.objects.create(**fields)
    decided = state == TextState.APPROVED
    OrganiserText.objects.create(
        organiser=organiser,
        name_nb=name,
        name_en=f"{name} (English)",
        public_email=f"{organiser.slug}@example.org",
        state=state,
        is_live=decided,
        submitted_at=None if state == TextState.DRAFT else LONG_AGO,
        decided_at=LONG_AGO if decided else None,
        decided_by=_decider() if decided else None,
    )
    for user, role in ((owner, Role.OWNER), (editor, Role.EDITOR)):
        if user is not None:
            Membership.objects.create(user=user, organiser=organiser, role=role)
    return organiser


def _decider():
    user = User.objects.filter(email="tidligere@example.org").first()
    return user or User.objects.create_user("tidligere@example.org", name="Tidligere")


def make_week(year=2027, *, released=True, **fields):
    """The week of ``year``; released and open for submissions unless told otherwise."""
    defaults = {
        "starts_on": date.fromisocalendar(year, 6, 1),
        "ends_on": date.fromisocalendar(year, 6, 7),
        "submissions_open_at": datetime(year - 1, 10, 1, tzinfo=clock.OSLO),
        "submissions_close_at": datetime(year, 3, 1, tzinfo=clock.OSLO),
        "programme_released_at": datetime(year, 1, 5, tzinfo=clock.OSLO) if released else None,
    }
    week, _created = Week.objects.get_or_create(year=year, defaults=defaults | fields)
    return week


def make_district(slug="kvadraturen", name="Kvadraturen", **fields):
    names = {"name_nb": name, "name_en": f"{name} (English)"}
    return District.objects.get_or_create(slug=slug, defaults=names | fields)[0]


def make_venue(slug="hovedbiblioteket", name="Hovedbiblioteket", *, access=None, **fields):
    """A venue; ``access`` maps feature codes to "yes" or "no"."""
    fields.setdefault("district", make_district())
    defaults = {
        "name_nb": name,
        "name_en": f"{name} (English)",
        "street_address": "Rådhusgata 11",
        "postal_code": "4611",
        "postal_town": "Kristiansand",
    }
    venue, _created = Venue.objects.get_or_create(slug=slug, defaults=defaults | fields)
    for code, answer in (access or {}).items():
        VenueAccess.objects.create(venue=venue, feature=make_feature(code), answer=answer)
    return venue


def make_term(model, code, **fields):
    """A word of any vocabulary (Topic, Audience, EventType …), made once per code."""
    names = {"name_nb": f"{code} nb", "name_en": f"{code} en"}
    return model.objects.get_or_create(code=code, defaults=names | fields)[0]


def make_feature(code="step_free_entrance", group="physical", **fields):
    return make_term(AccessFeature, code, group=group, **fields)


def make_version(event, *, state=VersionState.APPROVED, live=None, **content):
    """One version of ``event`` in any state, with what that state demands filled in."""
    by = event.created_by
    decided = state in DECIDED_STATES
    number = event.versions.count() + 1
    words = {
        "title_nb": f"Språkkafé {event.reference}",
        "title_en": f"Language café {event.reference}",
        "summary_nb": "Snakk norsk over en kopp kaffe.",
        "summary_en": "Speak Norwegian over a cup of coffee.",
        "description_nb": "Alle er velkomne.",
        "description_en": "Everyone is welcome.",
        "contribution_nb": "Folk møtes på tvers.",
        "public_email": "post@example.org",
        "contact_name": "Kontakten",
        "contact_email": "kontakt@example.org",
        "price_type": "free",
        "registration_mode": "none",
        "accepts_criteria": True,
        "decision_comment": "" if state not in ("rejected", "changes_requested") else "Fordi.",
    }
    version = Version.objects.create(
        event=event,
        number=number,
        state=state,
        is_live=state == VersionState.APPROVED if live is None else live,
        created_by=by,
        submitted_at=None if state == VersionState.DRAFT else LONG_AGO,
        submitted_by=None if state == VersionState.DRAFT else by,
        decided_at=LONG_AGO if decided else None,
        decided_by=_decider() if decided else None,
        **(words | content),
    )
    version.types.add(make_term(EventType, "meeting_place"))
    version.topics.add(make_term(Topic, "language_integration"))
    version.audiences.add(make_term(Audience, "everyone"))
    VersionLanguage.objects.create(version=version, code="nb", use=LanguageUse.SPOKEN)
    VersionAccess.objects.create(version=version, feature=make_feature(), answer="yes")
    return version


def make_time(version, starts="2027-02-10 18:00", ends="2027-02-10 20:00", **fields):
    """A session with its time in ``version``, at the library unless told otherwise."""
    session = fields.pop("session", None) or Session.objects.create(
        event=version.event, **fields.pop("facts", {})
    )
    if not {"venue", "place_name", "attendance"} & fields.keys():
        fields["venue"] = make_venue()
    return SessionTime.objects.create(
        version=version,
        session=session,
        starts_at=oslo(starts),
        ends_at=oslo(ends) if ends else None,
        **fields,
    )


def make_event(
    *,
    week=None,
    organiser=None,
    by=None,
    state=VersionState.APPROVED,
    times=(("2027-02-10 18:00", "2027-02-10 20:00"),),
    slug=None,
    facts=None,
    **content,
):
    """An event with one version and its sessions. ``facts`` are columns of the event itself.

    The version is complete enough to be submitted. Its slug is set as an approval would.
    """
    week = week or make_week()
    organiser = organiser or make_organiser()
    reference = f"{week.year}-{next(_numbers):04d}"
    live = state == VersionState.APPROVED
    event = Event.objects.create(
        week=week,
        organiser=organiser,
        reference=reference,
        slug=slug if slug is not None else (f"arrangement-{reference}" if live else ""),
        created_by=by or _decider(),
        **(facts or {}),
    )
    version = make_version(event, state=state, **content)
    for starts, ends in times:
        make_time(version, starts, ends)
    if live:
        version.search_text = search_text_for(version)
        version.save(update_fields=["search_text"])
    return event


def make_events(count, *, week=None, organiser=None, **content):
    """``count`` approved events of one session each, spread over the week's days and hours.

    The first is made as any event; the others are its rows again, written many at a time, since
    hundreds of events one by one would take most of the time of the tests.
    """
    if not count:
        return []
    first = make_event(week=week, organiser=organiser, times=(_hour(0),), **content)
    return [first, *_copies_of(first, count - 1)]


def _hour(number):
    day, hour = 8 + number % 7, 9 + number % 12
    return f"2027-02-{day:02d} {hour:02d}:00", f"2027-02-{day:02d} {hour:02d}:45"


def _copies_of(first, count):
    source = first.versions.get()
    time = source.times.get()
    events, versions, sessions, times = [], [], [], []
    for number in range(1, count + 1):
        event = _again(first, reference=f"{first.week.year}-{next(_numbers):04d}")
        event.slug = first.slug and first.slug.replace(first.reference, event.reference)
        version = _again(source, event=event)
        for name in ("title_nb", "title_en", "search_text"):
            words = getattr(source, name)
            for old, new in zip(
                first.reference.split("-"), event.reference.split("-"), strict=True
            ):
                words = words.replace(old, new)
            setattr(version, name, words)
        session = _again(time.session, event=event, uid=uuid.uuid4())
        starts, ends = map(oslo, _hour(number))
        times.append(_again(time, version=version, session=session, starts_at=starts, ends_at=ends))
        events.append(event)
        versions.append(version)
        sessions.append(session)
    for model, rows in ((Event, events), (Version, versions), (Session, sessions)):
        model.objects.bulk_create(rows)
    SessionTime.objects.bulk_create(times)
    _copy_rows(source, versions)
    return events


def _again(row, **fields):
    """An unsaved copy of a row with some fields changed."""
    copied = copy.copy(row)
    copied._state = copy.copy(row._state)
    copied._state.adding, copied._state.fields_cache = True, {}
    copied.pk = None
    for name, value in fields.items():
        setattr(copied, name, value)
    return copied


def _copy_rows(source, versions):
    """Words of vocabularies, languages and access answers of ``source`` for each version."""
    for field in ("types", "topics", "audiences"):
        through = Version._meta.get_field(field).remote_field.through
        rows = list(through.objects.filter(version=source))
        through.objects.bulk_create(
            _again(row, version=version) for version in versions for row in rows
        )
    for name in ("languages", "access_answers", "price_tiers"):
        rows = list(getattr(source, name).all())
        getattr(source, name).model.objects.bulk_create(
            _again(row, version=version) for version in versions for row in rows
        )
