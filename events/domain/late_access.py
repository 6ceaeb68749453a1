"""Leave for one organiser to send in after the deadline: given, extended, taken back."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_datetime
from events import permissions
from events.domain.errors import Conflict, NotAllowed, Refused
from events.mail import windows as mail_windows
from events.models import LateAccess, Week
from organisers.domain.log import write_log

GRANTED = gettext_lazy("May send in events for %(year)s until %(until)s. %(note)s")
WITHDRAWN = gettext_lazy("May no longer send in events for %(year)s after the deadline.")


@transaction.atomic
def grant_late_access(week, organiser, *, until, by, note=""):
    """Let one organiser send in until ``until``; its members are told. Returns the LateAccess.

    One that stands already is replaced. Raises NotAllowed, or Refused where the week has no
    deadline, or ``until`` is past or not after the deadline.
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not give late access."))
    # All that changes who may send in waits for the same lock as starting an event does.
    week = Week.objects.select_for_update().get(pk=week.pk)
    if week.submissions_close_at is None:
        raise Refused(_("The week has no deadline, so nobody needs late access."), "week")
    if until <= clock.now():
        raise Refused(_("Choose a time that is not past."), "until")
    if until <= week.submissions_close_at:
        raise Refused(
            _("Choose a time after the deadline, %(deadline)s.")
            % {"deadline": format_datetime(week.submissions_close_at)},
            "until",
        )
    _end(LateAccess.objects.filter(week=week, organiser=organiser, withdrawn_at=None), by=by)
    late = LateAccess.objects.create(
        week=week, organiser=organiser, until=until, note=note.strip(), granted_by=by
    )
    values = {"year": week.year, "until": format_datetime(until), "note": late.note}
    write_log(organiser, by=by, words=GRANTED, **values)
    mail_windows.late_access_granted(late)
    return late


@transaction.atomic
def withdraw_late_access(late, *, by):
    """Take the leave back; the organiser's members are told. Returns the row.

    Raises NotAllowed, or Conflict where it was withdrawn or ran out meanwhile.
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not take back late access."))
    Week.objects.select_for_update().get(pk=late.week_id)
    late = LateAccess.objects.select_related("week", "organiser").get(pk=late.pk)
    if not late.is_open:
        raise Conflict(_("The late access has ended already."))
    _end(LateAccess.objects.filter(pk=late.pk), by=by)
    late.refresh_from_db()
    write_log(late.organiser, by=by, words=WITHDRAWN, year=late.week.year)
    mail_windows.late_access_withdrawn(late)
    return late


def _end(rows, *, by):
    rows.update(withdrawn_at=clock.now(), withdrawn_by=by)
