"""Several things in a few minutes are one mail to those who decide, and none is lost."""

from datetime import timedelta

import pytest

from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from enbyforalle.lib import clock as site_clock
from events.domain import conversation, facts, review
from events.mail import news
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def event(organiser, owner, coordinator):
    """Approved, with one session a week from now."""
    times = (("2027-02-17 18:00", None),)
    return make.make_event(organiser=organiser, by=owner, times=times, title_nb="Korkveld")


def draft(organiser, owner, title="Strikkekafé"):
    return make.make_event(organiser=organiser, by=owner, state="draft", title_nb=title).open


def told(mailoutbox, to="koordinator@example.org"):
    return [mail for mail in mailoutbox if mail.to == [to]]


def work():
    Worker().run(once=True)


def test_several_things_within_ten_minutes_are_one_mail(organiser, owner, event, clock, mailoutbox):
    review.submit(draft(organiser, owner), by=owner)
    clock.set("2027-02-10T12:04")
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med sko")
    clock.set("2027-02-10T12:09:59")
    conversation.write_to_coordinator(event, by=owner, text="Går det bra?")
    work()
    assert told(mailoutbox) == []
    clock.set("2027-02-10T12:10")
    work()
    [mail] = told(mailoutbox)
    for words in ("Strikkekafé", "Korkveld", "Ta med sko", "Går det bra?", "#samtale"):
        assert words in mail.body
        assert words in mail.alternatives[0][0]
    clock.set("2027-02-10T12:30")
    work()
    assert len(told(mailoutbox)) == 1
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med stol")
    clock.set("2027-02-10T12:40")
    work()
    assert len(told(mailoutbox)) == 2
    assert "Ta med stol" in told(mailoutbox)[1].body
    assert "Ta med sko\n" not in told(mailoutbox)[1].body


def test_one_thing_alone_has_its_own_mail(organiser, owner, coordinator, clock, mailoutbox):
    version = review.submit(draft(organiser, owner), by=owner)
    clock.set("2027-02-10T12:10")
    work()
    [mail] = told(mailoutbox)
    assert version.event.reference in mail.subject
    assert f"/admin/events/version/{version.pk}/review/" in mail.body


def test_what_was_taken_back_or_decided_in_the_meantime_is_no_news(
    organiser, owner, coordinator, clock, mailoutbox
):
    back = review.submit(draft(organiser, owner, "Tilbake"), by=owner)
    review.take_back(back, by=owner)
    decided = review.submit(draft(organiser, owner, "Avgjort"), by=owner)
    review.approve(decided, by=coordinator)
    clock.set("2027-02-10T12:10")
    work()
    assert told(mailoutbox) == []
    again = review.submit(draft(organiser, owner, "Igjen"), by=owner)
    review.take_back(again, by=owner)
    review.submit(again, by=owner)
    clock.set("2027-02-10T12:20")
    work()
    assert [mail.body.count("Igjen") for mail in told(mailoutbox)] == [1]


@pytest.mark.parametrize(
    ("starts", "is_at_once"),
    [("2027-02-10 09:00", True), ("2027-02-11 11:59", True), ("2027-02-11 12:00", False)],
)
@pytest.mark.parametrize("verb", [facts.cancel_event, facts.postpone_event])
def test_what_changes_today_is_told_at_once(
    organiser, owner, coordinator, mailoutbox, starts, is_at_once, verb
):
    event = make.make_event(organiser=organiser, by=owner, times=((starts, None),))
    verb(event, by=owner)
    work()
    assert len(told(mailoutbox)) == is_at_once


def test_a_notice_waits_even_today(organiser, owner, coordinator, mailoutbox):
    event = make.make_event(organiser=organiser, by=owner)
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med sko")
    work()
    assert told(mailoutbox) == []


def test_each_who_decides_gets_one_mail_in_their_language(event, owner, clock, mailoutbox):
    make.make_coordinator("english@example.org", language="en")
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med sko")
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    clock.set("2027-02-10T12:10")
    work()
    assert len(told(mailoutbox)) == len(told(mailoutbox, "english@example.org")) == 1
    assert "/en/admin/" in told(mailoutbox, "english@example.org")[0].body
    assert "/en/admin/" not in told(mailoutbox)[0].body


def test_whoever_no_longer_decides_is_told_nothing(event, owner, coordinator, clock, mailoutbox):
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    coordinator.is_active = False
    coordinator.save(update_fields=["is_active"])
    clock.set("2027-02-10T12:10")
    work()
    assert mailoutbox == []
    assert set(Job.objects.values_list("state", flat=True)) == {"done"}


# Killed between


def items():
    return Job.objects.filter(task=news.TASK)


def test_a_worker_killed_after_the_mail_was_queued_writes_no_other(event, owner, clock, mailoutbox):
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med sko")
    clock.set("2027-02-10T12:10")
    work()
    now = site_clock.now()
    # The kill fell before the worker could say that it was done.
    items().update(state="running", lease_until=now, finished_at=None)
    work()
    assert len(told(mailoutbox)) == 1


def test_two_workers_that_each_have_one_thing_in_hand_write_one_mail(event, owner, clock):
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    facts.set_notice(event.sessions.get(), by=owner, nb="Ta med sko")
    clock.set("2027-02-10T12:10")
    lease = site_clock.now() + timedelta(minutes=10)
    items().update(state="running", lease_until=lease)
    for job in items():
        news.tell_coordinator(**job.payload)
    assert Job.objects.mails().count() == 1
    assert set(items().values_list("state", flat=True)) == {"running"}


def test_when_the_mail_cannot_be_written_nothing_is_marked_as_told(event, owner, clock, settings):
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    clock.set("2027-02-10T12:10")
    templates = settings.TEMPLATES
    settings.TEMPLATES = [templates[0] | {"DIRS": []}]
    work()
    job = items().get()
    assert (job.state, job.attempts, job.payload.get("is_told")) == ("waiting", 1, None)
    settings.TEMPLATES = templates
    clock.set("2027-02-10T12:11")
    work()
    assert Job.objects.mails().count() == 1
