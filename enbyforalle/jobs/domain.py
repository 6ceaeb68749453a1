"""What people may do with the queue."""

from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock


def send_again(job):
    """Put a job that was given up back into the queue with all its attempts; True if it was.

    It does nothing to a job in another state: one that waits will run, one that is done is done.
    """
    revived = Job.objects.filter(pk=job.pk, state=State.DEAD).update(
        state=State.WAITING, attempts=0, run_at=clock.now(), finished_at=None
    )
    return bool(revived)
