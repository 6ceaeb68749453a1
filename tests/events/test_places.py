"""A typed place becomes a venue: which sessions get it, what is told, and what is refused."""

import pytest
from django.utils import translation

from enbyforalle.publishing import generation
from enbyforalle.publishing.signals import public_change
from events.domain import places
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Publication, Venue
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = make.oslo("2027-02-10 12:00")


@pytest.fixture(autouse=True)
def in_norwegian():
    with translation.override("nb"):
        yield


def typed(name="Pakkhuset", **fields):
    """A session at a typed place of the only text of its event."""
    event = make.make_event(times=(), **fields)
    place = {
        "place_name": name,
        "place_address": "Gravane 4",
        "place_district": make.make_district(),
        "is_address_hidden": True,
    }
    time = make.make_time(event.latest, **place)
    event.versions.update(updated_at=make.LONG_AGO)
    return time


def test_the_same_place_stands_in_live_and_open_texts():
    time = typed()
    same = [
        typed(" pakkhuset", state=state) for state in ("draft", "submitted", "changes_requested")
    ]
    for state in ("rejected", "withdrawn"):
        typed(state=state)
    typed("Pakkhuset 2")
    make.make_event()
    assert places.same_place(time) == [time, *same]
    # A session without a typed place has nothing in common with others.
    assert places.same_place(make.make_event().live.times.get()) == []


@pytest.mark.usefixtures("one_by_one")
def test_adopting_a_place_moves_its_sessions_in_and_tells_of_it(coordinator, clock):
    live, waiting, other = typed(), typed("pakkhuset", state="submitted"), typed("Naboen")
    venue = make.make_venue("pakkhuset", "Det gamle pakkhuset")
    number, heard = generation.current(), []

    def listen(sender, **news):
        heard.append((news["what"], news["instance"], news["by"]))

    public_change.connect(listen)
    clock.set("2027-02-10T12:05")
    assert places.adopt_place(live, by=coordinator, venue=venue) == venue
    public_change.disconnect(listen)
    assert heard == [("adopt venue", venue, coordinator)]
    assert generation.current() == number + 1
    for time in (live, waiting):
        time.refresh_from_db()
        assert (time.venue, time.place_name, time.place_address) == (venue, "", "")
        assert (time.place_district, time.is_address_hidden) == (None, True)
        entry = time.version.event.log.get()
        assert (entry.verb, entry.by, entry.is_internal) == ("adopt_place", coordinator, True)
        assert entry.comment == "Pakkhuset → Det gamle pakkhuset"
    # Whoever writes in the waiting text is told; of what is public there is a record.
    moments = [time.version.updated_at for time in (live, waiting)]
    assert moments == [make.LONG_AGO, make.oslo("2027-02-10 12:05")]
    record = Publication.objects.get()
    assert (record.event, record.what, record.by) == (
        live.version.event,
        "reference:venue",
        coordinator,
    )
    other.refresh_from_db()
    assert (other.place_name, other.version.event.log.count()) == ("Naboen", 0)
    with pytest.raises(Conflict):
        places.adopt_place(live, by=coordinator, venue=venue)
    # A venue of the same name says it once.
    places.adopt_place(other, by=coordinator, venue=make.make_venue("naboen", "naboen"))
    assert other.version.event.log.get().comment == "naboen"


def test_a_new_venue_has_what_it_needs(coordinator):
    time = typed()
    district = make.make_district("lund", "Lund")
    make.make_venue("pakkhuset", "Pakkhuset")
    taken = {"name_nb": "Pakkhuset!", "district": district}
    for given in (
        {},
        {"name_nb": "Huset"},
        {"district": district},
        {"name_nb": "中", "district": district},
        taken,
    ):
        with pytest.raises(Refused):
            places.adopt_place(time, by=coordinator, **given)
    for by in (make.make_reviewer(), time.version.event.created_by):
        with pytest.raises(NotAllowed):
            places.adopt_place(time, by=by, name_nb="Huset", district=district)
    assert Venue.objects.count() == 1
    long = f"{'a' * 79} b"
    venue = places.adopt_place(time, by=coordinator, name_nb=long, district=district)
    assert (venue.slug, venue.name_nb, venue.name_en) == ("a" * 79, long, long)
    names = {"name_nb": "Huset på Lund", "name_en": "The house", "postal_code": "4630"}
    venue = places.adopt_place(typed(), by=coordinator, district=district, **names)
    assert (venue.slug, venue.name_en, venue.postal_code, venue.district) == (
        "huset-pa-lund",
        "The house",
        "4630",
        district,
    )
