"""Work that comes round by itself: asked for once in each period, by whichever worker is first."""

from datetime import UTC, datetime

from enbyforalle.jobs.models import Job
from enbyforalle.jobs.tasks import registry
from enbyforalle.lib import clock

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# What the unique keys of such work begin with; they may be thrown away once their period is past.
PREFIX = "every:"


def key_of(task, now):
    """The unique key of the period that `now` lies in: the same in every worker."""
    return f"{PREFIX}{task.name}:{(now - EPOCH) // task.every}"


class Rounds:
    """What one worker has asked for. Two workers ask for the same row, and only one is made."""

    def __init__(self):
        self._asked = {}

    def ask(self):
        """Queue what this period lacks. Costs nothing once it is asked for."""
        now = clock.now()
        due = {}
        for task in registry.values():
            if task.every is not None:
                key = key_of(task, now)
                if self._asked.get(task.name) != key:
                    due[key] = task
        if not due:
            return
        # Looked for first: on SQLite a write that is not needed would hold up everybody else's.
        there = set(Job.objects.filter(unique_key__in=due).values_list("unique_key", flat=True))
        for key, task in due.items():
            if key not in there:
                task.enqueue(key=key)
            self._asked[task.name] = key
