from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from enbyforalle.jobs.models import Job
from enbyforalle.jobs.tasks import task
from tests.jobs import tasks

pytestmark = pytest.mark.django_db

NOON = datetime(2027, 2, 10, 11, tzinfo=UTC)  # 12.00 in Oslo, where the tests' clock stands.


def test_enqueue_writes_a_row():
    with translation.override("en"):
        job = tasks.note.enqueue(text="hello", about="E-2027-001")
    job.refresh_from_db()
    assert (job.task, job.payload, job.about) == ("test-note", {"text": "hello"}, "E-2027-001")
    assert (job.language, job.unique_key, job.state) == ("en", None, "waiting")
    assert (job.created_at, job.run_at) == (NOON, NOON)
    assert (job.attempts, job.max_attempts) == (0, 12)
    assert (job.lease_until, job.finished_at, job.last_error) == (None, None, "")


def test_enqueue_takes_time_and_language():
    later = NOON + timedelta(days=1)
    job = tasks.fail.enqueue(text="x", run_at=later, language="nb")
    assert (job.run_at, job.language, job.max_attempts) == (later, "nb", 3)


def test_the_same_key_twice_is_one_row():
    first = tasks.note.enqueue(key="receipt:1", text="first")
    second = tasks.note.enqueue(key="receipt:1", text="second")
    other = tasks.note.enqueue(key="receipt:2", text="other")
    assert first == second
    assert set(Job.objects.values_list("pk", flat=True)) == {first.pk, other.pk}
    assert Job.objects.get(pk=first.pk).payload == {"text": "first"}


def test_without_a_key_twice_is_two_rows():
    assert tasks.note.enqueue(text="x") != tasks.note.enqueue(text="x")


def test_a_job_goes_with_the_change_it_belongs_to():
    with transaction.atomic():
        tasks.note.enqueue(text="x")
        tasks.note.enqueue(text="x", key="k")
        transaction.set_rollback(True)
    assert Job.objects.count() == 0


def test_a_task_can_be_called_at_once():
    tasks.note(text="now")
    assert tasks.done == ["now"]


def test_two_tasks_cannot_share_a_name():
    with pytest.raises(ValueError, match="Two tasks are called 'test-note'"):
        task("test-note")(lambda: None)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("job_state_is_known", {"state": "odd"}),
        ("job_has_task", {"task": ""}),
        ("job_unique_key_is_not_empty", {"unique_key": ""}),
        ("job_running_has_lease", {"state": "running"}),
        ("job_running_has_lease", {"lease_until": NOON}),
        ("job_ended_has_finished_at", {"state": "done"}),
        ("job_ended_has_finished_at", {"state": "dead"}),
        ("job_ended_has_finished_at", {"state": "cancelled"}),
        ("job_ended_has_finished_at", {"state": "held", "finished_at": NOON}),
        ("job_running_has_lease", {"state": "held", "lease_until": NOON}),
        ("job_ended_has_finished_at", {"finished_at": NOON}),
        ("job_attempts_within_limit", {"attempts": 13}),
        ("job_attempts_within_limit", {"max_attempts": 0}),
    ],
)
def test_the_database_refuses(constraint, values):
    job = tasks.note.enqueue(text="x")
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**values)


def test_the_database_refuses_a_key_twice():
    tasks.note.enqueue(text="x", key="k")
    other = tasks.note.enqueue(text="x")
    # SQLite names the column, PostgreSQL the constraint.
    with pytest.raises(IntegrityError, match="unique_key"), transaction.atomic():
        Job.objects.filter(pk=other.pk).update(unique_key="k")
