"""Reasons that are given again and again, in both languages, as the coordinator has put them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import Bilingual
from events.enums import ReasonKind


class StockReason(models.Model):
    """What to write to an organiser in a case that is like many others.

    Choosing one copies its text into the decision: a reason that is changed later changes nothing
    that has been said.
    """

    code = models.SlugField(_("code"), max_length=40, unique=True)
    kind = models.CharField(_("used when you"), max_length=10, choices=ReasonKind.choices)
    title_nb = models.CharField(_("title (Norwegian)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120)
    text_nb = models.TextField(
        _("text (Norwegian)"),
        max_length=1500,
        help_text=_("Write to the organiser. What you write here may be read by others too."),
    )
    text_en = models.TextField(_("text (English)"), max_length=1500)
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    is_active = models.BooleanField(
        _("in use"), default=True, help_text=_("Untick to hide it where reasons are chosen.")
    )

    title = Bilingual("title")
    text = Bilingual("text")

    class Meta:
        verbose_name = _("stock reason")
        verbose_name_plural = _("stock reasons")
        ordering = ["kind", "position", "code"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ReasonKind.values), name="stock_reason_kind_is_known"
            )
        ]

    def __str__(self):
        return str(self.title)

    def text_for(self, language):
        """The text in "nb" or "en": the reader's language, not the writer's."""
        return self.text_en if language == "en" else self.text_nb
