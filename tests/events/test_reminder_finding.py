"""Who is reminded of which rows, and when: what ``reminders.due`` finds, and what it leaves out."""

from datetime import timedelta

import pytest

from events.domain import reminders
from events.enums import HappeningStatus, LanguageUse, Reminder, Verb
from events.models import Event, LateAccess, LogEntry, Session, Version, VersionLanguage, Week
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    return make.make_week(
        submissions_open_at=make.oslo("2026-10-01 08:00"),
        submissions_close_at=make.oslo("2026-12-15 12:00"),
        print_deadline_at=make.oslo("2026-11-20 12:00"),
    )


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def an_event(week, organiser, owner):
    """an_event(state=…) makes one that nobody has written in since 1 November."""

    def new(**fields):
        event = make.make_event(**{"week": week, "organiser": organiser, "by": owner} | fields)
        Version.objects.filter(event=event).update(updated_at=make.oslo("2026-11-01 12:00"))
        return event

    return new


def found(week, kind):
    """[(who, [references])] of all that is due."""
    return [
        (occasion.user.email, [row.event.reference for row in occasion.rows])
        for occasion in reminders.due(week, kinds=(kind,))
    ]


def test_the_day_has_its_hours(clock):
    mornings = {
        "2026-12-09T20:00": "2026-12-10 08:00",
        "2026-12-09T23:30": "2026-12-10 08:00",
        "2026-12-10T03:00": "2026-12-10 08:00",
    }
    for now, morning in mornings.items():
        clock.set(now)
        assert not reminders.is_daytime()
        assert reminders.next_morning() == make.oslo(morning)


def test_rows_of_the_own_organiser_and_week_by_their_number(
    week, organiser, owner, an_event, clock
):
    later, sooner = an_event(state="draft"), an_event(state="draft")
    Event.objects.filter(pk=later.pk).update(reference="2027-9002")
    Event.objects.filter(pk=sooner.pk).update(reference="2027-9001")
    an_event(state="draft", week=make.make_week(2028))
    nobodys = an_event(state="draft")
    Event.objects.filter(pk=nobodys.pk).update(organiser=None, source_url="https://example.org/")
    colleague = make.make_user("kollega@example.org")
    theirs = make.make_organiser(owner=colleague)
    other = an_event(state="draft", organiser=theirs)
    clock.set("2026-12-09T12:00")
    # Who is told first says nothing; each one's rows stand by their number.
    assert sorted(found(week, Reminder.DRAFT)) == [
        (owner.email, ["2027-9001", "2027-9002"]),
        (colleague.email, [other.reference]),
    ]


def test_the_newest_request_for_changes_of_the_version_itself_counts(week, owner, an_event, clock):
    waiting, fresh = an_event(state="changes_requested"), an_event(state="changes_requested")

    def log(event, at, verb=Verb.REQUEST_CHANGES):
        return LogEntry.objects.create(
            event=event, version=event.latest, verb=verb, by=owner, at=make.oslo(at)
        )

    log(waiting, "2026-11-10 12:00")
    newest = log(waiting, "2026-11-20 12:00")
    log(waiting, "2026-11-24 12:00", Verb.SUBMIT)
    log(fresh, "2026-11-10 12:00")
    log(fresh, "2026-11-24 12:00")
    clock.set("2026-11-25T12:00")
    [occasion] = reminders.due(week, kinds=(Reminder.CHANGES,))
    assert (occasion.name, [row.event for row in occasion.rows]) == (
        f"asked:{newest.pk}",
        [waiting],
    )


def test_two_deadlines_are_one_when_less_than_a_day_lies_between(week, owner, an_event, clock):
    event = an_event(state="draft")
    clock.set("2026-12-12T12:00")
    for deadline, is_told in (
        ("2026-12-13 12:00", True),
        ("2026-12-14 12:00", True),
        ("2026-12-14 12:01", False),
        ("2026-12-15 12:00", False),
    ):
        week.print_deadline_at = make.oslo(deadline)
        assert (found(week, Reminder.PRINT) != []) == is_told, deadline
    # Where submissions stay open for good, print has the only deadline.
    week.submissions_close_at = None
    assert found(week, Reminder.PRINT) == [(owner.email, [event.reference])]


def test_late_access_is_reminded_of_until_something_has_come_of_it(
    week, organiser, owner, an_event, clock
):
    coordinator = make.make_coordinator()
    granted = make.oslo("2026-12-20 12:00")
    late = LateAccess.objects.create(
        week=week,
        organiser=organiser,
        until=make.oslo("2027-01-05 12:00"),
        granted_at=granted,
        granted_by=coordinator,
    )
    after = granted + timedelta(days=1)

    def is_told():
        rows = [row for one in reminders.due(week, kinds=(Reminder.LATE,)) for row in one.rows]
        assert rows in ([], [late])
        return bool(rows)

    # What others sent in, what was for another week, and what had come before.
    for event in (
        an_event(state="submitted", organiser=make.make_organiser()),
        an_event(state="submitted", week=make.make_week(2028)),
    ):
        event.versions.update(submitted_at=after)
    own = an_event(state="submitted")
    own.versions.update(submitted_at=granted - timedelta(days=1))
    clock.set("2027-01-04T12:00")
    assert is_told()
    own.versions.update(submitted_at=after)
    assert not is_told()
    # A change of what is public is not what the time was asked for.
    make.make_version(an_event(), state="draft")
    assert not is_told()
    an_event(state="draft")
    assert is_told()
    # Whoever was given it today knows.
    LateAccess.objects.update(granted_at=make.oslo("2027-01-03 12:01"))
    own.versions.update(submitted_at=granted)
    assert not is_told()
    LateAccess.objects.update(granted_at=make.oslo("2027-01-03 12:00"))
    assert is_told()


def test_interpreters_are_for_the_event_that_promises_them_and_has_not_begun(
    week, owner, an_event, clock
):
    days = (("2027-01-26 18:00", "2027-01-26 20:00"), ("2027-01-24 10:00", "2027-01-24 12:00"))
    typed, spoken, plain, begun = (
        an_event(times=days),
        an_event(times=days),
        an_event(times=days),
        an_event(times=(("2027-01-19 10:00", "2027-01-30 10:00"),)),
    )
    typed.live.access_answers.create(
        feature=make.make_feature("speech_to_text", "hearing"), answer="yes"
    )
    for event in (spoken, begun):
        VersionLanguage.objects.create(version=event.live, code="ar", use=LanguageUse.INTERPRETED)
    for now, expected in (
        ("2027-01-03T09:59", []),
        ("2027-01-03T10:00", [typed, spoken]),
        ("2027-01-24T09:59", [typed, spoken]),
        ("2027-01-24T10:00", []),
    ):
        clock.set(now)
        rows = [
            row for one in reminders.due(week, kinds=(Reminder.INTERPRETER,)) for row in one.rows
        ]
        assert [row.event for row in rows if row.event != begun] == expected, now
        assert plain not in {row.event for row in rows}
        assert (begun in {row.event for row in rows}) == (now < "2027-01-19T10:00")
        assert {row.begins for row in rows if row.event != begun} <= {make.oslo("2027-01-24 10:00")}


def test_the_week_is_told_of_what_is_shown_and_still_to_come(week, owner, an_event, clock):
    # The session that ends last is neither the first nor the last.
    going_on = an_event(
        times=(
            ("2027-01-30 10:00", "2027-01-30 12:00"),
            ("2027-01-31 10:00", "2027-02-14 10:00"),
            ("2027-01-31 12:00", None),
        )
    )
    over = an_event(times=(("2027-01-30 10:00", "2027-01-30 12:00"),))
    hidden, off = an_event(), an_event()
    Event.objects.filter(pk=hidden.pk).update(
        unpublished_at=make.LONG_AGO, unpublished_by=owner, unpublished_reason="Feil"
    )
    Session.objects.filter(event=off).update(status=HappeningStatus.CANCELLED)
    Week.objects.update(silent_reminders=[])
    clock.set("2027-02-01T12:00")
    assert over.live.times.count() == 1
    assert found(week, Reminder.WEEK) == [(owner.email, [going_on.reference])]
