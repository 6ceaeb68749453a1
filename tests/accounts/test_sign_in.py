"""Ways in and out: by code, by password, for somebody new, for somebody who forgot."""

import pytest
from django.test import Client
from django.urls import reverse

from organisers.models import User
from tests.factories import make_coordinator, make_organiser, make_week

PASSWORD = "hemmelig"


def signed_in(client):
    return client.session.get("_auth_user_id")


def ask_for_code(client, email, **data):
    return client.post("/konto/login/", {"login": email} | data, follow=True)


def write_code(client, code, where="/konto/login/code/confirm/"):
    return client.post(where, {"code": code, "action": "verify"})


def test_by_code(client, person, mailbox):
    page = ask_for_code(client, "Kari@Example.org")
    assert "kari@example.org" in page.content.decode()
    assert mailbox.last()["to"] == "kari@example.org"
    answer = write_code(client, mailbox.code())
    assert answer["Location"] == "/konto/ny-arrangor/"
    assert signed_in(client) == str(person.pk)


@pytest.mark.parametrize("spelled", [lambda code: code.replace("-", " "), lambda c: c[::1] + " "])
def test_a_code_may_be_spelled_freely(client, person, mailbox, spelled):
    ask_for_code(client, person.email)
    write_code(client, spelled(mailbox.code()))
    assert signed_in(client)


def test_by_password(client, person):
    make_organiser(owner=person)
    answer = client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == reverse("desk:home")
    assert signed_in(client) == str(person.pk)


def test_a_wrong_password_keeps_the_address_and_says_what_to_do(client, person):
    answer = client.post("/konto/login/", {"login": person.email, "password": "feil"})
    page = answer.content.decode()
    assert 'value="kari@example.org"' in page
    assert "feil" not in page.replace("feiler", "")
    assert answer.context["form"].non_field_errors()
    assert not signed_in(client)


def test_three_wrong_codes_and_one_begins_anew(client, person, mailbox):
    ask_for_code(client, person.email)
    right = mailbox.code()
    for _ in range(2):
        assert write_code(client, "000-000-000").status_code == 200
    assert write_code(client, "000-000-000")["Location"] == "/konto/login/code/"
    write_code(client, right)
    assert not signed_in(client)


def test_an_old_code_is_worth_nothing(client, person, mailbox, settings):
    ask_for_code(client, person.email)
    settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT = -1
    write_code(client, mailbox.code())
    assert not signed_in(client)


def test_a_code_works_only_where_it_was_asked_for(client, person, mailbox):
    ask_for_code(client, person.email)
    client.cookies.clear()
    write_code(client, mailbox.code())
    assert not signed_in(client)


def test_a_new_code_replaces_the_old_one(client, person, mailbox):
    ask_for_code(client, person.email)
    old = mailbox.code()
    client.post("/konto/login/code/confirm/", {"action": "resend"})
    assert mailbox.code() != old
    write_code(client, old)
    assert not signed_in(client)
    write_code(client, mailbox.code())
    assert signed_in(client)


@pytest.mark.parametrize("by", ["code", "password"])
@pytest.mark.parametrize("remember", [True, False])
def test_a_sign_in_ends_with_the_browser_unless_asked_otherwise(
    client, person, mailbox, by, remember
):
    data = {"remember": "on"} if remember else {}
    if by == "code":
        ask_for_code(client, person.email, **data)
        write_code(client, mailbox.code())
    else:
        data |= {"login": person.email, "password": PASSWORD}
        client.post("/konto/login/", data)
    assert client.session.get_expire_at_browser_close() is not remember


@pytest.mark.parametrize("by", ["code", "password"])
def test_one_comes_back_to_where_one_was_going(client, person, mailbox, by):
    answer = client.get("/konto/slett/")
    where = answer["Location"]
    assert where == "/konto/login/?next=/konto/slett/"
    if by == "code":
        confirm = client.post(where, {"login": person.email})["Location"]
        answer = write_code(client, mailbox.code(), confirm)
    else:
        answer = client.post(where, {"login": person.email, "password": PASSWORD})
    assert answer["Location"] == "/konto/slett/"


@pytest.mark.parametrize(
    "elsewhere", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "\\\\evil"]
)
def test_nobody_is_led_off_the_site(client, person, elsewhere):
    data = {"login": person.email, "password": PASSWORD, "next": elsewhere}
    answer = client.post("/konto/login/", data)
    assert answer["Location"] == "/konto/ny-arrangor/"


def test_signing_up(client, db, mailbox):
    data = {"email": "Ny@Example.org", "name": "Nina Ny"}
    where = client.post("/en/account/signup/", data)["Location"]
    assert not signed_in(client)
    assert mailbox.subjects() == [f"{mailbox.code()} confirms your email address"]
    answer = write_code(client, mailbox.code(), where)
    assert answer["Location"] == "/en/account/new-organiser/"
    user = User.objects.get()
    assert (user.email, user.name, user.language) == ("ny@example.org", "Nina Ny", "en")
    assert not user.has_usable_password()


def test_who_never_confirmed_may_still_get_in_by_code(client, db, mailbox):
    client.post("/konto/signup/", {"email": "ny@example.org"})
    client.cookies.clear()
    ask_for_code(client, "ny@example.org")
    write_code(client, mailbox.code())
    assert signed_in(client)


def test_an_invited_person_signs_up_and_stands_before_the_invitation(client, db, mailbox):
    invitation = "/konto/invitasjon/6f9619ff-8b86-4011-b42d-00c04fc964ff/"
    where = f"/konto/signup/?next={invitation}&email=ny@example.org"
    assert 'value="ny@example.org"' in client.get(where).content.decode()
    confirm = client.post(where, {"email": "ny@example.org"})["Location"]
    assert write_code(client, mailbox.code(), confirm)["Location"] == invitation


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", ""),
        ("email", "kari"),
        ("email", "kari@"),
        ("email", "a@b.no\nBcc: c@d.no"),
        ("email", "x" * 250 + "@example.org"),
        ("name", "n" * 121),
        ("name", "Vinn på https://lureri.example"),
    ],
)
def test_bad_sign_ups_are_told_at_the_field(client, db, field, value):
    data = {"email": "ny@example.org", "name": "Nina"} | {field: value}
    answer = client.post("/konto/signup/", data)
    form = answer.context["form"]
    assert list(form.errors) == [field]
    assert {name: form[name].value() for name in data} == data
    assert not User.objects.exists()


def test_a_forgotten_password(client, person, mailbox):
    confirm = client.post("/konto/password/reset/", {"email": person.email})["Location"]
    new = write_code(client, mailbox.code(), confirm)["Location"]
    client.post(new, {"password1": "fire lange ord her", "password2": "fire lange ord her"})
    assert signed_in(client) == str(person.pk)
    person.refresh_from_db()
    assert person.check_password("fire lange ord her")
    assert mailbox.subjects()[-1] == "Passordet ditt hos En by for alle-uka er endret"


@pytest.mark.parametrize(
    ("first", "second", "field"),
    [
        ("kort", "kort", "password1"),
        ("1234567890123", "1234567890123", "password1"),
        ("passwordpassword", "passwordpassword", None),
        ("kari@example.org", "kari@example.org", "password1"),
        ("fire lange ord her", "fire andre ord her", "password2"),
    ],
)
def test_choosing_a_password(client_for, person, first, second, field):
    person.set_unusable_password()
    person.save()
    client = client_for(person)
    answer = client.post("/konto/password/set/", {"password1": first, "password2": second})
    if field:
        assert list(answer.context["form"].errors) == [field]
    else:
        assert answer["Location"] == "/konto/"


def test_changing_the_address(client_for, person, mailbox):
    client = client_for(person)
    where = client.post("/konto/email/", {"email": "Ny@Example.org", "action_add": "1"})["Location"]
    assert mailbox.last()["to"] == "ny@example.org"
    person.refresh_from_db()
    assert person.email == "kari@example.org"
    assert write_code(client, mailbox.code(), where)["Location"] == "/konto/"
    person.refresh_from_db()
    assert person.email == "ny@example.org"
    notice = mailbox.last()
    assert notice["to"] == "kari@example.org"
    assert notice["subject"] == "E-postadressen din hos En by for alle-uka er endret"


def test_signing_out_is_a_button(client, person):
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    client.get("/konto/logout/")
    assert signed_in(client)
    answer = client.post("/konto/logout/")
    assert answer["Location"] == "/"
    assert not signed_in(client)


def test_a_closed_account_gets_no_further(client, person, mailbox):
    person.is_active = False
    person.save()
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    ask_for_code(client, person.email)
    assert not signed_in(client)


def test_the_administration_has_the_same_door(client, person):
    answer = client.get("/admin/")
    assert answer["Location"] == "/admin/login/?next=/admin/"
    assert client.get(answer["Location"])["Location"].startswith("/konto/login/?next=")
    coordinator = make_coordinator()
    client.force_login(coordinator, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/").status_code == 200
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/admin/", follow=True).status_code == 403


@pytest.mark.parametrize("is_organiser", [False, True])
def test_a_coordinator_lands_in_the_administration(client, db, mailbox, is_organiser):
    coordinator = make_coordinator()
    if is_organiser:
        make_organiser(owner=coordinator)
    ask_for_code(client, coordinator.email)
    assert write_code(client, mailbox.code())["Location"] == "/admin/"
    assert 'href="/admin/"' in client.get("/arrangor/").content.decode()


def test_the_public_pages_never_speak_of_who_is_signed_in(client, person):
    make_week()
    anonymous = Client().get("/program/")
    client.post("/konto/login/", {"login": person.email, "password": PASSWORD})
    answer = client.get("/program/")
    assert answer.content == anonymous.content
    assert not answer.cookies
    assert "Cookie" not in answer.headers.get("Vary", "")
