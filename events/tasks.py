"""What events ask of the queue: modules of this name are read when Django starts."""

from datetime import timedelta

from enbyforalle.jobs.tasks import task
from events.domain.reports import forget_addresses
from events.mail.news import tell_coordinator
from events.mail.reminding import plan_reminders, remind

__all__ = ["forget_report_addresses", "plan_reminders", "remind", "tell_coordinator"]


@task("forget-report-addresses", every=timedelta(days=1))
def forget_report_addresses():
    """Residents' addresses go a month after their report was dealt with."""
    forget_addresses()
