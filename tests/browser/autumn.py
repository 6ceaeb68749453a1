"""What a test of the whole autumn is made of: the events, and what each side does with them."""

from playwright.sync_api import expect

from enbyforalle.jobs.worker import Worker
from events.domain import review
from events.models import Audience, EventType, Topic
from tests import factories as make


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


def tag(version):
    """Words of the real vocabularies, of which the form asks."""
    version.types.set(EventType.objects.filter(position__gt=0)[:1])
    version.topics.set(Topic.objects.filter(position__gt=0)[:1])
    version.audiences.set(Audience.objects.filter(code="everyone"))


def waiting_event(by, organiser, title, **content):
    """An event of the week that comes, sent in."""
    week = make.make_week(2027, released=False)
    event = make.make_event(
        week=week, organiser=organiser, by=by, state="draft", title_nb=title, title_en="", **content
    )
    tag(event.open)
    review.submit(event.open, by=by)
    return event


def approved_event(clock, by, organiser, title, description):
    """Sent in and approved in November; nobody may read it yet."""
    clock.set("2026-11-10T12:00")
    event = waiting_event(by, organiser, title, description_nb=description)
    review.approve(event.open, by=make.make_reviewer())
    event.refresh_from_db()
    return event


def address_of(event):
    return f"/program/2027/{event.slug}/"


def read(visitor, event):
    """The event's page and the week's calendar, as the public gets them."""
    answers = [visitor.request.get(path) for path in (address_of(event), "/program/2027.ics")]
    assert [answer.status for answer in answers] == [200, 200]
    return [answer.text() for answer in answers]


def report(page, event, word, fields):
    """Tell one fact about the first session."""
    page.goto(f"/arrangor/{event.reference}/i-dag/")
    form = page.locator(f"section.box form[action$='/{word}/']").first
    form.locator("xpath=..").locator("summary").click()
    for name, value in fields.items():
        form.locator(f"[name$='-{name}']").fill(value)
    form.locator("button").click()
    say(page).to_contain_text("Det vises på nettstedet nå.")
