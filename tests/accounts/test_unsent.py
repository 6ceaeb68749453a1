"""A sign-in that has ended loses nothing that was typed."""

import pytest
from django.test import Client
from django.urls import reverse

from organisers.models import Organiser
from tests.factories import make_organiser

TYPED = {"kind": "company", "name_nb": "Vår bedrift & co", "organisation_number": "12"}


def sign_in(client, where, email="kari@example.org"):
    return client.post(where, {"login": email, "password": "hemmelig"})


def test_what_was_typed_waits_behind_the_sign_in(client, person):
    where = client.post(reverse("organisers:register"), TYPED)["Location"]
    assert where == "/konto/login/?next=/konto/ny-arrangor/"
    page = client.get(sign_in(client, where)["Location"])
    form = page.context["form"]
    assert {name: form[name].value() for name in TYPED} == TYPED
    assert "ikke lagret ennå" in page.content.decode()
    assert not Organiser.objects.exists()


def test_it_is_given_back_once(client, person):
    where = client.post(reverse("organisers:register"), TYPED)["Location"]
    sign_in(client, where)
    client.get(reverse("organisers:register"))
    again = client.get(reverse("organisers:register")).context["form"]
    assert not again.is_bound


def test_it_comes_back_after_a_code_too(client, person, mailbox):
    where = client.post(reverse("organisers:register"), TYPED)["Location"]
    confirm = client.post(where, {"login": person.email})["Location"]
    back = client.post(confirm, {"code": mailbox.code(), "action": "verify"})["Location"]
    assert client.get(back).context["form"]["name_nb"].value() == TYPED["name_nb"]


def test_a_button_leads_back_to_the_page_it_stood_on(client, person):
    organiser = make_organiser(owner=person)
    team = reverse("organisers:team", args=[organiser.slug])
    invite = reverse("organisers:invite", args=[organiser.slug])
    data = {"email": "ny@example.org", "role": "owner", "language": "en"}
    where = client.post(invite, data, headers={"referer": f"http://testserver{team}"})["Location"]
    assert sign_in(client, where)["Location"] == team
    form = client.get(team).context["form"]
    assert {name: form[name].value() for name in data} == data
    assert not organiser.invitations.exists()


def test_another_sites_page_is_not_where_one_comes_back_to(client, person):
    elsewhere = {"referer": "https://evil.example/konto/"}
    where = client.post(reverse("organisers:register"), TYPED, headers=elsewhere)["Location"]
    assert where == "/konto/login/?next=/konto/ny-arrangor/"


@pytest.mark.parametrize(
    "data", [{"password1": "hemmelig ord", "name": "x"}, {"name": "x" * 200_001}, {}]
)
def test_what_is_not_kept(client, db, data):
    client.post(reverse("organisers:register"), data)
    assert "unsent" not in client.session


def test_the_next_one_at_the_same_machine_finds_nothing_after_two_hours(client, person):
    where = client.post(reverse("organisers:register"), TYPED)["Location"]
    session = client.session
    session["unsent"] = session["unsent"] | {"at": session["unsent"]["at"] - 7201}
    session.save()
    assert not client.get(sign_in(client, where)["Location"]).context["form"].is_bound


def test_another_form_does_not_get_it(client, person):
    where = client.post(reverse("organisers:register"), TYPED)["Location"]
    sign_in(client, where)
    assert not client.get(reverse("organisers:account")).context["form"].is_bound


def test_a_strangers_page_cannot_fill_in_our_forms(person):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post(
        reverse("organisers:register"), TYPED, headers={"origin": "https://evil.example"}
    )
    assert answer.status_code == 403
    assert "unsent" not in strict.session
