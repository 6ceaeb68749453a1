import email
import email.policy
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.mail import BadHeaderError
from django.db import transaction

from enbyforalle.jobs.mail import queue_mail
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from enbyforalle.lib import clock as site_clock
from tests.jobs.smtp import MailServer

pytestmark = pytest.mark.django_db

TEMPLATE = "letters/greeting"


@pytest.fixture(autouse=True)
def letters(settings):
    here = Path(__file__).parent / "templates"
    site = settings.TEMPLATES[0]
    settings.TEMPLATES = [site | {"DIRS": [*site["DIRS"], here]}]


@pytest.fixture
def server(settings):
    server = MailServer()
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    yield server
    server.stop()


def write(to="arrangor@example.org", language="nb", greeting="Hei", name="Åse & Bo", **options):
    context = {"greeting": greeting, "name": name}
    return queue_mail(TEMPLATE, to=to, language=language, context=context, **options)


def work():
    Worker().run(once=True)


def test_a_mail_is_finished_when_it_is_queued(mailoutbox):
    job = write(about="E-2027-001", language="nb")
    assert (job.task, job.about, job.language) == ("send-mail", "E-2027-001", "nb")
    payload = job.payload
    assert payload["subject"] == "Hei from Åse & Bo"
    assert payload["text"].startswith("Hei, Åse & Bo!\nhttps://enbyforalle.test/moter/\n\n-- \n")
    assert "Hei, Åse &amp; Bo!" in payload["html"]
    assert '<html lang="nb">' in payload["html"]
    assert '<a href="https://enbyforalle.test/moter/">' in payload["html"]
    assert mailoutbox == []


def test_addresses_and_names_are_of_the_receivers_language(settings):
    english = write(language="en").payload
    assert "https://enbyforalle.test/en/meetings/" in english["text"]
    assert (
        f"You get this email because you take part in {settings.SITE_NAME_EN}." in english["text"]
    )
    assert '<html lang="en">' in english["html"]
    norwegian = write(language="nb").payload
    assert settings.SITE_NAME in norwegian["text"]
    assert settings.SITE_NAME_EN not in norwegian["text"]


def test_the_mail_that_is_sent(mailoutbox, settings):
    job = write(reply_to="koordinator@example.org")
    work()
    [mail] = mailoutbox
    assert (mail.subject, mail.to) == ("Hei from Åse & Bo", ["arrangor@example.org"])
    assert (mail.from_email, mail.reply_to) == (
        settings.DEFAULT_FROM_EMAIL,
        ["koordinator@example.org"],
    )
    assert mail.body == job.payload["text"]
    assert mail.alternatives == [(job.payload["html"], "text/html")]
    assert mail.extra_headers["Auto-Submitted"] == "auto-generated"
    assert re.fullmatch(r"<[0-9a-f-]{36}@enbyforalle\.test>", mail.extra_headers["Message-ID"])
    assert mail.extra_headers["Date"] == "Wed, 10 Feb 2027 11:00:00 -0000"


def test_a_mail_goes_with_the_change_it_tells_about(mailoutbox):
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    work()
    assert mailoutbox == []


def test_a_key_sends_once(mailoutbox):
    assert write(key="approved:7", greeting="Hei") == write(key="approved:7", greeting="Igjen")
    work()
    assert [mail.subject for mail in mailoutbox] == ["Hei from Åse & Bo"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@example.org, b@example.org",
        "a@example.org\nBcc: b@example.org",
        "a@example.org\r\n\r\nbody",
        "Anna <a@example.org>",
    ],
)
def test_the_receiver_is_one_address(to):
    with pytest.raises(ValidationError):
        write(to=to)
    assert Job.objects.count() == 0


def test_a_subject_cannot_add_headers(mailoutbox):
    write(greeting="Hei\r\nBcc: b@example.org\x00\u2028")
    work()
    assert mailoutbox[0].subject == "Hei Bcc: b@example.org from Åse & Bo"
    assert mailoutbox[0].message()["Bcc"] is None


def test_a_reply_address_cannot_add_headers(server):
    job = write(reply_to="a@example.org\nBcc: b@example.org")
    work()
    job.refresh_from_db()
    assert job.last_error.startswith(BadHeaderError.__name__)
    assert server.kept == []


def test_over_smtp(server):
    job = write()
    work()
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("done", "")
    mail = email.message_from_bytes(server.kept[0], policy=email.policy.default)
    assert mail["Subject"] == "Hei from Åse & Bo"
    assert mail["Message-ID"] == job.payload["message_id"]
    parts = [part.get_content_type() for part in mail.walk()]
    assert parts == ["multipart/alternative", "text/plain", "text/html"]
    assert mail.get_body(["plain"]).get_content().startswith("Hei, Åse & Bo!")


def test_a_server_that_is_away_is_waited_for_more_than_an_hour(server, clock):
    server.stop()
    job = write()
    started = site_clock.now()
    while site_clock.now() < started + timedelta(hours=2):
        work()
        job.refresh_from_db()
        assert (job.state, job.last_error) == (
            "waiting",
            "ConnectionRefusedError: [Errno 111] Connection refused",
        )
        clock.set(job.run_at.isoformat())
    assert job.attempts == 8
    server.start()
    work()
    job.refresh_from_db()
    assert (job.state, job.last_error) == ("done", "")
    assert len(server.kept) == 1


@pytest.mark.parametrize(
    ("says", "state"),
    [
        ({"RCPT": "550 no such user"}, "dead"),
        ({"RCPT": "451 greylisted, come again"}, "waiting"),
        ({"MAIL": "553 not from you"}, "dead"),
        ({"MAIL": "452 full"}, "waiting"),
        ({"DATA": "554 this is spam"}, "dead"),
        ({"DATA": "451 trouble"}, "waiting"),
        ({"connect": "554 go away"}, "waiting"),
        ({"connect": "421 too many"}, "waiting"),
    ],
)
def test_what_the_server_says(server, says, state):
    server.says.update(says)
    job = write()
    work()
    job.refresh_from_db()
    assert job.state == state
    assert next(iter(says.values())).split()[0] in job.last_error
    assert server.kept == []


def test_a_refused_password_is_no_fault_of_the_mail(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "post", "wrong"
    server.says.update({"EHLO": "250-here\r\n250 AUTH PLAIN", "AUTH": "535 wrong password"})
    job = write()
    work()
    job.refresh_from_db()
    assert job.state == "waiting"
    assert job.last_error.startswith("SMTPAuthenticationError: (535")


def test_a_mail_sent_twice_is_one_mail_to_its_reader(server):
    """The worker was killed after sending and before saying so."""
    job = write()
    work()
    Job.objects.update(state="running", lease_until=site_clock.now(), finished_at=None)
    work()
    first, second = (email.message_from_bytes(kept) for kept in server.kept)
    assert first["Message-ID"] == second["Message-ID"] == job.payload["message_id"]
    assert first["Date"] == second["Date"]


def test_headers_and_the_way_out_of_reminders(mailoutbox):
    queue_mail(
        "letters/greeting",
        to="a@example.org",
        language="en",
        context={"greeting": "Hi", "name": "Bo"},
        headers={"X-Kind": "reminder\r\nBcc: b@example.org"},
        unsubscribe_url="https://enbyforalle.test/x/",
    )
    work()
    [mail] = mailoutbox
    assert mail.extra_headers["List-Unsubscribe"] == "<https://enbyforalle.test/x/>"
    assert mail.message()["Bcc"] is None
    assert "https://enbyforalle.test/x/" in mail.body
    assert 'href="https://enbyforalle.test/x/"' in mail.alternatives[0][0]
