"""A whole autumn played through: the coordinator in English by keyboard, organisers in Norwegian.

Each test is one stretch of it, with the clock moved along; together they follow the week from the
day it is opened until the evening before.
"""

import re

import pytest
from django.core import mail
from playwright.sync_api import expect

from enbyforalle.jobs.models import Job
from enbyforalle.management.reference import load_reference
from enbyforalle.roles import make_groups
from events.domain import drafts, review
from events.models import MutedReminder, Report, Week
from events.vocabularies import ensure_fixed_terms
from tests import factories as make
from tests.browser.autumn import (
    address_of,
    approved_event,
    read,
    report,
    say,
    send_in,
    tag,
    waiting_event,
    work,
)
from tests.browser.keyboard import Hands
from tests.browser.writing import go_on, mails, register, sign_up, write_event

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADMIN = "/en/admin/"
LIBRARY = {"step_free_entrance": "yes"}


@pytest.fixture
def words(site):
    """The vocabularies, the stock reasons and one venue: what the first week was made with."""
    make_groups()
    ensure_fixed_terms()
    load_reference()
    make.make_venue(access=LIBRARY)


@pytest.fixture
def eva(words):
    return make.make_user("eva@example.org", name="Eva Eier")


@pytest.fixture
def neighbours(eva):
    return make.make_organiser("Naboforeningen", owner=eva, slug="naboene")


@pytest.fixture
def hands(words, open_page, sign_in):
    """The coordinator at the desk, who reads English and has no mouse."""
    page = open_page()
    sign_in(page, make.make_coordinator(name="Kari Koordinator", language="en"))
    return Hands(page)


@pytest.fixture
def organiser_page(eva, open_page, sign_in):
    """The organiser's own browser, in Norwegian."""
    page = open_page()
    sign_in(page, eva)
    return page


# October: the week is opened, a new organiser comes, an old one comes back.


def test_october_the_week_is_opened_from_the_last_one(clock, hands):
    clock.set("2026-09-20T09:00")
    make.make_week(2026, theme_nb="Trygghet", answer_days=7)
    hands.open(ADMIN)
    hands.follow("Weeks")
    hands.follow("Open a week from the one of 2026")
    say(hands.page).to_contain_text("2027")
    hands.push("Open the week of 2027")
    week = Week.objects.get(year=2027)
    assert (f"{week.starts_on}", f"{week.ends_on}") == ("2027-02-08", "2027-02-14")
    assert (week.answer_days, week.theme_nb, week.is_released) == (7, "", False)
    hands.write("theme_nb", "Sammen")
    hands.reach(name="_save")
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_url(f"**{ADMIN}events/week/")
    week.refresh_from_db()
    assert week.theme_nb == "Sammen"
    clock.set("2026-10-12T09:00")
    assert week in Week.objects.open_for_submissions()


def test_october_a_volunteer_comes_and_an_old_friend_comes_back(
    clock, eva, neighbours, organiser_page, open_page
):
    clock.set("2026-10-05T10:00")
    last = make.make_week(2026)
    old = make.make_event(
        week=last,
        organiser=neighbours,
        by=eva,
        slug="korkveld",
        title_nb="Korkveld",
        times=(("2026-02-05 18:00", "2026-02-05 20:00"),),
    )
    tag(old.live)
    week = make.make_week(2027, released=False)

    newcomer = open_page()
    sign_up(newcomer, "nina@example.org")
    register(newcomer, "Fjelltrimmen")
    write_event(newcomer)
    newcomer.get_by_role("button", name="Send inn").click()
    new = week.events.get()
    say(newcomer).to_contain_text(new.reference)

    page = organiser_page
    page.goto("/arrangor/")
    page.locator("a[href='/arrangor/tidligere/']").click()
    page.locator(f"a[href$='/{old.reference}/arranger-igjen/']").click()
    page.get_by_role("button", name="Lag et utkast").click()
    copy = old.copies.get()
    say(page).to_contain_text("Korkveld")
    # The same weekday and hour, a year on: that evening the newcomers are in the library too.
    page.goto(f"/arrangor/{copy.reference}/nar-og-hvor/")
    expect(page.locator("[name=times-0-date]")).to_have_value(re.compile(r"11"))
    hint = page.locator("[data-hints]").first
    expect(hint).to_contain_text("Hovedbiblioteket")
    assert "Fjelltrimmen" not in hint.inner_text()
    page.locator("[name=times-0-starts]").fill("10")
    page.locator("[name=times-0-ends]").fill("12")
    page.locator("[name=times-0-ends]").blur()
    expect(hint).not_to_contain_text("Hovedbiblioteket")
    go_on(page)
    page.goto(f"/arrangor/{copy.reference}/arrangor/")
    page.locator("[name=accepts_criteria]").check()
    go_on(page)
    send_in(page, copy)
    assert copy.versions.get().state == "submitted"
    subjects = [subject for subject, _text in mails(eva.email)]
    assert subjects == [f"Vi har fått inn «Korkveld» ({copy.reference})"]


# November: what came in is read, answered and decided on.


def test_november_a_case_goes_back_and_forth_until_its_mail_is_sent(
    clock, eva, neighbours, hands, organiser_page
):
    clock.set("2026-11-02T09:00")
    event = waiting_event(eva, neighbours, "Korkveld")
    case_of(hands, "Korkveld")
    hands.unfold("Ask for changes")
    hands.pick("reason", "Say who it is for", form="request-changes")
    hands.push("Ask for changes", form="request-changes")
    say(hands.page).to_contain_text("To decide on")
    assert event.versions.get().decision_comment.startswith("Skriv tydelig hvem")

    page = organiser_page
    page.goto(f"/arrangor/{event.reference}/")
    say(page).to_contain_text("Skriv tydelig hvem arrangementet er for")
    page.locator("#samtale summary").first.click()
    page.locator("#samtale textarea").fill("Holder det å skrive «alle»?")
    page.locator("#samtale form button").click()
    page.goto(f"/arrangor/{event.reference}/om/")
    page.locator("[name=description_nb]").fill("Alle er velkomne, også de som ikke synger.")
    go_on(page)
    send_in(page, event)

    case_of(hands, "Korkveld")
    say(hands.page).to_contain_text("Holder det å skrive «alle»?")
    hands.write("text", "Ja, det holder.", form="/message/")
    hands.push("Send to the organiser")
    hands.press("d")
    hands.write("comment", "Velkommen med.", form="/approve/")
    hands.tick("hold_mail", form="/approve/")
    hands.push("Approve", form="/approve/")
    event.refresh_from_db()
    assert event.live is not None

    clock.set("2026-11-02T09:10")
    work()
    letter = Job.objects.mails().get(state="held")
    assert letter.payload["to"] == eva.email
    hands.follow("Mail", href=f"{ADMIN}jobs/mail/")
    hands.follow(letter.payload["subject"])
    text = letter.payload["text"].replace("Velkommen med.", "Velkommen med, alle sammen.")
    hands.write("text", text)
    hands.push("Keep these words")
    hands.push("Send it now")
    work()
    letter.refresh_from_db()
    assert letter.state == "done"
    assert "Velkommen med, alle sammen." in letter.payload["text"]
    page.goto(f"/arrangor/{event.reference}/")
    say(page).to_contain_text("Ja, det holder.")


def test_november_several_are_decided_on_at_once(clock, eva, neighbours, hands):
    clock.set("2026-11-03T09:00")
    events = [waiting_event(eva, neighbours, f"Turkveld {n}") for n in range(3)]
    hands.open(ADMIN)
    hands.follow("3 to decide on")
    for key in ("j", "x", "j", "x"):
        hands.press(key)
    hands.page.keyboard.press("/")
    hands.pick("action", "Approve")
    hands.push("Go")
    say(hands.page).to_contain_text("2 cases")
    hands.push("Approve those that are ticked")
    say(hands.page).to_contain_text("2 were done")
    states = [event.versions.get().state for event in events]
    assert states == ["approved", "approved", "submitted"]


def case_of(hands, title):
    """From the front page by way of the queue to the case."""
    hands.open(ADMIN)
    hands.follow("1 to decide on")
    hands.press("j")
    hands.jump("Enter")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text(title)


# January: the programme is out, and what is approved is changed.


def test_january_a_change_waits_while_the_public_reads_what_was_approved(
    clock, eva, neighbours, hands, organiser_page, open_page
):
    event = approved_event(clock, eva, neighbours, "Korkveld", "Alle er velkomne.")
    visitor = open_page()
    clock.set("2026-12-28T12:00")
    assert visitor.goto(address_of(event)).status == 404
    release(hands)
    clock.set("2027-01-05T12:00")
    before = read(visitor, event)
    assert "Korkveld" in before[0]

    page = organiser_page
    page.goto(f"/arrangor/{event.reference}/")
    page.get_by_role("button", name=re.compile("Endre arrangementet")).click()
    page.goto(f"/arrangor/{event.reference}/om/")
    page.locator("[name=description_nb]").fill("Alle er velkomne. Vi begynner med suppe.")
    go_on(page)
    page.goto(f"/arrangor/{event.reference}/arrangor/")
    page.locator("[name=accepts_criteria]").check()
    go_on(page)
    send_in(page, event)
    assert read(visitor, event) == before

    case_of(hands, "Korkveld")
    expect(hands.page.locator("[aria-labelledby=changes-heading] ins")).to_have_text(
        re.compile("Vi begynner med suppe")
    )
    hands.press("d")
    hands.push("Approve", form="/approve/")
    after = read(visitor, event)
    assert "Vi begynner med suppe." in after[0]
    assert after[1] != before[1]


def test_january_a_small_change_and_the_coordinators_own(
    clock, eva, neighbours, hands, organiser_page, open_page
):
    event = approved_event(clock, eva, neighbours, "Korkveld", "Alle er velkommne.")
    Week.objects.update(programme_released_at=make.oslo("2027-01-02 09:00"))
    clock.set("2027-01-12T12:00")
    spelled = drafts.open_change(event, by=eva)
    words = {"description_nb": "Alle er velkomne.", "accepts_criteria": True}
    drafts.save_draft(spelled, by=eva, changed=words)
    spelled.refresh_from_db()
    review.submit(spelled, by=eva)

    hands.open(ADMIN)
    hands.follow("1 to decide on")
    hands.push("Approve Korkveld")
    visitor = open_page()
    assert "Alle er velkomne." in read(visitor, event)[0]

    hands.follow("Events", href=f"{ADMIN}events/event/")
    hands.follow("Korkveld")
    hands.push("Correct the live event")
    hands.write("title_nb", "Korkveld for alle")
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_url(re.compile("/en/organiser/.*/when"))
    assert "Korkveld for alle" not in read(visitor, event)[0]
    hands.follow("See the differences and publish")
    hands.write("comment", "Jeg rettet tittelen.")
    hands.push("Publish the correction")
    assert "Korkveld for alle" in read(visitor, event)[0]
    [(subject, text)] = [row for row in mails(eva.email) if "Jeg rettet tittelen." in row[1]]
    assert "Korkveld for alle" in text
    assert event.reference in subject
    organiser_page.goto(f"/arrangor/{event.reference}/")
    say(organiser_page).to_contain_text("Korkveld for alle")


def release(hands):
    """The coordinator writes when the programme is out: at nine on New Year's Day."""
    hands.open(ADMIN)
    hands.follow("Weeks")
    hands.follow("2027")
    hands.reach(name="programme_released_at")
    hands.page.keyboard.type("01012027")
    hands.page.keyboard.press("ArrowRight")
    hands.page.keyboard.type("0900AM")
    hands.reach(name="_save")
    hands.page.keyboard.press("Enter")
    hands.page.wait_for_url(f"**{ADMIN}events/week/")
    assert Week.objects.get(year=2027).programme_released_at == make.oslo("2027-01-01 09:00")


# February: the evening before.


def test_february_the_evening_before(clock, eva, neighbours, organiser_page, open_page):
    event = approved_event(clock, eva, neighbours, "Korkveld", "Alle er velkomne.")
    Week.objects.update(programme_released_at=make.oslo("2027-01-02 09:00"))
    clock.set("2027-02-09T19:00")
    page, visitor = organiser_page, open_page()

    report(page, event, "tid", {"starts": "19.30", "ends": "21"})
    visitor.goto(address_of(event))
    say(visitor).to_contain_text("19.30")
    report(page, event, "avlys", {"reason_nb": "Dirigenten er syk."})
    visitor.goto(address_of(event))
    say(visitor).to_contain_text("Dirigenten er syk.")
    assert "STATUS:CANCELLED" in read(visitor, event)[1]
    clock.set("2027-02-09T19:40")
    page.goto(f"/arrangor/{event.reference}/i-dag/")
    page.locator("form[action$='/angre/'] button").first.click()
    say(page).to_contain_text("Det vises på nettstedet nå.")
    assert "STATUS:CANCELLED" not in read(visitor, event)[1]
    page.locator("form[action$='/plasser/'] [value=full]").evaluate(
        "(one) => { one.closest('details').open = true }"
    )
    page.locator("form[action$='/plasser/'] [value=full]").check()
    page.locator("form[action$='/plasser/'] button").click()
    visitor.goto(address_of(event))
    say(visitor).to_contain_text("Fullt")
    later = Job.objects.filter(task="coordinator-news", payload__kind="fact-reported")
    # What stops somebody from coming tomorrow is told at once, the rest is gathered.
    assert (len(mails("vurderer@example.org")), later.count()) == (2, 2)


def test_february_a_resident_reports_an_event(clock, eva, neighbours, hands, open_page):
    event = approved_event(clock, eva, neighbours, "Korkveld", "Alle er velkomne.")
    Week.objects.update(programme_released_at=make.oslo("2027-01-02 09:00"))
    clock.set("2027-02-09T20:00")
    visitor = open_page()
    visitor.goto(address_of(event))
    visitor.locator("a[href$='/meld/']").click()
    visitor.locator("[name=reason]").first.check()
    visitor.locator("[name=text]").fill("Biblioteket er stengt den dagen.")
    visitor.wait_for_timeout(2100)  # Faster than this is a program (openforms.SOONEST).
    visitor.locator("main form button.btn").click()
    visitor.wait_for_url(re.compile("/meld/takk/"))
    assert visitor.context.cookies() == []

    hands.open(ADMIN)
    hands.follow("1 report from a resident")
    hands.follow("", href=f"{ADMIN}events/report/{Report.objects.get().pk}/change/")
    say(hands.page).to_contain_text("Biblioteket er stengt den dagen.")
    hands.write("note", "Ringte: det er åpent.")
    hands.push("Note as dealt with")
    handled = Report.objects.get()
    assert (handled.note, handled.is_handled) == ("Ringte: det er åpent.", True)


# All autumn: each reminder once, whatever the worker is asked.

STOPS = (
    "2026-11-20T09:00",
    "2026-12-08T13:00",
    "2026-12-13T23:30",
    "2026-12-14T09:00",
    "2027-01-21T09:00",
    "2027-02-02T09:00",
    "2027-02-04T09:00",
)


def test_reminders_go_out_once_each_through_the_autumn(clock, eva, neighbours, organiser_page):
    clock.set("2026-11-01T12:00")
    week = make.make_week(2027, released=False, submissions_close_at=make.oslo("2026-12-15 12:00"))
    drafts.start_event(week, neighbours, by=eva)
    asked = waiting_event(eva, neighbours, "Sykkeltur")
    coordinator = make.make_coordinator()
    review.request_changes(asked.open, by=coordinator, comment="Skriv hvor.")
    live = waiting_event(eva, neighbours, "Korkveld", is_interpretation_on_request=True)
    review.approve(live.open, by=coordinator)
    done = waiting_event(eva, neighbours, "Ferdig")
    review.withdraw(done.open, by=eva)
    for stop in STOPS:
        clock.set(stop)
        work(3)
    letters = Job.objects.mails().filter(unique_key__startswith="reminder:").order_by("pk")
    kinds = [letter.unique_key.split(":")[1] for letter in letters]
    assert kinds == ["changes", "draft", "draft", "changes", "interpreter", "week"]
    assert {letter.state for letter in letters} == {"done"}
    assert {letter.payload["to"] for letter in letters} == {eva.email}
    sent = [letter.payload["message_id"] for letter in letters]
    arrived = [message.extra_headers["Message-ID"] for message in mail.outbox]
    assert [one for one in arrived if one in sent] == sent
    # The letter itself leads to where this kind is turned off.
    clock.set("2027-02-05T09:00")
    link = re.search(r"/arrangor/paminnelser/\S+", letters.last().payload["text"])[0]
    organiser_page.goto(link)
    organiser_page.locator("main form button.btn:not(.text)").click()
    assert [muted.kind for muted in MutedReminder.objects.filter(user=eva)] == ["week"]
