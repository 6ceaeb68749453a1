"""Where things happen: districts and venues with their lasting access facts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import Bilingual
from events.enums import Answer, VenueKind
from events.models.terms import AccessFeature
from events.querysets import VenueQuerySet


class District(models.Model):
    """A part of the municipality as people speak of it; Kristiansand has no statutory ones."""

    slug = models.SlugField(_("code"), max_length=40, unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=80)
    name_en = models.CharField(_("name (English)"), max_length=80)
    aliases = models.JSONField(_("other names"), default=list, blank=True)
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    name = Bilingual("name")

    class Meta:
        verbose_name = _("district or area")
        verbose_name_plural = _("districts and areas")
        ordering = ["position", "slug"]

    def __str__(self):
        return str(self.name)


class Venue(models.Model):
    """A place the coordinator has adopted. A place typed by an organiser is text until then."""

    slug = models.SlugField(_("code"), max_length=80, unique=True)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160)
    kind = models.CharField(_("kind"), max_length=30, blank=True, choices=VenueKind.choices)
    street_address = models.CharField(_("street address"), max_length=160, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=4, blank=True)
    postal_town = models.CharField(_("postal town"), max_length=60, blank=True)
    municipality_number = models.CharField(_("municipality number"), max_length=4, blank=True)
    district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="venues",
        verbose_name=_("district or area"),
    )
    latitude = models.DecimalField(
        _("latitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    longitude = models.DecimalField(
        _("longitude"), max_digits=8, decimal_places=5, null=True, blank=True
    )
    coordinate_accuracy_m = models.PositiveIntegerField(
        _("accuracy of the position (metres)"), null=True, blank=True
    )
    address_status = models.CharField(_("how the address is known"), max_length=40, blank=True)
    directions_nb = models.TextField(_("getting there (Norwegian)"), max_length=600, blank=True)
    directions_en = models.TextField(_("getting there (English)"), max_length=600, blank=True)
    is_active = models.BooleanField(_("in use"), default=True)
    features: models.ManyToManyField = models.ManyToManyField(
        AccessFeature, through="VenueAccess", related_name="venues", verbose_name=_("access facts")
    )

    name = Bilingual("name")
    directions = Bilingual("directions")

    objects = VenueQuerySet.as_manager()

    class Meta:
        verbose_name = _("venue")
        verbose_name_plural = _("venues")
        ordering = ["name_nb"]
        constraints = [
            models.CheckConstraint(
                # A comparison with NULL is neither true nor false, and a check lets that pass.
                condition=Q(latitude__isnull=True, longitude__isnull=True)
                | Q(
                    latitude__isnull=False,
                    longitude__isnull=False,
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="venue_position_is_whole_and_on_earth",
                violation_error_message=_("Give both latitude and longitude, or neither."),
            )
        ]

    def __str__(self):
        return str(self.name)

    @property
    def address_line(self):
        """«Rådhusgata 18, 4611 Kristiansand», or as much of it as is known."""
        town = f"{self.postal_code} {self.postal_town}".strip()
        return ", ".join(part for part in (self.street_address, town) if part)


class VenueAccess(models.Model):
    """One answered access question about a venue."""

    venue = models.ForeignKey(Venue, on_delete=models.CASCADE, related_name="access")
    feature = models.ForeignKey(
        AccessFeature, on_delete=models.PROTECT, related_name="+", verbose_name=_("feature")
    )
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices)
    confirmed_on = models.DateField(_("last confirmed"), null=True, blank=True)

    class Meta:
        verbose_name = _("access fact of the venue")
        verbose_name_plural = _("access facts of the venue")
        ordering = ["feature__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "feature"], name="venue_answers_each_question_once"
            )
        ]

    def __str__(self):
        return f"{self.feature}: {self.get_answer_display()}"
