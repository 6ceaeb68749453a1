"""Work that the tests queue."""

import time
from datetime import timedelta
from pathlib import Path

from enbyforalle.jobs.tasks import Permanent, task

done = []


@task("test-note")
def note(*, text):
    done.append(text)


@task("test-fail", max_attempts=3)
def fail(*, text):
    done.append(text)
    raise ConnectionError("nobody there")


@task("test-hourly", every=timedelta(hours=1))
def hourly():
    done.append("hourly")


@task("test-refuse")
def refuse():
    raise Permanent("never")


@task("test-write", max_attempts=2)
def write(*, path, seconds):
    """Leave a line, rest, leave another: somebody may be killed in between."""
    with Path(path).open("a") as file:
        file.write("begun\n")
        file.flush()
        time.sleep(seconds)
        file.write("done\n")
