"""A version: one whole text of an event and where it stands in the review."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.conditions import is_decided_in
from enbyforalle.lib.i18n import LANGUAGE_CHOICES, Bilingual, language_name
from events.enums import (
    DECIDED_STATES,
    EDITABLE_STATES,
    OPEN_STATES,
    Answer,
    ContributorRole,
    LanguageUse,
    VersionState,
    Visibility,
)
from events.models.content import Content
from events.models.event import Event
from events.models.terms import AccessFeature
from events.querysets import VersionQuerySet


class Version(Content):
    """The content of an event at one time. A decided version never changes again."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="versions", verbose_name=_("event")
    )
    number = models.PositiveIntegerField(_("version"), editable=False)
    state = models.CharField(
        _("state"),
        max_length=20,
        choices=VersionState.choices,
        default=VersionState.DRAFT,
        editable=False,
    )
    is_live = models.BooleanField(_("public now"), default=False, editable=False)
    based_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    # The organiser's text that the coordinator edited while it waited, which is kept as it was.
    edit_of = models.ForeignKey(
        "self", on_delete=models.PROTECT, related_name="+", null=True, blank=True, editable=False
    )
    edit_closed_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Begun by the coordinator to mend the public text, and published by the coordinator alone.
    is_correction = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(_("started"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    updated_at = models.DateTimeField(_("saved"), default=clock.now, editable=False)
    submitted_at = models.DateTimeField(_("sent in"), null=True, blank=True, editable=False)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    decision_comment = models.TextField(
        _("comment from the coordinator"), blank=True, editable=False
    )
    # Folded words of everything a reader may search for; written at approval, never shown.
    search_text = models.TextField(blank=True, editable=False)
    access: models.ManyToManyField = models.ManyToManyField(
        AccessFeature, through="VersionAccess", related_name="versions"
    )

    objects = VersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        ordering = ["event_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="version_number_unique"),
            models.UniqueConstraint(
                fields=["event"], condition=Q(is_live=True), name="version_one_live_per_event"
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(state__in=OPEN_STATES),
                name="version_one_open_per_event",
            ),
            models.CheckConstraint(
                condition=Q(is_live=False) | Q(state=VersionState.APPROVED),
                name="version_live_is_approved",
            ),
            models.CheckConstraint(
                condition=is_decided_in(DECIDED_STATES),
                name="version_decided_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=VersionState.SUBMITTED)
                | Q(submitted_at__isnull=False, submitted_by__isnull=False),
                name="version_submitted_has_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[VersionState.REJECTED, VersionState.CHANGES_REQUESTED])
                | ~Q(decision_comment=""),
                name="version_refusal_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(age_min__isnull=True)
                | Q(age_max__isnull=True)
                | Q(age_max__gte=F("age_min")),
                name="version_ages_in_order",
                violation_error_message=_("The highest age must not be below the lowest."),
            ),
            models.CheckConstraint(
                condition=(Q(age_min__isnull=True) | Q(age_min__lte=120))
                & (Q(age_max__isnull=True) | Q(age_max__lte=120)),
                name="version_age_is_human",
                violation_error_message=_("Write an age between 0 and 120."),
            ),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gt=0),
                name="version_capacity_is_positive",
                violation_error_message=_("The number of places must be at least 1."),
            ),
            models.CheckConstraint(
                condition=Q(registration_opens_at__isnull=True)
                | Q(registration_deadline__isnull=True)
                | Q(registration_deadline__gt=F("registration_opens_at")),
                name="version_registration_closes_after_opening",
                violation_error_message=_("Registration must close after it opens."),
            ),
        ]
        indexes = [models.Index(fields=["state", "submitted_at"], name="version_queue")]

    def __str__(self):
        return str(self.title) or self.event.reference

    @property
    def is_editable(self):
        """Whether its organiser may write in it now."""
        return self.state in EDITABLE_STATES

    @property
    def is_being_edited(self):
        """Whether the coordinator edits it now, while it waits for a decision."""
        is_begun = self.edit_of_id is not None and self.edit_closed_at is None
        return is_begun and self.state == VersionState.SUBMITTED

    @property
    def is_open(self):
        """Whether it is still in somebody's hands."""
        return self.state in OPEN_STATES

    @property
    def is_in_time_for_print(self):
        """Whether it came before the deadline for the printed programme.

        None where the week has no such deadline, or nothing has been sent in.
        """
        deadline = self.event.week.print_deadline_at
        if deadline is None or self.submitted_at is None:
            return None
        return self.submitted_at < deadline

    @property
    def is_internal(self):
        """Whether it is for the municipality's employees only."""
        return self.visibility == Visibility.INTERNAL

    @property
    def has_english(self):
        """Whether a reader of the English pages meets English: title and summary at least."""
        return bool(self.title_en and self.summary_en)


class VersionAccess(models.Model):
    """One access question answered for the event; it overrides the venue's answer."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="access_answers")
    feature = models.ForeignKey(AccessFeature, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices)

    class Meta:
        verbose_name = _("access fact of the event")
        verbose_name_plural = _("access facts of the event")
        ordering = ["feature__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "feature"], name="version_answers_each_question_once"
            )
        ]

    def __str__(self):
        return f"{self.feature}: {self.get_answer_display()}"


class VersionLanguage(models.Model):
    """A language used at the event: spoken or signed, interpreted into, or in writing."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="languages")
    code = models.CharField(_("language"), max_length=3, choices=LANGUAGE_CHOICES)
    use = models.CharField(_("use"), max_length=12, choices=LanguageUse.choices)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("event language")
        verbose_name_plural = _("event languages")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "code", "use"], name="version_language_once_per_use"
            )
        ]

    def __str__(self):
        return language_name(self.code)


class PriceTier(models.Model):
    """One price, in kroner. Nought is written «gratis»."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="price_tiers")
    label_nb = models.CharField(_("for whom"), max_length=60)
    label_en = models.CharField(_("for whom (English)"), max_length=60, blank=True)
    amount = models.DecimalField(
        _("price in kroner"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)]
    )
    position = models.PositiveSmallIntegerField(default=0)

    label = Bilingual("label")

    class Meta:
        verbose_name = _("price")
        verbose_name_plural = _("prices")
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(amount__gte=0), name="price_is_not_negative")
        ]

    def __str__(self):
        return f"{self.label} {self.amount}"


class Contributor(models.Model):
    """Somebody named in the programme. The organiser has their agreement."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="contributors")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(
        _("role"), max_length=12, choices=ContributorRole.choices, default=ContributorRole.SPEAKER
    )
    organisation = models.CharField(_("organisation"), max_length=120, blank=True)
    subject_nb = models.CharField(_("subject"), max_length=160, blank=True)
    subject_en = models.CharField(_("subject (English)"), max_length=160, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    subject = Bilingual("subject")

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name
