from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from enbyforalle.jobs import worker
from enbyforalle.jobs.domain import send_again
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker, claim, delay_after, perform
from enbyforalle.lib import clock as site_clock
from tests.jobs import tasks

pytestmark = pytest.mark.django_db


def work():
    Worker().run(once=True)


def states():
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def test_work_once_does_all_that_is_due_in_order():
    now = site_clock.now()
    tasks.note.enqueue(text="second", run_at=now - timedelta(minutes=1))
    tasks.note.enqueue(text="third")
    tasks.note.enqueue(text="first", run_at=now - timedelta(hours=1))
    tasks.note.enqueue(text="tomorrow", run_at=now + timedelta(days=1))
    work()
    assert tasks.done == ["first", "second", "third"]
    assert states() == ["done", "done", "done", "waiting"]
    job = Job.objects.first()
    assert (job.attempts, job.last_error, job.lease_until) == (0, "", None)
    done = Job.objects.filter(state="done").first()
    assert (done.attempts, done.finished_at, done.lease_until) == (1, now, None)


def test_delays_double_up_to_an_hour():
    minutes = [delay_after(n).total_seconds() / 60 for n in (1, 2, 3, 4, 5, 6, 7, 8, 9, 500)]
    assert minutes == [0.5, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_failed_job_waits_and_is_given_up_after_its_last_attempt(clock):
    job = tasks.fail.enqueue(text="x")
    for attempt, moment, wait in (
        (1, "2027-02-10T12:00", timedelta(seconds=30)),
        (2, "2027-02-10T12:01", timedelta(minutes=1)),
    ):
        clock.set(moment)
        work()
        job.refresh_from_db()
        assert (job.state, job.attempts) == ("waiting", attempt)
        assert job.run_at == site_clock.now() + wait
        assert job.last_error == "ConnectionError: nobody there"
    clock.set("2027-02-10T12:01:59")
    work()
    assert len(tasks.done) == 2
    clock.set("2027-02-10T12:02")
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("dead", 3, site_clock.now())
    assert (job.lease_until, job.last_error) == (None, "ConnectionError: nobody there")
    work()
    assert len(tasks.done) == 3


def test_what_can_never_work_is_given_up_at_once():
    job = tasks.refuse.enqueue()
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == ("dead", 1, "Permanent: never")


def test_a_task_nobody_knows_waits_for_a_release_that_does():
    Job.objects.create(task="unheard-of", created_at=site_clock.now(), run_at=site_clock.now())
    work()
    job = Job.objects.get()
    assert (job.state, job.attempts) == ("waiting", 1)
    assert job.last_error == "LookupError: No task is called 'unheard-of'."


def test_a_success_forgets_the_error_before_it():
    job = tasks.note.enqueue(text="x")
    Job.objects.update(last_error="ConnectionError: nobody there", attempts=1)
    work()
    job.refresh_from_db()
    assert (job.state, job.attempts, job.last_error) == ("done", 2, "")


def test_a_claimed_job_is_nobody_elses_until_the_lease_runs_out(clock):
    job = tasks.note.enqueue(text="x")
    first = claim()
    assert (first, first.state, first.attempts) == (job, "running", 1)
    assert first.lease_until == site_clock.now() + timedelta(minutes=10)
    assert claim() is None
    clock.set("2027-02-10T12:09:59")
    assert claim() is None
    clock.set("2027-02-10T12:10")
    second = claim()
    assert (second, second.attempts) == (job, 2)
    # The first wakes up at last: its result is of the past.
    Job.objects.held_by(first).update(**perform(first))
    assert Job.objects.get().state == "running"
    Job.objects.held_by(second).update(**perform(second))
    assert Job.objects.get().state == "done"


def test_a_job_seen_by_two_is_claimed_by_one(monkeypatch):
    """The other worker is quicker between the look and the claim."""
    tasks.note.enqueue(text="x")
    quicker = []

    def race(execute, sql, params, many, context):
        if sql.startswith("UPDATE") and not quicker:
            quicker.append(None)
            quicker[0] = claim()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(race):
        assert claim() is None
    assert quicker[0].attempts == 1
    assert Job.objects.get().attempts == 1


def test_a_job_whose_worker_dies_in_the_last_attempt_is_given_up(clock):
    job = tasks.fail.enqueue(text="x")
    Job.objects.update(attempts=2)
    assert claim() == job
    clock.set("2027-02-10T12:10")
    assert claim() is None
    job.refresh_from_db()
    assert (job.state, job.attempts, job.finished_at) == ("dead", 3, site_clock.now())
    assert job.last_error == "The worker stopped during the last attempt."


def test_a_dead_letter_can_be_sent_again_and_nothing_else(clock):
    dead, waiting, done = (tasks.note.enqueue(text=name) for name in ("dead", "waiting", "done"))
    now = site_clock.now()
    Job.objects.filter(pk=dead.pk).update(state="dead", attempts=12, finished_at=now)
    Job.objects.filter(pk=done.pk).update(state="done", attempts=1, finished_at=now)
    assert [send_again(job) for job in (dead, waiting, done)] == [True, False, False]
    dead.refresh_from_db()
    assert (dead.state, dead.attempts, dead.finished_at) == ("waiting", 0, None)
    work()
    assert sorted(tasks.done) == ["dead", "waiting"]


def test_an_idle_look_writes_nothing(django_assert_num_queries):
    with django_assert_num_queries(2) as asked:
        assert claim() is None
    assert [query["sql"].split()[0] for query in asked] == ["SELECT", "SELECT"]


def test_the_worker_waits_for_a_database_that_is_away(monkeypatch):
    monkeypatch.setattr(worker, "DATABASE_PAUSE", 0.01)
    tasks.note.enqueue(text="x")
    failures = iter(["claim"] * 3)

    def sometimes_away(execute, sql, params, many, context):
        if next(failures, None):
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(sometimes_away):
        work()
    assert next(failures, None) is None
    assert tasks.done == ["x"]


@pytest.mark.django_db(transaction=True)
def test_a_result_is_kept_until_the_database_is_back(monkeypatch):
    monkeypatch.setattr(worker, "DATABASE_PAUSE", 0.01)
    tasks.note.enqueue(text="x")
    failures = iter(["settle"] * 3)

    def away_after_the_work(execute, sql, params, many, context):
        if tasks.done and next(failures, None):
            raise OperationalError("the database is away")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(away_after_the_work):
        work()
    assert next(failures, None) is None
    assert tasks.done == ["x"]
    assert states() == ["done"]


def test_a_worker_that_was_told_to_stop_takes_no_more():
    tasks.note.enqueue(text="x")
    stopped = Worker()
    stopped.stop()
    stopped.run()
    assert states() == ["waiting"]
