"""Work by name: what can be asked for, and how asking is done.

The interface follows Django's own Tasks, so that those can take its place one day.
"""

from datetime import timedelta

from django.utils.translation import get_language

from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock

# How long a worker may be busy with one job before another takes it for dead.
LEASE = timedelta(minutes=10)

# With the back-off in enbyforalle.jobs.worker this is about five hours of trying.
MAX_ATTEMPTS = 12

registry = {}


class Permanent(Exception):
    """Raised by a task that will fail in the same way however often it is tried."""


class Task:
    """A function under a name that rows in the queue can carry."""

    def __init__(self, function, name, max_attempts, lease, every=None):
        self.function = function
        self.name = name
        self.max_attempts = max_attempts
        self.lease = lease
        self.every = every

    def __call__(self, **payload):
        return self.function(**payload)

    def enqueue(self, key=None, run_at=None, about="", language=None, is_held=False, **payload):
        """Ask for the work in the caller's transaction and return the Job.

        `payload` must be JSON. With a `key` that was used before nothing is added and the
        earlier job is returned, whatever its state. `run_at` is an aware datetime, now by
        default. `about` is a reference to find the job by. `language` is the active one by
        default. With `is_held` nothing happens until somebody lets the job go.
        """
        now = clock.now()
        values = {
            "task": self.name,
            "payload": payload,
            "about": about,
            "language": language or get_language() or "",
            "max_attempts": self.max_attempts,
            "state": State.HELD if is_held else State.WAITING,
            "created_at": now,
            "run_at": run_at or now,
        }
        if key is None:
            return Job.objects.create(**values)
        job, _created = Job.objects.get_or_create(unique_key=key, defaults=values)
        return job


def task(name, *, max_attempts=MAX_ATTEMPTS, lease=LEASE, every=None):
    """Make a function work that can be queued: `@task("name")`, then `function.enqueue(…)`.

    Write it so that running twice does no harm: a worker may be killed between doing the work
    and saying so. Modules called `tasks` or `mail` in any app are read when Django starts.

    Work that comes round by itself is `@task("name", every=timedelta(hours=1))`, on a function
    without arguments: the workers ask for it once in each period (see
    `enbyforalle.jobs.recurring`). It runs within seconds of the period's beginning, in UTC from
    midnight (a period of a day begins at 01.00 or 02.00 in Oslo). What must be done at a certain
    hour is asked every hour and looks at the clock itself. Periods in which no worker ran are
    passed over, so ask "what is due and not yet done", never "what became due in this hour".
    """

    def decorate(function):
        if name in registry:
            raise ValueError(f"Two tasks are called {name!r}.")
        registry[name] = Task(function, name, max_attempts, lease, every)
        return registry[name]

    return decorate
