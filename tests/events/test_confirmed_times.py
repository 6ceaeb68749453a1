"""Confirming a reported time: of the one session, doors and open end with it, and by whom."""

from datetime import timedelta

import pytest
from django.utils import translation

from events.domain import assigning, confirming, corrections, drafts, facts
from events.domain.errors import Conflict, NotAllowed, Refused
from events.enums import Verb
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(owner):
    """Two sessions: the first with an end, the second with doors and without an end."""
    event = make.make_event(organiser=make.make_organiser(owner=owner), by=owner)
    doors = make.oslo("2027-02-11 17:30")
    make.make_time(event.live, "2027-02-11 18:00", None, doors_at=doors)
    return event


@pytest.fixture
def reported(event, owner):
    """The second session's new time, an hour later."""
    session = event.live.times.order_by("starts_at").last().session
    return facts.report_time(session, by=owner, starts_at=make.oslo("2027-02-11 19:00"))


def test_only_the_session_it_is_about_moves_and_its_doors_with_it(event, reported, coordinator):
    first = event.live.times.order_by("starts_at").first()
    version = confirming.confirm_time(reported, by=coordinator)
    time = version.times.get(session=reported)
    assert (time.starts_at, time.ends_at) == (make.oslo("2027-02-11 19:00"), None)
    assert time.starts_at - time.doors_at == timedelta(minutes=30)
    assert version.times.get(session=first.session).starts_at == first.starts_at
    assert event.log.get(verb=Verb.CONFIRM_TIME).version == version


def test_a_version_that_is_open_is_in_the_way(event, reported, owner, coordinator):
    drafts.open_change(event, by=owner)
    with translation.override("en"), pytest.raises(Conflict, match="The organiser has begun"):
        confirming.confirm_time(reported, by=coordinator)


def test_a_correction_that_was_begun_is_not_published_along(event, reported, coordinator):
    begun = corrections.open_correction(event, by=coordinator)
    words = "A correction of this event has been begun"
    with translation.override("en"), pytest.raises(Conflict, match=words):
        confirming.confirm_time(reported, by=coordinator)
    begun.refresh_from_db()
    assert (begun.state, begun.is_live, event.log.count()) == ("draft", False, 2)


def test_a_reviewer_confirms_nothing(event, reported):
    with translation.override("en"), pytest.raises(NotAllowed, match="may not change this event"):
        confirming.confirm_time(reported, by=make.make_reviewer())
    assert event.versions.count() == 1


def test_a_removed_fact_gives_the_row_back(reported, coordinator):
    row = confirming.remove_fact(reported, "time", by=coordinator)
    assert (row.pk, row.reported_starts_at) == (reported.pk, None)


def test_who_takes_a_case_is_said_of_the_event_and_refused_beside_the_field(event, coordinator):
    assert assigning.assign(event, to=coordinator, by=coordinator).assigned_to == coordinator
    assert assigning.assign(event, to=coordinator, by=coordinator).pk == event.pk
    with pytest.raises(Refused) as refusal:
        assigning.assign(event, to=make.make_user(), by=coordinator)
    assert refusal.value.field == "to"
