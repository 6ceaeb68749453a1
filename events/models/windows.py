"""Deadlines for one organiser, and the reminders somebody does not want."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from events.enums import Reminder
from events.models.week import Week
from events.querysets import LateAccessQuerySet
from organisers.models import Organiser


class LateAccess(models.Model):
    """Leave for one organiser to send in after the deadline, until a moment of its own."""

    week = models.ForeignKey(
        Week, on_delete=models.CASCADE, related_name="late_access", verbose_name=_("week")
    )
    organiser = models.ForeignKey(
        Organiser,
        on_delete=models.CASCADE,
        related_name="late_access",
        verbose_name=_("organiser"),
    )
    until = models.DateTimeField(_("until"))
    note = models.CharField(
        _("note"),
        max_length=300,
        blank=True,
        help_text=_("Why, for your colleagues. Anyone may ask to read it (offentleglova)."),
    )
    granted_at = models.DateTimeField(_("granted"), default=clock.now, editable=False)
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("granted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("withdrawn by"),
    )

    objects = LateAccessQuerySet.as_manager()

    class Meta:
        verbose_name = _("late access")
        verbose_name_plural = _("late access")
        ordering = ["-granted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "organiser"],
                condition=Q(withdrawn_at__isnull=True),
                name="late_access_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("granted_at")), name="late_access_ends_after_it_is_granted"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False),
                name="late_access_withdrawn_has_who_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.organiser}, {self.week}"

    @property
    def is_open(self):
        """Whether it lets anything be sent in now."""
        return self.withdrawn_at is None and clock.now() < self.until


class MutedReminder(models.Model):
    """A kind of reminder that a person has switched off."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="muted_reminders"
    )
    kind = models.CharField(max_length=12, choices=Reminder.choices)
    at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "kind"], name="muted_reminder_once"),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_kind_display()}"
