"""Changes of an approved event: the public text stays, and so do the facts of the day."""

import pytest
from django.utils import translation

from enbyforalle.jobs.models import Job
from events.domain import corrections, drafts, editing, facts, new_events, review
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused
from events.enums import Verb, VersionState
from events.models import Event, Publication, Version
from organisers.models import Membership
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def coordinator():
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def reviewer():
    return make.make_reviewer()


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def event(organiser, owner):
    return make.make_event(organiser=organiser, by=owner)


@pytest.fixture
def change(event, owner):
    return drafts.open_change(event, by=owner)


def sent(change, owner, **changed):
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True} | changed)
    return review.submit(change, by=owner)


@pytest.fixture
def waiting(change, owner):
    return sent(change, owner, summary_nb="Snakk arabisk.")


def mails(to="eier@example.org"):
    payloads = [job.payload for job in Job.objects.order_by("pk")]
    return [row for row in payloads if row.get("to") == to]


# Sessions keep who they are


def test_a_session_cancelled_while_a_change_waits_stays_cancelled(change, owner, coordinator):
    time = change.times.get()
    drafts.change_time(time, by=owner, starts_at=make.oslo("2027-02-10 17:00"))
    waiting = sent(change, owner)
    facts.cancel_session(time.session, by=owner, reason_nb="Sykdom")
    review.approve(waiting, by=coordinator)
    session = waiting.event.live.times.get().session
    assert (session.uid, session.status) == (time.session.uid, "cancelled")


@pytest.mark.parametrize(
    ("fields", "rises"),
    [
        ({"starts_at": make.oslo("2027-02-10 17:00")}, True),
        ({"ends_at": make.oslo("2027-02-10 21:00")}, True),
        ({"venue": None, "place_name": "Torvet"}, True),
        ({"attendance": "both"}, True),
        ({"room": "Rom 2"}, True),
        ({"is_address_hidden": True}, True),
        ({"label_nb": "Del 1"}, False),
        ({"doors_at": make.oslo("2027-02-10 17:30")}, False),
    ],
)
def test_the_sequence_rises_where_time_or_place_changed(change, owner, coordinator, fields, rises):
    time = change.times.get()
    untouched = drafts.add_time(
        drafts.editable(change, by=owner), by=owner, starts_at=make.oslo("2027-02-11 12:00")
    )
    before = time.session.sequence
    drafts.change_time(time, by=owner, **fields)
    drafts.remove_time(untouched, by=owner)
    review.approve(sent_with_place(change, owner), by=coordinator)
    session = change.event.live.times.get().session
    assert session.uid == time.session.uid
    assert session.sequence == before + rises


def sent_with_place(change, owner):
    change.times.filter(place_name="Torvet").update(place_district=make.make_district())
    drafts.save_draft(change, by=owner, changed={"joining_url": "https://example.org/inn"})
    return sent(change, owner)


def test_a_session_that_leaves_and_one_that_comes_in_a_change(change, owner, coordinator):
    kept = change.event.live.times.get().session
    drafts.remove_time(change.times.get(), by=owner)
    venue = make.make_venue()
    new = drafts.add_time(
        change,
        by=owner,
        starts_at=make.oslo("2027-02-11 10:00"),
        ends_at=make.oslo("2027-02-11 11:00"),
        venue=venue,
    )
    review.approve(sent(change, owner), by=coordinator)
    assert [time.session_id for time in change.event.live.times.all()] == [new.session_id]
    # The one that left is still the event's, so that its address can say where it went.
    assert change.event.sessions.filter(pk=kept.pk).exists()


def test_the_public_text_stays_until_the_decision(event, waiting, coordinator):
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."
    review.reject(waiting, by=coordinator, comment="Nei")
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."
    assert Publication.objects.count() == 0


# Another event


def test_a_change_can_be_refused_as_another_event(event, waiting, coordinator):
    version = review.refuse_as_another_event(waiting, by=coordinator)
    assert (version.state, version.decided_by) == (VersionState.REJECTED, coordinator)
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."
    entry = event.log.latest("pk")
    assert (entry.verb, entry.from_state, entry.to_state) == (
        Verb.ANOTHER_EVENT,
        "submitted",
        "rejected",
    )
    [letter] = [row for row in mails() if "new event" in row["text"] or "nytt" in row["text"]]
    assert event.reference in letter["text"]


def test_what_is_no_change_cannot_be_another_event(organiser, owner, coordinator):
    fresh = make.make_event(organiser=organiser, by=owner, state="submitted").open
    with pytest.raises(Refused, match="no change"), translation.override("en"):
        review.refuse_as_another_event(fresh, by=coordinator)
    fresh.refresh_from_db()
    assert fresh.state == "submitted"


def test_the_refused_text_becomes_a_draft_of_its_own(event, waiting, coordinator, owner):
    review.refuse_as_another_event(waiting, by=coordinator, comment="Foreslå det for seg.")
    draft = new_events.start_from_refused(waiting, by=owner)
    assert (draft.state, draft.event.organiser_id) == ("draft", event.organiser_id)
    assert draft.event_id != event.pk
    assert (draft.summary_nb, draft.accepts_criteria) == ("Snakk arabisk.", False)
    assert draft.contact_name == "Kontakten"
    [time] = draft.times.all()
    assert time.session.event_id == draft.event_id
    assert time.session.uid not in event.sessions.values_list("uid", flat=True)
    assert event.live.times.get().session.event_id == event.pk
    # A button pressed twice makes one draft.
    assert new_events.start_from_refused(waiting, by=owner).pk == draft.pk
    assert Event.objects.count() == 2


def test_only_a_refused_change_of_ones_own_becomes_a_new_event(event, waiting, owner, coordinator):
    with pytest.raises(Refused):
        new_events.start_from_refused(waiting, by=owner)
    review.reject(waiting, by=coordinator, comment="Nei")
    with pytest.raises(NotAllowed):
        new_events.start_from_refused(waiting, by=make.make_user())
    rejected = make.make_event(organiser=event.organiser, by=owner, state="rejected")
    with pytest.raises(Refused):
        new_events.start_from_refused(rejected.versions.get(), by=owner)


# The coordinator's hand in a text that waits


def test_an_edit_keeps_what_was_sent_in_and_stays_in_the_queue(waiting, owner, coordinator):
    edit = editing.begin_edit(waiting, by=coordinator)
    waiting.refresh_from_db()
    assert (waiting.state, edit.state) == ("replaced", "submitted")
    assert (edit.submitted_at, edit.submitted_by) == (waiting.submitted_at, owner)
    assert (edit.accepts_criteria, edit.is_being_edited) == (True, True)
    assert list(Version.objects.waiting()) == [edit]
    assert editing.begin_edit(edit, by=coordinator).pk == edit.pk
    drafts.save_draft(edit, by=coordinator, changed={"summary_nb": "Snakk arabisk her."})
    with pytest.raises(Conflict):
        drafts.save_draft(edit, by=owner, changed={"summary_nb": "Eierens"})
    before = len(mails())
    editing.close_edit(edit, by=coordinator)
    entry = edit.event.log.filter(is_internal=False).latest("pk")
    assert (entry.verb, entry.by, entry.version) == (Verb.EDIT, coordinator, edit)
    assert "“Snakk arabisk.” → “Snakk arabisk her.”" in entry.comment
    [letter] = mails()[before:]
    assert "Snakk arabisk her." in letter["text"]
    assert f"/{edit.event.reference}/" in letter["text"]
    with pytest.raises(Conflict):
        drafts.save_draft(edit, by=coordinator, changed={"summary_nb": "For sent"})
    waiting.refresh_from_db()
    assert waiting.summary_nb == "Snakk arabisk."


@pytest.mark.parametrize("verb", ["approve", "reject", "request_changes", "take_back"])
def test_a_decision_closes_an_open_edit_and_tells_of_it(verb, waiting, owner, coordinator):
    edit = editing.begin_edit(waiting, by=coordinator)
    drafts.save_draft(edit, by=coordinator, changed={"summary_nb": "Snakk arabisk her."})
    if verb == "take_back":
        review.take_back(edit, by=owner)
    elif verb == "approve":
        review.approve(edit, by=coordinator)
    else:
        getattr(review, verb)(edit, by=coordinator, comment="Fordi")
    log = list(edit.event.log.filter(is_internal=False).values_list("verb", flat=True))
    assert log[-2:] == [Verb.EDIT, verb]
    assert any("Snakk arabisk her." in letter["text"] for letter in mails())
    edit.refresh_from_db()
    assert not edit.is_being_edited


def test_an_edit_without_a_difference_tells_nobody(waiting, coordinator):
    edit = editing.begin_edit(waiting, by=coordinator)
    before = len(mails())
    editing.close_edit(edit, by=coordinator)
    assert len(mails()) == before
    assert not edit.event.log.filter(verb=Verb.EDIT).exists()
    with pytest.raises(Conflict):
        editing.close_edit(edit, by=coordinator)


def test_who_may_edit_what_waits(waiting, owner, coordinator, reviewer, organiser):
    for user in (owner, reviewer, make.make_user(), make.make_content_editor()):
        with pytest.raises(NotAllowed):
            editing.begin_edit(waiting, by=user)
    Membership.objects.create(user=coordinator, organiser=organiser)
    with pytest.raises(NotAllowed):
        editing.begin_edit(waiting, by=coordinator)
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


@pytest.mark.parametrize("state", ["draft", "changes_requested", "approved", "rejected"])
def test_only_what_waits_is_edited(organiser, owner, coordinator, state):
    version = make.make_event(organiser=organiser, by=owner, state=state).latest
    with pytest.raises(Conflict):
        editing.begin_edit(version, by=coordinator)


def test_whoever_read_an_older_text_does_not_begin_an_edit(waiting, coordinator):
    with pytest.raises(Conflict):
        editing.begin_edit(waiting, by=coordinator, seen=make.LONG_AGO)


def test_a_decision_on_the_text_that_was_edited_meets_a_conflict(waiting, coordinator, reviewer):
    editing.begin_edit(waiting, by=coordinator)
    with pytest.raises(Conflict):
        review.approve(waiting, by=reviewer)


# Correcting what is public


@pytest.fixture
def correction(event, coordinator):
    return corrections.open_correction(event, by=coordinator)


def test_a_correction_is_one_act_and_the_organiser_reads_the_difference(
    event, correction, coordinator
):
    old = event.live
    drafts.save_draft(correction, by=coordinator, changed={"summary_nb": "Snakk norsk over te."})
    assert event.live.pk == old.pk
    corrections.publish_correction(correction, by=coordinator, comment="Rettet en feil.")
    assert event.live.pk == correction.pk
    correction.refresh_from_db()
    assert (correction.state, correction.submitted_by, correction.decided_by) == (
        "approved",
        coordinator,
        coordinator,
    )
    assert [row.verb for row in event.log.order_by("pk")] == [Verb.OPEN_CHANGE, Verb.CORRECT]
    assert [row.what for row in event.publications.all()] == ["correct"]
    [letter] = mails()
    assert "Snakk norsk over te." in letter["text"]
    assert "Rettet en feil." in letter["text"]
    assert f"/{event.reference}/" in letter["text"]


def test_a_correction_moves_sessions_as_an_approval_does(event, correction, coordinator):
    time = correction.times.get()
    drafts.change_time(time, by=coordinator, starts_at=make.oslo("2027-02-10 17:00"))
    corrections.publish_correction(correction, by=coordinator)
    session = event.live.times.get().session
    assert (session.uid, session.sequence) == (time.session.uid, 1)
    assert session.previous_starts_at == make.oslo("2027-02-10 18:00")


def test_a_correction_that_changes_nothing_is_not_published(correction, coordinator):
    with pytest.raises(Refused):
        corrections.publish_correction(correction, by=coordinator)


def test_a_correction_may_not_lack_what_the_public_text_had(correction, coordinator):
    drafts.save_draft(correction, by=coordinator, changed={"summary_nb": ""})
    with pytest.raises(Incomplete):
        corrections.publish_correction(correction, by=coordinator)
    old = Version.objects.get(is_live=True)
    assert old.summary_nb


def test_what_was_lacking_before_does_not_stop_a_correction(event, coordinator):
    Version.objects.filter(event=event).update(contribution_nb="", accepts_criteria=False)
    correction = corrections.open_correction(event, by=coordinator)
    drafts.save_draft(correction, by=coordinator, changed={"public_phone": "12345678"})
    corrections.publish_correction(correction, by=coordinator)
    assert event.live.public_phone == "12345678"


@pytest.mark.parametrize("state", ["draft", "submitted", "changes_requested"])
def test_a_correction_waits_for_the_organisers_change(event, change, coordinator, state):
    fields = {"submitted_at": make.LONG_AGO, "submitted_by": coordinator}
    fields |= {"decision_comment": "Mer"} if state == "changes_requested" else {}
    Version.objects.filter(pk=change.pk).update(state=state, **fields)
    with pytest.raises(Conflict):
        corrections.open_correction(event, by=coordinator)


def test_a_correction_that_is_open_is_found_again(event, correction, coordinator, owner):
    assert corrections.open_correction(event, by=coordinator).pk == correction.pk
    assert drafts.open_change(event, by=owner).pk == correction.pk


def test_who_may_correct(event, correction, change, coordinator, reviewer, owner, organiser):
    drafts.save_draft(correction, by=coordinator, changed={"summary_nb": "Annet"})
    for user in (owner, reviewer, make.make_user(), make.make_content_editor()):
        with pytest.raises(NotAllowed):
            corrections.open_correction(event, by=user)
        with pytest.raises(NotAllowed):
            corrections.publish_correction(correction, by=user)
    Membership.objects.create(user=coordinator, organiser=organiser)
    with pytest.raises(NotAllowed):
        corrections.publish_correction(correction, by=coordinator)
    assert event.live.summary_nb != "Annet"


def test_whoever_is_alone_corrects_with_a_reason(event, organiser, coordinator):
    Membership.objects.create(user=coordinator, organiser=organiser)
    correction = corrections.open_correction(event, by=coordinator)
    drafts.save_draft(correction, by=coordinator, changed={"summary_nb": "Annet"})
    with pytest.raises(Refused):
        corrections.publish_correction(correction, by=coordinator)
    corrections.publish_correction(correction, by=coordinator, disqualified_reason="Alene")
    assert event.log.get(verb=Verb.CORRECT).as_disqualified


def test_the_organisers_own_change_is_not_published_as_a_correction(change, coordinator):
    with pytest.raises(NotAllowed):
        corrections.publish_correction(change, by=coordinator)


def test_an_event_that_is_not_approved_cannot_be_corrected(organiser, owner, coordinator):
    fresh = make.make_event(organiser=organiser, by=owner, state="rejected")
    with pytest.raises(Refused):
        corrections.open_correction(fresh, by=coordinator)
