"""The decisions from the review page: done, refused beside the field, or overtaken."""

import pytest

from enbyforalle.lib import clock
from events.domain import review
from events.models import Version
from organisers.models import Membership
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def decide(client, version, what, *, seen=None, **data):
    data["seen"] = (seen or version.updated_at).isoformat()
    return client.post(f"/en/admin/events/version/{version.pk}/{what}/", data)


def fresh(version):
    return Version.objects.get(pk=version.pk)


def told(client, address="/en/admin/"):
    return [str(message) for message in client.get(address).context["messages"]]


@pytest.mark.parametrize(
    ("what", "state", "comment"),
    [
        ("approve", "approved", ""),
        ("approve", "approved", "Fint!"),
        ("request-changes", "changes_requested", "Skriv mer om hvem det er for."),
        ("reject", "rejected", "Det er reklame."),
    ],
)
def test_each_decision_is_made_once_by_its_verb(
    at_work, coordinator, submitted, what, state, comment
):
    answer = decide(at_work, submitted, what, comment=comment)
    assert (answer.status_code, answer["Location"]) == (302, "/en/admin/events/version/")
    version = fresh(submitted)
    assert (version.state, version.decision_comment) == (state, comment)
    assert version.is_live == (state == "approved")
    entry = version.event.log.get()
    assert (entry.by, entry.verb.replace("_", "-"), entry.comment) == (coordinator, what, comment)


def test_the_next_waiting_one_follows_with_a_message(at_work, submitted, organiser):
    following = make.make_event(organiser=organiser, state="submitted", title_nb="Neste").open
    answer = decide(at_work, submitted, "approve")
    assert answer["Location"] == f"/en/admin/events/version/{following.pk}/review/"
    title = submitted.title_en
    assert told(at_work, answer["Location"]) == [f"“{title}” is approved."]
    answer = decide(at_work, following, "approve")
    assert told(at_work, answer["Location"])[-1] == "Nothing more waits for a decision."


def test_own_cases_are_not_the_next_ones(client_for, coordinator, reviewer, submitted):
    own = make.make_organiser("Vurderingslaget", owner=reviewer)
    make.make_event(organiser=own, state="submitted")
    answer = decide(client_for(reviewer), submitted, "approve")
    assert answer["Location"] == "/en/admin/events/version/"


@pytest.mark.parametrize(
    ("what", "words"),
    [
        ("request-changes", "Write what should be different."),
        ("reject", "Write the reason."),
    ],
)
@pytest.mark.parametrize("comment", ["", "   \n "])
def test_a_missing_comment_is_told_beside_the_field(at_work, submitted, what, words, comment):
    answer = decide(at_work, submitted, what, comment=comment)
    assert answer.status_code == 422
    form = next(form for form in answer.context["forms"].values() if form.is_bound)
    assert form.errors == {"comment": [words]}
    assert answer.content.decode().count(words) == 2  # In the summary and at the field.
    assert fresh(submitted).state == "submitted"


def test_a_text_that_changed_meanwhile_is_a_conflict(at_work, submitted):
    seen = submitted.updated_at
    Version.objects.filter(pk=submitted.pk).update(title_nb="En annen", updated_at=clock.now())
    Version.objects.filter(pk=submitted.pk).update(updated_at=make.oslo("2027-02-10 11:59"))
    answer = decide(at_work, submitted, "approve", seen=seen, comment="Så fint")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "The text was changed after you opened it." in text
    assert ">\nSå fint</textarea>" in text or ">Så fint</textarea>" in text
    assert "En annen" in text
    assert fresh(submitted).state == "submitted"
    # The page that comes back has been read anew, so the same button works now.
    again = answer.context["forms"]["approve"]["seen"].value()
    answer = at_work.post(
        f"/en/admin/events/version/{submitted.pk}/approve/", {"seen": again, "comment": "Så fint"}
    )
    assert answer.status_code == 302
    assert fresh(submitted).state == "approved"


@pytest.mark.parametrize("seen", ["", "tull", "2027-13-45"])
def test_a_damaged_mark_of_what_was_read_is_no_decision(at_work, submitted, seen):
    path = f"/en/admin/events/version/{submitted.pk}/approve/"
    assert at_work.post(path, {"seen": seen}).status_code in (409, 422)
    assert fresh(submitted).state == "submitted"


def test_of_two_coordinators_one_wins_and_the_other_is_told_kindly(
    at_work, client_for, submitted, coordinator
):
    other = make.make_coordinator("andre@example.org")
    seen = submitted.updated_at
    assert decide(client_for(other), submitted, "approve", seen=seen).status_code == 302
    answer = decide(at_work, submitted, "reject", seen=seen, comment="Passer ikke i programmet.")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "What you wrote" in text
    assert "Passer ikke i programmet." in text
    version = fresh(submitted)
    assert (version.state, version.decided_by) == ("approved", other)
    assert [entry.verb for entry in version.event.log.all()] == ["approve"]


def test_a_submission_taken_back_cannot_be_decided_on(at_work, owner, submitted):
    seen = submitted.updated_at
    review.take_back(submitted, by=owner)
    assert decide(at_work, submitted, "approve", seen=seen).status_code == 409
    assert fresh(submitted).state == "draft"


def test_whoever_belongs_to_the_organiser_is_refused(
    client_for, coordinator, reviewer, organiser, submitted
):
    Membership.objects.create(user=reviewer, organiser=organiser)
    answer = decide(client_for(reviewer), submitted, "approve")
    assert answer.status_code == 403
    assert fresh(submitted).state == "submitted"


@pytest.mark.parametrize(
    ("what", "state"),
    [("approve", "approved"), ("request-changes", "changes_requested"), ("reject", "rejected")],
)
def test_whoever_is_alone_decides_on_own_events_with_a_reason(
    client_for, coordinator, organiser, submitted, what, state
):
    Membership.objects.create(user=coordinator, organiser=organiser)
    client = client_for(coordinator)
    answer = decide(client, submitted, what, comment="Fordi.")
    assert answer.status_code == 422
    assert "Say why you decide yourself." in answer.content.decode()
    assert fresh(submitted).state == "submitted"
    answer = decide(client, submitted, what, comment="Fordi.", disqualified_reason="Alene i jula.")
    assert answer.status_code == 302
    version = fresh(submitted)
    assert version.state == state
    reason, decision = version.event.log.all()
    assert (reason.comment, reason.is_internal) == ("Alene i jula.", True)
    assert decision.as_disqualified


def test_internal_events_are_approved_and_stay_off_the_public_site(at_work, client, owner):
    event = make.make_event(state="submitted", visibility="internal", title_nb="Internt", by=owner)
    assert decide(at_work, event.open, "approve").status_code == 302
    event.refresh_from_db()
    assert event.live is not None
    assert client.get(event.get_absolute_url()).status_code == 404
