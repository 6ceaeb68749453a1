"""Reminders as work: every hour of the day those that are due are asked for, each once."""

from datetime import timedelta

from django.db import transaction

from enbyforalle.jobs.tasks import task
from events.domain import reminders
from events.enums import Reminder
from events.mail import reminders as mail_reminders
from events.models import Week


@task("plan-reminders", every=timedelta(hours=1))
def plan_reminders():
    """Ask for each reminder that is due; one that was asked for before is not asked for again."""
    if not reminders.is_daytime():
        return
    for week in reminders.weeks_ahead():
        for occasion in reminders.due(week):
            remind.enqueue(
                key=occasion.key,
                about=str(week),
                kind=occasion.kind.value,
                week=week.pk,
                occasion=occasion.key,
            )


@task("remind")
@transaction.atomic
def remind(*, kind, week, occasion):
    """Send one reminder if there is still something to do; in the night, leave it until morning."""
    if not reminders.is_daytime():
        morning = reminders.next_morning()
        key = f"{occasion}:{morning:%Y-%m-%d}"
        remind.enqueue(key=key, run_at=morning, kind=kind, week=week, occasion=occasion)
        return
    shown = Week.objects.filter(pk=week).first()
    if shown is None:
        return
    found = reminders.find(occasion, week=shown, kind=Reminder(kind))
    if found is not None:
        mail_reminders.send(found)
