"""The queue keeps its own house: rows that nobody will read again go."""

from datetime import timedelta

from django.db.models import Q

from enbyforalle.jobs.enums import MAIL_TASK, State
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.recurring import PREFIX
from enbyforalle.jobs.tasks import task
from enbyforalle.lib import clock

# Long enough to look into what went wrong last month.
KEEP = timedelta(days=30)


@task("clean-up", every=timedelta(days=1))
def clean_up():
    """Delete finished work older than a month, and the words of confidential mail.

    Other mail stays: it is part of its event's case. So does every row with a key, because the key
    is what keeps "once" true; only the keys of past periods can never be asked for again.
    """
    old = Job.objects.filter(finished_at__lt=clock.now() - KEEP)
    done = old.filter(state__in=(State.DONE, State.CANCELLED))
    is_free = Q(unique_key__isnull=True) | Q(unique_key__startswith=PREFIX)
    done.filter(is_free).exclude(task=MAIL_TASK).delete()
    # A round that failed is of no more use than one that was done.
    old.filter(state=State.DEAD, unique_key__startswith=PREFIX).delete()
    confidential = old.mails().filter(payload__is_confidential=True)
    confidential.filter(unique_key__isnull=True).delete()
    for mail in confidential.exclude(payload__text=""):
        mail.payload |= {"text": "", "html": ""}
        mail.save(update_fields=["payload"])
