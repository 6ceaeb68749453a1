"""The job that makes a file, how it is asked for, and how far it has come.

Anyone may ask by opening an address, so what may wait is bounded: one job for each order, and a
few orders at a time beside the plain programmes, of which there are only some.
"""

from dataclasses import dataclass
from datetime import timedelta

from enbyforalle.jobs.domain import ask_again
from enbyforalle.jobs.enums import ENDED, State
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.tasks import task
from enbyforalle.lib import clock
from enbyforalle.publishing import generation
from events.paper.keeping import Edition, keep, trim
from events.paper.ordering import Order
from events.paper.rendering import made

TASK = "make-paper"
PREFIX = "paper:"
# Posters and filtered programmes that may wait at a time: half a minute of one worker's time.
MOST_WAITING = 20
# How often the site may change under a job before it is put back.
TRIES = 3
# What could not be made is tried again by itself (the queue's own delays), and after this when
# somebody asks once more.
REST = timedelta(minutes=10)

# Seconds until it is worth asking again.
SOON, LATER, MUCH_LATER = 3, 60, 600


class SiteMoved(Exception):
    """The site changed each time a file was made; the queue tries again."""


@dataclass(frozen=True)
class Progress:
    """How far an order has come.

    ``state`` is "waiting", "running", "failed", or "busy" where too many others wait. ``ahead``
    counts the files before it. ``retry_after`` is in seconds.
    """

    state: str
    ahead: int = 0
    retry_after: int = SOON


@task(TASK, max_attempts=4, lease=timedelta(minutes=15))
def make_paper(**payload):
    """Make one file and keep it, if the site was the same after the work as before it."""
    order = Order.from_payload(payload)
    for _attempt in range(TRIES):
        now = clock.now()
        edition = Edition.now(order, now)
        content = made(order, now)
        if generation.current() != edition.number:
            continue
        if content is not None:
            keep(edition, content, now)
        return
    raise SiteMoved


def ask(order):
    """Put the order in the queue, unless it is there, and tell how far it has come."""
    key = PREFIX + order.digest
    job = Job.objects.filter(unique_key=key).first()
    if job is None or job.state in ENDED:
        if job is not None and job.state == State.DEAD and job.finished_at > clock.now() - REST:
            return Progress("failed", retry_after=MUCH_LATER)
        if not order.is_plain and _waiting().count() >= MOST_WAITING:
            return Progress("busy", retry_after=LATER)
        if job is None:
            job = make_paper.enqueue(key=key, **order.payload)
        ask_again(job)
        job.refresh_from_db()
    if job.state == State.RUNNING:
        return Progress("running")
    ahead = _waiting().filter(run_at__lt=job.run_at).count()
    # An attempt that failed waits for the next one.
    wait = max(SOON, int((job.run_at - clock.now()).total_seconds()))
    return Progress("waiting", ahead, min(wait, MUCH_LATER))


def forget(now):
    """Remove the rows of files made a while ago, and the files that are out of date."""
    ended = Job.objects.filter(task=TASK, state__in=ENDED)
    ended.filter(finished_at__lt=now - timedelta(hours=1)).delete()
    trim(generation.current(), now)


def _waiting():
    return Job.objects.filter(task=TASK, state=State.WAITING)
