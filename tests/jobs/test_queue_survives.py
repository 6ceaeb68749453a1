"""The queue through what happens to it: workers killed, a server that is away, two at once.

Every mail is sent, and none twice but where a worker was killed between the server's acceptance
and its own note of it. Nobody can close that gap; the Message-ID is the same both times, so mail
programs show one. The figures are printed: run with -s to read them.
"""

import email
import logging
import os
import random
import select
import subprocess
import sys
import threading
import time
from collections import Counter

import pytest
from django.db import connection

from enbyforalle.jobs.mail import send_mail
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from tests.jobs.smtp import MailServer
from tests.jobs.test_admin import HTML
from tests.jobs.test_processes import address_of_test_database

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]

KILLS = 50
MAILS_PER_KILL = 20

# `manage.py work` by the real clock, with a short lease, so that what a killed worker had in hand
# is free again after some seconds and not after ten minutes.
WORK = """
import django
import logging
django.setup()
logging.getLogger("enbyforalle.jobs.worker").setLevel(logging.ERROR)
from datetime import timedelta
from django.conf import settings
from django.core.management import call_command
from enbyforalle.jobs.tasks import registry
settings.DEMO_NOW = ""
settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS = "127.0.0.1", {port}, False
registry["send-mail"].lease = timedelta(seconds=4)
print("ready", flush=True)
call_command("work")
"""


@pytest.fixture
def server(settings):
    server = MailServer(rests=0.1)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    yield server
    server.stop()


@pytest.fixture
def start_worker(server):
    started = []

    def start():
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": address_of_test_database(),
        }
        command = [sys.executable, "-W", "ignore", "-c", WORK.format(port=server.port)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stdout.close()


def is_ready(process):
    assert process.poll() is None, "A worker ended that nobody killed."
    return bool(select.select([process.stdout], [], [], 0)[0])


def queue(number):
    """That many mails, each with a Message-ID of its own."""
    first = Job.objects.count()
    for row in range(first, first + number):
        send_mail.enqueue(
            to=f"leser-{row}@example.org",
            subject=f"Nummer {row}",
            text="Hei",
            html=HTML,
            reply_to="",
            message_id=f"<{row}@enbyforalle.test>",
            date="",
        )


def ids(server):
    return Counter(email.message_from_bytes(kept)["Message-ID"] for kept in list(server.kept))


def mails_by_id():
    return {job.payload["message_id"]: job for job in Job.objects.mails()}


def wait_until(is_so, seconds):
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "It did not happen."
        time.sleep(0.2)


def test_two_workers_killed_at_fifty_moments_send_every_mail(server, start_worker, settings):
    settings.DEMO_NOW = ""
    chance = random.Random()  # noqa: S311 - no secret
    workers = [start_worker() for _ in range(3)]
    kills = []
    while len(kills) < KILLS:
        queue(MAILS_PER_KILL)
        wait_until(lambda: sum(is_ready(one) for one in workers) >= 2, 60)
        time.sleep(chance.uniform(0.02, 0.4))
        victim = chance.choice([one for one in workers if is_ready(one)])
        victim.kill()
        assert victim.wait() == -9
        kills.append(time.monotonic())
        workers.remove(victim)
        workers.append(start_worker())
    wait_until(lambda: not Job.objects.mails().exclude(state="done").exists(), 180)

    sent, rows = ids(server), mails_by_id()
    assert len(rows) == KILLS * MAILS_PER_KILL
    # Every mail was sent, and nothing else.
    assert set(sent) == set(rows)
    twice = {message: count for message, count in sent.items() if count > 1}
    again = {message for message, job in rows.items() if job.attempts > 1}
    # Only a job that lost its worker was tried again, and only such a one went twice.
    assert sum(job.attempts - 1 for job in rows.values()) <= KILLS
    assert set(twice) <= again
    for message, count in twice.items():
        assert count <= rows[message].attempts
        first = next(
            moment
            for kept, moment in zip(server.kept, server.kept_at, strict=True)
            if email.message_from_bytes(kept)["Message-ID"] == message
        )
        # The kill fell after the server had the mail, in the time a note of it takes.
        assert any(-0.1 <= kill - first <= 1.5 for kill in kills)
    print(  # noqa: T201 - a figure for whoever runs the long tests
        f"\n{connection.vendor}: {len(rows)} mails, {KILLS} kills, "
        f"{len(again)} with a mail in hand, {sum(twice.values()) - len(twice)} sent twice"
    )


def test_a_server_that_refuses_for_an_hour_loses_and_repeats_nothing(server, clock, caplog):
    caplog.set_level(logging.ERROR, "enbyforalle.jobs.worker")
    server.rests = 0
    queue(40)
    server.stop()
    for minute in range(60):
        clock.set(f"2027-02-10T12:{minute:02}")
        if minute == 30:
            # It answers, and wants nobody yet.
            server.says["connect"] = "421 come again"
            server.start()
        two_workers()
        assert not Job.objects.mails().exclude(state="waiting").exists()
    assert server.kept == []
    del server.says["connect"]
    for minute in range(0, 65, 5):
        clock.set(f"2027-02-10T{13 + minute // 60}:{minute % 60:02}")
        two_workers()
    rows = mails_by_id()
    assert ids(server) == dict.fromkeys(rows, 1)
    assert {job.state for job in rows.values()} == {"done"}
    # Asked some ten times in the hour, of twenty-four.
    assert max(job.attempts for job in rows.values()) <= 10


def two_workers():
    def run():
        try:
            Worker().run(once=True)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
