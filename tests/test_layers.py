"""The layers around every request, and the roles made after a migration."""

import logging

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import OperationalError, connection
from django.test import Client
from django.urls import resolve, reverse
from django.utils import translation

from enbyforalle import health, roles
from enbyforalle.middleware import RequestIdFilter, language_of
from enbyforalle.publishing.store import pages


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/", "nb"),
        ("/program/", "nb"),
        ("/en/", "en"),
        ("/en", "en"),
        ("/en/programme/", "en"),
        ("/english/", "nb"),
        ("/program/en/", "nb"),
        ("/nb/", "nb"),
        ("/EN/", "nb"),
    ],
)
def test_language_comes_from_the_address(path, language):
    assert language_of(path) == language


@pytest.mark.parametrize(
    ("path", "language"), [("/konto/login/", "nb"), ("/en/account/login/", "en")]
)
def test_language_never_comes_from_the_visitor(db, path, language):
    client = Client(headers={"accept-language": "de, en;q=0.9, nb;q=0.8"})
    client.cookies["django_language"] = "en" if language == "nb" else "nb"
    answer = client.get(path)
    assert answer["Content-Language"] == language
    assert f'<html lang="{language}"' in answer.content.decode()
    assert "accept-language" not in answer.get("Vary", "").lower()


def test_a_request_leaves_no_language_behind(client, db):
    with translation.override("nb"):
        client.get("/en/account/login/")
        assert translation.get_language() == "nb"


def test_english_without_a_slash_leads_to_english(client, db):
    answer = client.get("/en")
    assert (answer.status_code, answer["Location"]) == (301, "/en/")


@pytest.mark.parametrize(
    ("language", "addresses"),
    [
        ("nb", ["/", "/program/", "/arrangorer/", "/konto/", "/arrangor/", "/admin/"]),
        (
            "en",
            ["/en/", "/en/programme/", "/en/organisers/", "/en/account/", "/en/organiser/"]
            + ["/en/admin/"],
        ),
    ],
)
def test_addresses_are_words_of_their_language(language, addresses):
    with translation.override(language):
        found = [reverse(name) for name in ("events:home", "events:programme")]
        found += [reverse("events:organisers")]
        found += [reverse("account_login").removesuffix("login/").removesuffix("logg-inn/")]
        found += [reverse("desk:home"), reverse("admin:index")]
    found[3] = found[3].rsplit("sign-in/")[0]
    assert found == addresses


@pytest.mark.parametrize("path", ["/en/program/", "/programme/", "/nb/program/", "/en/en/"])
def test_words_of_the_other_language_are_no_address(client, db, path):
    assert client.get(path).status_code == 404


SECURITY = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/", "/en/account/login/", "/admin/login/", "/nowhere/"])
def test_every_page_has_a_strict_policy(client, db, path):
    answer = client.get(path, follow=True)
    policy = set(answer["Content-Security-Policy"].split("; "))
    assert policy == {
        "default-src 'self'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "frame-src 'none'",
        "worker-src 'self'",
    }
    assert {name: answer[name] for name in SECURITY} == SECURITY


def test_https_is_asked_for_before_a_stored_page_is_given(client, db, settings):
    settings.SECURE_SSL_REDIRECT = True
    answer = Client().get("/program/")
    assert answer.status_code == 301
    assert answer["Location"] == "https://testserver/program/"


def test_a_stored_page_is_not_given_to_an_unknown_host(client, db):
    assert client.get("/program/").status_code == 200
    assert len(pages) == 1
    assert client.get("/program/", headers={"host": "uka.example"}).status_code == 400


# Probes


def test_the_process_is_up_whatever_the_host_name(client):
    answer = client.get("/healthz", headers={"host": "10.0.0.7:8000"})
    assert (answer.status_code, answer.content) == (200, b"up\n")
    assert answer["Cache-Control"] == "no-store"


def test_ready_when_the_database_answers_and_is_migrated(client, db, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    answer = client.get("/readyz")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_not_ready_while_migrations_wait(client, db, monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'events'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.content.endswith(b"migrations are waiting: run manage.py setup\n")


def test_not_ready_without_a_database(client, db, monkeypatch):
    def away(*args):
        raise OperationalError("no route to host")

    with monkeypatch.context() as patch:
        patch.setattr(connection, "cursor", away)
        answer = client.get("/readyz")
        assert client.get("/healthz").status_code == 200
    assert (answer.status_code, answer.content) == (503, b"the database does not answer\n")


# The log


@pytest.fixture
def log(caplog):
    caplog.set_level(logging.INFO, logger="enbyforalle.request")
    return caplog


def test_the_log_holds_neither_query_nor_address_nor_what_is_secret(client, db, log):
    client.get("/konto/login/?next=/hemmelig/", REMOTE_ADDR="192.0.2.77")
    client.get("/finnes-ikke/?s=min-plan")
    text = "\n".join(record.getMessage() for record in log.records)
    assert "hemmelig" not in text
    assert "min-plan" not in text
    assert "192.0.2.77" not in text
    assert "GET /finnes-ikke/ 404" in text


def test_a_log_line_names_its_request():
    record = logging.LogRecord("x", logging.INFO, "x", 1, "words", (), None)
    assert RequestIdFilter().filter(record) is True
    assert record.request_id == "-"
    record.request = type("Request", (), {"id": "abc"})
    RequestIdFilter().filter(record)
    assert record.request_id == "abc"


# Roles


def names_of(group):
    rows = Group.objects.get(name=group).permissions.select_related("content_type")
    return {f"{row.content_type.app_label}.{row.codename}" for row in rows}


def test_every_pattern_of_a_role_stands_for_some_right(db):
    empty = [
        f"{role}: {pattern}"
        for role, patterns in roles.ROLES.items()
        for pattern in patterns
        if not roles.permissions_of([pattern])
    ]
    assert empty == []


def test_roles_are_made_by_migration(db):
    assert set(Group.objects.values_list("name", flat=True)) == set(roles.ROLES)
    assert {"events.review_event", "events.change_week"} <= names_of(roles.COORDINATOR)
    assert "events.review_event" in names_of(roles.REVIEWER)
    assert not any("change_" in name for name in names_of(roles.REVIEWER))
    assert not any(name.startswith("organisers.") for name in names_of(roles.CONTENT_EDITOR))


def test_a_right_given_by_hand_is_taken_back(db):
    reviewer = Group.objects.get(name=roles.REVIEWER)
    before = names_of(roles.REVIEWER)
    reviewer.permissions.add(Permission.objects.get(codename="delete_event"))
    roles.make_groups()
    assert names_of(roles.REVIEWER) == before


def test_an_unknown_address_is_answered_in_its_language(client, db):
    assert resolve("/konto/login/")
    for path, language in (("/nei/", "nb"), ("/en/no/", "en")):
        answer = client.get(path)
        assert answer.status_code == 404
        assert f'<html lang="{language}"' in answer.content.decode()
        assert not answer.cookies
