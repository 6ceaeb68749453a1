"""What search engines are told of an event: all that is asked for, and nothing that is hidden."""

import json
import re
from datetime import date, datetime

import pytest
from django.utils import translation

from events.domain import facts
from tests import factories as make
from tests.events.rows import a_picture

pytestmark = pytest.mark.django_db

# https://developers.google.com/search/docs/appearance/structured-data/event, required properties.
REQUIRED = {"@context", "@type", "name", "startDate", "location"}
OFFERED = {"price", "priceCurrency", "availability", "url"}
MOMENTS = {"startDate", "endDate", "doorTime", "previousStartDate"}
KINDS = {
    "OfflineEventAttendanceMode": {"Place"},
    "OnlineEventAttendanceMode": {"VirtualLocation"},
    "MixedEventAttendanceMode": {"Place", "VirtualLocation"},
}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def told(client):
    def read(event, language="nb"):
        with translation.override(language):
            path = event.get_absolute_url()
        html = client.get(path).content.decode()
        (block,) = _BLOCK.findall(html)
        return json.loads(block)

    return read


@pytest.fixture
def owner():
    return make.make_user()


@pytest.fixture
def event(owner):
    return make.make_event(
        organiser=make.make_organiser("Naboene", owner=owner),
        slug="kafe",
        title_nb="Kafé </script><b>&",
        times=(("2027-02-10 18:00", "2027-02-10 20:00"), ("2027-02-11 18:00", None)),
        capacity=40,
        age_min=13,
    )


def test_each_session_is_an_event_with_all_that_is_asked_for(told, event):
    first, second = told(event)
    uid = event.sessions.order_by("pk").first().uid
    (card,) = first.pop("image")
    assert card.startswith("https://enbyforalle.test/program/2027/kafe.png?v=")
    assert first == {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": f"urn:uuid:{uid}",
        "name": "Kafé </script><b>&",
        "description": "Snakk norsk over en kopp kaffe.",
        "url": "https://enbyforalle.test/program/2027/kafe/",
        "startDate": "2027-02-10T18:00:00+01:00",
        "endDate": "2027-02-10T20:00:00+01:00",
        "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "inLanguage": ["nb"],
        "isAccessibleForFree": True,
        "maximumAttendeeCapacity": 40,
        "typicalAgeRange": "13-",
        "organizer": [
            {
                "@type": "Organization",
                "name": "Naboene",
                "url": f"https://enbyforalle.test/arrangorer/{event.organiser.slug}/",
            }
        ],
        "offers": [
            {
                "@type": "Offer",
                "price": "0",
                "priceCurrency": "NOK",
                "availability": "https://schema.org/InStock",
                "url": "https://enbyforalle.test/program/2027/kafe/",
            }
        ],
        "location": {
            "@type": "Place",
            "name": "Hovedbiblioteket",
            "address": {
                "@type": "PostalAddress",
                "streetAddress": "Rådhusgata 11",
                "postalCode": "4611",
                "addressLocality": "Kristiansand",
                "addressCountry": "NO",
            },
            "amenityFeature": [
                {
                    "@type": "LocationFeatureSpecification",
                    "name": "step_free_entrance nb",
                    "value": True,
                }
            ],
        },
    }
    assert set(second) >= REQUIRED
    assert "endDate" not in second


def test_a_title_cannot_end_the_block(client, event):
    html = client.get("/program/2027/kafe/").content.decode()
    assert "Kafé \\u003C/script\\u003E\\u003Cb\\u003E\\u0026" in html


def test_in_english_it_speaks_english(client, event):
    html = client.get("/en/programme/2027/kafe/").content.decode()
    (block,) = _BLOCK.findall(html)
    found = json.loads(block)[0]
    assert found["name"].startswith("Language café")
    assert found["url"] == "https://enbyforalle.test/en/programme/2027/kafe/"


def test_the_facts_of_the_day_are_told(told, event, owner):
    first, second = event.sessions.order_by("pk")
    facts.cancel_session(first, by=owner)
    facts.postpone_session(second, by=owner)
    assert [entry["eventStatus"].rpartition("/")[2] for entry in told(event)] == [
        "EventCancelled",
        "EventPostponed",
    ]


def test_a_moved_session_says_when_it_was_before(told, event):
    session = event.sessions.order_by("pk").first()
    session.previous_starts_at = make.oslo("2027-02-09 18:00")
    session.moved_at = make.LONG_AGO
    session.save()
    first, second = told(event)
    assert first["eventStatus"] == "https://schema.org/EventRescheduled"
    assert first["previousStartDate"] == "2027-02-09T18:00:00+01:00"
    assert "previousStartDate" not in second


def test_a_hidden_address_and_a_hidden_link_stay_hidden(told):
    venue = make.make_venue("krisesenteret", "Krisesenteret", street_address="Hemmelig gate 1")
    event = make.make_event(
        times=(), joining_url="https://hemmelig.example/", is_joining_url_hidden=True
    )
    make.make_time(event.live, venue=venue, attendance="both", is_address_hidden=True)
    (found,) = told(event)
    text = json.dumps(found, ensure_ascii=False)
    assert [place["@type"] for place in found["location"]] == ["Place", "VirtualLocation"]
    assert not any(word in text for word in ("Krise", "Hemmelig", "hemmelig", "4611"))


def test_prices_and_a_full_house(told, owner):
    event = make.make_event(
        organiser=make.make_organiser(owner=owner), price_type="paid",
        registration_mode="required", registration_url="https://billett.example/",
    )  # fmt: skip
    event.live.price_tiers.create(label_nb="Voksen", amount=120)
    facts.mark_places(event.sessions.get(), by=owner, full=True)
    (found,) = told(event)
    assert found["isAccessibleForFree"] is False
    assert found["offers"] == [
        {
            "@type": "Offer",
            "name": "Voksen",
            "price": "120.00",
            "priceCurrency": "NOK",
            "url": "https://billett.example/",
            "availability": "https://schema.org/SoldOut",
        }
    ]


def test_a_session_tells_of_its_own_places(told, event, owner):
    first, second = event.sessions.order_by("pk")
    facts.mark_places(first, by=owner, full=True)
    facts.mark_places(second, by=owner, few=True)
    assert [entry["offers"][0]["availability"].rpartition("/")[2] for entry in told(event)] == [
        "SoldOut",
        "LimitedAvailability",
    ]


def faults(entry):
    """What Google would complain of: properties that are required or recommended, and their form.

    A performer is recommended too; our events have organisers alone.
    """
    wanted = REQUIRED | {"eventStatus", "eventAttendanceMode", "organizer", "description"}
    wanted |= {"url", "image"}
    found = [f"no {name}" for name in wanted - entry.keys()]
    found += [f"{name} is no moment" for name in MOMENTS & entry.keys() if not moment(entry[name])]
    status = entry["eventStatus"].removeprefix("https://schema.org/Event")
    mode = entry["eventAttendanceMode"].removeprefix("https://schema.org/")
    places = entry["location"] if isinstance(entry["location"], list) else [entry["location"]]
    kinds = {place["@type"] for place in places}
    if status not in ("Scheduled", "Cancelled", "Postponed", "Rescheduled"):
        found.append(f"status {status}")
    if ("previousStartDate" in entry) != (status == "Rescheduled"):
        found.append("previousStartDate")
    if kinds != KINDS[mode]:
        found.append(f"{mode} at {kinds}")
    for place in places:
        told = place.get("url", "").startswith("http")
        if place["@type"] == "Place":
            told = place["name"] and place["address"]["@type"] == "PostalAddress"
        found += [] if told else ["place"]
    for offer in entry.get("offers", []):
        found += [f"offer without {name}" for name in OFFERED - offer.keys()]
        found += [] if float(offer["price"]) >= 0 else ["price"]
    found += [] if all(one["name"] for one in entry["organizer"]) else ["nameless organiser"]
    found += [] if all(url.startswith("https://") for url in entry.get("image", [])) else ["image"]
    return found


def moment(text):
    """A day alone, or an instant with its offset from UTC."""
    if len(text) == len("2027-02-10"):
        return bool(date.fromisoformat(text))
    return datetime.fromisoformat(text).tzinfo is not None


def test_events_of_every_kind_have_what_is_asked_for(told, event, owner):
    paid = make.make_event(
        organiser=make.make_organiser(owner=owner), times=(), price_type="paid",
        registration_mode="required", registration_opens_at=make.oslo("2027-02-01 09:00"),
    )  # fmt: skip
    for label, amount in (("Voksen", 120), ("Barn", 0)):
        paid.live.price_tiers.create(label_nb=label, amount=amount)
    make.make_time(paid.live, attendance="both", venue=make.make_venue())
    make.make_time(paid.live, "2027-02-11 10:00", None, attendance="online")
    make.make_time(paid.live, "2027-02-12 10:00", None, place_name="Hos oss")
    lasting = make.make_event(times=(("2027-02-08 09:00", "2027-02-12 16:00"),))
    unknown = make.make_event(times=(), price_type="", registration_mode="")
    make.make_time(unknown.live, "2027-02-13 00:00", None, is_time_known=False)
    moved, put_off = event.sessions.order_by("pk")
    moved.previous_starts_at, moved.moved_at = make.oslo("2027-02-09 18:00"), make.LONG_AGO
    moved.save()
    facts.postpone_session(put_off, by=owner)
    facts.cancel_session(paid.sessions.order_by("pk").first(), by=owner)
    a_picture(lasting.live)
    statuses, seen = set(), 0
    for one in (event, paid, lasting, unknown):
        for language in ("nb", "en"):
            for entry in told(one, language):
                assert faults(entry) == [], entry
                statuses.add(entry["eventStatus"].rpartition("/")[2])
                seen += 1
    assert seen == 14
    assert len(statuses) == 4


def test_what_nobody_knows_is_not_told(told):
    event = make.make_event(price_type="", registration_mode="")
    (found,) = told(event)
    assert not {"offers", "isAccessibleForFree", "typicalAgeRange"} & set(found)
