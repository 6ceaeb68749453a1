"""Every reminder: once, not twice, not when switched off, not in the night, not for nothing."""

import pytest
from django.test import Client
from django.utils import translation

from enbyforalle.jobs.models import Job, Mail
from enbyforalle.jobs.worker import Worker
from events.domain import drafts, late_access, muting, reminders, review
from events.enums import HappeningStatus, LanguageUse, Reminder
from events.mail.reminding import plan_reminders, remind
from events.models import Event, MutedReminder, Session, Version, VersionLanguage, Week
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def in_norwegian():
    with translation.override("nb"):
        yield


@pytest.fixture
def week():
    return make.make_week(
        submissions_open_at=make.oslo("2026-10-01 08:00"),
        submissions_close_at=make.oslo("2026-12-15 12:00"),
        print_deadline_at=make.oslo("2026-11-20 12:00"),
    )


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", language="en")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def draft(week, organiser, owner):
    return written(make.make_event(week=week, organiser=organiser, by=owner, state="draft").open)


def written(version, at="2026-11-01 12:00"):
    Version.objects.filter(pk=version.pk).update(updated_at=make.oslo(at), created_at=make.oslo(at))
    version.refresh_from_db()
    return version


def round_at(clock, now):
    """The hour's round of the worker; returns the letters of reminders it queued."""
    clock.set(now)
    before = set(letters())
    plan_reminders()
    Worker().run(once=True)
    return [mail for mail in letters() if mail not in before]


def letters():
    keys = Mail.objects.mails().filter(unique_key__startswith="reminder:").order_by("pk")
    return list(keys)


def subjects(mails):
    return [mail.payload["subject"] for mail in mails]


# Drafts


def test_a_draft_is_reminded_of_twice_at_most(week, draft, owner, clock):
    assert round_at(clock, "2026-12-08T11:00") == []
    [first] = round_at(clock, "2026-12-08T12:00")
    assert first.payload["to"] == owner.email
    assert (
        first.payload["subject"]
        == "Not sent in yet: the deadline is Tuesday 15 December 2026, 12:00"
    )
    assert f"/en/organiser/{draft.event.reference}/" in first.payload["text"]
    for now in ("2026-12-08T13:00", "2026-12-09T12:00", "2026-12-13T11:00"):
        assert round_at(clock, now) == []
    assert len(round_at(clock, "2026-12-13T12:00")) == 1
    for now in ("2026-12-13T13:00", "2026-12-14T12:00", "2026-12-15T12:00", "2026-12-16T12:00"):
        assert round_at(clock, now) == []


def test_several_drafts_are_one_mail_to_each_member(week, draft, organiser, owner, clock):
    editor = make.make_user("skribent@example.org")
    organiser.memberships.create(user=editor, role="editor")
    other = written(make.make_event(week=week, organiser=organiser, state="draft").open)
    mails = round_at(clock, "2026-12-10T12:00")
    assert [mail.payload["to"] for mail in mails] == [owner.email, editor.email]
    for mail in mails:
        assert draft.event.reference in mail.payload["text"]
        assert other.event.reference in mail.payload["html"]


def test_who_wrote_today_is_not_reminded_yet(week, draft, owner, clock):
    clock.set("2026-12-10T11:00")
    drafts.save_draft(draft, by=owner, changed={"title_nb": "Nytt"})
    assert round_at(clock, "2026-12-10T12:00") == []
    assert len(round_at(clock, "2026-12-11T12:00")) == 1


@pytest.mark.parametrize("state", ["submitted", "withdrawn", "changes_requested", "approved"])
def test_what_is_no_draft_is_not_reminded_of_as_one(week, organiser, owner, clock, state):
    written(make.make_event(week=week, organiser=organiser, by=owner, state=state).latest)
    assert round_at(clock, "2026-12-09T12:00") == []


def test_what_was_taken_back_and_forgotten_is_reminded_of(week, draft, owner, clock):
    clock.set("2026-12-01T12:00")
    review.take_back(review.submit(draft, by=owner), by=owner)
    [mail] = round_at(clock, "2026-12-09T12:00")
    assert draft.event.reference in mail.payload["text"]


def test_a_change_of_an_approved_event_has_no_deadline(week, organiser, owner, clock):
    event = make.make_event(week=week, organiser=organiser, by=owner)
    written(make.make_version(event, state="draft"))
    assert round_at(clock, "2026-12-09T12:00") == []


def test_no_deadline_no_reminder(week, draft, clock):
    Week.objects.update(submissions_close_at=None, print_deadline_at=None)
    assert round_at(clock, "2026-12-14T12:00") == []


# What holds for all


def test_not_in_the_night(week, draft, clock):
    for now in ("2026-12-09T07:59", "2026-12-09T20:00", "2026-12-09T23:30", "2026-12-10T03:00"):
        assert round_at(clock, now) == []
    assert len(round_at(clock, "2026-12-10T08:00")) == 1


def test_one_that_was_planned_and_comes_to_its_turn_at_night_waits(week, draft, clock):
    clock.set("2026-12-09T19:59")
    plan_reminders()
    clock.set("2026-12-09T21:00")
    Worker().run(once=True)
    assert letters() == []
    clock.set("2026-12-10T07:59")
    Worker().run(once=True)
    assert letters() == []
    clock.set("2026-12-10T08:00")
    Worker().run(once=True)
    assert len(letters()) == 1
    assert round_at(clock, "2026-12-10T09:00") == []


def test_it_is_asked_again_when_it_is_sent(week, draft, owner, clock):
    clock.set("2026-12-09T12:00")
    plan_reminders()
    assert Job.objects.filter(task="remind").count() == 1
    review.submit(draft, by=owner)
    Worker().run(once=True)
    assert letters() == []


def test_done_twice_it_is_one_mail(week, draft, owner, clock):
    clock.set("2026-12-09T12:00")
    [occasion] = reminders.due(week)
    values = {"kind": "draft", "week": week.pk, "occasion": occasion.key}
    remind(**values)
    remind(**values)
    plan_reminders()
    Worker().run(once=True)
    assert len(letters()) == 1


def test_a_person_switches_off_one_kind(week, draft, organiser, owner, clock):
    editor = make.make_user("skribent@example.org")
    organiser.memberships.create(user=editor, role="editor")
    muting.mute(owner, Reminder.DRAFT)
    muting.mute(editor, Reminder.WEEK)
    mails = round_at(clock, "2026-12-09T12:00")
    assert [mail.payload["to"] for mail in mails] == [editor.email]


def test_switched_off_after_it_was_planned(week, draft, owner, clock):
    clock.set("2026-12-09T12:00")
    plan_reminders()
    muting.mute(owner, Reminder.DRAFT)
    Worker().run(once=True)
    assert letters() == []


def test_the_coordinator_switches_off_a_kind_for_the_week(week, draft, clock):
    Week.objects.update(silent_reminders=["draft"])
    assert round_at(clock, "2026-12-09T12:00") == []
    Week.objects.update(silent_reminders=["week"])
    assert len(round_at(clock, "2026-12-09T13:00")) == 1


def test_who_may_not_sign_in_is_not_reminded(week, draft, owner, clock):
    type(owner).objects.filter(pk=owner.pk).update(is_active=False)
    assert round_at(clock, "2026-12-09T12:00") == []


def test_the_mail_has_a_way_to_end_it(week, draft, owner, clock, client):
    [mail] = round_at(clock, "2026-12-09T12:00")
    url = muting.url_for(owner, Reminder.DRAFT)
    headers = mail.payload["headers"]
    assert headers["List-Unsubscribe"] == f"<{url}>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert url in mail.payload["text"]
    assert url in mail.payload["html"]


def test_weeks_that_are_over_are_left_alone(week, draft, clock):
    Week.objects.update(submissions_close_at=make.oslo("2027-02-20 12:00"))
    assert round_at(clock, "2027-02-15T12:00") == []


# Changes asked for


@pytest.fixture
def asked(week, draft, owner, coordinator, clock):
    clock.set("2026-11-20T10:00")
    version = review.submit(draft, by=owner)
    clock.set("2026-11-21T10:00")
    return review.request_changes(version, by=coordinator, comment="Skriv alder.")


def test_changes_not_answered_after_five_days(asked, owner, clock):
    assert round_at(clock, "2026-11-26T09:00") == []
    [mail] = round_at(clock, "2026-11-26T10:00")
    assert mail.payload["subject"] == "The coordinator waits for your answer about an event"
    assert asked.event.reference in mail.payload["text"]
    for now in ("2026-11-26T11:00", "2026-12-01T12:00", "2026-12-13T11:00"):
        assert round_at(clock, now) == []
    assert len(round_at(clock, "2026-12-13T12:00")) == 1
    assert round_at(clock, "2026-12-13T13:00") == []


def test_asked_a_second_time_it_is_another_occasion(asked, owner, coordinator, clock):
    assert len(round_at(clock, "2026-11-26T10:00")) == 1
    review.submit(asked, by=owner)
    review.request_changes(asked, by=coordinator, comment="Og pris.")
    assert round_at(clock, "2026-11-27T10:00") == []
    assert len(round_at(clock, "2026-12-01T10:00")) == 1


def test_answered_changes_are_not_reminded_of(asked, owner, clock):
    clock.set("2026-11-22T10:00")
    review.submit(asked, by=owner)
    assert round_at(clock, "2026-11-28T10:00") == []


def test_who_is_at_it_is_not_reminded_of_changes(asked, owner, clock):
    clock.set("2026-11-26T09:00")
    drafts.save_draft(asked, by=owner, changed={"age_min": 7})
    assert round_at(clock, "2026-11-26T12:00") == []
    assert len(round_at(clock, "2026-11-27T12:00")) == 1


# Late access


@pytest.fixture
def late(week, organiser, coordinator, clock):
    clock.set("2026-12-14T10:00")
    until = make.oslo("2027-01-05 12:00")
    return late_access.grant_late_access(week, organiser, until=until, by=coordinator)


def test_the_own_later_deadline_is_near(late, clock):
    assert round_at(clock, "2027-01-03T11:00") == []
    [mail] = round_at(clock, "2027-01-03T12:00")
    assert mail.payload["subject"] == "Your deadline is Tuesday 5 January 2027, 12:00"
    assert round_at(clock, "2027-01-03T13:00") == []
    assert round_at(clock, "2027-01-05T12:00") == []


def test_with_late_access_the_ordinary_deadline_is_not_reminded_of(draft, late, clock):
    assert round_at(clock, "2026-12-14T11:00") == []
    assert len(round_at(clock, "2027-01-03T12:00")) == 1


def test_late_access_that_was_used_or_withdrawn(draft, late, owner, coordinator, clock):
    clock.set("2026-12-20T12:00")
    review.submit(draft, by=owner)
    assert round_at(clock, "2027-01-03T12:00") == []
    late_access.withdraw_late_access(late, by=coordinator)
    assert round_at(clock, "2027-01-04T12:00") == []


def test_late_access_with_a_draft_left(draft, late, week, organiser, owner, clock):
    clock.set("2026-12-20T12:00")
    review.submit(draft, by=owner)
    make.make_event(week=week, organiser=organiser, by=owner, state="draft")
    assert len(round_at(clock, "2027-01-03T12:00")) == 1


# Print


def test_the_printed_programme(week, draft, clock):
    assert round_at(clock, "2026-11-17T11:00") == []
    [mail] = round_at(clock, "2026-11-17T12:00")
    assert mail.payload["subject"] == (
        "To be in the printed programme: send in by Friday 20 November 2026, 12:00"
    )
    assert round_at(clock, "2026-11-17T13:00") == []
    assert round_at(clock, "2026-11-20T12:00") == []


def test_a_print_deadline_that_is_the_deadline_is_one_reminder(week, draft, clock):
    Week.objects.update(print_deadline_at=make.oslo("2026-12-15 10:00"))
    mails = round_at(clock, "2026-12-13T12:00")
    assert subjects(mails) == ["Not sent in yet: the deadline is Tuesday 15 December 2026, 12:00"]


def test_nothing_left_for_print(week, organiser, owner, clock):
    for state in ("submitted", "approved", "rejected"):
        written(make.make_event(week=week, organiser=organiser, by=owner, state=state).latest)
    assert round_at(clock, "2026-11-18T12:00") == []


# Interpreters and the week


@pytest.mark.parametrize("how", ["sign_language", "interpreted", "on_request", "none"])
def test_an_interpreter_is_to_be_booked(week, organiser, owner, clock, how):
    event = make.make_event(week=week, organiser=organiser, by=owner)
    version = event.live
    if how == "sign_language":
        version.access_answers.create(feature=make.make_feature(how, "hearing"), answer="yes")
    elif how == "interpreted":
        VersionLanguage.objects.create(version=version, code="ar", use=LanguageUse.INTERPRETED)
    elif how == "on_request":
        Version.objects.filter(pk=version.pk).update(is_interpretation_on_request=True)
    else:
        version.access_answers.create(feature=make.make_feature("sign_language"), answer="no")
    assert round_at(clock, "2027-01-20T17:00") == []
    mails = round_at(clock, "2027-01-20T18:00")
    if how == "none":
        assert mails == []
        return
    [mail] = mails
    assert mail.payload["subject"] == f"Is the interpreter booked? {version.title_en}"
    assert mail.about == event.reference
    assert round_at(clock, "2027-01-21T12:00") == []


def test_no_interpreter_for_what_is_off(week, organiser, owner, clock):
    event = make.make_event(
        week=week, organiser=organiser, by=owner, is_interpretation_on_request=True
    )
    Session.objects.filter(event=event).update(status=HappeningStatus.CANCELLED)
    assert round_at(clock, "2027-01-25T12:00") == []


def test_the_municipality_s_lead_time(week, organiser, owner, clock):
    Week.objects.update(interpreter_days=28)
    make.make_event(week=week, organiser=organiser, by=owner, is_interpretation_on_request=True)
    assert len(round_at(clock, "2027-01-14T12:00")) == 1


def test_the_week_is_near(week, organiser, owner, clock):
    event = make.make_event(week=week, organiser=organiser, by=owner)
    make.make_event(week=week, organiser=organiser, by=owner, state="submitted")
    assert round_at(clock, "2027-01-31T12:00") == []
    [mail] = round_at(clock, "2027-02-01T08:00")
    assert mail.payload["subject"] == "The week begins Monday 8 February 2027: is everything right?"
    assert f"{event.reference}): Wednesday 10 February 2027, 18:00" in mail.payload["text"]
    assert round_at(clock, "2027-02-02T12:00") == []
    assert round_at(clock, "2027-02-08T08:00") == []


def test_nothing_to_look_over(week, organiser, owner, clock):
    cancelled = make.make_event(week=week, organiser=organiser, by=owner)
    Event.objects.filter(pk=cancelled.pk).update(
        status=HappeningStatus.CANCELLED, status_changed_at=make.LONG_AGO
    )
    early = (("2027-01-30 12:00", "2027-01-30 14:00"),)
    make.make_event(week=week, organiser=organiser, by=owner, times=early)
    make.make_event(week=week, organiser=organiser, by=owner, state="submitted")
    assert round_at(clock, "2027-02-03T12:00") == []


@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_letter_is_written_in_the_reader_s_language(
    week, organiser, owner, draft, asked, clock, language, coordinator
):
    type(owner).objects.update(language=language)
    written(make.make_event(week=week, organiser=organiser, state="draft").open)
    make.make_event(week=week, organiser=organiser, by=owner, is_interpretation_on_request=True)
    late_access.grant_late_access(
        week, organiser, until=make.oslo("2027-01-05 12:00"), by=coordinator
    )
    for now in ("2026-11-18T12:00", "2026-11-28T12:00", "2027-01-03T12:00", "2027-02-01T12:00"):
        round_at(clock, now)
    late_access.LateAccess.objects.all().delete()
    round_at(clock, "2026-12-10T12:00")
    mails = letters()
    assert {mail.unique_key.split(":")[1] for mail in mails} == {kind.value for kind in Reminder}
    for mail in mails:
        assert mail.language == language
        assert f'<html lang="{language}">' in mail.payload["html"]
        assert mail.payload["subject"]
        prefix = "/en/organiser/" if language == "en" else "/arrangor/"
        assert prefix in mail.payload["text"]


@pytest.mark.parametrize("kind", list(Reminder))
def test_finding_takes_the_same_queries(
    week, organiser, owner, clock, kind, django_assert_num_queries
):
    moments = {
        "draft": "2026-12-09T12:00",
        "changes": "2026-12-01T12:00",
        "late": "2027-01-04T12:00",
        "print": "2026-11-18T12:00",
        "interpreter": "2027-01-25T12:00",
        "week": "2027-02-02T12:00",
    }
    clock.set(moments[kind.value])

    def found():
        return len(reminders.due(week, kinds=(kind,)))

    def more(count):
        for _number in range(count):
            own = make.make_organiser(owner=make.make_user())
            state = "approved" if kind in (Reminder.INTERPRETER, Reminder.WEEK) else "draft"
            event = make.make_event(
                week=week, organiser=own, state=state, is_interpretation_on_request=True
            )
            written(event.latest)

    more(1)
    with django_assert_num_queries(found_queries(kind)):
        found()
    more(5)
    with django_assert_num_queries(found_queries(kind)):
        assert found() == (0 if kind in (Reminder.CHANGES, Reminder.LATE) else 6)


def found_queries(kind):
    return {"changes": 2, "late": 2, "print": 4}.get(kind.value, 3)


# Switching off


def test_a_link_in_the_mail_asks_first_and_then_switches_off(client, owner):
    token = muting.token_for(owner, Reminder.DRAFT)
    address = f"/en/organiser/reminders/{token}/"
    page = client.get(address)
    assert (page.status_code, "Switch off this reminder?" in page.content.decode()) == (200, True)
    assert not MutedReminder.objects.exists()
    done = client.post(address)
    assert "The reminder is switched off" in done.content.decode()
    assert muting.muted_kinds(owner) == {"draft"}
    assert not done.cookies


def test_the_button_of_a_mail_program(owner):
    token = muting.token_for(owner, Reminder.WEEK)
    strict = Client(enforce_csrf_checks=True)
    for _time in range(2):
        answer = strict.post(f"/arrangor/paminnelser/{token}/", {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, answer.content) == (204, b"")
    assert muting.muted_kinds(owner) == {"week"}


def test_a_link_that_was_tampered_with(client, owner):
    token = muting.token_for(owner, Reminder.DRAFT)
    for wrong in (token[:-1], "a:b:c", muting.token_for(owner, "unknown")):
        assert client.get(f"/arrangor/paminnelser/{wrong}/").status_code == 404
        assert client.post(f"/arrangor/paminnelser/{wrong}/").status_code == 404
    type(owner).objects.update(is_active=False)
    assert client.post(f"/arrangor/paminnelser/{token}/").status_code == 404
    assert not MutedReminder.objects.exists()


def test_a_page_where_reminders_are_chosen(client_for, owner, organiser):
    client = client_for(owner)
    muting.mute(owner, Reminder.PRINT)
    page = client.get("/en/organiser/reminders/")
    boxes = page.context["form"].initial["wanted"]
    assert boxes == [kind.value for kind in Reminder if kind != Reminder.PRINT]
    answer = client.post("/en/organiser/reminders/", {"wanted": ["print", "week"]})
    assert answer.status_code == 302
    assert muting.muted_kinds(owner) == {"draft", "changes", "late", "interpreter"}
    assert client.post("/en/organiser/reminders/", {"wanted": ["nonsense"]}).status_code == 422
    assert client.post("/en/organiser/reminders/").status_code == 302
    assert len(muting.muted_kinds(owner)) == len(Reminder)
