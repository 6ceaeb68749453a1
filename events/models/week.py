"""The week, one row a year."""

from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Bilingual
from events.querysets import WeekQuerySet

FIRST_YEAR = 2018


class Week(models.Model):
    """One year's week with its dates, deadlines and theme.

    The dates are the week's own: 6 February lies outside ISO week 6 in some years, so a session
    before or after them is the pre-programme or the follow-up, never an error.
    """

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    iso_week = models.PositiveSmallIntegerField(_("week number"), default=6)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    theme_nb = models.CharField(_("theme (Norwegian)"), max_length=120, blank=True)
    theme_en = models.CharField(_("theme (English)"), max_length=120, blank=True)
    intro_nb = models.TextField(_("introduction (Norwegian)"), max_length=1200, blank=True)
    intro_en = models.TextField(_("introduction (English)"), max_length=1200, blank=True)
    # Last year's introduction, to write on from when a week is opened from another. Not public.
    intro_draft_nb = models.TextField(
        _("draft of the introduction (Norwegian)"), max_length=1200, blank=True
    )
    intro_draft_en = models.TextField(
        _("draft of the introduction (English)"), max_length=1200, blank=True
    )
    submissions_open_at = models.DateTimeField(_("submissions open"), null=True, blank=True)
    submissions_close_at = models.DateTimeField(
        _("deadline for submissions"), null=True, blank=True
    )
    print_deadline_at = models.DateTimeField(
        _("deadline for the printed programme"), null=True, blank=True
    )
    grace_minutes = models.PositiveSmallIntegerField(
        _("grace after the deadline (minutes)"),
        default=60,
        help_text=_(
            "Whoever has begun before the deadline may send in until so long after it. "
            "The pages tell them so."
        ),
    )
    answer_days = models.PositiveSmallIntegerField(_("promised answer time (days)"), default=10)
    interpreter_days = models.PositiveSmallIntegerField(
        _("interpreters are booked this many days before"),
        default=21,
        help_text=_("Organisers that promise an interpreter are reminded so long before."),
    )
    silent_reminders = models.JSONField(_("reminders that are not sent"), default=list, blank=True)
    programme_released_at = models.DateTimeField(
        _("programme released"),
        null=True,
        blank=True,
        help_text=_("From this moment approved events are public."),
    )
    pre_programme_released_at = models.DateTimeField(
        _("pre-programme released"),
        null=True,
        blank=True,
        help_text=_("Approved events before the first day may be public earlier than the rest."),
    )
    events_total = models.PositiveIntegerField(_("events held, as told"), null=True, blank=True)
    events_total_qualifier = models.CharField(
        _("how exact the number is"),
        max_length=10,
        blank=True,
        choices=[
            ("exact", _("exact")),
            ("announced", _("announced")),
            ("about", _("about")),
            ("more_than", _("more than")),
        ],
    )
    source_url = models.URLField(_("source"), blank=True)
    archive_note_nb = models.TextField(_("note in the archive (Norwegian)"), blank=True)
    archive_note_en = models.TextField(_("note in the archive (English)"), blank=True)
    last_reference = models.PositiveIntegerField(
        _("last reference number"), default=0, editable=False
    )

    theme = Bilingual("theme")
    intro = Bilingual("intro")
    archive_note = Bilingual("archive_note")

    objects = WeekQuerySet.as_manager()

    class Meta:
        verbose_name = _("week")
        verbose_name_plural = _("weeks")
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="week_ends_after_start",
                violation_error_message=_("The last day must not be before the first."),
            ),
            models.CheckConstraint(
                condition=Q(submissions_open_at__isnull=True)
                | Q(submissions_close_at__isnull=True)
                | Q(submissions_close_at__gt=F("submissions_open_at")),
                name="week_submissions_close_after_open",
                violation_error_message=_("Submissions must close after they open."),
            ),
            models.CheckConstraint(
                condition=Q(iso_week__range=(1, 53)), name="week_number_is_a_week"
            ),
        ]

    def __str__(self):
        return str(self.year)

    @property
    def number(self):
        """Which week this is since 2018, the first one (1)."""
        return self.year - FIRST_YEAR + 1

    @property
    def is_released(self):
        """Whether the programme is public now."""
        return self.programme_released_at is not None and self.programme_released_at <= clock.now()

    @property
    def takes_submissions(self):
        """Whether the window for new submissions is open to all now; see events.domain.windows."""
        now = clock.now()
        opened = self.submissions_open_at is not None and self.submissions_open_at <= now
        return opened and (self.submissions_close_at is None or now < self.submissions_close_at)

    @property
    def grace_until(self):
        """Until when a draft begun before the deadline may be sent in; None without a deadline."""
        if self.submissions_close_at is None:
            return None
        return self.submissions_close_at + timedelta(minutes=self.grace_minutes)

    @property
    def has_grace(self):
        """Whether some time is given after the deadline."""
        return self.submissions_close_at is not None and self.grace_minutes > 0

    @property
    def is_before_print(self):
        """Whether what is sent in now comes in time for the printed programme."""
        return self.print_deadline_at is not None and clock.now() < self.print_deadline_at

    @property
    def is_over(self):
        """Whether the last day has passed in Oslo."""
        return self.ends_on < clock.today()
