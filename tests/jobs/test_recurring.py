"""Work that comes round by itself, and the rows that may go when it is done."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection

from enbyforalle.jobs.housekeeping import clean_up
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.recurring import Rounds
from enbyforalle.jobs.worker import Worker
from enbyforalle.lib import clock as site_clock
from tests.jobs import tasks
from tests.jobs.test_admin import write

pytestmark = pytest.mark.django_db


def rounds(task="test-hourly"):
    return Job.objects.filter(task=task).count()


def test_each_period_is_asked_for_once_by_any_number_of_workers(clock):
    first, second = Rounds(), Rounds()
    for moment, expected in (
        ("2027-02-10T12:00", 1),
        ("2027-02-10T12:59:59", 1),
        ("2027-02-10T13:00", 2),
        # Nobody worked for three hours: what they lacked is not made up for.
        ("2027-02-10T16:30", 3),
    ):
        clock.set(moment)
        first.ask()
        second.ask()
        first.ask()
        assert rounds() == expected


def test_asking_again_in_the_same_period_asks_the_database_nothing(django_assert_num_queries):
    asked = Rounds()
    asked.ask()
    with django_assert_num_queries(0):
        asked.ask()


def test_a_worker_does_what_comes_round(clock):
    worker = Worker()
    worker.run(once=True, with_rounds=True)
    worker.run(once=True, with_rounds=True)
    assert tasks.done.count("hourly") == 1
    clock.set("2027-02-10T13:00")
    worker.run(once=True, with_rounds=True)
    assert tasks.done.count("hourly") == 2
    assert Counter(Job.objects.values_list("state", flat=True))["done"] == Job.objects.count()


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_ask_once():
    barrier = threading.Barrier(8)

    def ask():
        try:
            barrier.wait()
            Rounds().ask()
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert rounds() == 1


# Cleaning up


def finished(job, days, state="done"):
    at = site_clock.now() - timedelta(days=days)
    Job.objects.filter(pk=job.pk).update(state=state, finished_at=at)
    return job.pk


def test_old_work_goes_and_keys_stay():
    gone = {
        finished(tasks.note.enqueue(text="x"), 31),
        finished(tasks.note.enqueue(text="x"), 31, "cancelled"),
        finished(tasks.note.enqueue(key="every:test-hourly:1", text="x"), 31),
        finished(tasks.note.enqueue(key="every:test-hourly:2", text="x"), 31, "dead"),
        finished(write(is_confidential=True), 31),
    }
    kept = {
        finished(tasks.note.enqueue(text="x"), 29),
        finished(tasks.note.enqueue(key="reminder:7", text="x"), 400),
        finished(tasks.note.enqueue(text="x"), 400, "dead"),
        finished(write(), 400),
        tasks.note.enqueue(text="x", run_at=site_clock.now() - timedelta(days=400)).pk,
        write(is_confidential=True).pk,
    }
    assert gone & kept == set()
    clean_up()
    assert set(Job.objects.values_list("pk", flat=True)) == kept
    assert tasks.note.enqueue(key="reminder:7", text="again").state == "done"


def test_the_words_of_an_old_confidential_mail_go_though_its_key_stays():
    job = write(is_confidential=True)
    finished(job, 31)
    Job.objects.filter(pk=job.pk).update(unique_key="welcome:1")
    clean_up()
    payload = Job.objects.get(pk=job.pk).payload
    assert (payload["text"], payload["html"], payload["to"]) == ("", "", "arrangor@example.org")
