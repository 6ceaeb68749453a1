"""The record of one event, word for word: all that the page tells, and nothing else."""

from datetime import date

import pytest
from django.utils import translation

from events.domain.snapshots import PRIVATE, content_of, with_record
from events.models import (
    Contributor,
    CoOrganiser,
    Event,
    GroundTerm,
    Image,
    Material,
    Picture,
    PriceTier,
    Session,
    SustainableGoal,
    Version,
)
from organisers.models import OrganiserText
from tests import factories as make

pytestmark = pytest.mark.django_db

NINE = make.oslo("2027-02-10 09:00")
INSTANT = "2027-02-10T08:00:00+00:00"


def record_of(version, language="en"):
    with translation.override(language):
        return content_of(with_record(Version.objects).get(pk=version.pk))


def a_full_event():
    event = make.make_event(
        title_nb="Kor",
        title_en="Choir",
        age_min=7,
        capacity=30,
        is_drop_in=True,
        joining_url="https://example.org/bli-med",
        registration_opens_at=NINE,
        times=(),
    )
    version = event.live
    Event.objects.filter(pk=event.pk).update(
        status="cancelled",
        status_changed_at=NINE,
        status_reason_nb="Sykdom",
        status_reason_en="Illness",
    )
    venue = make.make_venue(access={"lift": "no"})
    facts = {
        "status": "postponed",
        "status_changed_at": NINE,
        "is_full": True,
        "notice_en": "Bring shoes",
        "notice_nb": "Ta med sko",
        "room": "Salen",
        "reported_starts_at": NINE,
        "reported_ends_at": make.oslo("2027-02-10 10:00"),
        "previous_starts_at": make.oslo("2027-02-10 11:00"),
        "previous_place_nb": "Parken",
        "previous_place_en": "The park",
        "moved_at": NINE,
    }
    label = {
        "label_nb": "Prøve",
        "label_en": "Rehearsal",
        "doors_at": make.oslo("2027-02-10 17:30"),
    }
    make.make_time(version, venue=venue, facts=facts, **label)
    typed = {
        "place_name": "Grendehuset",
        "place_address": "Gata 1",
        "place_district": make.make_district("lund", "Lund"),
    }
    make.make_time(version, "2027-02-11 18:00", None, facts={"has_few_left": True}, **typed)
    hidden = typed | {"is_address_hidden": True, "room": "Kjeller"}
    make.make_time(version, "2027-02-12 18:00", None, **hidden)
    make.make_time(version, "2027-02-13 18:00", None, attendance="online")
    return version


def test_the_answers_of_the_form_and_what_is_said_of_the_event():
    version = a_full_event()
    version.goals.add(SustainableGoal.objects.first() or make.make_term(SustainableGoal, "g10"))
    version.grounds.add(make.make_term(GroundTerm, "age"))
    content = record_of(version)
    assert not PRIVATE & content.keys()
    assert not {name for name in content if name.endswith(("_nb", "_en"))} - {"language_nb"}
    shown = {
        "title": "Choir",
        "summary": "Speak Norwegian over a cup of coffee.",
        "contribution": "Folk møtes på tvers.",
        "language_nb": "nb",
        "visibility": "public",
        "age_min": 7,
        "age_max": None,
        "capacity": 30,
        "is_drop_in": True,
        "registration_opens_at": INSTANT,
        "registration_deadline": None,
        "joining_url": "https://example.org/bli-med",
        "status": "cancelled",
        "status_reason": "Illness",
        "organiser": "Naboforeningen (English)",
        "types": ["meeting_place en"],
        "topics": ["language_integration en"],
        "audiences": ["everyone en"],
        "languages": ["nb:spoken"],
        "access": {"step_free_entrance": "yes"},
    }
    with translation.override("en"):
        shown["grounds"] = [str(row) for row in version.grounds.all()]
        shown["goals"] = [str(row) for row in version.goals.all()]
    assert {name: content[name] for name in shown} == shown
    nb = record_of(version, "nb")
    assert (nb["title"], nb["status_reason"]) == ("Kor", "Sykdom")
    Version.objects.filter(pk=version.pk).update(is_joining_url_hidden=True)
    hidden = record_of(version)
    assert (hidden["joining_url"], hidden["capacity"], hidden["title"]) == ("", 30, "Choir")


def test_the_sessions_as_the_page_tells_of_them():
    version = a_full_event()
    uids = [str(row.uid) for row in Session.objects.order_by("pk")]
    nothing = {
        "ends_at": None,
        "doors_at": None,
        "attendance": "in_person",
        "label": "",
        "status": "scheduled",
        "is_full": False,
        "has_few_left": False,
        "notice": "",
        "reported_starts_at": None,
        "reported_ends_at": None,
        "previous_starts_at": None,
        "previous_place": "",
        "venue_access": {},
        "district": "Lund (English)",
        "place": "",
        "address": "",
        "room": "",
    }
    at_venue = {
        "uid": uids[0],
        "starts_at": "2027-02-10T17:00:00+00:00",
        "ends_at": "2027-02-10T19:00:00+00:00",
        "doors_at": "2027-02-10T16:30:00+00:00",
        "label": "Rehearsal",
        "status": "postponed",
        "is_full": True,
        "notice": "Bring shoes",
        "reported_starts_at": INSTANT,
        "reported_ends_at": "2027-02-10T09:00:00+00:00",
        "previous_starts_at": "2027-02-10T10:00:00+00:00",
        "previous_place": "The park",
        "venue_access": {"lift": "no"},
        "district": "Kvadraturen (English)",
        "place": "Hovedbiblioteket (English)",
        "address": "Rådhusgata 11, 4611 Kristiansand",
        "room": "Salen",
    }
    typed = {"place": "Grendehuset", "address": "Gata 1", "has_few_left": True}
    assert record_of(version)["sessions"] == [
        nothing | at_venue,
        nothing | typed | {"uid": uids[1], "starts_at": "2027-02-11T17:00:00+00:00"},
        # Of a hidden place no more than its district.
        nothing | {"uid": uids[2], "starts_at": "2027-02-12T17:00:00+00:00"},
        nothing
        | {
            "uid": uids[3],
            "starts_at": "2027-02-13T17:00:00+00:00",
            "attendance": "online",
            "district": "",
        },
    ]


def test_the_rows_that_hang_on_the_version():
    version = make.make_event().live
    event = version.event
    PriceTier.objects.create(version=version, label_nb="Voksen", label_en="Adult", amount=50)
    Contributor.objects.create(
        version=version,
        name="Kari",
        role="artist",
        organisation="Koret",
        subject_nb="Sang",
        subject_en="Song",
    )
    file = {"event": event, "width": 9, "height": 9, "uploaded_by": event.created_by}
    image, expired = Image.objects.create(**file), Image.objects.create(**file)
    words = {"alt_nb": "Hus", "alt_en": "A house", "caption_nb": "Her", "caption_en": "Here"}
    Picture.objects.create(version=version, image=image, credit="Ola", **words)
    gone = {"consent_basis": "consent", "consent_expires_on": date(2027, 2, 9)}
    Picture.objects.create(version=version, image=expired, position=1, **words, **gone)
    for state in ("approved", "submitted"):
        decided = {"decided_at": NINE, "decided_by": event.created_by}
        Material.objects.create(
            event=event,
            kind="slides",
            title_nb="Lysark",
            title_en="Slides",
            url="https://example.org/l.pdf",
            available_on=date(2027, 3, 1) if state == "approved" else None,
            state=state,
            created_by=event.created_by,
            **(decided if state == "approved" else {}),
        )
    content = record_of(version)
    assert content["prices"] == ["Adult: 50.00"]
    assert content["contributors"] == [
        {"name": "Kari", "role": "artist", "organisation": "Koret", "subject": "Song"}
    ]
    assert content["pictures"] == [
        {"key": str(image.pk), "alt": "A house", "caption": "Here", "credit": "Ola"}
    ]
    slides = {
        "kind": "slides",
        "title": "Slides",
        "url": "https://example.org/l.pdf",
        "available_on": "2027-03-01",
    }
    assert content["materials"] == [slides]
    Material.objects.filter(state="approved").update(available_on=None)
    assert record_of(version)["materials"] == [slides | {"available_on": None}]


def test_names_are_the_approved_ones_of_those_who_may_be_named():
    version = make.make_event().live
    event = version.event
    for name, answers in (
        ("Ja", {"accepted_at": NINE, "approved_at": NINE}),
        ("Ikke godkjent", {"accepted_at": NINE}),
        ("Ikke svart", {"approved_at": NINE}),
    ):
        CoOrganiser.objects.create(event=event, organiser=make.make_organiser(name), **answers)
    OrganiserText.objects.create(
        organiser=event.organiser, name_nb="Ikke lest", state="draft", created_at=NINE
    )
    content = record_of(version, "nb")
    assert (content["organiser"], content["co_organisers"]) == ("Naboforeningen", ["Ja"])
    type(event.organiser).objects.filter(pk=event.organiser_id).update(kind="individual")
    assert record_of(version, "nb")["organiser"] == ""
    Event.objects.filter(pk=event.pk).update(
        organiser=None, organiser_names="Koret og Kirken", source_url="https://example.org/"
    )
    assert record_of(version, "nb")["organiser"] == "Koret og Kirken"
