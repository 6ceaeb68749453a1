"""What events ask of the queue: modules of this name are read when Django starts."""

from datetime import timedelta

from enbyforalle.jobs.tasks import task
from enbyforalle.lib import clock
from events.domain.reports import forget_addresses
from events.domain.rows import finish_picture
from events.mail.news import tell_coordinator
from events.mail.reminding import plan_reminders, remind
from events.paper.making import forget, make_paper

__all__ = [
    "finish_picture",
    "forget_report_addresses",
    "make_paper",
    "plan_reminders",
    "remind",
    "tell_coordinator",
]


@task("forget-report-addresses", every=timedelta(days=1))
def forget_report_addresses():
    """Residents' addresses go a month after their report was dealt with."""
    forget_addresses()


@task("forget-paper", every=timedelta(hours=1))
def forget_paper():
    """Files that nobody can be given any more go, and the rows of those that were made."""
    forget(clock.now())
