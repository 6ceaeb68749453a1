"""What residents tell the coordinator about an event, and what becomes of it."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.text import clean, clean_line
from events import emails
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import ReportReason, Verb
from events.models import Event, Report
from events.models.report import ADDRESS_KEPT_FOR

HANDLE = "events.change_report"
# The same words about the same event within this time are one report: a button pressed twice.
SAME_WITHIN = timedelta(minutes=10)


@transaction.atomic
def report_event(event, *, reason, text="", email=""):
    """Keep what a resident says of a public event, and tell those who decide; returns the row.

    Nothing is kept of who says it but the address they give for an answer. Raises Refused where
    the event is not public, or where "something else" is said without words.
    """
    if not Event.objects.public().filter(pk=event.pk).exists():
        raise Refused(_("The event is not on the site any more."))
    reason, text = ReportReason(reason), clean(text).strip()[:1000]
    if not text and reason != ReportReason.NOT_HELD:
        raise Refused(_("Write what is wrong."), "text")
    words = {"reason": reason, "text": text, "email": email}
    since = clock.now() - SAME_WITHIN
    same = Report.objects.waiting().filter(event=event, created_at__gt=since, **words).first()
    if same is not None:
        return same
    report = Report.objects.create(event=event, **words)
    emails.report_received(report)
    return report


@transaction.atomic
def handle_report(report, *, by, note):
    """Note what was done about a report. The address goes a month later (``forget_addresses``).

    The note is internal: it stands with the case and goes to nobody.
    """
    event = locked_event(report.event)
    if not (by.is_active and by.has_perm(HANDLE)):
        raise NotAllowed(_("You may not deal with reports."))
    note = clean_line(note)[:400]
    if not note:
        raise Refused(_("Write what was done."), "note")
    report = Report.objects.get(pk=report.pk)
    if report.is_handled:
        raise Conflict(_("Somebody has dealt with this report already."))
    report.handled_at, report.handled_by, report.note = clock.now(), by, note
    report.save(update_fields=["handled_at", "handled_by", "note"])
    write_log(event, Verb.HANDLE_REPORT, by=by, comment=note, is_internal=True)
    return report


def forget_addresses():
    """Take away addresses of reports dealt with a month ago; returns how many. Run daily."""
    old = clock.now() - ADDRESS_KEPT_FOR
    return Report.objects.filter(handled_at__lte=old).exclude(email="").update(email="")
