"""What residents tell the coordinator about an event."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from events.enums import ReportReason
from events.models.event import Event
from events.querysets import ReportQuerySet

# Time enough to answer a resident and to be asked about it; then nobody needs the address.
ADDRESS_KEPT_FOR = timedelta(days=30)


class Report(models.Model):
    """One resident's word that something is wrong. Nothing is known of them but what they write."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="reports", verbose_name=_("event")
    )
    reason = models.CharField(_("what is wrong"), max_length=10, choices=ReportReason.choices)
    text = models.TextField(_("in their words"), max_length=1000, blank=True)
    email = models.EmailField(_("email, if they want an answer"), blank=True)
    created_at = models.DateTimeField(_("reported"), default=clock.now, editable=False)
    handled_at = models.DateTimeField(_("dealt with"), null=True, blank=True, editable=False)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("dealt with by"),
    )
    note = models.CharField(_("what was done"), max_length=400, blank=True, editable=False)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report from a resident")
        verbose_name_plural = _("reports from residents")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(handled_at__isnull=True, handled_by__isnull=True, note="")
                | (Q(handled_at__isnull=False, handled_by__isnull=False) & ~Q(note="")),
                name="report_handled_has_who_when_and_what",
            ),
        ]

    def __str__(self):
        return f"{self.event}: {self.get_reason_display()}"

    @property
    def is_handled(self):
        """Whether somebody has dealt with it."""
        return self.handled_at is not None

    @property
    def address_goes_on(self):
        """The day on which the address is forgotten, or None while it waits or where none is."""
        if not self.email or self.handled_at is None:
            return None
        return clock.local(self.handled_at + ADDRESS_KEPT_FOR).date()
