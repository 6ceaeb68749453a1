from django.db import models
from django.db.models import F, Q

from enbyforalle.jobs.enums import MAIL_TASK, State


class JobQuerySet(models.QuerySet):
    def claimable(self, now):
        """Jobs a worker may take: waiting and due, or running under a lease that has run out.

        A lease runs out when its worker was killed; the job is then anybody's again, unless that
        was its last attempt.
        """
        return self.filter(
            Q(state=State.WAITING, run_at__lte=now) | Q(state=State.RUNNING, lease_until__lte=now),
            attempts__lt=F("max_attempts"),
        )

    def abandoned(self, now):
        """Jobs whose worker was killed in the last attempt they had."""
        return self.filter(
            state=State.RUNNING, lease_until__lte=now, attempts__gte=F("max_attempts")
        )

    def held_by(self, job):
        """The row of `job` while this attempt still has it; the attempt's number is the proof.

        A worker that was slower than its lease finds nothing here and leaves no mark on the work
        of the one that came after it.
        """
        return self.filter(pk=job.pk, state=State.RUNNING, attempts=job.attempts)

    def mails(self):
        """Jobs that are one email each."""
        return self.filter(task=MAIL_TASK)
