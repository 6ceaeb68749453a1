"""Organisers, their reviewed words and their members."""

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock, orgnr
from enbyforalle.lib.conditions import is_decided_in
from enbyforalle.lib.i18n import LANGUAGE_CHOICES, Bilingual
from organisers.enums import (
    DECIDED_TEXT_STATES,
    OPEN_TEXT_STATES,
    OrganiserKind,
    Role,
    Sector,
    TextState,
)
from organisers.querysets import OrganiserQuerySet, OrganiserTextQuerySet


class Organiser(models.Model):
    """A body or person that arranges events. Its public words are in its live text."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    kind = models.CharField(_("kind of organiser"), max_length=20, choices=OrganiserKind.choices)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector.choices, blank=True)
    organisation_number = models.CharField(
        _("organisation number"),
        max_length=9,
        blank=True,
        validators=[RegexValidator(r"^\d{9}$", _("The organisation number has nine digits."))],
    )
    organisation_form = models.CharField(_("organisation form"), max_length=10, blank=True)
    in_voluntary_register = models.BooleanField(
        _("in the Register of Non-Profit Organisations"), null=True, blank=True
    )
    is_listed = models.BooleanField(
        _("show a public page for me"),
        default=False,
        help_text=_("An individual has no public page unless this is ticked."),
    )
    created_at = models.DateTimeField(_("registered"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("registered by"),
    )
    members: models.ManyToManyField = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        through="Membership",
        related_name="organisers",
        verbose_name=_("members"),
    )

    objects = OrganiserQuerySet.as_manager()

    class Meta:
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        ordering = ["slug"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation_number"],
                condition=~Q(organisation_number=""),
                name="organiser_number_unique",
                violation_error_message=_(
                    "An organiser with this organisation number is registered already."
                ),
            ),
        ]

    def __str__(self):
        text = self.live_text or self.open_text
        return str(text.name) if text else self.slug

    def get_absolute_url(self):
        """The public page; whether it answers depends on live words and public events."""
        return reverse("events:organiser", args=[self.slug])

    @property
    def live_text(self):
        """The approved words, or None. Reads the prefetch of ``with_texts`` where it is there."""
        if hasattr(self, "live_texts"):
            return self.live_texts[0] if self.live_texts else None
        return self.texts.filter(is_live=True).first()

    @property
    def open_text(self):
        """The words that wait or are being written, or None."""
        if hasattr(self, "open_texts"):
            return self.open_texts[0] if self.open_texts else None
        return self.texts.open().first()

    @property
    def number_in_groups(self):
        """«820 852 982»; empty where there is no number."""
        return orgnr.display(self.organisation_number)

    @property
    def is_individual(self):
        """Whether this is one private person, whose data are personal."""
        return self.kind == OrganiserKind.INDIVIDUAL

    @property
    def may_have_page(self):
        """Whether the organiser may have a public page at all (see ``listable``)."""
        return not self.is_individual or self.is_listed

    @property
    def public_text(self):
        """The approved words, or None where the public may not know whose they would be."""
        return self.live_text if self.may_have_page else None


class OrganiserText(models.Model):
    """An organiser's own words, reviewed like a version of an event."""

    organiser = models.ForeignKey(
        Organiser, on_delete=models.CASCADE, related_name="texts", verbose_name=_("organiser")
    )
    state = models.CharField(
        _("state"), max_length=20, choices=TextState.choices, default=TextState.DRAFT
    )
    is_live = models.BooleanField(_("public now"), default=False, editable=False)
    name_nb = models.CharField(_("name (Norwegian)"), max_length=160)
    name_en = models.CharField(_("name (English)"), max_length=160, blank=True)
    description_nb = models.TextField(_("about you (Norwegian)"), max_length=2000, blank=True)
    description_en = models.TextField(_("about you (English)"), max_length=2000, blank=True)
    language_nb = models.CharField(
        _("language of the Norwegian text"),
        max_length=3,
        choices=LANGUAGE_CHOICES,
        default="nb",
    )
    website = models.URLField(_("website"), blank=True)
    public_email = models.EmailField(_("public email"), blank=True)
    public_phone = models.CharField(_("public phone"), max_length=20, blank=True)
    logo = models.UUIDField(_("logo"), null=True, blank=True, editable=False)
    logo_alt_nb = models.CharField(_("logo described (Norwegian)"), max_length=200, blank=True)
    logo_alt_en = models.CharField(_("logo described (English)"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
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
    decision_comment = models.TextField(_("comment"), blank=True, editable=False)

    name = Bilingual("name")
    description = Bilingual("description")
    logo_alt = Bilingual("logo_alt")

    objects = OrganiserTextQuerySet.as_manager()

    class Meta:
        verbose_name = _("organiser's text")
        verbose_name_plural = _("organisers' texts")
        ordering = ["-pk"]
        permissions = [("review_organisertext", _("Can decide on organisers' own words"))]
        constraints = [
            models.UniqueConstraint(
                fields=["organiser"], condition=Q(is_live=True), name="organiser_one_live_text"
            ),
            models.UniqueConstraint(
                fields=["organiser"],
                condition=Q(state__in=OPEN_TEXT_STATES),
                name="organiser_one_open_text",
            ),
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(state=TextState.APPROVED),
                name="organiser_live_text_is_approved",
            ),
            models.CheckConstraint(
                condition=is_decided_in(DECIDED_TEXT_STATES),
                name="organiser_decided_text_has_who_and_when",
            ),
        ]

    def __str__(self):
        return f"{self.name_nb} ({self.get_state_display()})"


class Membership(models.Model):
    """What one person may do for one organiser."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("person"),
    )
    organiser = models.ForeignKey(
        Organiser,
        on_delete=models.CASCADE,
        related_name="memberships",
        verbose_name=_("organiser"),
    )
    role = models.CharField(_("role"), max_length=10, choices=Role.choices, default=Role.EDITOR)
    joined_at = models.DateTimeField(_("joined"), default=clock.now, editable=False)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organiser"],
                name="membership_once",
                violation_error_message=_("This person is a member already."),
            ),
        ]

    def __str__(self):
        return f"{self.user} – {self.get_role_display()}"
