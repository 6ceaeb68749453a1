"""The whole table: every verb on a version × the state it starts from × who asks."""

import pytest

from events.domain import drafts, review
from events.domain.errors import Conflict, NotAllowed, Refused
from events.enums import VersionState
from tests import factories as make

pytestmark = pytest.mark.django_db

S = VersionState
VERBS = {
    "save": lambda version, by: drafts.save_draft(version, by=by, changed={"title_nb": "Ny"}),
    "submit": lambda version, by: review.submit(version, by=by),
    "take_back": lambda version, by: review.take_back(version, by=by),
    "withdraw": lambda version, by: review.withdraw(version, by=by),
    "request_changes": lambda version, by: review.request_changes(version, by=by, comment="Mer"),
    "approve": lambda version, by: review.approve(version, by=by),
    "reject": lambda version, by: review.reject(version, by=by, comment="Nei"),
}
# verb → {state it may start from: state it ends in}
ENDS = {
    "save": {S.DRAFT: S.DRAFT, S.CHANGES_REQUESTED: S.CHANGES_REQUESTED},
    "submit": {S.DRAFT: S.SUBMITTED, S.CHANGES_REQUESTED: S.SUBMITTED},
    "take_back": {S.SUBMITTED: S.DRAFT},
    "withdraw": {
        S.DRAFT: S.WITHDRAWN,
        S.SUBMITTED: S.WITHDRAWN,
        S.CHANGES_REQUESTED: S.WITHDRAWN,
    },
    "request_changes": {S.SUBMITTED: S.CHANGES_REQUESTED},
    "approve": {S.SUBMITTED: S.APPROVED},
    "reject": {S.SUBMITTED: S.REJECTED},
}
WRITERS = {"owner", "editor", "coordinator"}
DECIDERS = {"coordinator", "reviewer"}
MAY = {
    "save": WRITERS,
    "submit": WRITERS,
    "take_back": WRITERS,
    "withdraw": WRITERS,
    "request_changes": DECIDERS,
    "approve": DECIDERS,
    "reject": DECIDERS,
}
ROLES = (
    "coordinator",
    "reviewer",
    "own_reviewer",
    "content_editor",
    "owner",
    "editor",
    "co_organiser",
    "stranger",
)


@pytest.fixture
def people():
    """One person of each role; the own reviewer belongs to the event's organiser as well."""
    cast = {name: make.make_user(f"{name}@example.org") for name in ROLES[4:]}
    cast["coordinator"] = make.make_coordinator("coordinator@example.org")
    cast["reviewer"] = make.make_reviewer("reviewer@example.org")
    cast["own_reviewer"] = make.make_reviewer("own@example.org")
    cast["content_editor"] = make.make_content_editor("content@example.org")
    return cast


@pytest.fixture
def organiser(people):
    organiser = make.make_organiser(owner=people["owner"], editor=people["editor"])
    organiser.memberships.create(user=people["own_reviewer"])
    return organiser


def expected(verb, state, role):
    """What the table says: the state it ends in, or the refusal."""
    writers = MAY[verb] | ({"own_reviewer"} if MAY[verb] is WRITERS else set())
    if role not in writers:
        return NotAllowed
    return ENDS[verb].get(state, Conflict)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("verb", list(VERBS))
def test_the_table_holds(verb, state, role, people, organiser):
    event = make.make_event(organiser=organiser, by=people["owner"], state=state)
    helper = make.make_organiser("Medarrangør", owner=people["co_organiser"])
    event.co_organisers.create(organiser=helper, accepted_at=make.LONG_AGO)
    version = event.versions.get()
    entries, title = event.log.count(), version.title_nb
    outcome = expected(verb, state, role)
    if isinstance(outcome, str):
        VERBS[verb](version, people[role])
    else:
        with pytest.raises(Refused) as refused:
            VERBS[verb](version, people[role])
        assert type(refused.value) is outcome
        outcome = state
    version.refresh_from_db()
    assert version.state == outcome
    changed = outcome != state
    assert event.log.count() == entries + changed
    if not isinstance(expected(verb, state, role), str):
        assert version.title_nb == title


def test_the_table_names_every_state_and_verb():
    assert set(ENDS) == set(VERBS) == set(MAY)
