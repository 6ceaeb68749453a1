"""Who may do what: every question put to every person of the cast."""

import pytest
from django.contrib.auth.models import AnonymousUser

from events import permissions
from tests import factories as make

pytestmark = pytest.mark.django_db

CAST = (
    "coordinator",
    "reviewer",
    "content_editor",
    "superuser",
    "owner",
    "editor",
    "co_organiser",
    "asked",
    "stranger",
    "inactive",
    "visitor",
)
QUESTIONS = {
    permissions.is_member: {"owner", "editor"},
    permissions.is_co_organiser: {"co_organiser"},
    permissions.can_edit: {"coordinator", "superuser", "owner", "editor"},
    permissions.can_see: {
        "coordinator",
        "reviewer",
        "superuser",
        "owner",
        "editor",
        "co_organiser",
    },
    permissions.can_report_facts: {"coordinator", "superuser", "owner", "editor"},
    permissions.is_disqualified: {"owner", "editor", "co_organiser"},
    permissions.needs_disqualified_reason: set(),
    permissions.may_decide: {"coordinator", "reviewer", "superuser"},
    permissions.may_answer_for_the_week: {"coordinator", "reviewer", "superuser"},
}
OF_ONE = {
    permissions.can_review: {"coordinator", "reviewer", "superuser"},
    permissions.can_enter: {"coordinator", "superuser"},
    permissions.can_take_down: {"coordinator", "superuser"},
}


@pytest.fixture
def cast():
    people = {
        name: make.make_user(f"{name}@example.org")
        for name in ("owner", "editor", "co_organiser", "asked", "stranger")
    }
    return people | {
        "coordinator": make.make_coordinator(),
        "reviewer": make.make_reviewer(),
        "content_editor": make.make_content_editor(),
        "superuser": make.make_user("super@example.org", is_superuser=True),
        "inactive": make.make_coordinator("inactive@example.org", is_active=False),
        "visitor": AnonymousUser(),
    }


@pytest.fixture
def event(cast):
    organiser = make.make_organiser(owner=cast["owner"], editor=cast["editor"])
    event = make.make_event(organiser=organiser)
    friend = make.make_organiser("Vennene", owner=cast["co_organiser"])
    event.co_organisers.create(organiser=friend, accepted_at=make.LONG_AGO)
    asked = make.make_organiser("Spurt", owner=cast["asked"])
    event.co_organisers.create(organiser=asked)
    return event


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question.__name__)
def test_a_question_about_an_event(question, cast, event):
    assert {name for name in CAST if question(cast[name], event)} == QUESTIONS[question]


@pytest.mark.parametrize("question", OF_ONE, ids=lambda question: question.__name__)
def test_a_question_about_a_person(question, cast):
    assert {name for name in CAST if question(cast[name])} == OF_ONE[question]


def test_facts_are_reported_of_approved_events_alone(cast):
    organiser = make.make_organiser(owner=cast["owner"])
    event = make.make_event(organiser=organiser, state="submitted")
    assert not permissions.can_report_facts(cast["owner"], event)
    assert permissions.can_edit(cast["owner"], event)


# Nobody decides in their own cause


def deciders(user, event):
    return {other.email for other in permissions.others_who_may_decide(user, event)}


def test_others_who_may_decide_are_active_staff_outside_the_event(cast, event):
    cast["superuser"].is_staff = True
    cast["superuser"].save()
    assert deciders(cast["coordinator"], event) == {"vurderer@example.org", "super@example.org"}
    event.organiser.memberships.create(user=cast["reviewer"])
    assert deciders(cast["coordinator"], event) == {"super@example.org"}
    friend = event.co_organisers.get(accepted_at__isnull=False).organiser
    friend.memberships.create(user=cast["superuser"])
    assert deciders(cast["coordinator"], event) == set()


def test_who_was_only_asked_may_decide(cast, event):
    asked = event.co_organisers.get(accepted_at=None).organiser
    asked.memberships.create(user=cast["reviewer"])
    assert deciders(cast["coordinator"], event) == {"vurderer@example.org"}
    assert permissions.may_decide(cast["reviewer"], event)


def test_a_member_decides_only_when_nobody_else_can(cast, event):
    coordinator, reviewer = cast["coordinator"], cast["reviewer"]
    event.organiser.memberships.create(user=coordinator)
    assert not permissions.may_decide(coordinator, event)
    assert not permissions.needs_disqualified_reason(coordinator, event)
    reviewer.is_active = False
    reviewer.save()
    assert permissions.may_decide(coordinator, event)
    assert permissions.needs_disqualified_reason(coordinator, event)


def test_a_reviewer_never_decides_in_their_own_cause(cast, event):
    """The right to decide as disqualified is the coordinator's alone."""
    event.organiser.memberships.create(user=cast["reviewer"])
    for name in ("coordinator", "superuser"):
        cast[name].is_active = False
        cast[name].save()
    assert deciders(cast["reviewer"], event) == set()
    assert not permissions.may_decide(cast["reviewer"], event)


def test_an_event_of_a_source_is_nobodys_own(cast):
    """No organiser must not mean that everybody without one is involved."""
    event = make.make_event(slug="kilde")
    type(event).objects.filter(pk=event.pk).update(
        organiser=None, source_url="https://example.org/kilde"
    )
    event.refresh_from_db()
    assert deciders(cast["coordinator"], event) == {"vurderer@example.org"}
    assert not permissions.is_disqualified(cast["stranger"], event)
    assert not permissions.can_edit(cast["stranger"], event)
