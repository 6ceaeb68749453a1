"""The one queue for mail and background work.

A job is a row, written in the transaction of whoever wants the work done, so that work is queued
exactly when the change it belongs to is kept.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enbyforalle.jobs.enums import ENDED, State
from enbyforalle.jobs.querysets import JobQuerySet


class Job(models.Model):
    """One piece of work: what to do, with which values, and how far it has come.

    `unique_key` makes asking twice the same as asking once. `about` is a free reference, such as
    an event's reference number, for finding what was sent about something.
    """

    task = models.CharField(_("task"), max_length=80)
    payload = models.JSONField(_("values"), default=dict, blank=True)
    # Null, not empty, where work may be asked for any number of times: only null is never equal.
    unique_key = models.CharField(_("unique key"), max_length=200, null=True, blank=True)
    about = models.CharField(
        pgettext_lazy("what a mail is about", "about"), max_length=100, blank=True, db_index=True
    )
    language = models.CharField(_("language"), max_length=10, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    max_attempts = models.PositiveSmallIntegerField(_("attempts at most"), default=12)
    created_at = models.DateTimeField(_("asked for"))
    run_at = models.DateTimeField(_("not before"))
    lease_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    last_error = models.TextField(_("last error"), blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("state", "run_at"), name="job_state_run_at"),
            models.Index(fields=("task", "-created_at"), name="job_task_created_at"),
        )
        constraints = (
            models.UniqueConstraint(fields=("unique_key",), name="job_unique_key"),
            models.CheckConstraint(condition=Q(state__in=State.values), name="job_state_is_known"),
            models.CheckConstraint(condition=~Q(task=""), name="job_has_task"),
            models.CheckConstraint(
                condition=Q(unique_key__isnull=True) | ~Q(unique_key=""),
                name="job_unique_key_is_not_empty",
            ),
            models.CheckConstraint(
                condition=Q(state=State.RUNNING, lease_until__isnull=False)
                | (~Q(state=State.RUNNING) & Q(lease_until__isnull=True)),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=ENDED, finished_at__isnull=False)
                | (~Q(state__in=ENDED) & Q(finished_at__isnull=True)),
                name="job_ended_has_finished_at",
            ),
            models.CheckConstraint(
                condition=Q(max_attempts__gte=1, attempts__lte=F("max_attempts")),
                name="job_attempts_within_limit",
            ),
        )

    def __str__(self):
        return f"{self.task} {self.pk}"


class Mail(Job):
    """The jobs that are emails, as the admin shows them."""

    class Meta:
        proxy = True
        verbose_name = _("sent email")
        verbose_name_plural = _("Sent mail")

    def __str__(self):
        return self.payload.get("subject", "")
