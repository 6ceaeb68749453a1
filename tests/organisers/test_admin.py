"""Organisers and people in the admin: the review of words, roles, and forgetting."""

import re

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from organisers.domain import texts
from organisers.enums import TextState
from organisers.models import OrganiserText, User
from tests.factories import make_organiser, make_user


def decide(client, text, verb, **data):
    return client.post(reverse(f"admin:organisers_organisertext_{verb}", args=[text.pk]), data)


def page_of(text):
    return reverse("admin:organisers_organisertext_change", args=[text.pk])


def seen_on(client, text):
    return re.search(r'name="seen" value="([^"]+)"', client.get(page_of(text)).content.decode())[1]


@pytest.mark.parametrize("role", ["coordinator", "reviewer"])
@pytest.mark.parametrize(
    ("verb", "state"),
    [
        ("approve", TextState.APPROVED),
        ("changes", TextState.CHANGES_REQUESTED),
        ("reject", TextState.REJECTED),
    ],
)
def test_the_decisions(request, client_for, waiting, role, verb, state):
    client = client_for(request.getfixturevalue(role))
    seen = seen_on(client, waiting)
    answer = decide(client, waiting, verb, seen=seen, comment="Takk.")
    waiting.refresh_from_db()
    assert (answer.status_code, waiting.state) == (302, state)


def test_before_and_after_stand_side_by_side(client_for, coordinator, waiting):
    page = client_for(coordinator).get(page_of(waiting)).content.decode()
    assert "Naboforeningen" in page
    assert "Nytt navn" in page


@pytest.mark.parametrize("role", ["owner", "stranger"])
def test_only_those_with_a_role_get_in(request, client_for, waiting, role):
    client = client_for(request.getfixturevalue(role))
    assert client.get(page_of(waiting)).status_code in (302, 403)
    assert decide(client, waiting, "approve").status_code in (302, 403)
    waiting.refresh_from_db()
    assert waiting.state == TextState.SUBMITTED


def test_no_reason_is_told_in_the_form(client_for, coordinator, waiting):
    client = client_for(coordinator)
    answer = decide(client, waiting, "reject", seen=seen_on(client, waiting), comment=" ")
    assert answer.status_code == 422
    assert list(answer.context["form"].errors) == ["comment"]


def test_two_decide_and_the_second_is_told_with_what_they_wrote(
    client_for, coordinator, reviewer, waiting
):
    client = client_for(coordinator)
    seen = seen_on(client, waiting)
    texts.approve_text(waiting, by=reviewer)
    answer = decide(client, waiting, "changes", seen=seen, comment="Bytt «navn» & alt")
    assert answer.status_code == 409
    assert "Bytt «navn» &amp; alt" in answer.content.decode()


def test_a_text_changed_meanwhile_is_read_again(client_for, coordinator, owner, waiting, clock):
    client = client_for(coordinator)
    seen = seen_on(client, waiting)
    texts.take_back_text(waiting, by=owner)
    texts.change_text(waiting.organiser, by=owner, name_nb="Noe annet")
    clock.set("2027-02-10T12:30")
    texts.submit_text(waiting, by=owner)
    assert decide(client, waiting, "approve", seen=seen).status_code == 409
    assert decide(client, waiting, "approve", seen="tull").status_code == 409
    assert decide(client, waiting, "approve").status_code == 409
    waiting.refresh_from_db()
    assert waiting.is_live is False
    assert decide(client, waiting, "approve", seen=seen_on(client, waiting)).status_code == 302


def test_no_form_writes_a_text(client_for, coordinator, waiting):
    client_for(coordinator).post(page_of(waiting), {"name_nb": "Kapret", "state": "approved"})
    waiting.refresh_from_db()
    assert (waiting.name_nb, waiting.state) == ("Nytt navn", TextState.SUBMITTED)


def test_the_coordinator_makes_a_person_with_a_role(client_for, coordinator):
    group = Group.objects.get(name="reviewer")
    data = {"email": "Ny.Vurderer@Example.org", "name": "Ny", "language": "nb"}
    where = reverse("admin:organisers_user_add")
    client_for(coordinator).post(where, data | {"groups": [group.pk]})
    person = User.objects.get(name="Ny")
    assert (person.email, person.is_staff) == ("ny.vurderer@example.org", True)
    assert not person.has_usable_password()


def test_nobodys_address_is_changed_by_hand(client_for, coordinator, owner):
    where = reverse("admin:organisers_user_change", args=[owner.pk])
    data = {"email": "tyv@example.org", "name": "Eva", "language": "nb", "is_superuser": "on"}
    client_for(coordinator).post(where, data)
    owner.refresh_from_db()
    assert (owner.email, owner.name, owner.is_superuser) == ("eier@example.org", "Eva", False)


def test_a_superuser_is_out_of_a_coordinators_reach(client_for, coordinator):
    mighty = User.objects.create_superuser("sjef@example.org")
    client = client_for(coordinator)
    where = reverse("admin:organisers_user_change", args=[mighty.pk])
    client.post(where, {"name": "Endret", "language": "nb"})
    assert (
        client.post(reverse("admin:organisers_user_anonymise", args=[mighty.pk])).status_code == 403
    )
    mighty.refresh_from_db()
    assert (mighty.email, mighty.name) == ("sjef@example.org", "")


def test_forgetting_asks_first(client_for, coordinator, owner):
    where = reverse("admin:organisers_user_anonymise", args=[owner.pk])
    client = client_for(coordinator)
    client.get(where)
    owner.refresh_from_db()
    assert owner.anonymised_at is None
    client.post(where)
    owner.refresh_from_db()
    assert owner.anonymised_at is not None


def test_a_reviewer_forgets_nobody(client_for, reviewer, owner):
    where = reverse("admin:organisers_user_anonymise", args=[owner.pk])
    assert client_for(reviewer).post(where).status_code == 403
    owner.refresh_from_db()
    assert owner.anonymised_at is None


def test_nobody_is_deleted_by_hand(client_for, coordinator, owner):
    where = reverse("admin:organisers_user_delete", args=[owner.pk])
    assert client_for(coordinator).post(where, {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=owner.pk).exists()


def test_no_organiser_is_deleted_by_hand(client_for, coordinator, newcomer):
    where = reverse("admin:organisers_organiser_delete", args=[newcomer.pk])
    assert client_for(coordinator).post(where, {"post": "yes"}).status_code == 403
    assert newcomer.texts.exists()


# Session, user, rights, lists' own counts, and one prefetch for each relation.
LISTS = {
    "organisers_organiser_changelist": 10,
    "organisers_organisertext_changelist": 10,
    "organisers_user_changelist": 10,
    "organisers_invitation_changelist": 7,
}


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("count", [1, 3, 300])
def test_lists_take_a_fixed_number_of_queries(
    client_for, coordinator, django_assert_max_num_queries, name, count
):
    for number in range(count):
        make_organiser(f"Lag {number}", owner=make_user())
    client = client_for(coordinator)
    with django_assert_max_num_queries(LISTS[name]):
        assert client.get(reverse(f"admin:{name}")).status_code == 200


def test_the_review_page_takes_few_queries(
    client_for, coordinator, waiting, django_assert_max_num_queries
):
    client = client_for(coordinator)
    with django_assert_max_num_queries(12):
        client.get(page_of(waiting))


def test_the_queue_shows_what_waits(client_for, coordinator, waiting, newcomer):
    where = reverse("admin:organisers_organisertext_changelist") + "?state__exact=submitted"
    listed = client_for(coordinator).get(where).context["cl"].result_list
    assert list(listed) == [waiting]
    assert OrganiserText.objects.count() == 3
