"""The team on the screen: roles, letters that end, leaving and removing, several organisers."""

import pytest

from organisers.models import Invitation
from tests import factories as make

pytestmark = pytest.mark.django_db


def page(organiser, tail=""):
    return f"/en/account/organiser/{organiser.slug}/members/{tail}"


def invite(client, organiser, email="ny@example.org", role="editor"):
    data = {"email": email, "role": role, "language": "nb"}
    return client.post(page(organiser, "invite/"), data)


def test_an_owner_invites_an_owner_and_an_editor(client_for, owner, organiser):
    client = client_for(owner)
    for email, role in (("en@example.org", "owner"), ("to@example.org", "editor")):
        assert invite(client, organiser, email, role).status_code == 302
    sent = Invitation.objects.order_by("email")
    assert [(row.email, row.role) for row in sent] == [
        ("en@example.org", "owner"),
        ("to@example.org", "editor"),
    ]
    text = client.get(page(organiser)).text
    assert "en@example.org" in text
    assert "valid until Wednesday 24 February 2027" in text


def test_a_letter_is_withdrawn_and_its_page_says_so(client_for, client, owner, organiser):
    at_home = client_for(owner)
    invite(at_home, organiser)
    letter = Invitation.objects.get()
    here = f"/en/account/invitation/{letter.token}/"
    assert client.get(here).status_code == 200
    withdraw = f"/en/account/organiser/{organiser.slug}/invitation/{letter.token}/withdraw/"
    assert withdraw in at_home.get(page(organiser)).text
    at_home.post(withdraw)
    assert client.get(here).status_code == 410
    assert withdraw not in at_home.get(page(organiser)).text


def test_a_letter_that_has_run_out_is_off_the_list_and_lets_nobody_in(
    client_for, owner, stranger, organiser, clock
):
    invite(client_for(owner), organiser)
    letter = Invitation.objects.get()
    clock.set("2027-02-24T12:00")
    newcomer = client_for(stranger)
    assert newcomer.get(f"/en/account/invitation/{letter.token}/").status_code == 410
    newcomer.post(f"/en/account/invitation/{letter.token}/join/")
    assert not organiser.memberships.filter(user=stranger).exists()
    assert "ny@example.org" not in client_for(owner).get(page(organiser)).text


def test_roles_change_and_members_go(client_for, owner, editor, organiser):
    client = client_for(owner)
    member = organiser.memberships.get(user=editor)
    client.post(page(organiser, f"{member.pk}/role/"))
    member.refresh_from_db()
    assert member.role == "owner"
    client.post(page(organiser, f"{member.pk}/role/"))
    member.refresh_from_db()
    assert member.role == "editor"
    assert client_for(editor).post(page(organiser, f"{member.pk}/remove/")).status_code == 403
    client.post(page(organiser, f"{member.pk}/remove/"))
    assert [row.user for row in organiser.memberships.all()] == [owner]
    assert client_for(editor).get(page(organiser)).status_code == 404


def test_the_last_owner_is_told_why_it_cannot_leave(client_for, owner, editor, organiser):
    answer = client_for(owner).post(page(organiser, "leave/"), follow=True)
    assert "An organiser needs an owner. Make somebody else owner first." in answer.text
    assert organiser.memberships.filter(user=owner).exists()
    client_for(editor).post(page(organiser, "leave/"))
    assert not organiser.memberships.filter(user=editor).exists()


def test_a_person_with_several_organisers_chooses(client_for, owner, organiser):
    second = make.make_organiser("Koret", owner=owner)
    make.make_week()
    client = client_for(owner)
    text = client.get("/en/organiser/new/").text
    assert f'value="{organiser.slug}"' in text
    assert f'value="{second.slug}"' in text
    assert client.post("/en/organiser/new/", {"path": "full"}).status_code == 422
    client.post("/en/organiser/new/", {"path": "full", "organiser": second.slug, "week": "2027"})
    assert (second.events.count(), organiser.events.count()) == (1, 0)
