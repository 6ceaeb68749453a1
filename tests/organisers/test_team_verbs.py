"""Who belongs to an organiser: verbs and roles, letters and last owners."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from enbyforalle.lib.clock import now
from organisers.domain import team
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.enums import Role
from organisers.models import Invitation, Membership
from tests.factories import make_organiser, make_user


@pytest.fixture
def letter(organiser, owner):
    return team.invite(organiser, by=owner, email="Ny@Example.org ".strip(), role=Role.EDITOR)


def membership_of(user, organiser):
    return Membership.objects.get(user=user, organiser=organiser)


def acts(organiser, editor, letter):
    """Every verb that only those who run the team may use."""
    member = membership_of(editor, organiser)
    return {
        "invite": lambda by: team.invite(organiser, by=by, email="x@example.org"),
        "withdraw": lambda by: team.withdraw_invitation(letter, by=by),
        "change_role": lambda by: team.change_role(member, by=by, role=Role.OWNER),
        "remove": lambda by: team.remove_member(member, by=by),
    }


@pytest.mark.parametrize("act", ["invite", "withdraw", "change_role", "remove"])
@pytest.mark.parametrize("role", ["owner", "editor", "stranger", "coordinator", "reviewer"])
def test_owners_and_the_coordinator_run_the_team(request, organiser, editor, letter, act, role):
    by = request.getfixturevalue(role)
    do = acts(organiser, editor, letter)[act]
    if role in ("owner", "coordinator"):
        do(by)
    else:
        with pytest.raises(NotAllowed):
            do(by)
        letter.refresh_from_db()
        assert letter.is_pending
        assert membership_of(editor, organiser).role == Role.EDITOR
        assert Invitation.objects.count() == 1


def test_whoever_has_the_letter_joins(organiser, letter):
    newcomer = make_user("annen@example.org")
    membership = team.accept_invitation(letter.token, by=newcomer)
    letter.refresh_from_db()
    assert (membership.organiser, membership.role) == (organiser, Role.EDITOR)
    assert (letter.accepted_by, letter.is_pending) == (newcomer, False)


def test_two_accept_the_same_letter_and_one_gets_in(organiser, letter):
    first, second = make_user(), make_user()
    team.accept_invitation(letter.token, by=first)
    with pytest.raises(Conflict):
        team.accept_invitation(letter.token, by=second)
    joined = set(organiser.memberships.values_list("user", flat=True))
    assert first.pk in joined
    assert second.pk not in joined


@pytest.mark.django_db(transaction=True)
def test_two_accept_in_the_same_moment_and_one_gets_in():
    owner = make_user("eier@example.org")
    organiser = make_organiser(owner=owner)
    letter = team.invite(organiser, by=owner, email="ny@example.org")
    people = [make_user(), make_user(), make_user()]
    start = threading.Barrier(len(people))

    def press(person):
        try:
            start.wait()
            team.accept_invitation(letter.token, by=person)
        except Conflict:
            return "late"
        finally:
            connection.close()
        return "in"

    with ThreadPoolExecutor() as pool:
        outcomes = sorted(pool.map(press, people))
    assert outcomes == ["in", "late", "late"]
    assert organiser.memberships.count() == 2


def test_an_expired_letter_is_refused(organiser, letter, clock):
    clock.set("2027-02-24T12:01")
    with pytest.raises(Conflict):
        team.accept_invitation(letter.token, by=make_user())
    assert organiser.memberships.count() == 2


def test_a_letter_works_until_its_last_minute(letter, clock):
    clock.set("2027-02-24T11:59")
    team.accept_invitation(letter.token, by=make_user())


def test_a_withdrawn_letter_is_refused(organiser, owner, letter):
    team.withdraw_invitation(letter, by=owner)
    with pytest.raises(Conflict):
        team.accept_invitation(letter.token, by=make_user())
    assert organiser.memberships.count() == 2


def test_an_accepted_letter_cannot_be_withdrawn(owner, letter):
    team.accept_invitation(letter.token, by=make_user())
    with pytest.raises(Conflict):
        team.withdraw_invitation(letter, by=owner)


def test_a_member_does_not_use_up_the_letter_of_another(organiser, editor, letter):
    with pytest.raises(Refused):
        team.accept_invitation(letter.token, by=editor)
    letter.refresh_from_db()
    assert letter.is_pending


def test_a_new_letter_kills_the_old_one_to_the_same_address(organiser, owner, letter):
    newer = team.invite(organiser, by=owner, email="NY@example.org")
    letter.refresh_from_db()
    assert letter.withdrawn_at == now()
    assert newer.is_pending


def test_members_are_not_invited_again(organiser, owner):
    with pytest.raises(Refused) as refused:
        team.invite(organiser, by=owner, email="Redaktor@example.org")
    assert refused.value.field == "email"


def test_a_team_is_no_way_to_send_mail_to_strangers(organiser, owner):
    for number in range(team.MAX_INVITATIONS_A_DAY):
        team.invite(organiser, by=owner, email=f"offer{number}@example.org")
    with pytest.raises(Refused):
        team.invite(organiser, by=owner, email="enda-en@example.org")
    Invitation.objects.update(created_at=now() - timedelta(days=1, minutes=1))
    team.invite(organiser, by=owner, email="i-morgen@example.org")


def test_the_last_owner_can_neither_leave_nor_be_removed_nor_step_down(organiser, owner):
    membership = membership_of(owner, organiser)
    for attempt in (
        lambda: team.leave(organiser, by=owner),
        lambda: team.remove_member(membership, by=owner),
        lambda: team.change_role(membership, by=owner, role=Role.EDITOR),
    ):
        with pytest.raises(Refused):
            attempt()
    assert membership_of(owner, organiser).role == Role.OWNER


def test_one_of_two_owners_leaves(organiser, owner, editor):
    team.change_role(membership_of(editor, organiser), by=owner, role=Role.OWNER)
    team.leave(organiser, by=owner)
    assert [member.user for member in organiser.memberships.all()] == [editor]


def test_an_editor_leaves(organiser, owner, editor):
    team.leave(organiser, by=editor)
    assert [member.user for member in organiser.memberships.all()] == [owner]


def test_strangers_cannot_leave(organiser, stranger):
    with pytest.raises(NotAllowed):
        team.leave(organiser, by=stranger)


def test_removing_somebody_who_has_left_says_so(organiser, owner, editor):
    membership = membership_of(editor, organiser)
    team.leave(organiser, by=editor)
    with pytest.raises(Conflict):
        team.remove_member(membership, by=owner)
