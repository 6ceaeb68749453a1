"""From case to case under the queue's filters, whose case it is, and what a row of it offers."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enbyforalle.lib import clock
from events.domain.drafts import open_change, save_draft
from events.domain.review import submit
from events.models import Event, StockReason, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

QUEUE = "/en/admin/events/version/"
ONLY_NEW = "?_changelist_filters=what%3Dnew"


@pytest.fixture
def line():
    """Four that wait, oldest first; the second is a change to an approved event."""
    found = []
    for n in range(4):
        if n == 1:
            event = make.make_event(title_nb="Godkjent")
            version = make.make_version(event, state="submitted", title_nb=f"Sak {n}")
            make.make_time(version, session=event.sessions.get())
        else:
            version = make.make_event(state="submitted", title_nb=f"Sak {n}").open
        at = clock.now() - timedelta(days=4 - n)
        Version.objects.filter(pk=version.pk).update(submitted_at=at)
        found.append(version)
    return found


def review(version, kept=""):
    return f"{QUEUE}{version.pk}/review/{kept}"


def test_rows_lead_to_pages_that_keep_the_filters(at_work, line):
    text = at_work.get(QUEUE, {"what": "new"}).content.decode()
    assert f'href="{review(line[0], ONLY_NEW)}"' in text


def test_next_and_previous_follow_the_filters(at_work, line):
    walk = at_work.get(review(line[2])).context["walk"]
    assert (walk.previous, walk.next, walk.place, walk.count) == (line[1].pk, line[3].pk, 3, 4)
    walk = at_work.get(review(line[2], ONLY_NEW)).context["walk"]
    assert (walk.previous, walk.next, walk.place, walk.count) == (line[0].pk, line[3].pk, 2, 3)
    assert walk.next_address == review(line[3], ONLY_NEW)
    assert walk.back == f"{QUEUE}?what=new"


def test_bad_filters_are_an_empty_queue(at_work, line):
    walk = at_work.get(review(line[0], "?_changelist_filters=nosuch%3D1")).context["walk"]
    assert (walk.place, walk.count, walk.next) == (0, 0, None)


def decide(client, version, kept=""):
    data = {"seen": version.updated_at.isoformat()}
    return client.post(f"{QUEUE}{version.pk}/approve/{kept}", data)["Location"]


def test_a_decision_leads_to_the_next_under_the_filters(at_work, line):
    assert decide(at_work, line[0], ONLY_NEW) == review(line[2], ONLY_NEW)
    assert decide(at_work, line[3], ONLY_NEW) == review(line[2], ONLY_NEW)
    assert decide(at_work, line[2], ONLY_NEW) == f"{QUEUE}?what=new"
    assert decide(at_work, line[1]) == QUEUE


def test_own_events_are_passed_by(at_work, coordinator, line):
    own = make.make_organiser("Eget", owner=coordinator)
    Event.objects.filter(pk=line[2].event_id).update(organiser=own)
    walk = at_work.get(review(line[1])).context["walk"]
    assert walk.next == line[2].pk
    assert decide(at_work, line[1]) == review(line[0])


# Whose case


def test_a_case_is_taken_from_its_row_and_found_as_mine(at_work, coordinator, line):
    answer = at_work.post(f"{QUEUE}{line[0].pk}/assign/?then=queue", {"to": "me"})
    assert answer["Location"] == QUEUE
    rows = {
        who: [row.pk for row in at_work.get(QUEUE, {"who": who}).context["cl"].result_list]
        for who in ("mine", "nobody", "others")
    }
    left = [version.pk for version in line[1:]]
    assert rows == {"mine": [line[0].pk], "nobody": left, "others": []}


def test_a_case_is_given_from_its_page(at_work, reviewer, line):
    url = f"{QUEUE}{line[0].pk}/assign/{ONLY_NEW}"
    assert at_work.post(url, {"to": reviewer.pk})["Location"] == review(line[0], ONLY_NEW)
    assert Event.objects.get(pk=line[0].event_id).assigned_to == reviewer
    assert at_work.post(url, {"to": make.make_user().pk}).status_code == 404
    assert at_work.get(url).status_code == 405


# Small changes


def changed(organiser, owner, **words):
    event = make.make_event(organiser=organiser, by=owner, title_nb="Godkjent")
    words |= {"accepts_criteria": True}
    version = save_draft(open_change(event, by=owner), by=owner, changed=words)
    return submit(version, by=owner)


def test_a_small_change_is_approved_from_its_row(at_work, organiser, owner):
    safe = changed(organiser, owner, public_email="ny@example.org")
    large = changed(organiser, owner, title_nb="Noe helt annet")
    rows = {row.pk: row for row in at_work.get(QUEUE).context["cl"].result_list}
    assert (rows[safe.pk].acts.may_approve, rows[large.pk].acts.may_approve) == (True, False)
    acts = rows[safe.pk].acts
    answer = at_work.post(acts.approve_address, {"seen": acts.seen, "action": "", "index": "0"})
    assert answer["Location"] == QUEUE
    assert Version.objects.get(pk=safe.pk).is_live
    assert not Version.objects.get(pk=large.pk).is_live


def test_nobody_is_offered_to_approve_an_own_change(at_work, coordinator):
    own = make.make_organiser("Eget", owner=coordinator)
    changed(own, coordinator, public_email="ny@example.org")
    (row,) = at_work.get(QUEUE).context["cl"].result_list
    assert (row.acts.change.is_safe, row.acts.may_approve) == (True, False)


def test_changes_in_the_queue_cost_the_same_however_many(at_work, organiser, owner):
    def cost():
        with CaptureQueriesContext(connection) as context:
            assert at_work.get(QUEUE).status_code == 200
        return len(context)

    changed(organiser, owner, public_email="ny@example.org")
    cost()
    at_one = cost()
    for n in range(12):
        changed(organiser, owner, public_email=f"ny{n}@example.org")
    assert cost() == at_one


# Stock reasons


@pytest.fixture
def reason():
    return StockReason.objects.create(
        code="kort",
        kind="changes",
        title_nb="Kort",
        title_en="Short",
        text_nb="Skriv kortere.",
        text_en="Write less.",
    )


def test_a_reason_is_offered_in_the_organisers_language_and_enough_alone(
    at_work, submitted, reason
):
    StockReason.objects.create(code="gammel", kind="changes", text_nb="Gammel", is_active=False)
    text = at_work.get(review(submitted)).content.decode()
    assert 'data-text="Skriv kortere."' in text
    assert "Gammel" not in text
    data = {"seen": submitted.updated_at.isoformat(), "reason": reason.pk, "comment": ""}
    at_work.post(f"{QUEUE}{submitted.pk}/request-changes/", data)
    submitted.refresh_from_db()
    assert (submitted.state, submitted.decision_comment) == (
        "changes_requested",
        "Skriv kortere.",
    )


def test_a_reason_whose_text_is_there_already_is_not_said_twice(at_work, submitted, reason):
    data = {"seen": submitted.updated_at.isoformat(), "reason": reason.pk}
    data["comment"] = "Skriv kortere. Takk!"
    at_work.post(f"{QUEUE}{submitted.pk}/request-changes/", data)
    submitted.refresh_from_db()
    assert submitted.decision_comment == "Skriv kortere. Takk!"


def test_reasons_are_the_coordinators_to_change(at_work, client_for, reviewer, reason):
    url = f"/en/admin/events/stockreason/{reason.pk}/change/"
    fields = {"title_nb": "Kort", "title_en": "Short", "kind": "changes", "position": 1}
    fields |= {"text_nb": "Kortere, takk.", "text_en": "Shorter, please.", "is_active": "on"}
    assert client_for(reviewer).post(url, fields).status_code == 403
    assert at_work.post(url, fields).status_code == 302
    reason.refresh_from_db()
    assert (reason.code, reason.text_nb) == ("kort", "Kortere, takk.")
