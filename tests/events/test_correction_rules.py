"""The rules of corrections, edits and events made of refused changes, each held by itself."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import translation

from events.domain import again, archive, corrections, drafts, editing, new_events, review
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused
from events.enums import Verb
from events.models import Version
from organisers.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(owner):
    return make.make_event(organiser=make.make_organiser(owner=owner), by=owner)


@pytest.fixture
def correction(event, coordinator):
    version = corrections.open_correction(event, by=coordinator)
    return drafts.save_draft(version, by=coordinator, changed={"summary_nb": "Annet"})


@pytest.fixture
def waiting(event, owner):
    change = drafts.open_change(event, by=owner)
    words = {"accepts_criteria": True, "summary_nb": "Snakk arabisk."}
    return review.submit(drafts.save_draft(change, by=owner, changed=words), by=owner)


# Corrections


def test_words_saved_after_one_looked_are_not_published(event, correction, coordinator, clock):
    seen = correction.updated_at
    clock.set("2027-02-10T12:05")
    drafts.save_draft(correction, by=coordinator, changed={"summary_nb": "Noe tredje"})
    with pytest.raises(Conflict):
        corrections.publish_correction(correction, by=coordinator, seen=seen)
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."


def test_a_correction_is_published_once_and_not_after_it_was_dropped(
    event, correction, coordinator
):
    review.withdraw(correction, by=coordinator)
    with pytest.raises(Conflict):
        corrections.publish_correction(correction, by=coordinator)
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."


def test_a_dropped_correction_is_no_correction_whatever_it_says(event, coordinator):
    same = corrections.open_correction(event, by=coordinator)
    with pytest.raises(Refused):
        corrections.publish_correction(same, by=coordinator)
    review.withdraw(same, by=coordinator)
    with pytest.raises(Conflict):
        corrections.publish_correction(same, by=coordinator)


def test_a_correction_may_lack_what_the_public_text_lacks_and_no_more(correction, coordinator):
    past = {"by": coordinator, "title_nb": "Kro", "source_url": "https://example.org/"}
    old = archive.enter_past_event(make.make_week(2020), **past)
    version = corrections.open_correction(old, by=coordinator)
    drafts.save_draft(version, by=coordinator, changed={"title_nb": "Kor"})
    assert corrections.publish_correction(version, by=coordinator).title_nb == "Kor"
    for time in correction.times.all():
        drafts.remove_time(time, by=coordinator)
    with pytest.raises(Incomplete) as refusal:
        corrections.publish_correction(correction, by=coordinator)
    assert [lack.field for lack in refusal.value.missing] == ["times"]


def test_without_a_comment_the_record_has_none(correction, coordinator):
    assert corrections.publish_correction(correction, by=coordinator).decision_comment == ""


def test_whoever_has_one_right_of_the_two_may_not_correct(event, correction):
    user = make.make_content_editor()
    user.user_permissions.add(Permission.objects.get(codename="enter_event"))
    with pytest.raises(NotAllowed):
        corrections.publish_correction(correction, by=user)
    with pytest.raises(NotAllowed):
        corrections.open_correction(make.make_event(), by=user)


def test_nobody_begins_a_correction_in_their_own_cause(event, coordinator):
    make.make_reviewer()
    Membership.objects.create(user=coordinator, organiser=event.organiser)
    with pytest.raises(NotAllowed):
        corrections.open_correction(event, by=coordinator)
    assert event.versions.count() == 1


def test_what_is_in_the_way_is_said_with_what_can_be_done(waiting, coordinator):
    with translation.override("en"):
        assert corrections.in_the_way(waiting) == (
            "A change from the organiser waits for a decision. Edit it, or decide on it first."
        )
        review.request_changes(waiting, by=coordinator, comment="Mer")
        waiting.refresh_from_db()
        assert corrections.in_the_way(waiting) == (
            "The organiser has begun a change. Ask them to send it in or drop it, or write in it."
        )


# Edits


def test_the_log_of_an_edit_is_norwegian_whatever_the_editor_reads(waiting, coordinator):
    with translation.override("en"):
        version = editing.begin_edit(waiting, by=coordinator)
        words = {"summary_nb": "Snakk arabisk og norsk.", "age_min": 13}
        drafts.save_draft(version, by=coordinator, changed=words)
        editing.close_edit(version, by=coordinator)
    lines = version.event.log.get(verb=Verb.EDIT).comment.split("\n")
    assert len(lines) == 2
    assert [line.partition(":")[0] for line in sorted(lines)] == [
        "Fra alder",
        "Kort om arrangementet",
    ]


def test_an_edited_change_is_still_a_change_of_the_public_text(event, waiting, coordinator):
    assert editing.begin_edit(waiting, by=coordinator).based_on_id == event.live.pk


# A new event of a refused change


def test_the_new_event_is_logged_with_where_it_came_from(event, waiting, coordinator, owner):
    review.refuse_as_another_event(waiting, by=coordinator)
    draft = new_events.start_from_refused(waiting, by=owner)
    entry = draft.event.log.get(verb=Verb.COPY)
    assert (entry.by, entry.version, entry.comment) == (owner, draft, f"Fra {event.reference}.")


def test_another_draft_of_the_same_people_is_not_taken_for_it(event, waiting, coordinator, owner):
    other = make.make_event(organiser=event.organiser, by=owner, state="draft")
    review.refuse_as_another_event(waiting, by=coordinator)
    assert new_events.start_from_refused(waiting, by=owner).event_id != other.pk


def test_a_draft_that_was_dropped_makes_room_for_a_new_one(event, waiting, coordinator, owner):
    review.refuse_as_another_event(waiting, by=coordinator)
    first = new_events.start_from_refused(waiting, by=owner)
    review.withdraw(first, by=owner)
    again = new_events.start_from_refused(waiting, by=owner)
    assert again.event_id != first.event_id


def test_an_event_that_only_a_source_tells_of_has_nobody_to_propose_another(event, coordinator):
    version = Version.objects.create(
        event=event, number=2, state="rejected", created_by=coordinator, decided_by=coordinator,
        decided_at=make.LONG_AGO, decision_comment="Nei", title_nb="X",
    )  # fmt: skip
    event.source_url, event.organiser = "https://example.org/", None
    event.save()
    with pytest.raises(Refused):
        new_events.start_from_refused(version, by=coordinator)


def test_each_new_text_has_the_next_number_and_says_what_it_comes_from(event, owner, coordinator):
    review.withdraw(drafts.open_change(event, by=owner), by=owner)
    live = event.live
    version = corrections.open_correction(event, by=coordinator)
    assert (version.number, version.based_on) == (3, live)
    assert event.log.get(verb=Verb.OPEN_CHANGE, by=coordinator).version == version


def test_a_published_correction_says_when_it_was_sent_in(correction, coordinator):
    corrections.publish_correction(correction, by=coordinator, comment="  Rettet.  ")
    correction.refresh_from_db()
    assert correction.submitted_at == correction.decided_at
    assert correction.decision_comment == "Rettet."


def test_an_edit_begins_as_an_internal_matter_with_the_next_number(waiting, coordinator):
    version = editing.begin_edit(waiting, by=coordinator)
    assert version.number == waiting.number + 1
    assert version.event.log.get(verb=Verb.BEGIN_EDIT).is_internal


def test_only_who_may_enter_for_others_closes_an_edit(waiting, coordinator, owner):
    version = editing.begin_edit(waiting, by=coordinator)
    for user in (owner, make.make_reviewer()):
        with pytest.raises(NotAllowed):
            editing.close_edit(version, by=user)
    version.refresh_from_db()
    assert version.is_being_edited


def test_a_stranger_makes_no_event_of_a_refused_change(event, waiting, coordinator):
    review.refuse_as_another_event(waiting, by=coordinator)
    owner = event.organiser.memberships.get().user
    next_year = make.make_week(2028, submissions_open_at=make.LONG_AGO)
    copied = again.copy_event(event, next_year, by=owner)
    there = new_events.start_from_refused(waiting, by=owner)
    # Last year's event that is arranged again is another matter.
    assert (there.event.week, there.event != copied.event) == (event.week, True)
    assert new_events.start_from_refused(waiting, by=owner) == there
    # Nor does a stranger fetch the one that is there.
    with pytest.raises(NotAllowed):
        new_events.start_from_refused(waiting, by=make.make_user())
