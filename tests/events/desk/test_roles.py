"""Who reaches which page: owner, editor, co-organiser, stranger, visitor, coordinator."""

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from enbyforalle.lib import clock
from events.enums import VersionState
from events.forms.steps import BY_NAME
from events.models import CoOrganiser
from tests.events.desk.conftest import url
from tests.factories import make_coordinator, make_event, make_organiser, make_reviewer, make_user

READ = ["event", "preview"]
WRITE = [*BY_NAME, "go_on"]
VERBS = ["submit", "take_back", "withdraw", "open_change"]
LIVE_READ = ["facts"]
SESSION_VERBS = [
    *["cancel_session", "postpone_session", "restore_session", "mark_places"],
    *["change_room", "set_notice", "report_time"],
]
EVENT_VERBS = ["cancel_event", "postpone_event", "restore_event"]


@pytest.fixture
def co_organiser(draft):
    user = make_user("med@example.org")
    other = make_organiser("Medforeningen", owner=user)
    CoOrganiser.objects.create(event=draft, organiser=other, accepted_at=clock.now())
    return user


@pytest.fixture
def asked(draft):
    """Belongs to an organiser that was asked and has not answered."""
    user = make_user("spurt@example.org")
    CoOrganiser.objects.create(event=draft, organiser=make_organiser("Spurt", owner=user))
    return user


def statuses(browser, event, names, method="get"):
    return {name: getattr(browser, method)(url(name, event)).status_code for name in names}


def all_of(names, status):
    return dict.fromkeys(names, status)


def test_members_read_and_write(client_for, owner, editor, draft):
    for user in (owner, editor):
        browser = client_for(user)
        assert statuses(browser, draft, READ) == all_of(READ, 200)
        assert statuses(browser, draft, BY_NAME) == all_of(BY_NAME, 200)


def test_a_co_organiser_reads_and_does_not_write(client_for, co_organiser, draft):
    browser = client_for(co_organiser)
    assert statuses(browser, draft, READ) == all_of(READ, 200)
    assert statuses(browser, draft, [*WRITE, *VERBS]) == all_of([*WRITE, *VERBS], 403)
    assert statuses(browser, draft, [*BY_NAME, *VERBS], "post") == all_of([*BY_NAME, *VERBS], 403)
    assert draft.open.state == VersionState.DRAFT


@pytest.mark.parametrize("who", ["stranger", "asked"])
def test_a_stranger_finds_nothing(client_for, request, draft, who):
    browser = client_for(request.getfixturevalue(who))
    names = [*READ, *WRITE, *VERBS, *LIVE_READ, *EVENT_VERBS]
    assert statuses(browser, draft, names) == all_of(names, 404)
    assert statuses(browser, draft, [*BY_NAME, *VERBS], "post") == all_of([*BY_NAME, *VERBS], 404)
    assert draft.open.title_nb not in browser.get(reverse("desk:home")).content.decode()


def test_a_reviewer_reads_and_does_not_write(client_for, draft):
    browser = client_for(make_reviewer())
    assert statuses(browser, draft, READ) == all_of(READ, 200)
    assert statuses(browser, draft, [*WRITE, *VERBS]) == all_of([*WRITE, *VERBS], 403)


def test_the_coordinator_may_write_for_others(client_for, draft):
    browser = client_for(make_coordinator())
    assert statuses(browser, draft, BY_NAME) == all_of(BY_NAME, 200)


def test_a_visitor_is_asked_to_sign_in(draft):
    names = [*READ, *WRITE, *VERBS, *LIVE_READ, *EVENT_VERBS]
    login = reverse("account_login")
    for name in names:
        for method in ("get", "post"):
            response = getattr(Client(), method)(url(name, draft))
            assert response.status_code == 302
            assert response.url.startswith(login)
    for name in ("home", "start"):
        assert Client().get(reverse(f"desk:{name}")).url.startswith(login)


def test_facts_are_for_members_only(client_for, owner, stranger, organiser):
    event = make_event(organiser=organiser, by=owner)
    uid = event.live.times.get().session.uid
    for user, status in ((owner, 302), (stranger, 404)):
        browser = client_for(user)
        for name in SESSION_VERBS:
            assert browser.get(url(name, event, uid)).status_code == status
    assert client_for(owner).get(url("facts", event)).status_code == 200


def test_a_session_of_another_event_is_not_reached(client, owner, organiser):
    mine = make_event(organiser=organiser, by=owner)
    theirs = make_event(organiser=make_organiser("Andre"))
    foreign = theirs.live.times.get().session
    response = client.post(url("cancel_session", mine, foreign.uid))
    assert response.status_code == 404
    foreign.refresh_from_db()
    assert foreign.status == "scheduled"


def test_pictures_of_drafts_are_for_those_who_see_the_draft(client_for, stranger, draft):
    path = url("picture", draft, uuid.uuid4(), 480)
    assert client_for(stranger).get(path).status_code == 404
    assert Client().get(path).status_code == 302


def test_pages_of_the_desk_are_not_stored_or_indexed(client, draft):
    for name in (*READ, *BY_NAME):
        response = client.get(url(name, draft))
        assert "no-store" in response["Cache-Control"]
        assert 'content="noindex"' in response.content.decode()
    assert client.get(url("preview", draft))["X-Robots-Tag"] == "noindex, nofollow"


def test_a_change_of_state_is_never_a_get(client, draft):
    before = draft.open.state
    for name in VERBS:
        assert client.get(url(name, draft)).status_code in (200, 302)
    assert draft.open.state == before
    assert draft.versions.count() == 1
