"""The search text follows what the public may read, from approval on and when names change."""

import pytest

from events.domain import publications, review
from events.models import SessionTime
from events.search import matches
from tests import factories as make

pytestmark = pytest.mark.django_db


def found(query):
    times = SessionTime.objects.public().filter(matches(query, "version__search_text"))
    return [time.version.title_nb for time in times]


def test_the_first_approval_makes_the_new_organiser_findable():
    """Its words become public with the event, so they must be read after they are approved."""
    organiser = make.make_organiser("Fjordfolket", state="submitted")
    event = make.make_event(organiser=organiser, state="submitted", title_nb="Kafé")
    assert found("fjordfolket") == []
    review.approve(event.open, by=make.make_coordinator())
    assert found("fjordfolket") == ["Kafé"]
    assert found("kafe") == ["Kafé"]


def test_a_renamed_venue_is_found_by_its_new_name():
    event = make.make_event(title_nb="Kafé")
    venue = event.live.times.get().venue
    venue.name_nb, venue.name_en = "Torvhallen", "Market hall"
    venue.save()
    publications.record_reference_change(venue, by=make.make_coordinator())
    assert found("torvhallen") == found("market") == ["Kafé"]
    assert found("hovedbiblioteket") == []
