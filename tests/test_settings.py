"""The settings, read anew over an environment of the test's own."""

import os
import runpy
import subprocess
import sys

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.source import ROOT

PRODUCTION = {
    "SECRET_KEY": "x" * 60,
    "SITE_URL": "https://uka.test",
    "EMAIL_URL": "smtp://post:hemmelig@mail.uka.test",
}


def read(monkeypatch, **environment):
    """The settings as a dictionary, with nothing in the environment but what is given."""
    for name in list(os.environ):
        if name not in ("PATH", "HOME"):
            monkeypatch.delenv(name)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    return runpy.run_path(str(ROOT / "enbyforalle" / "settings.py"))


def test_production_is_safe_without_being_told(monkeypatch):
    settings = read(monkeypatch, **PRODUCTION)
    assert settings["DEBUG"] is settings["DEMO"] is False
    assert settings["ALLOWED_HOSTS"] == ["uka.test"]
    assert settings["SECURE_SSL_REDIRECT"] is True
    assert settings["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings["SESSION_COOKIE_SECURE"] is settings["CSRF_COOKIE_SECURE"] is True
    assert settings["SESSION_COOKIE_NAME"] == "__Host-session"
    assert "SECURE_PROXY_SSL_HEADER" not in settings
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.smtp.EmailBackend"
    assert settings["EMAIL_PORT"] == 587
    assert settings["EMAIL_USE_TLS"] is True
    assert settings["CACHES"]["default"]["BACKEND"].endswith("DatabaseCache")
    assert "ATOMIC_REQUESTS" not in settings["DATABASES"]["default"]


def test_the_demo_needs_nothing(monkeypatch):
    settings = read(monkeypatch, DEMO="1")
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"
    assert settings["EMAIL_BACKEND"] == "django.core.mail.backends.dummy.EmailBackend"
    assert settings["SECURE_SSL_REDIRECT"] is False
    assert settings["SESSION_COOKIE_NAME"] == "session"


def test_proxy_headers_count_only_behind_a_proxy(monkeypatch):
    settings = read(monkeypatch, **PRODUCTION, TRUSTED_PROXIES="1")
    assert settings["SECURE_PROXY_SSL_HEADER"] == ("HTTP_X_FORWARDED_PROTO", "https")
    assert settings["ALLAUTH_TRUSTED_PROXY_COUNT"] == 1


def test_redis_takes_the_place_of_the_database_as_cache(monkeypatch):
    settings = read(monkeypatch, **PRODUCTION, REDIS_URL="redis://cache/0")
    assert settings["CACHES"]["default"] == {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": "redis://cache/0",
    }


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("SECRET_KEY", "", "SECRET_KEY is not set. Set it to a long random text"),
        ("SITE_URL", "", "SITE_URL is not set. Set it to the address that people type"),
        ("SITE_URL", "http://uka.test", "Set it to a full address that starts with https://"),
        ("SITE_URL", "uka.test", "Set it to a full address that starts with https://"),
        ("SITE_URL", "https://[uka", "Set it to a full address that starts with https://"),
        ("SITE_URL", "https://uka.test/uka", "Leave out everything after the host name"),
        ("EMAIL_URL", "", "EMAIL_URL is not set. Set it to the mail server"),
        ("EMAIL_URL", "mail.uka.test", "EMAIL_URL cannot be understood. Write it as smtp://"),
        ("EMAIL_URL", "imap://mail.uka.test", "EMAIL_URL starts with 'imap'."),
        ("EMAIL_URL", "smtp://", "EMAIL_URL names no mail server."),
        ("EMAIL_URL", "smtp://mail:x", "EMAIL_URL cannot be understood."),
        ("DEBUG", "maybe", "DEBUG is 'maybe'. Set it to 1 (on) or 0 (off)."),
        ("TRUSTED_PROXIES", "-1", "Set it to a whole number from 0 to 9."),
        ("TRUSTED_PROXIES", "10", "Set it to a whole number from 0 to 9."),
        ("TRUSTED_PROXIES", "¹", "Set it to a whole number from 0 to 9."),
        ("HSTS_SECONDS", "a year", "HSTS_SECONDS is 'a year'."),
        ("DATABASE_URL", "db.sqlite3", "DATABASE_URL cannot be understood."),
        ("DATABASE_URL", "sqlite://db.sqlite3", "DATABASE_URL has no path."),
        ("DATABASE_URL", "sqlite://", "DATABASE_URL has no path."),
        ("DATABASE_URL", "mysql://host/name", "DATABASE_URL starts with 'mysql'."),
        ("DATABASE_URL", "postgres://user:Zx9@host", "DATABASE_URL names no database."),
        ("DATABASE_URL", "postgres://user:Zx9@host:x/name", "DATABASE_URL cannot be understood."),
        ("DEMO_NOW", "Wednesday", "Set it to a date and a time in Oslo"),
        ("DEMO_NOW", "2027-02-10", "Set it to a date and a time in Oslo"),
        ("DEMO_NOW", "2027-02-10T12:00Z", "Set it to a date and a time in Oslo"),
        ("DEMO_STARTED", "now", "DEMO_STARTED is 'now'."),
        ("ACCESSIBILITY_STATEMENT_URL", "uustatus.no", "Set it to a full address"),
        ("ORGANISATION_NUMBER", "820852981", "Set it to an organisation number of nine digits"),
        ("SECRET_KEY_FILE", "/nowhere/key", "SECRET_KEY_FILE points to /nowhere/key"),
    ],
)
def test_a_bad_value_stops_the_start_with_a_sentence(monkeypatch, name, value, sentence):
    with pytest.raises(ImproperlyConfigured) as stop:
        read(monkeypatch, **PRODUCTION | {name: value})
    assert sentence in str(stop.value)
    assert "Zx9" not in str(stop.value), "passwords are not repeated"


def test_another_municipality_does_not_publish_in_ours(monkeypatch):
    for given, number in (
        ({}, "820852982"),
        ({"MUNICIPALITY": "Nabo kommune"}, ""),
        ({"MUNICIPALITY": "Nabo kommune", "ORGANISATION_NUMBER": "NO 974 760 673"}, "974760673"),
    ):
        assert read(monkeypatch, **PRODUCTION, **given)["ORGANISATION_NUMBER"] == number
        monkeypatch.undo()


def test_a_secret_may_lie_in_a_file(monkeypatch, tmp_path):
    path = tmp_path / "key"
    path.write_text("from-the-file\n")
    settings = read(monkeypatch, **PRODUCTION, SECRET_KEY_FILE=str(path))
    assert settings["SECRET_KEY"] == "from-the-file"


def test_sqlite_waits_for_its_turn(monkeypatch):
    database = read(monkeypatch, **PRODUCTION)["DATABASES"]["default"]
    assert database["NAME"] == ROOT / "var" / "db.sqlite3"
    assert database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in database["OPTIONS"]["init_command"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgres://me:p%40ss@db.test:5433/uka?sslmode=require",
            {"HOST": "db.test", "PORT": "5433", "USER": "me", "PASSWORD": "p@ss", "NAME": "uka"},
        ),
        (
            "postgresql:///uka?host=/run/postgresql",
            {"HOST": "/run/postgresql", "PORT": "", "USER": "", "PASSWORD": "", "NAME": "uka"},
        ),
    ],
)
def test_postgresql_by_address(monkeypatch, address, expected):
    database = read(monkeypatch, **PRODUCTION, DATABASE_URL=address)["DATABASES"]["default"]
    assert {name: database[name] for name in expected} == expected
    assert database["OPTIONS"]["connect_timeout"] == 3
    assert database["OPTIONS"]["options"] == "-c jit=off"
    pool = {"min_size": 1, "max_size": 4, "timeout": 3, "reconnect_timeout": 0.5}
    assert database["OPTIONS"]["pool"] == pool
    assert "host" not in database["OPTIONS"]


def test_the_pool_can_be_turned_off(monkeypatch):
    settings = read(monkeypatch, **PRODUCTION, DATABASE_URL="postgres:///uka", DATABASE_POOL="0")
    assert "pool" not in settings["DATABASES"]["default"]["OPTIONS"]


def test_the_command_line_shows_the_sentence_and_no_traceback():
    told = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.returncode == 1
    assert told.stderr.startswith("SECRET_KEY is not set.")
    assert told.stderr.count("\n") == 1


def test_check_deploy_is_clean_in_production_settings():
    told = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={
            "PATH": os.environ["PATH"],
            **PRODUCTION,
            "SECRET_KEY": "7Jm2Qp9Xc4Vb8Nz1Lk6Hg3Fd5Sa0Wer7Jm2Qp9Xc4Vb8Nz1Lk6Hg",
            "CONTACT_EMAIL": "post@uka.test",
            "UID_DOMAIN": "uka.test",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert told.stdout + told.stderr == "System check identified no issues (0 silenced).\n"
