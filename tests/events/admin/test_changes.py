"""Changes on the review page, and the coordinator's own hand in a text."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from events.domain import drafts, review
from events.enums import Verb
from events.models import Version
from organisers.models import Membership
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def event(organiser, owner):
    return make.make_event(organiser=organiser, by=owner)


@pytest.fixture
def waiting(event, owner):
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(
        change,
        by=owner,
        changed={
            "accepts_criteria": True,
            "title_nb": "Arabisk kafé",
            "summary_nb": "Snakk arabisk over en kopp kaffe.",
        },
    )
    return review.submit(change, by=owner)


def address(version, what="review"):
    return f"/en/admin/events/version/{version.pk}/{what}/"


def page(client, version):
    answer = client.get(address(version))
    assert answer.status_code == 200
    return answer.content.decode()


def seen(version):
    return {"seen": version.updated_at.isoformat()}


def test_differences_are_said_in_words_and_what_is_material_comes_first(at_work, waiting):
    text = page(at_work, waiting)
    assert "2 changes, of which 1 material: title" in text
    assert '<del><span class="vh">removed: </span>norsk</del>' in text
    assert '<ins><span class="vh">added: </span>arabisk</ins>' in text
    title, summary = text.index('aria-label="Title"'), text.index('aria-label="Summary"')
    assert title < summary
    assert "week 6 2027" in text


def test_a_decided_change_is_shown_beside_what_was_public_then(at_work, waiting, coordinator):
    review.approve(waiting, by=coordinator)
    text = page(at_work, waiting)
    assert "What this version changed" in text
    assert "2 changes, of which 1 material: title" in text


def test_another_event_is_a_decision_of_its_own(at_work, event, waiting):
    answer = at_work.post(address(waiting, "another-event"), {**seen(waiting), "comment": ""})
    assert answer.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "rejected"
    assert event.log.filter(verb=Verb.ANOTHER_EVENT).count() == 1


def test_what_is_not_public_yet_has_no_such_decision(at_work, submitted):
    assert "/another-event/" not in page(at_work, submitted)
    answer = at_work.post(address(submitted, "another-event"), seen(submitted))
    assert answer.status_code == 422
    submitted.refresh_from_db()
    assert submitted.state == "submitted"


def test_the_coordinator_edits_what_waits_in_the_organisers_form(at_work, waiting):
    assert address(waiting, "edit") in page(at_work, waiting)
    answer = at_work.post(address(waiting, "edit"), seen(waiting))
    assert answer["Location"].endswith(f"/{waiting.event.reference}/about/")
    edit = waiting.event.open
    form = at_work.get(answer["Location"])
    assert form.status_code == 200
    assert "Arabisk kafé" in form.content.decode()
    marks = form.context["page"].marks()
    data = {"seen": marks, "title_nb": "Arabisk språkkafé", "go": "list"}
    saved = at_work.post(answer["Location"], {**stored(edit), **data})
    assert saved["Location"] == address(edit)
    edit.refresh_from_db()
    assert (edit.title_nb, edit.state) == ("Arabisk språkkafé", "submitted")
    text = page(at_work, edit)
    assert "Being edited by the coordinator" in text
    at_work.post(address(edit, "close-edit"))
    assert "The organiser has been told." in page(at_work, edit)
    assert "The coordinator has edited it since." in page(at_work, waiting)


def stored(version):
    """What the first page of the form holds, so that nothing else is changed."""
    data = {
        name: getattr(version, name)
        for name in ("language_nb", "summary_nb", "description_nb", "contribution_nb")
        + ("title_en", "summary_en", "description_en", "visibility")
    }
    return data | {
        "types": [row.code for row in version.types.all()],
        "topics": [row.code for row in version.topics.all()],
    }


def test_an_edit_begun_from_an_old_page_is_refused(at_work, waiting):
    answer = at_work.post(address(waiting, "edit"), {"seen": "2026-12-01T09:00:00+01:00"})
    assert answer.status_code == 409
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


@pytest.mark.parametrize("what", ["edit", "close-edit", "correct", "publish", "drop"])
def test_the_hand_is_the_coordinators_alone(
    client_for, reviewer, content_editor, owner, waiting, what
):
    for user in (reviewer, content_editor, owner):
        answer = client_for(user).post(address(waiting, what), seen(waiting), follow=True)
        assert answer.status_code == 403, user
    assert client_for(reviewer).get(address(waiting, what)).status_code == 405
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_the_reviewer_and_the_own_coordinator_see_no_such_buttons(
    client_for, reviewer, coordinator, organiser, waiting
):
    assert "/edit/" not in page(client_for(reviewer), waiting)
    Membership.objects.create(user=coordinator, organiser=organiser)
    assert "/edit/" not in page(client_for(coordinator), waiting)


def test_a_live_event_is_corrected_in_one_act(at_work, event):
    live = event.live
    assert address(live, "correct") in page(at_work, live)
    answer = at_work.post(address(live, "correct"))
    assert answer["Location"].endswith(f"/{event.reference}/about/")
    correction = event.open
    drafts.save_draft(correction, by=correction.created_by, changed={"title_nb": "Rettet"})
    correction.refresh_from_db()
    text = page(at_work, correction)
    assert "Publish the correction" in text
    assert "1 change, of which 1 material: title" in text
    done = at_work.post(address(correction, "publish"), seen(correction), follow=True)
    assert "The correction is published" in done.content.decode()
    assert event.live.title_nb == "Rettet"


def test_the_page_of_the_event_leads_to_the_correction(at_work, event):
    case = f"/en/admin/events/event/{event.pk}/change/"
    assert address(event.live, "correct") in at_work.get(case).content.decode()
    at_work.post(address(event.live, "correct"))
    text = at_work.get(case).content.decode()
    assert address(event.live, "correct") not in text
    assert address(event.open) in text


def test_a_correction_without_a_difference_says_so(at_work, event):
    at_work.post(address(event.live, "correct"))
    correction = event.open
    data = {**seen(correction), "comment": "Rettet en feil"}
    answer = at_work.post(address(correction, "publish"), data)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "there is nothing to publish" in text
    assert "Rettet en feil" in text


def test_a_correction_can_be_dropped(at_work, event):
    at_work.post(address(event.live, "correct"))
    correction = event.open
    at_work.post(address(correction, "drop"))
    correction.refresh_from_db()
    assert correction.state == "withdrawn"
    assert Version.objects.get(is_live=True).event_id == event.pk


def test_the_organisers_own_change_is_not_dropped_or_published_so(at_work, waiting):
    assert at_work.post(address(waiting, "drop")).status_code == 403
    answer = at_work.post(address(waiting, "publish"), seen(waiting))
    assert answer.status_code == 403
    waiting.refresh_from_db()
    assert waiting.state == "submitted"


def test_a_correction_says_what_is_in_the_way(at_work, event, waiting):
    answer = at_work.post(address(event.live, "correct"))
    assert answer.status_code == 409
    assert "A change from the organiser waits" in answer.content.decode()


def test_a_change_of_many_sessions_asks_a_fixed_number_of_queries(at_work, event, waiting):
    def count():
        page(at_work, waiting)
        with CaptureQueriesContext(connection) as context:
            page(at_work, waiting)
        return len(context)

    counts = []
    for more in (1, 2, 297):
        for number in range(more):
            make.make_time(waiting, f"2027-02-{1 + number % 28:02d} 12:00", None)
            make.make_time(event.live, f"2027-02-{1 + number % 28:02d} 13:00", None)
        counts.append(count())
    assert len(set(counts)) == 1
