"""What search engines are told of an event: all that is asked for, and nothing that is hidden."""

import json
import re

import pytest

from events.domain import facts
from tests import factories as make

pytestmark = pytest.mark.django_db

# https://developers.google.com/search/docs/appearance/structured-data/event, required properties.
REQUIRED = {"@context", "@type", "name", "startDate", "location"}
_BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.S)


@pytest.fixture
def told(client):
    def read(event, prefix=""):
        html = client.get(prefix + event.get_absolute_url()).content.decode()
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


def test_what_nobody_knows_is_not_told(told):
    event = make.make_event(price_type="", registration_mode="")
    (found,) = told(event)
    assert not {"offers", "isAccessibleForFree", "typicalAgeRange", "image"} & set(found)
