"""One number that rises with every public change."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.publishing.generation import THE_ONE


class Generation(models.Model):
    """The one row: a page built under another number than this may read otherwise now."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=THE_ONE)
    number = models.PositiveBigIntegerField(_("number"), default=1)

    class Meta:
        verbose_name = _("generation")
        verbose_name_plural = _("generation")
        constraints = (
            models.CheckConstraint(condition=Q(id=THE_ONE), name="generation_is_one_row"),
        )

    def __str__(self):
        return str(self.number)
