"""Nobody learns who has an account, and nobody may guess for long."""

import re

import pytest
from django.db import connection
from django.test import Client

KNOWN, UNKNOWN = "kari@example.org", "ukjent@example.org"


def plain(answer):
    """The page without what must differ: tokens, and the address one wrote oneself."""
    page = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())
    return page.replace(KNOWN, "x").replace(UNKNOWN, "x")


@pytest.mark.parametrize(
    ("where", "data"),
    [
        ("/konto/login/", {"login": ""}),
        ("/konto/login/", {"login": "", "password": "gjetning"}),
        ("/konto/login/code/", {"email": ""}),
        ("/konto/signup/", {"email": ""}),
        ("/konto/password/reset/", {"email": ""}),
    ],
)
def test_known_and_unknown_get_the_same_answer(person, where, data):
    field = next(iter(data))
    answers = {}
    for email in (KNOWN, UNKNOWN):
        answer = Client().post(where, data | {field: email}, follow=True)
        answers[email] = (answer.status_code, answer.redirect_chain, plain(answer))
    assert answers[KNOWN] == answers[UNKNOWN]


def test_each_gets_a_mail_that_helps(person, mailbox):
    Client().post("/konto/login/", {"login": UNKNOWN})
    Client().post("/konto/signup/", {"email": KNOWN})
    assert [(mail["to"], mail["subject"]) for mail in mailbox] == [
        (UNKNOWN, "Det finnes ingen konto med denne adressen hos En by for alle-uka"),
        (KNOWN, "Du har allerede en konto hos En by for alle-uka"),
    ]


def test_a_taken_address_is_not_told_to_whoever_wants_it(client_for, person, db):
    other = client_for(person)
    answers = [
        plain(other.post("/konto/email/", {"email": email, "action_add": "1"}, follow=True))
        for email in (UNKNOWN, "ledig@example.org")
    ]
    assert answers[0] == answers[1].replace("ledig@example.org", "x")


def guess(password, client=None):
    client = client or Client()
    return client.post("/konto/login/", {"login": KNOWN, "password": password})


def test_five_wrong_passwords_and_the_right_one_must_wait(person):
    for _ in range(5):
        guess("gjetning")
    client = Client()
    answer = guess("hemmelig", client)
    assert answer.status_code == 200
    assert "_auth_user_id" not in client.session
    assert "For mange forsøk" in answer.content.decode()


def test_the_count_is_kept_where_all_processes_see_it(person):
    guess("gjetning")
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache")
        keys = " ".join(row[0] for row in cursor.fetchall())
    assert "login_failed" in keys


def test_codes_cannot_be_asked_for_without_end(person, mailbox):
    for _ in range(6):
        Client().post("/konto/login/", {"login": KNOWN})
    assert len(list(mailbox)) == 3


def test_who_sends_too_much_is_told_so_in_our_own_page(person):
    client = Client()
    for _ in range(31):
        answer = client.get("/konto/login/")
    assert answer.status_code in (200, 429)
    for _ in range(31):
        answer = client.post("/konto/login/", {"login": "", "password": ""})
    assert answer.status_code == 429
    assert "<h1>For mange forsøk</h1>" in answer.content.decode()


def test_a_code_is_nowhere_to_be_read_by_the_coordinator(person, mailbox):
    Client().post("/konto/login/", {"login": KNOWN})
    assert mailbox.last()["is_confidential"] is True
