"""Two at once, with threads and transactions as on the server: one wins and the other is told."""

import functools
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from enbyforalle import publishing
from enbyforalle.jobs.models import Job
from enbyforalle.publishing import generation
from events.domain import co_organisers, drafts, facts, publications, review
from events.domain.errors import Conflict
from events.enums import VersionState
from events.models import Event, Publication, Session, Version
from organisers.domain.texts import approve_text
from organisers.models import Organiser
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

# How often a race is run: one run alone may miss it.
ROUNDS = 3


def rounds(test):
    """Run the test ROUNDS times on the same tables."""

    @functools.wraps(test)
    def run(*args, **kwargs):
        for _round in range(ROUNDS):
            test(*args, **kwargs)

    return run


def at_once(*acts):
    """Run all at the same moment, each with a connection of its own; returns what each gave.

    An exception is returned in place of an answer, by its type.
    """
    start = threading.Barrier(len(acts))

    def run(act):
        try:
            start.wait()
            return act()
        except Exception as error:  # noqa: BLE001 - which one it is, is what is tested
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def deciders():
    return make.make_coordinator(), make.make_coordinator("annen@example.org")


def submitted(organiser, owner, **words):
    return make.make_event(organiser=organiser, by=owner, state="submitted", **words).open


def fresh(version):
    """As another process would read it, sharing no object with anybody."""
    return Version.objects.get(pk=version.pk)


def one_and_conflicts(answers):
    refused = [answer for answer in answers if answer is Conflict]
    done = [answer for answer in answers if not isinstance(answer, type)]
    assert len(done) + len(refused) == len(answers), answers
    return len(done), len(refused)


@pytest.mark.usefixtures("one_by_one")
@rounds
def test_eight_who_approve_the_same_version_are_one(organiser, owner, deciders):
    version = submitted(organiser, owner)
    before, waiting = generation.current(), Job.objects.count()
    answers = at_once(*[lambda by=by: review.approve(fresh(version), by=by) for by in deciders * 4])
    assert one_and_conflicts(answers) == (1, 7)
    version.refresh_from_db()
    assert (version.state, version.is_live) == (VersionState.APPROVED, True)
    assert version.event.log.count() == version.event.log.filter(verb="approve").count() == 1
    assert version.event.publications.count() == 1
    assert Job.objects.mails().filter(about=version.event.reference).count() == 1
    assert Job.objects.count() == waiting + 1
    assert generation.current() == before + 1


@pytest.mark.usefixtures("one_by_one")
@rounds
def test_eight_who_decide_otherwise_on_the_same_version_are_one(organiser, owner, deciders):
    """Approve, ask for changes and reject, all at once: one decision, one row, one mail."""
    version = submitted(organiser, owner)
    before, waiting = generation.current(), Job.objects.count()
    verbs = (
        lambda by: review.approve(fresh(version), by=by),
        lambda by: review.request_changes(fresh(version), by=by, comment="Mer"),
        lambda by: review.reject(fresh(version), by=by, comment="Nei"),
    )
    answers = at_once(
        *[lambda verb=verbs[number % 3], by=deciders[number % 2]: verb(by) for number in range(8)]
    )
    assert one_and_conflicts(answers) == (1, 7)
    version.refresh_from_db()
    is_approved = version.state == VersionState.APPROVED
    assert version.is_live == is_approved
    assert version.event.log.count() == 1
    assert version.event.publications.count() == generation.current() - before == is_approved
    assert Job.objects.mails().filter(about=version.event.reference).count() == 1
    assert Job.objects.count() == waiting + 1


@rounds
def test_approval_against_rejection_is_one_of_them(organiser, owner, deciders):
    version = submitted(organiser, owner)
    first, second = deciders
    answers = at_once(
        lambda: review.approve(fresh(version), by=first),
        lambda: review.reject(fresh(version), by=second, comment="Nei"),
    )
    assert one_and_conflicts(answers) == (1, 1)
    version.refresh_from_db()
    assert version.is_live == (version.state == VersionState.APPROVED)
    assert version.event.log.count() == 1


@rounds
def test_approval_against_taking_back_is_one_of_them(organiser, owner, deciders):
    version = submitted(organiser, owner)
    answers = at_once(
        lambda: review.approve(fresh(version), by=deciders[0]),
        lambda: review.take_back(fresh(version), by=owner),
    )
    assert one_and_conflicts(answers) == (1, 1)
    version.refresh_from_db()
    assert (version.state, version.is_live) in (
        (VersionState.APPROVED, True),
        (VersionState.DRAFT, False),
    )
    assert Event.objects.public().filter(pk=version.event_id).exists() == version.is_live


@rounds
def test_two_submissions_are_one(organiser, owner):
    version = make.make_event(organiser=organiser, by=owner, state="draft").open
    answers = at_once(*[lambda: review.submit(fresh(version), by=owner)] * 2)
    assert one_and_conflicts(answers) == (1, 1)
    assert Job.objects.filter(about=version.event.reference).count() == 1


@rounds
def test_saving_against_submission_never_changes_what_was_sent_in(organiser, owner):
    version = make.make_event(organiser=organiser, by=owner, state="draft").open
    seen = version.updated_at
    saved, sent = at_once(
        lambda: drafts.save_draft(
            fresh(version), by=owner, changed={"title_nb": "Sent"}, seen=seen
        ),
        lambda: review.submit(fresh(version), by=owner),
    )
    assert not isinstance(sent, type)
    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED
    assert (version.title_nb == "Sent") == (saved is not Conflict)


@rounds
def test_two_who_save_what_they_read_are_one(organiser, owner):
    version = make.make_event(organiser=organiser, by=owner, state="draft").open
    seen = make.LONG_AGO
    Version.objects.filter(pk=version.pk).update(updated_at=seen)

    def save(title):
        return lambda: drafts.save_draft(
            fresh(version), by=owner, changed={"title_nb": title}, seen=seen
        )

    assert one_and_conflicts(at_once(save("Min"), save("Din"))) == (1, 1)


@rounds
def test_two_changes_opened_at_once_are_the_same(organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    answers = at_once(*[lambda: drafts.open_change(Event.objects.get(pk=event.pk), by=owner)] * 4)
    assert len({version.pk for version in answers}) == 1
    assert event.versions.open().count() == 1


def test_references_are_unique_and_without_gaps(organiser, owner):
    week = make.make_week()
    answers = at_once(*[lambda: drafts.start_event(week, organiser, by=owner)] * 8)
    references = sorted(version.event.reference for version in answers)
    assert references == [f"2027-{number:03d}" for number in range(1, 9)]


@rounds
def test_two_events_of_one_title_get_two_addresses(organiser, owner, deciders):
    number = Event.objects.count()
    title = f"Kafé {number}"
    versions = [submitted(organiser, owner, title_nb=title) for _time in range(2)]
    answers = at_once(
        *[
            lambda version=version, by=by: review.approve(fresh(version), by=by)
            for version, by in zip(versions, deciders, strict=True)
        ]
    )
    assert sorted(version.event.slug for version in answers) == [
        f"kafe-{number}",
        f"kafe-{number}-2",
    ]


@rounds
def test_a_cancellation_survives_an_approval_at_the_same_moment(organiser, owner, deciders):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    drafts.change_time(
        change.times.get(),
        by=owner,
        starts_at=make.oslo("2027-02-11 18:00"),
        ends_at=make.oslo("2027-02-11 20:00"),
    )
    review.submit(change, by=owner)
    session = event.sessions.get()
    answers = at_once(
        lambda: review.approve(fresh(change), by=deciders[0]),
        lambda: facts.cancel_session(Session.objects.get(pk=session.pk), by=owner),
    )
    assert one_and_conflicts(answers) == (2, 0)
    session.refresh_from_db()
    # Both rose it: calendars must hear of each.
    assert (session.status, session.sequence) == ("cancelled", 2)
    newest = Publication.objects.order_by("pk").last().content["nb"]["sessions"]
    assert [(row["status"], row["starts_at"][:10]) for row in newest] == [
        ("cancelled", "2027-02-11")
    ]


@pytest.mark.usefixtures("one_by_one")
def test_many_facts_of_one_event_are_all_counted(organiser, owner):
    event = make.make_event(organiser=organiser, by=owner)
    session = event.sessions.get()
    before = generation.current()
    at_once(
        *[
            lambda room=room: facts.change_room(
                Session.objects.get(pk=session.pk), by=owner, room=room
            )
            for room in "123456"
        ]
    )
    session.refresh_from_db()
    assert session.sequence == 6
    assert generation.current() == before + 6


def test_answers_and_hand_overs_and_renames_wait_for_each_other(organiser, owner, deciders):
    """Different locks taken in different orders: nobody may wait for ever or be thrown out."""
    partner = make.make_user("partner@example.org")
    friend = make.make_organiser("Vennene", owner=partner)
    event = make.make_event(organiser=organiser, by=owner)
    asked = event.co_organisers.create(organiser=friend, approved_at=make.LONG_AGO)
    waiting = submitted(organiser, owner)
    venue = event.live.times.get().venue
    waiting_words = organiser.texts.create(
        name_nb="Nytt navn", state="submitted", submitted_at=make.LONG_AGO
    )

    def rename():
        with transaction.atomic():
            publications.record_reference_change(venue, by=deciders[0])
            publishing.announce("venue", instance=venue, by=deciders[0])

    answers = at_once(
        lambda: co_organisers.answer(asked, by=partner, says_yes=True),
        lambda: drafts.hand_over(
            Event.objects.get(pk=event.pk), Organiser.objects.get(pk=friend.pk), by=deciders[0]
        ),
        lambda: review.approve(fresh(waiting), by=deciders[1]),
        lambda: approve_text(waiting_words, by=deciders[0]),
        rename,
        lambda: facts.cancel_event(Event.objects.get(pk=event.pk), by=deciders[0]),
    )
    # Whoever answers after the event was handed over is told that nobody asks any more.
    assert [answer for answer in answers if isinstance(answer, type)] in ([], [Conflict])
