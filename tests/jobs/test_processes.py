"""Workers as the server has them: processes of their own, stopped and killed."""

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock
from tests.jobs import tasks

pytestmark = pytest.mark.django_db(transaction=True)

# `manage.py work` in an installation whose tasks are those of these tests.
WORK = """
import django
django.setup()
import tests.jobs.tasks
from django.core.management import call_command
call_command("work", *{arguments!r})
"""


def address_of_test_database():
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlunsplit(urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}"))


@pytest.fixture
def start_worker():
    started = []

    def start(*arguments):
        environment = os.environ | {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": address_of_test_database(),
        }
        process = subprocess.Popen(
            [sys.executable, "-c", WORK.format(arguments=arguments)], env=environment
        )
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()
        process.wait()


def wait_until(is_so, seconds=20):
    ends = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < ends, "It did not happen."
        time.sleep(0.05)


def ours():
    """The tests' own work, without what comes round by itself."""
    return Job.objects.filter(task__startswith="test-").exclude(task="test-hourly")


def lines(path):
    return path.read_text().split() if path.exists() else []


def test_a_job_outlives_the_kill_of_its_worker(start_worker, tmp_path):
    path = tmp_path / "note"
    job = tasks.write.enqueue(path=str(path), seconds=60)
    worker = start_worker()
    wait_until(lambda: lines(path) == ["begun"])
    worker.kill()
    assert worker.wait() == -signal.SIGKILL
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("running", 1)
    # Nobody touches it while the lease lasts.
    assert start_worker("--once").wait(20) == 0
    assert lines(path) == ["begun"]
    ours().update(lease_until=clock.now(), payload={"path": str(path), "seconds": 0})
    assert start_worker("--once").wait(20) == 0
    job.refresh_from_db()
    assert (job.state, job.attempts) == ("done", 2)
    assert lines(path) == ["begun", "begun", "done"]


def test_sigterm_lets_the_worker_finish_the_job_in_hand(start_worker, tmp_path):
    path = tmp_path / "note"
    first = tasks.write.enqueue(path=str(path), seconds=1)
    second = tasks.write.enqueue(path=str(tmp_path / "other"), seconds=0)
    worker = start_worker()
    wait_until(lambda: lines(path) == ["begun"])
    worker.terminate()
    assert worker.wait(20) == 0
    assert lines(path) == ["begun", "done"]
    states = dict(ours().values_list("pk", "state"))
    assert states == {first.pk: "done", second.pk: "waiting"}


def test_an_idle_worker_stops_at_once(start_worker):
    worker = start_worker()
    # It has said so by doing a first job.
    job = tasks.note.enqueue(text="x")
    wait_until(lambda: Job.objects.get(pk=job.pk).state == "done")
    asked = time.monotonic()
    worker.terminate()
    assert worker.wait(20) == 0
    assert time.monotonic() - asked < 3


def test_three_workers_do_each_job_once(start_worker, tmp_path):
    paths = [tmp_path / str(number) for number in range(30)]
    for path in paths:
        tasks.write.enqueue(path=str(path), seconds=0)
    workers = [start_worker("--once") for _ in range(3)]
    assert [worker.wait(60) for worker in workers] == [0, 0, 0]
    assert [lines(path) for path in paths] == [["begun", "done"]] * 30
    assert Counter(ours().values_list("state", "attempts")) == {("done", 1): 30}
