"""What an approval makes public and what it must leave alone, and who may come too late."""

import pytest

from events.domain import drafts, review
from events.domain.errors import Conflict, Refused
from events.enums import VersionState
from events.programme.cards import marks_of
from organisers.domain.texts import change_text, submit_text, take_back_text
from organisers.enums import TextState
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


def a_draft(organiser, owner, **fields):
    return make.make_event(organiser=organiser, by=owner, state="draft", **fields).open


# The deadline


def test_what_came_in_time_may_come_again_after_the_deadline(organiser, owner, coordinator, clock):
    version = review.submit(a_draft(organiser, owner), by=owner)
    clock.set("2027-03-02T12:00")
    review.request_changes(version, by=coordinator, comment="Skriv hvor det er.")
    version = review.submit(version, by=owner)
    review.take_back(version, by=owner)
    assert review.submit(version, by=owner).state == VersionState.SUBMITTED


def test_a_new_text_after_a_rejection_keeps_the_deadline(organiser, owner, coordinator, clock):
    version = review.submit(a_draft(organiser, owner), by=owner)
    clock.set("2027-03-02T12:00")
    review.reject(version, by=coordinator, comment="Nei")
    again = drafts.open_change(version.event, by=owner)
    drafts.save_draft(again, by=owner, changed={"accepts_criteria": True})
    with pytest.raises(Refused):
        review.submit(again, by=owner)
    assert review.submit(again, by=coordinator).state == VersionState.SUBMITTED


def test_who_sends_in_twice_is_told_so_even_after_the_deadline(organiser, owner, clock):
    version = a_draft(organiser, owner)
    review.submit(version, by=owner)
    clock.set("2027-03-02T12:00")
    with pytest.raises(Conflict):
        review.submit(version, by=owner)


# The organiser's words


def test_later_words_do_not_go_in_with_an_event(organiser, owner, coordinator):
    change_text(organiser, by=owner, description_nb="Halvferdig")
    version = review.submit(a_draft(organiser, owner), by=owner)
    assert organiser.open_text.state == TextState.DRAFT
    review.approve(version, by=coordinator)
    assert organiser.open_text.state == TextState.DRAFT
    assert organiser.live_text.description_nb == ""


def test_first_words_taken_back_are_not_published_with_the_event(owner, coordinator):
    organiser = make.make_organiser(owner=owner, state="draft")
    version = review.submit(a_draft(organiser, owner), by=owner)
    take_back_text(organiser.open_text, by=owner)
    change_text(organiser, by=owner, description_nb="Ingen har lest dette")
    review.approve(version, by=coordinator)
    assert organiser.live_text is None
    assert organiser.open_text.state == TextState.DRAFT
    submit_text(organiser.open_text, by=owner)
    second = review.submit(a_draft(organiser, owner), by=owner)
    review.approve(second, by=coordinator)
    assert organiser.live_text.description_nb == "Ingen har lest dette"


def test_first_words_changed_after_reading_are_not_approved_unread(owner, coordinator, clock):
    organiser = make.make_organiser(owner=owner, state="draft")
    version = review.submit(a_draft(organiser, owner), by=owner)
    seen = organiser.open_text.submitted_at
    clock.set("2027-02-10T12:30")
    take_back_text(organiser.open_text, by=owner)
    change_text(organiser, by=owner, description_nb="Nytt")
    submit_text(organiser.open_text, by=owner)
    with pytest.raises(Conflict):
        review.approve(version, by=coordinator, seen_words=seen)
    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED
    review.approve(version, by=coordinator, seen_words=organiser.open_text.submitted_at)
    assert organiser.live_text.description_nb == "Nytt"


# Sessions that move


def moved(organiser, owner, coordinator, before, after):
    """An event whose session is moved from one place to another; returns the live time."""
    event = make.make_event(organiser=organiser, by=owner, times=())
    make.make_time(event.live, **before)
    change = drafts.open_change(event, by=owner)
    drafts.change_time(change.times.get(), by=owner, **after)
    changed = {"accepts_criteria": True, "is_joining_url_hidden": True}
    drafts.save_draft(change, by=owner, changed=changed)
    review.submit(change, by=owner)
    return review.approve(change, by=coordinator).times.get()


def test_a_moved_session_tells_where_it_was(organiser, owner, coordinator):
    library = make.make_venue()
    time = moved(
        organiser,
        owner,
        coordinator,
        {"place_name": "Grendehuset", "place_district": make.make_district()},
        {"place_name": "", "place_district": None, "venue": library},
    )
    assert (time.session.sequence, time.session.previous_place_nb) == (1, "Grendehuset")
    assert [str(mark.more) for mark in marks_of(time)] == ["var Grendehuset"]


@pytest.mark.parametrize(
    "place", [{"place_name": "Hemmelig adresse 7"}, {"venue": None}], ids=["typed", "venue"]
)
def test_a_hidden_address_does_not_come_out_when_the_session_moves(
    place, organiser, owner, coordinator
):
    if "venue" in place:
        place = {"venue": make.make_venue("hemmelig", "Hemmelig sted")}
    after = {"place_name": "", "venue": make.make_venue(), "is_address_hidden": False}
    before = place | {"is_address_hidden": True}
    time = moved(organiser, owner, coordinator, before, after)
    assert time.session.moved_at is not None
    assert (time.session.previous_place_nb, time.session.previous_place_en) == ("", "")


@pytest.mark.parametrize(
    ("after", "rises"),
    [
        ({"starts_at": make.oslo("2027-02-10 17:00")}, 1),
        ({"ends_at": make.oslo("2027-02-10 21:00")}, 1),
        ({"attendance": "online", "venue": None}, 1),
        ({"label_nb": "Del 1"}, 0),
        # A calendar shows the room as part of the place.
        ({"room": "Sal 2"}, 1),
    ],
    ids=lambda value: str(value),
)
def test_calendars_hear_of_another_time_or_place(after, rises, organiser, owner, coordinator):
    time = moved(organiser, owner, coordinator, {"venue": make.make_venue()}, after)
    assert time.session.sequence == rises


def test_a_reported_time_that_is_approved_is_confirmed(organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner)
    starts, ends = make.oslo("2027-02-10 19:00"), make.oslo("2027-02-10 21:00")
    event.sessions.update(reported_starts_at=starts, reported_ends_at=ends)
    for title, is_reported in (("Samme tid", True), ("Ny tid", False)):
        change = drafts.open_change(event, by=owner)
        drafts.save_draft(change, by=owner, changed={"title_nb": title, "accepts_criteria": True})
        if not is_reported:
            drafts.change_time(change.times.get(), by=owner, starts_at=starts, ends_at=ends)
        review.submit(change, by=owner)
        review.approve(change, by=coordinator)
        assert (event.sessions.get().reported_starts_at is not None) == is_reported
