"""A change on its organiser's desk: what the public sees, what waits, and how to let it go."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import corrections, drafts, editing, review
from events.models import Event
from tests import factories as make
from tests.events.desk.conftest import url

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def coordinator():
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def event(week, organiser, owner, words):
    return make.make_event(week=week, organiser=organiser, by=owner)


@pytest.fixture
def change(event, owner):
    change = drafts.open_change(event, by=owner)
    words = {"accepts_criteria": True, "summary_nb": "Snakk arabisk over en kopp kaffe."}
    return drafts.save_draft(change, by=owner, changed=words)


def page(client, event, name="event"):
    answer = client.get(url(name, event, language="en"))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_shows_what_the_public_sees_and_what_waits(client, event, change, owner):
    review.submit(change, by=owner)
    text = page(client, event)
    assert "What the public sees, and what waits" in text
    assert '<del><span class="vh">removed: </span>norsk</del>' in text
    assert "Until then the public reads the approved text." in text
    assert "Drop the change" in text


def test_a_change_is_dropped_after_a_question(client, event, change):
    asked = client.get(url("withdraw", event, language="en")).content.decode()
    assert "Drop the change?" in asked
    done = client.post(url("withdraw", event, language="en"), follow=True)
    assert "The change is dropped. The public event is as it was." in done.content.decode()
    change.refresh_from_db()
    assert change.state == "withdrawn"
    assert event.live.summary_nb == "Snakk norsk over en kopp kaffe."


def test_a_draft_that_nobody_has_seen_is_deleted_and_not_withdrawn(client, draft):
    assert "Delete the draft" in page(client, draft)
    assert "Delete the draft?" in client.get(url("withdraw", draft, language="en")).content.decode()
    done = client.post(url("withdraw", draft, language="en"), follow=True).content.decode()
    assert "The draft is deleted." in done
    assert "The text can still be fetched back." in done


def test_a_complete_draft_is_ready_to_be_sent_in(client, draft, version, owner):
    assert "ready to be sent in" in page(client, draft)
    drafts.save_draft(version, by=owner, changed={"title_nb": ""})
    assert "ready to be sent in" not in page(client, draft)


def test_a_refused_change_is_made_a_new_event(client, event, change, owner, coordinator):
    review.submit(change, by=owner)
    review.refuse_as_another_event(change, by=coordinator, comment="Dette er en ny kafé.")
    text = page(client, event)
    assert "Your last change was not accepted." in text
    assert "Dette er en ny kafé." in text
    assert url("new_event", event, language="en") in text
    answer = client.post(url("new_event", event, language="en"))
    fresh = Event.objects.exclude(pk=event.pk).get()
    assert answer["Location"] == url("about", fresh, language="en")
    assert fresh.open.summary_nb == "Snakk arabisk over en kopp kaffe."


def test_strangers_and_readers_make_no_new_event(client_for, event, stranger, coordinator):
    reviewer = make.make_reviewer()
    assert client_for(stranger).post(url("new_event", event)).status_code == 404
    assert client_for(reviewer).post(url("new_event", event)).status_code == 403
    assert Event.objects.count() == 1


def test_what_the_coordinator_edited_is_told_of(client, event, change, owner, coordinator):
    edit = editing.begin_edit(review.submit(change, by=owner), by=coordinator)
    words = {"summary_nb": "Snakk arabisk over en kopp te."}
    drafts.save_draft(edit, by=coordinator, changed=words)
    assert "What the coordinator has changed" not in page(client, event)
    editing.close_edit(edit, by=coordinator)
    text = page(client, event)
    assert "What the coordinator has changed" in text
    assert "The coordinator has edited the text since you sent it in." in text


def test_no_words_are_lost_between_two_hands(client, event, change, owner, coordinator):
    """The organiser's page stood open while the text was sent in and edited by the coordinator."""
    form = client.get(url("about", event))
    marks = form.context["page"].marks()
    edit = editing.begin_edit(review.submit(change, by=owner), by=coordinator)
    data = {"seen": marks, "title_nb": "Min nye tittel", "go": "next"}
    answer = client.post(url("about", event), data)
    assert answer.status_code == 409
    assert "Min nye tittel" in answer.content.decode()
    edit.refresh_from_db()
    assert edit.title_nb == change.title_nb
    assert "Min nye tittel" in client.get(url("about", event)).content.decode()


def test_a_correction_is_named_on_the_desk(client, event, coordinator):
    corrections.open_correction(event, by=coordinator)
    text = page(client, event)
    assert "The coordinator is correcting the text." in text


@pytest.mark.parametrize("name", ["event"])
def test_the_page_of_a_change_asks_a_fixed_number_of_queries(client, event, change, owner, name):
    review.submit(change, by=owner)

    def count():
        page(client, event, name)
        with CaptureQueriesContext(connection) as context:
            page(client, event, name)
        return len(context)

    counts = []
    for more in (1, 2, 297):
        for number in range(more):
            make.make_time(change, f"2027-02-{1 + number % 28:02d} 12:00", None)
        counts.append(count())
    assert len(set(counts)) == 1
