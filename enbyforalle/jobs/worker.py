"""Takes jobs from the queue one after another and does them."""

import logging
import threading
from datetime import timedelta

from django.db import InterfaceError, OperationalError, close_old_connections, connection
from django.db.models import F

from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.recurring import Rounds
from enbyforalle.jobs.tasks import LEASE, Permanent, registry
from enbyforalle.lib import clock

logger = logging.getLogger(__name__)

# Half a minute, then twice as long each time, up to an hour.
FIRST_DELAY = timedelta(seconds=30)
LONGEST_DELAY = timedelta(hours=1)

# Seconds between looks into an empty queue, and between tries when the database is away.
IDLE = 1.0
DATABASE_PAUSE = 2.0

# What the drivers raise when the database is not there, or is locked for too long.
DATABASE_IS_AWAY = (OperationalError, InterfaceError)

# How much of an error is worth keeping.
ERROR_LENGTH = 2000


def delay_after(attempts):
    """How long to wait after this many attempts have failed."""
    # The exponent is held down because 2**attempts seconds soon pass what a timedelta can be.
    return min(FIRST_DELAY * 2 ** min(attempts - 1, 12), LONGEST_DELAY)


def claim():
    """Take the job that has waited longest, or return None.

    The UPDATE repeats the condition, so of two workers that saw the same row only one changes
    it. The number of the attempt is what the worker afterwards proves its hold with.
    """
    now = clock.now()
    _bury_abandoned(now)
    due = Job.objects.claimable(now).order_by("run_at", "pk").values_list("pk", "task")
    for pk, name in due[:10]:
        lease = registry[name].lease if name in registry else LEASE
        is_mine = (
            Job.objects.claimable(now)
            .filter(pk=pk)
            .update(state=State.RUNNING, lease_until=now + lease, attempts=F("attempts") + 1)
        )
        if is_mine:
            return Job.objects.get(pk=pk)
    return None


def _bury_abandoned(now):
    abandoned = Job.objects.abandoned(now)
    # Asked first, because an idle worker should not take SQLite's one write lock each second.
    if not abandoned.exists():
        return
    abandoned.update(
        state=State.DEAD,
        lease_until=None,
        finished_at=now,
        last_error="The worker stopped during the last attempt.",
    )


def perform(job):
    """Do the job and return the columns that tell how it went."""
    try:
        if job.task not in registry:
            raise LookupError(f"No task is called {job.task!r}.")
        registry[job.task](**job.payload)
    except Permanent as error:
        return _ended(State.DEAD, error)
    except Exception as error:  # noqa: BLE001  Whatever a task raises is a failed attempt.
        if job.attempts >= job.max_attempts:
            return _ended(State.DEAD, error)
        return {
            "state": State.WAITING,
            "run_at": clock.now() + delay_after(job.attempts),
            "lease_until": None,
            "last_error": _describe(error),
        }
    return _ended(State.DONE)


def _ended(state, error=None):
    return {
        "state": state,
        "lease_until": None,
        "finished_at": clock.now(),
        "last_error": _describe(error) if error else "",
    }


def _describe(error):
    return f"{type(error).__name__}: {error}"[:ERROR_LENGTH]


class Worker:
    """Works until told to stop; a job that has begun is finished first."""

    def __init__(self):
        self.stopping = threading.Event()
        self.rounds = Rounds()

    def stop(self, *_signal):
        """Ask the worker to end after the job in hand."""
        self.stopping.set()

    def run(self, *, once=False, with_rounds=False):
        """Do what is due; with `once` return when nothing is, else wait for more.

        A database that is away is waited for, also with a result in hand. With `with_rounds`
        work that comes round by itself is asked for too.
        """
        while not self.stopping.is_set():
            try:
                # A caller's transaction, as a test has one, would be lost with its connection.
                if not connection.in_atomic_block:
                    close_old_connections()
                if with_rounds:
                    self.rounds.ask()
                job = claim()
            except DATABASE_IS_AWAY as error:
                self._wait_for_database(error)
                continue
            if job is not None:
                self._do(job)
            elif once:
                return
            else:
                self.stopping.wait(IDLE)

    def _do(self, job):
        outcome = perform(job)
        if outcome["last_error"]:
            logger.warning(
                "Job %s (%s), attempt %s: %s", job.pk, job.task, job.attempts, outcome["state"]
            )
        # After the lease another worker has the job, and this result is of no use.
        while clock.now() < job.lease_until:
            try:
                Job.objects.held_by(job).update(**outcome)
            except DATABASE_IS_AWAY as error:
                self._wait_for_database(error)
            else:
                return

    def _wait_for_database(self, error):
        logger.warning("The database does not answer and is asked again: %s", error)
        if not connection.in_atomic_block:
            connection.close()
        self.stopping.wait(DATABASE_PAUSE)
