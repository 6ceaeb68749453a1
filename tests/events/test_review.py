"""The review's verbs: what each does, and that two at once are one winner and one who is told."""

import pytest

from enbyforalle.jobs.models import Job
from enbyforalle.publishing import generation
from events.domain import drafts, facts, review
from events.domain.errors import Conflict, Incomplete, NotAllowed, Refused
from events.enums import Verb, VersionState
from events.models import Event, Publication
from organisers.domain.texts import approve_text, change_text, submit_text
from organisers.enums import TextState
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def submitted(organiser, owner):
    return make.make_event(organiser=organiser, by=owner, state="submitted").open


def mails():
    return sorted((job.payload["to"], job.payload["subject"]) for job in Job.objects.mails())


def to_be_told():
    """Those who get news in a few minutes, each as often as there is news."""
    news = Job.objects.filter(task="coordinator-news")
    return sorted(job.payload["to"] for job in news)


def test_submit_moves_the_draft_logs_it_and_sends_a_receipt(organiser, owner, coordinator):
    draft = make.make_event(organiser=organiser, by=owner, state="draft").open
    version = review.submit(draft, by=owner)
    assert (version.state, version.submitted_by) == (VersionState.SUBMITTED, owner)
    entry = version.event.log.get()
    assert (entry.verb, entry.by, entry.from_state, entry.to_state) == (
        Verb.SUBMIT,
        owner,
        VersionState.DRAFT,
        VersionState.SUBMITTED,
    )
    assert [to for to, _subject in mails()] == ["eier@example.org"]
    assert to_be_told() == ["koordinator@example.org"]


def test_submit_takes_a_new_organisers_first_words_along(owner, coordinator):
    organiser = make.make_organiser(owner=owner, state="draft")
    draft = make.make_event(organiser=organiser, by=owner, state="draft").open
    review.submit(draft, by=owner)
    assert organiser.open_text.state == TextState.SUBMITTED
    review.approve(draft, by=coordinator)
    assert organiser.live_text.state == TextState.APPROVED


def test_submit_refuses_an_empty_draft_with_all_that_is_missing(organiser, owner):
    draft = drafts.start_event(make.make_week(), organiser, by=owner)
    with pytest.raises(Incomplete) as refused:
        review.submit(draft, by=owner)
    assert [(lack.step, lack.field) for lack in refused.value.missing] == [
        ("about", "title_nb"),
        ("about", "summary_nb"),
        ("about", "description_nb"),
        ("about", "contribution_nb"),
        ("about", "types"),
        ("about", "topics"),
        ("when", "times"),
        ("who", "audiences"),
        ("who", "spoken"),
        ("price", "price_type"),
        ("price", "registration_mode"),
        ("organiser", "contact_name"),
        ("organiser", "accepts_criteria"),
    ]
    draft.refresh_from_db()
    assert draft.state == VersionState.DRAFT


def test_submit_is_refused_after_the_deadline_but_a_change_is_not(organiser, owner, clock):
    draft = make.make_event(organiser=organiser, by=owner, state="draft").open
    times = (("2027-03-10 18:00", "2027-03-10 20:00"),)
    event = make.make_event(organiser=organiser, by=owner, times=times)
    clock.set("2027-03-02T12:00")
    with pytest.raises(Refused):
        review.submit(draft, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    assert review.submit(change, by=owner).state == VersionState.SUBMITTED


@pytest.mark.usefixtures("one_by_one")
def test_approve_makes_the_version_live_and_the_event_public(submitted, coordinator):
    before = generation.current()
    assert list(Event.objects.public()) == []
    version = review.approve(submitted, by=coordinator, comment="Fint!")
    event = Event.objects.public().get()
    assert (event, event.live) == (submitted.event, version)
    assert event.slug == f"sprakkafe-{event.reference}"
    assert (version.decided_by, version.decision_comment) == (coordinator, "Fint!")
    assert generation.current() == before + 1
    record = Publication.objects.get(event=event)
    assert (record.what, record.by) == ("approve", coordinator)
    assert record.content["en"]["title"] == version.title_en
    assert record.content["nb"]["title"] == version.title_nb


def test_approve_moves_the_live_mark_and_marks_moved_sessions(organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner)
    old = event.live
    change = drafts.open_change(event, by=owner)
    time = change.times.get()
    assert time.session == old.times.get().session
    drafts.change_time(
        time,
        by=owner,
        starts_at=make.oslo("2027-02-11 18:00"),
        ends_at=make.oslo("2027-02-11 20:00"),
    )
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    review.submit(change, by=owner)
    assert event.versions.get(is_live=True) == old
    review.approve(change, by=coordinator)
    assert event.versions.get(is_live=True) == change
    old.refresh_from_db()
    assert (old.is_live, old.state) == (False, VersionState.APPROVED)
    session = time.session
    session.refresh_from_db()
    assert session.sequence == 1
    assert session.previous_starts_at == make.oslo("2027-02-10 18:00")


def test_a_session_cancelled_while_a_change_waits_stays_cancelled(organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"title_nb": "Ny", "accepts_criteria": True})
    review.submit(change, by=owner)
    facts.cancel_session(event.sessions.get(), by=owner, reason_nb="Syk kursholder")
    review.approve(change, by=coordinator)
    assert event.versions.get(is_live=True).times.get().status == "cancelled"


def test_the_slug_never_changes(organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"title_nb": "Ny", "accepts_criteria": True})
    review.submit(change, by=owner)
    review.approve(change, by=coordinator)
    slug = event.slug
    event.refresh_from_db()
    assert event.slug == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Åpen dag på Søgne gård", "apen-dag-pa-sogne-gard"),
        ("Kart", "kart-{reference}"),
        ("2027", "2027-{reference}"),
        ("!!!", "{reference}"),
    ],
)
def test_slugs_are_readable_and_never_reserved(organiser, owner, coordinator, title, slug):
    version = make.make_event(organiser=organiser, by=owner, state="submitted", title_nb=title).open
    event = review.approve(version, by=coordinator).event
    assert event.slug == slug.format(reference=event.reference)


def test_two_events_of_one_title_get_two_slugs(organiser, owner, coordinator):
    slugs = []
    for _number in range(3):
        version = make.make_event(
            organiser=organiser, by=owner, state="submitted", title_nb="Språkkafé"
        ).open
        slugs.append(review.approve(version, by=coordinator).event.slug)
    assert slugs == ["sprakkafe", "sprakkafe-2", "sprakkafe-3"]


@pytest.mark.parametrize("verb", [review.request_changes, review.reject])
def test_a_refusal_needs_a_reason(submitted, coordinator, verb):
    with pytest.raises(Refused):
        verb(submitted, by=coordinator, comment="  ")
    submitted.refresh_from_db()
    assert submitted.state == VersionState.SUBMITTED


def test_changes_requested_is_told_in_the_organisers_language(owner, organiser, coordinator):
    reader = make.make_user("reader@example.org", language="en")
    organiser.memberships.create(user=reader)
    version = make.make_event(organiser=organiser, by=owner, state="submitted").open
    review.request_changes(version, by=coordinator, comment="Skriv hvor det er.")
    subjects = dict(mails())
    assert version.title_en in subjects["reader@example.org"]
    assert version.title_nb in subjects["eier@example.org"]
    assert "Skriv hvor det er." in Job.objects.first().payload["text"]


def test_the_second_of_two_deciders_is_told(submitted, coordinator):
    other = make.make_coordinator("annen@example.org")
    seen = submitted.updated_at
    review.approve(submitted, by=coordinator, seen=seen)
    with pytest.raises(Conflict):
        review.reject(submitted, by=other, comment="Nei", seen=seen)
    submitted.refresh_from_db()
    assert submitted.state == VersionState.APPROVED


def test_a_text_changed_after_reading_is_not_approved_unread(submitted, owner, coordinator, clock):
    seen = submitted.updated_at
    clock.set("2027-02-10T12:05")
    review.take_back(submitted, by=owner)
    review.submit(submitted, by=owner)
    with pytest.raises(Conflict):
        review.approve(submitted, by=coordinator, seen=seen)


def test_nobody_decides_on_an_own_organisers_event(submitted, organiser, coordinator):
    make.make_reviewer()
    organiser.memberships.create(user=coordinator)
    with pytest.raises(NotAllowed):
        review.approve(submitted, by=coordinator, disqualified_reason="Ingen andre")


def test_the_only_decider_may_decide_with_a_logged_reason(submitted, organiser, coordinator):
    organiser.memberships.create(user=coordinator)
    with pytest.raises(Refused):
        review.approve(submitted, by=coordinator)
    version = review.approve(submitted, by=coordinator, disqualified_reason="Ingen andre")
    log = list(version.event.log.values_list("verb", "as_disqualified", "is_internal"))
    assert log == [("disqualified", False, True), ("approve", True, False)]


def test_a_failed_approval_leaves_nothing_behind(submitted, coordinator, monkeypatch):
    def broken(*args, **kwargs):
        raise RuntimeError

    # The last statement of the verb fails: the disk is full, say.
    monkeypatch.setattr(generation, "rise", broken)
    with pytest.raises(RuntimeError):
        review.approve(submitted, by=coordinator)
    submitted.refresh_from_db()
    assert submitted.state == VersionState.SUBMITTED
    assert Job.objects.count() == 0
    assert Publication.objects.count() == 0


def test_an_organisers_new_name_is_recorded_and_searched_for(organiser, owner, coordinator):
    event = make.make_event(organiser=organiser, by=owner)
    make.make_event(organiser=make.make_organiser("En annen"))
    change_text(organiser, by=owner, name_nb="Regnbuelaget")
    text = submit_text(organiser.open_text, by=owner)
    assert Publication.objects.count() == 0
    approve_text(text, by=coordinator)
    record = Publication.objects.get()
    assert (record.event, record.content["nb"]["organiser"]) == (event, "Regnbuelaget")
    assert "regnbuelaget" in event.versions.get().search_text
