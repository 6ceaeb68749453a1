"""Recordings and material left after an event, with a state of their own."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.conditions import is_decided_in
from enbyforalle.lib.i18n import LANGUAGE_CHOICES, Bilingual
from events.enums import DECIDED_STATES, CaptionType, MaterialKind, VersionState
from events.models.event import Event
from events.querysets import MaterialQuerySet


class Material(models.Model):
    """A recording, a presentation or a document. Public only when approved and its day has come."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="materials", verbose_name=_("event")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=MaterialKind.choices)
    title_nb = models.CharField(_("title (Norwegian)"), max_length=160)
    title_en = models.CharField(_("title (English)"), max_length=160, blank=True)
    url = models.URLField(_("address"), blank=True)
    file_format = models.CharField(_("file type"), max_length=10, blank=True)
    size_kb = models.PositiveIntegerField(_("size (kB)"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=LANGUAGE_CHOICES, default="nb")
    caption_type = models.CharField(
        _("captions"), max_length=10, choices=CaptionType.choices, blank=True
    )
    available_on = models.DateField(_("available from"), null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
        editable=False,
    )
    created_at = models.DateTimeField(default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("decided by"),
    )

    title = Bilingual("title")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        verbose_name = _("recording or material")
        verbose_name_plural = _("recordings and material")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=is_decided_in(DECIDED_STATES),
                name="material_decided_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MaterialKind.RECORDING) | ~Q(caption_type=""),
                name="material_recording_tells_of_captions",
                violation_error_message=_("Say how the recording is captioned."),
            ),
        ]

    def __str__(self):
        return str(self.title)

    @property
    def is_recording(self):
        return self.kind == MaterialKind.RECORDING
