"""Invitations to join an organiser."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from organisers.enums import Role
from organisers.models.organiser import Organiser
from organisers.querysets import InvitationQuerySet

# Long enough for a volunteer who reads e-mail once a week, short enough that a forgotten link dies.
VALID_FOR = timedelta(days=14)


def default_expiry():
    """When an invitation sent now stops working."""
    return clock.now() + VALID_FOR


class Invitation(models.Model):
    """A letter that lets whoever reads this mailbox join an organiser."""

    token = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organiser = models.ForeignKey(
        Organiser, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("organiser")
    )
    email = models.EmailField(_("email"))
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    language = models.CharField(
        _("language"), max_length=2, choices=settings.LANGUAGES, default="nb"
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("invited by"),
    )
    created_at = models.DateTimeField(_("sent"), default=clock.now, editable=False)
    expires_at = models.DateTimeField(_("valid until"), default=default_expiry)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("accepted by"),
    )
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("created_at")), name="invitation_expires_after_sent"
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(withdrawn_at__isnull=True),
                name="invitation_not_both_accepted_and_withdrawn",
            ),
        ]

    def __str__(self):
        return f"{self.email} → {self.organiser_id}"

    @property
    def is_pending(self):
        """Whether it can still be accepted."""
        return (
            self.accepted_at is None and self.withdrawn_at is None and self.expires_at > clock.now()
        )
