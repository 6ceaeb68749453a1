"""A whole autumn played through: the coordinator in English by keyboard, organisers in Norwegian.

Each test is one stretch of it, with the clock moved along; together they follow the week from the
day it is opened until the evening before.
"""

import re

import pytest
from playwright.sync_api import expect

from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from enbyforalle.management.reference import load_reference
from enbyforalle.roles import make_groups
from events.domain import review
from events.models import Audience, EventType, Topic, Week
from events.vocabularies import ensure_fixed_terms
from tests import factories as make
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


def say(page):
    """What the page says in its main part."""
    return expect(page.get_by_role("main"))


def send_in(page, event):
    page.goto(f"/arrangor/{event.reference}/forhandsvis/")
    page.get_by_role("button", name="Send inn").click()
    say(page).to_contain_text(event.reference)


def work(rounds=1):
    """Let a worker do all that is due, as it does all day."""
    worker = Worker()
    for _ in range(rounds):
        worker.run(once=True, with_rounds=True)


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


def tag(version):
    """Words of the real vocabularies, of which the form asks."""
    version.types.set(EventType.objects.filter(position__gt=0)[:1])
    version.topics.set(Topic.objects.filter(position__gt=0)[:1])
    version.audiences.set(Audience.objects.filter(code="everyone"))


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
    hands.page.keyboard.press("Shift+Tab")
    hands.page.keyboard.press("Shift+Tab")
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


def waiting_event(by, organiser, title, **content):
    """An event of the week that comes, sent in."""
    week = make.make_week(2027, released=False)
    event = make.make_event(
        week=week, organiser=organiser, by=by, state="draft", title_nb=title, title_en="", **content
    )
    tag(event.open)
    review.submit(event.open, by=by)
    return event


def case_of(hands, title):
    """From the front page by way of the queue to the case."""
    hands.open(ADMIN)
    hands.follow("1 to decide on")
    hands.press("j")
    hands.jump("Enter")
    expect(hands.page.get_by_role("heading", level=1)).to_have_text(title)
