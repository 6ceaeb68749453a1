"""The conversation on the pages of both sides: what each sees, writes and keeps when refused."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from enbyforalle.jobs.models import Job
from events.domain import conversation
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HIDDEN = ("Hemmelig notat", "koordinator@example.org", "Intern avklaring")


@pytest.fixture
def event(submitted):
    return submitted.event


def case(event, name="change"):
    return reverse(f"admin:events_event_{name}", args=[event.pk])


def review_page(event):
    return reverse("admin:events_version_review", args=[event.latest.pk])


def desk(event, name="event"):
    return reverse(f"desk:{name}", args=[event.reference])


def text_of(response):
    return response.content.decode()


@pytest.fixture
def talked(event, owner, coordinator):
    """Both have written, and there is something that only staff may read."""
    conversation.write_to_coordinator(event, by=owner, text="Når hører vi?")
    conversation.add_note(event, by=coordinator, text="Hemmelig notat")
    event.log.create(by=coordinator, verb="edit", comment="Intern avklaring", is_internal=True)
    conversation.write_to_organiser(event, by=coordinator, text="I morgen.")
    return event


@pytest.mark.parametrize("page", [case, review_page, lambda e: case(e, "conversation")])
def test_staff_read_all_of_it_on_each_page(at_work, talked, page):
    shown = text_of(at_work.get(page(talked)))
    for words in ("Når hører vi?", "Hemmelig notat", "Intern avklaring", "I morgen."):
        assert words in shown
    assert 'id="samtale"' in shown


@pytest.mark.parametrize("name", ["event", "write"])
@pytest.mark.parametrize("who", ["owner", "partner", "coordinator"])
def test_the_desk_shows_no_internal_word_to_anybody(
    client_for, coordinator, talked, name, who, owner
):
    partner = make.make_user("partner@example.org")
    friends = make.make_organiser("Vennene", owner=partner)
    talked.co_organisers.create(organiser=friends, accepted_at=make.LONG_AGO)
    user = {"owner": owner, "partner": partner, "coordinator": coordinator}[who]
    client = client_for(user)
    shown = text_of(client.get(desk(talked, name)))
    timeline = shown.partition('id="samtale"')[2].partition("</section>")[0]
    assert "Når hører vi?" in timeline
    assert "I morgen." in timeline
    assert [words for words in HIDDEN if words in timeline] == []
    # Only the organiser's own people are offered to write.
    assert ("<textarea" in timeline) == (who == "owner")


@pytest.mark.parametrize("name", ["event", "write"])
def test_strangers_find_nothing(client_for, stranger, talked, name):
    assert client_for(stranger).get(desk(talked, name)).status_code == 404


def test_a_reviewer_of_the_own_organiser_reads_what_the_organiser_reads(
    client_for, reviewer, coordinator, talked
):
    talked.organiser.memberships.create(user=reviewer)
    shown = text_of(client_for(reviewer).get(review_page(talked)))
    timeline = shown.partition('id="samtale"')[2]
    assert "I morgen." in timeline
    assert "Hemmelig notat" not in timeline
    assert "<textarea" not in timeline.partition("</section>")[0]
    assert client_for(reviewer).post(case(talked, "note"), {"text": "x"}).status_code == 403


# Writing


def test_the_organiser_writes_and_the_coordinator_answers(client_for, at_work, owner, event):
    organiser = client_for(owner)
    response = organiser.post(desk(event, "write"), {"text": "Er salen ledig?"})
    assert response.url == f"{desk(event)}#samtale"
    assert "Sent to the coordinator" in text_of(organiser.get(desk(event)))
    assert "waits for an answer" in text_of(at_work.get(case(event)))
    response = at_work.post(case(event, "message"), {"text": "Ja, hele uka."})
    assert response.url == f"{case(event)}#samtale"
    assert "waits for an answer" not in text_of(at_work.get(case(event)))
    assert "Ja, hele uka." in text_of(organiser.get(desk(event)))
    [mail] = Job.objects.mails()
    assert mail.payload["to"] == "eier@example.org"
    assert f"/arrangor/{event.reference}/#samtale" in mail.payload["text"]
    assert mail.payload["reply_to"] == "post@enbyforalle.test"


def test_whoever_writes_from_the_review_page_comes_back_to_it(at_work, event):
    version = event.latest
    response = at_work.post(case(event, "note"), {"text": "Ring dem", "back": version.pk})
    assert response.url == f"{review_page(event)}#samtale"
    for other in ("0", "x", "99999"):
        response = at_work.post(case(event, "note"), {"text": f"Ring {other}", "back": other})
        assert response.url == f"{case(event)}#samtale"


def test_that_no_answer_is_needed_is_noted(client_for, at_work, owner, event):
    conversation.write_to_coordinator(event, by=owner, text="Takk!")
    assert at_work.post(case(event, "no_answer")).status_code == 302
    assert "waits for an answer" not in text_of(at_work.get(case(event)))
    assert "no answer" not in text_of(client_for(owner).get(desk(event)))


@pytest.mark.parametrize("length", [0, 4001])
def test_what_is_refused_stands_there_again(client_for, at_work, owner, event, length):
    typed = "å" * length
    for client, address in (
        (client_for(owner), desk(event, "write")),
        (at_work, case(event, "message")),
        (at_work, case(event, "note")),
    ):
        response = client.post(address, {"text": typed})
        page = text_of(response)
        assert response.status_code == 422
        assert 'class="summary' in page
        assert any(
            typed in area for area in re.findall(r"<textarea[^>]*>(.*?)</textarea>", page, re.S)
        )
    assert event.log.count() == 0


def test_a_verb_that_says_no_keeps_the_words(client_for, owner, event):
    for number in range(conversation.MOST_FROM_ORGANISER):
        conversation.write_to_coordinator(event, by=owner, text=f"Hei {number}")
    response = client_for(owner).post(desk(event, "write"), {"text": "Enda en"})
    assert response.status_code == 422
    assert "Enda en" in text_of(response)
    assert "many times in the last hour" in text_of(response)


def test_what_was_typed_when_the_sign_in_had_ended_stands_there_afterwards(client, owner, event):
    response = client.post(desk(event, "write"), {"text": "Mine ord"})
    assert response.status_code == 302
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert "Mine ord" in text_of(client.get(desk(event)))


@pytest.mark.parametrize("who", ["content_editor", "stranger", "owner"])
@pytest.mark.parametrize("name", ["conversation", "message", "note", "no_answer"])
def test_the_admin_side_is_for_those_who_read_cases(request, client_for, event, who, name):
    client = client_for(request.getfixturevalue(who))
    address = case(event, name)
    send = client.get if name == "conversation" else client.post
    assert send(address).status_code in (302, 403)
    assert event.log.count() == 0


@pytest.mark.parametrize("name", ["message", "note", "no_answer"])
def test_a_get_writes_nothing(at_work, event, name):
    assert at_work.get(case(event, name)).status_code == 405


def test_words_of_others_are_no_html(client_for, at_work, owner, event):
    conversation.write_to_coordinator(event, by=owner, text="<script>alert(1)</script> & mer")
    for page in (at_work.get(case(event)), client_for(owner).get(desk(event))):
        assert "<script>alert" not in text_of(page)
        assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; mer" in text_of(page)


# Decisions whose mail is held


@pytest.mark.parametrize("name", ["approve", "request_changes", "reject"])
@pytest.mark.parametrize("held", [True, False])
def test_a_decision_takes_its_mail_along_or_holds_it(at_work, event, name, held):
    version = event.latest
    data = {"comment": "Ord", "seen": version.updated_at.isoformat()}
    if held:
        data["hold_mail"] = "on"
    address = reverse(f"admin:events_version_{name}", args=[version.pk])
    assert at_work.post(address, data).status_code == 302
    [mail] = Job.objects.mails()
    assert mail.state == ("held" if held else "waiting")
    # There is time to hold what was not held.
    assert (mail.run_at - mail.created_at).total_seconds() == 120


@pytest.mark.parametrize("page", [case, review_page, lambda e: case(e, "conversation")])
def test_a_page_takes_the_same_queries_whatever_was_said(at_work, event, owner, coordinator, page):
    def count():
        with CaptureQueriesContext(connection) as queries:
            assert at_work.get(page(event)).status_code == 200
        return len(queries)

    conversation.write_to_coordinator(event, by=owner, text="Først")
    conversation.write_to_organiser(event, by=coordinator, text="Svar")
    count()
    before = count()
    for number in range(40):
        conversation.add_note(event, by=coordinator, text=f"Notat {number}")
        conversation.write_to_organiser(event, by=coordinator, text=f"Svar {number}")
    assert count() == before
