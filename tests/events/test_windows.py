"""Who may send in and change what, at each side of every limit.."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from enbyforalle.jobs.models import Mail
from events.domain import drafts, late_access, review, windows
from events.domain.errors import Conflict, NotAllowed, Refused
from events.enums import HappeningStatus, VersionState
from events.models import Event, LateAccess, Session, Week
from organisers.models import Organiser
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DEADLINE = "2026-12-01 12:00"


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def week():
    return make.make_week(
        submissions_open_at=make.oslo("2026-10-01 08:00"),
        submissions_close_at=make.oslo(DEADLINE),
        grace_minutes=45,
    )


@pytest.fixture
def draft(week, organiser, owner, clock):
    """A complete draft, begun a minute before the deadline."""
    clock.set("2026-12-01T11:59")
    return make.make_event(week=week, organiser=organiser, by=owner, state="draft").open


@pytest.fixture
def late(week, organiser, coordinator, clock):
    clock.set("2026-11-30T10:00")
    until = make.oslo("2026-12-10 16:00")
    return late_access.grant_late_access(week, organiser, until=until, by=coordinator)


@pytest.mark.parametrize(
    ("now", "reason", "refusal"),
    [
        ("2026-10-01T07:59:59", "not_yet", "Submissions open Thursday 1 October 2026, 08:00."),
        ("2026-10-01T08:00:00", "open", ""),
        ("2026-12-01T11:59:59", "open", ""),
        (
            "2026-12-01T12:00:00",
            "closed",
            "The deadline for submissions was Tuesday 1 December 2026, 12:00.",
        ),
    ],
)
def test_a_new_event(week, organiser, owner, coordinator, clock, now, reason, refusal):
    clock.set(now)
    window = windows.window_for(week, organiser)
    assert (window.reason, window.refusal, window.is_open) == (reason, refusal, not refusal)
    assert week.takes_submissions == window.is_open
    assert list(Week.objects.open_for_submissions()) == ([week] if window.is_open else [])
    if refusal:
        with pytest.raises(Refused, match=refusal):
            drafts.start_event(week, organiser, by=owner)
        assert not Event.objects.exists()
        assert drafts.start_event(week, organiser, by=coordinator).event.week == week
    else:
        assert drafts.start_event(week, organiser, by=owner).event.week == week


@pytest.mark.parametrize(
    ("opens", "closes", "reason"),
    [(None, None, "not_set"), (None, DEADLINE, "not_set"), ("2026-10-01 08:00", None, "open")],
)
def test_limits_that_are_not_set(organiser, clock, opens, closes, reason):
    clock.set("2026-11-01T12:00")
    week = make.make_week(
        submissions_open_at=opens and make.oslo(opens),
        submissions_close_at=closes and make.oslo(closes),
    )
    window = windows.window_for(week, organiser)
    assert (window.reason, window.until) == (reason, None)
    assert week.has_grace == bool(closes)


@pytest.mark.parametrize(
    ("now", "reason"),
    [
        ("2026-12-01T11:59:59", "open"),
        ("2026-12-01T12:00:00", "grace"),
        ("2026-12-01T12:44:59", "grace"),
        ("2026-12-01T12:45:00", "closed"),
    ],
)
def test_a_draft_begun_before_the_deadline_has_a_grace(draft, owner, clock, now, reason):
    clock.set(now)
    window = windows.window_for(draft.event.week, draft.event.organiser, draft=draft)
    assert window.reason == reason
    if window.is_open:
        assert review.submit(draft, by=owner).state == VersionState.SUBMITTED
    else:
        with pytest.raises(Refused, match="The deadline for submissions was"):
            review.submit(draft, by=owner)
        draft.refresh_from_db()
        assert draft.state == VersionState.DRAFT


def test_a_draft_begun_in_the_second_of_the_deadline_has_no_grace(week, organiser, owner, clock):
    clock.set("2026-12-01T12:00:00")
    draft = make.make_event(week=week, organiser=organiser, by=owner, state="draft").open
    assert windows.window_for(week, organiser, draft=draft).reason == "closed"
    with pytest.raises(Refused):
        review.submit(draft, by=owner)


def test_no_grace_where_the_week_gives_none(draft, owner, clock):
    Week.objects.update(grace_minutes=0)
    clock.set("2026-12-01T12:00:00")
    with pytest.raises(Refused):
        review.submit(draft, by=owner)


def test_a_deadline_moved_meanwhile_holds(draft, organiser, owner, clock):
    """The pages were made from a week as it was; the verbs read it again behind the lock."""
    stale = draft.event.week
    Week.objects.update(submissions_close_at=make.oslo("2026-11-01 12:00"))
    clock.set("2026-12-01T11:59:30")
    with pytest.raises(Refused):
        drafts.start_event(stale, organiser, by=owner)
    with pytest.raises(Refused):
        review.submit(draft, by=owner)


@pytest.mark.parametrize("state", ["draft", "changes_requested"])
def test_what_was_sent_in_may_come_again_after_the_deadline(draft, owner, clock, state):
    type(draft).objects.filter(pk=draft.pk).update(
        submitted_at=make.LONG_AGO, submitted_by=owner, state=state, decision_comment="Mer."
    )
    clock.set("2026-12-20T12:00")
    assert review.submit(draft, by=owner).state == VersionState.SUBMITTED


def test_the_coordinator_is_never_too_late(draft, coordinator, clock):
    clock.set("2026-12-20T12:00")
    assert review.submit(draft, by=coordinator).state == VersionState.SUBMITTED


# Late access


def test_late_access_for_one_organiser(week, late, organiser, owner, clock):
    stranger = make.make_user()
    other = make.make_organiser("En annen", owner=stranger)
    clock.set("2026-12-10T15:59:59")
    window = windows.window_for(week, organiser)
    assert (window.reason, window.until, window.late) == ("late", late.until, late)
    assert windows.weeks_to_write_for([organiser]) == [week]
    assert windows.weeks_to_write_for([other]) == []
    version = drafts.start_event(week, organiser, by=owner)
    with pytest.raises(Refused):
        drafts.start_event(week, other, by=stranger)
    clock.set("2026-12-10T16:00:00")
    assert windows.window_for(week, organiser, draft=version).reason == "closed"
    assert windows.weeks_to_write_for([organiser]) == []
    with pytest.raises(Refused):
        drafts.start_event(week, organiser, by=owner)


def test_late_access_lets_a_draft_be_sent(week, late, draft, owner, clock):
    clock.set("2026-12-10T15:59:59")
    assert review.submit(draft, by=owner).state == VersionState.SUBMITTED


def test_late_access_before_the_deadline_tells_of_its_own_limit(week, late, organiser, clock):
    clock.set("2026-11-30T12:00")
    window = windows.window_for(week, organiser)
    assert (window.reason, window.until) == ("open", late.until)


def test_the_latest_limit_counts(week, late, organiser, clock):
    """Late access may end before the deadline that was moved meanwhile, or with it."""
    clock.set("2026-11-30T12:00")
    assert windows.window_for(week, organiser).until == late.until
    for closes in (late.until, make.oslo("2026-12-20 12:00")):
        week.submissions_close_at = closes
        week.save()
        assert windows.window_for(week, organiser).until == closes
    week.submissions_close_at = None
    week.save()
    assert windows.window_for(week, organiser).until is None


def test_late_access_that_ends_with_the_grace_adds_nothing(week, late, draft, organiser, clock):
    clock.set("2026-12-01T12:10")
    type(late).objects.update(until=week.grace_until)
    window = windows.window_for(week, organiser, draft=draft)
    assert (window.reason, window.until) == ("grace", week.grace_until)


def test_the_window_at_another_moment_is_asked_of_that_moment(week, organiser, clock):
    clock.set("2026-11-30T12:00")
    assert windows.window_for(week, organiser, now=make.oslo("2026-12-05 12:00")).reason == "closed"


def test_late_access_read_before_is_not_asked_for_again(
    week, late, organiser, clock, django_assert_num_queries
):
    clock.set("2026-12-05T12:00")
    with django_assert_num_queries(0):
        assert windows.window_for(week, organiser, late=late).reason == "late"
        assert windows.window_for(week, None).reason == "closed"


def test_a_week_without_a_window_says_so(organiser):
    week = make.make_week(2029, submissions_open_at=None, submissions_close_at=None)
    assert windows.window_for(week, organiser).refusal == (
        "The week does not take submissions now."
    )


def test_the_coordinator_starts_an_event_after_the_deadline(week, organiser, coordinator, clock):
    clock.set("2026-12-05T12:00")
    windows.check_may_start(week, organiser, by=coordinator)
    with pytest.raises(Refused):
        windows.check_may_start(week, organiser, by=make.make_user())


def test_late_access_is_logged_and_told(week, late, organiser, coordinator):
    assert (late.granted_by, late.is_open) == (coordinator, True)
    entry = LogEntry.objects.get(object_id=str(organiser.pk))
    assert (entry.user, entry.content_type.model_class()) == (coordinator, Organiser)
    assert "2027" in entry.change_message
    mail = Mail.objects.mails().get()
    assert mail.payload["to"] == "eier@example.org"
    assert "torsdag 10. desember 2026 kl." in mail.payload["text"]


def test_late_access_is_withdrawn(week, late, organiser, owner, coordinator, clock):
    clock.set("2026-12-05T12:00")
    gone = late_access.withdraw_late_access(late, by=coordinator)
    assert (gone.withdrawn_by, gone.is_open) == (coordinator, False)
    with pytest.raises(Refused):
        drafts.start_event(week, organiser, by=owner)
    assert Mail.objects.mails().count() == 2
    with pytest.raises(Conflict):
        late_access.withdraw_late_access(late, by=coordinator)


def test_a_new_late_access_takes_the_place_of_the_old(week, late, organiser, coordinator):
    until = make.oslo("2026-12-20 12:00")
    new = late_access.grant_late_access(week, organiser, until=until, by=coordinator)
    assert list(LateAccess.objects.standing()) == [new]
    late.refresh_from_db()
    assert late.withdrawn_by == coordinator


@pytest.mark.parametrize(
    ("until", "closes", "field"),
    [
        ("2026-11-29 12:00", DEADLINE, "until"),
        ("2026-12-01 12:00", DEADLINE, "until"),
        ("2026-12-05 12:00", None, "week"),
    ],
)
def test_late_access_that_makes_no_sense_is_refused(
    week, organiser, coordinator, clock, until, closes, field
):
    clock.set("2026-11-30T12:00")
    Week.objects.update(submissions_close_at=closes and make.oslo(closes))
    with pytest.raises(Refused) as refusal:
        late_access.grant_late_access(week, organiser, until=make.oslo(until), by=coordinator)
    assert refusal.value.field == field
    assert not LateAccess.objects.exists()


def test_only_who_may_enter_for_others_gives_late_access(week, late, organiser, owner):
    until = make.oslo("2026-12-20 12:00")
    for user in (owner, make.make_reviewer(), make.make_user(), make.make_content_editor()):
        with pytest.raises(NotAllowed):
            late_access.grant_late_access(week, organiser, until=until, by=user)
        with pytest.raises(NotAllowed):
            late_access.withdraw_late_access(late, by=user)
    assert list(LateAccess.objects.standing()) == [late]


def test_late_access_rows_that_cannot_be(week, late, organiser, coordinator):
    values = {"week": week, "organiser": organiser, "granted_by": coordinator}
    until = late.until
    for wrong in (
        {"until": until},
        {"until": late.granted_at - timedelta(days=1), "organiser": make.make_organiser()},
        {"until": until, "organiser": make.make_organiser(), "withdrawn_at": until},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            LateAccess.objects.create(**(values | wrong))


# Changes until the event has been held


@pytest.mark.parametrize(
    ("now", "allowed"), [("2027-02-11T19:59:59", True), ("2027-02-11T20:00:00", False)]
)
def test_a_change_until_the_last_session_is_over(
    organiser, owner, coordinator, clock, now, allowed
):
    times = (("2027-02-10 18:00", "2027-02-10 20:00"), ("2027-02-11 18:00", "2027-02-11 20:00"))
    event = make.make_event(organiser=organiser, by=owner, times=times)
    clock.set(now)
    assert windows.is_change_allowed(event) == allowed
    if allowed:
        assert drafts.open_change(event, by=owner).number == 2
    else:
        with pytest.raises(Refused, match="The event has been held"):
            drafts.open_change(event, by=owner)
        assert event.versions.count() == 1
        assert drafts.open_change(event, by=coordinator).number == 2


def test_a_change_begun_before_is_not_sent_after(organiser, owner, clock):
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    clock.set("2027-02-10T20:00")
    with pytest.raises(Refused, match="The event has been held"):
        review.submit(change, by=owner)


def test_what_is_postponed_may_get_a_new_day(organiser, owner, clock):
    whole = make.make_event(organiser=organiser, by=owner)
    Event.objects.filter(pk=whole.pk).update(
        status=HappeningStatus.POSTPONED, status_changed_at=make.LONG_AGO
    )
    part = make.make_event(organiser=organiser, by=owner)
    Session.objects.filter(event=part).update(status=HappeningStatus.POSTPONED)
    clock.set("2027-02-20T12:00")
    for event in (whole, part):
        event.refresh_from_db()
        assert drafts.open_change(event, by=owner).number == 2


def test_what_was_never_public_can_be_begun_again(organiser, owner, clock):
    event = make.make_event(organiser=organiser, by=owner, state="rejected")
    clock.set("2027-02-20T12:00")
    assert drafts.open_change(event, by=owner).number == 2


# The printed programme


@pytest.mark.parametrize(
    ("deadline", "sent", "in_time"),
    [
        (None, "2026-11-10 12:00", None),
        ("2026-11-15 12:00", "2026-11-15 11:59", True),
        ("2026-11-15 12:00", "2026-11-15 12:00", False),
    ],
)
def test_in_time_for_print(week, organiser, owner, deadline, sent, in_time):
    Week.objects.update(print_deadline_at=deadline and make.oslo(deadline))
    event = make.make_event(organiser=organiser, by=owner, state="submitted")
    event.versions.update(submitted_at=make.oslo(sent))
    version = event.versions.select_related("event__week").get()
    assert version.is_in_time_for_print is in_time
    assert event.versions.in_time_for_print().exists() == bool(in_time)


def test_a_draft_is_neither_in_time_nor_late_for_print(draft):
    Week.objects.update(print_deadline_at=make.oslo(DEADLINE))
    draft.event.week.refresh_from_db()
    assert draft.is_in_time_for_print is None


def test_only_the_late_access_it_is_about_ends(week, late, organiser, coordinator, clock):
    until = make.oslo("2026-12-12 16:00")
    other = late_access.grant_late_access(
        week, make.make_organiser("Andre"), until=until, by=coordinator, note="  Syk.  "
    )
    second = late_access.grant_late_access(week, organiser, until=until, by=coordinator)
    late.refresh_from_db()
    other.refresh_from_db()
    assert (late.withdrawn_by, other.withdrawn_at, other.note) == (coordinator, None, "Syk.")
    ended = late.withdrawn_at
    clock.set("2026-12-03T12:00")
    limits = {
        "submissions_open_at": make.LONG_AGO,
        "submissions_close_at": make.oslo("2026-12-02 12:00"),
    }
    next_year = make.make_week(2028, **limits)
    third = late_access.grant_late_access(next_year, organiser, until=until, by=coordinator)
    second.refresh_from_db()
    assert (third.week, second.withdrawn_at) == (next_year, None)
    second = late_access.grant_late_access(week, organiser, until=until, by=coordinator)
    late.refresh_from_db()
    assert late.withdrawn_at == ended
    late_access.withdraw_late_access(second, by=coordinator)
    entry = LogEntry.objects.filter(object_id=str(organiser.pk)).latest("pk")
    assert (entry.user, entry.change_message) == (
        coordinator,
        "Kan ikke lenger sende inn arrangementer for 2027 etter fristen.",
    )
    late.refresh_from_db()
    other.refresh_from_db()
    assert (late.withdrawn_at, other.withdrawn_at, second.note) == (ended, None, "")


def test_a_time_that_is_past_is_refused_beside_its_field(week, organiser, coordinator, clock):
    clock.set("2026-12-05T12:00")
    for until in ("2026-12-05 12:00", "2026-12-04 12:00"):
        with pytest.raises(Refused, match="not past") as refusal:
            late_access.grant_late_access(week, organiser, until=make.oslo(until), by=coordinator)
        assert refusal.value.field == "until"


def test_a_grace_gives_way_to_a_later_leave(week, late, draft, organiser, clock):
    clock.set("2026-12-01T12:30")
    plain = windows.window_for(week, draft=draft)
    assert plain.reason == "grace"
    window = windows.window_for(week, organiser, draft=draft)
    assert (window.reason, window.until) == ("late", late.until)


def test_weeks_are_offered_in_the_order_they_come(week, organiser, clock):
    clock.set("2026-11-01T12:00")
    later, sooner = (
        make.make_week(year, submissions_open_at=make.oslo("2025-10-01 08:00"))
        for year in (2029, 2028)
    )
    assert windows.weeks_to_write_for([organiser]) == [week, sooner, later]
