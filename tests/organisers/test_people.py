"""Those who acted are forgotten and not deleted."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.db.models import ProtectedError

from enbyforalle.publishing import generation
from enbyforalle.roles import REVIEWER
from organisers.domain import people, team, texts
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.enums import OrganiserKind, Role
from organisers.models import Invitation, Membership
from tests.factories import make_organiser, make_user


def test_a_decider_cannot_be_deleted_but_forgotten(waiting, reviewer):
    texts.approve_text(waiting, by=reviewer)
    with pytest.raises(ProtectedError):
        reviewer.delete()
    people.trust_email(reviewer)
    people.anonymise_user(reviewer, by=reviewer)
    reviewer.refresh_from_db()
    waiting.refresh_from_db()
    assert waiting.decided_by == reviewer
    assert reviewer.email == f"anonymised-{reviewer.pk}@example.invalid"
    assert (reviewer.name, reviewer.is_active, reviewer.is_staff) == ("", False, False)
    assert not reviewer.has_usable_password()
    assert not reviewer.groups.exists()
    assert not EmailAddress.objects.filter(user=reviewer).exists()


def test_nothing_readable_is_left_of_the_person(organiser, owner):
    letter = team.invite(organiser, by=owner, email="ny@example.org")
    person = make_user("ny@example.org", name="Nina Ny")
    team.accept_invitation(letter.token, by=person)
    pending = team.invite(make_organiser(owner=owner), by=owner, email="ny@example.org")
    people.change_roles(person, by=make_user(is_superuser=True), groups=[])
    people.anonymise_user(person, by=person)
    pending.refresh_from_db()
    assert pending.withdrawn_at is not None
    assert set(Invitation.objects.values_list("email", flat=True)) == {person_address(person)}
    told = " ".join(f"{row.object_repr} {row.change_message}" for row in LogEntry.objects.all())
    assert "ny@example.org" not in told
    assert "Nina" not in told
    assert not Membership.objects.filter(user=person).exists()


def person_address(person):
    return f"anonymised-{person.pk}@example.invalid"


def test_every_session_ends(client_for, owner):
    signed_in = client_for(owner)
    assert signed_in.get("/konto/").status_code == 200
    people.anonymise_user(owner, by=owner)
    answer = signed_in.get("/konto/")
    assert (answer.status_code, answer["Location"]) == (302, "/konto/login/?next=/konto/")


def test_it_is_done_once(owner):
    people.anonymise_user(owner, by=owner)
    with pytest.raises(Conflict):
        people.anonymise_user(owner, by=make_user(is_superuser=True))


def test_the_only_owner_of_a_team_hands_over_first(organiser, owner, editor):
    with pytest.raises(Refused):
        people.anonymise_user(owner, by=owner)
    membership = organiser.memberships.get(user=editor)
    team.change_role(membership, by=owner, role=Role.OWNER)
    people.anonymise_user(owner, by=owner)
    assert [member.user for member in organiser.memberships.all()] == [editor]


def test_an_administrator_need_not_wait(organiser, owner, coordinator):
    people.anonymise_user(owner, by=coordinator)
    owner.refresh_from_db()
    assert owner.anonymised_at is not None


@pytest.mark.parametrize("role", ["editor", "stranger", "reviewer"])
def test_nobody_forgets_another_without_the_right(request, owner, role):
    with pytest.raises(NotAllowed):
        people.anonymise_user(owner, by=request.getfixturevalue(role))
    owner.refresh_from_db()
    assert owner.email == "eier@example.org"


@pytest.mark.usefixtures("one_by_one")
def test_the_page_of_a_lone_individual_is_closed(db):
    person = make_user()
    own = make_organiser("Kari", owner=person, kind=OrganiserKind.INDIVIDUAL, is_listed=True)
    before = generation.current()
    people.anonymise_user(person, by=person)
    own.refresh_from_db()
    assert own.is_listed is False
    assert generation.current() == before + 1


def test_the_address_may_be_used_again(owner):
    people.anonymise_user(owner, by=owner)
    assert make_user("eier@example.org").pk != owner.pk


def test_a_role_opens_the_administration_and_its_loss_closes_it(coordinator, owner):
    people.change_roles(owner, by=coordinator, groups=[Group.objects.get(name=REVIEWER)])
    assert owner.is_staff is True
    people.change_roles(owner, by=coordinator, groups=[])
    owner.refresh_from_db()
    assert owner.is_staff is False


@pytest.mark.parametrize("role", ["owner", "reviewer"])
def test_nobody_gives_themselves_a_role(request, role):
    user = request.getfixturevalue(role)
    with pytest.raises(NotAllowed):
        people.change_roles(user, by=user, groups=Group.objects.all())


def test_a_coordinator_does_not_change_a_superuser(coordinator):
    with pytest.raises(NotAllowed):
        people.change_roles(make_user(is_superuser=True), by=coordinator, groups=[])
