"""Pictures: the stored file apart from the words a version puts to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Bilingual
from events.enums import ConsentBasis
from events.models.event import Event
from events.models.version import Version
from events.querysets import ImageQuerySet


class Image(models.Model):
    """One stored picture in three widths. Its address is its key, the same in all versions."""

    key = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="images")
    width = models.PositiveIntegerField(_("width"))
    height = models.PositiveIntegerField(_("height"))
    widths = models.JSONField(_("stored widths"), default=list)
    uploaded_at = models.DateTimeField(default=clock.now, editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    taken_down_at = models.DateTimeField(null=True, blank=True, editable=False)
    taken_down_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("stored picture")
        verbose_name_plural = _("stored pictures")
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_down_at__isnull=True, taken_down_by__isnull=True)
                | Q(taken_down_at__isnull=False, taken_down_by__isnull=False),
                name="image_taken_down_has_who_and_when",
            ),
            models.CheckConstraint(condition=Q(width__gt=0, height__gt=0), name="image_has_a_size"),
        ]

    def __str__(self):
        return str(self.key)


class Picture(models.Model):
    """A picture as one version shows it: described, captioned, credited, agreed to."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="pictures")
    image = models.ForeignKey(Image, on_delete=models.PROTECT, related_name="pictures")
    is_decorative = models.BooleanField(_("decoration only: nothing to describe"), default=False)
    alt_nb = models.CharField(_("what the picture shows"), max_length=250, blank=True)
    alt_en = models.CharField(_("what the picture shows (English)"), max_length=250, blank=True)
    caption_nb = models.CharField(_("caption"), max_length=250, blank=True)
    caption_en = models.CharField(_("caption (English)"), max_length=250, blank=True)
    credit = models.CharField(_("photo credit"), max_length=120, blank=True)
    consent_basis = models.CharField(
        _("may the picture be shown?"), max_length=12, choices=ConsentBasis.choices, blank=True
    )
    consent_expires_on = models.DateField(_("consent lasts until"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    alt = Bilingual("alt")
    caption = Bilingual("caption")

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "image"], name="picture_once_per_version")
        ]

    def __str__(self):
        return self.alt_nb or str(self.image_id)

    @property
    def is_showable(self):
        """Whether consent lasts and nobody has taken the picture down."""
        if self.image.taken_down_at is not None:
            return False
        return self.consent_expires_on is None or self.consent_expires_on >= clock.today()
