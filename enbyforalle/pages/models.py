"""Pages the coordinator writes, the organisers' own meetings, and old addresses."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.i18n import Bilingual, page_language
from enbyforalle.pages.enums import PageCode
from enbyforalle.pages.querysets import MeetingQuerySet, PageQuerySet, RedirectQuerySet

MARKDOWN_HELP = _("Headings with ##, lists with -, links as [text](https://…).")


class Page(models.Model):
    """A text of the site. A fixed page has a code and its own address, others lie under /om/."""

    # Null, not empty, on the coordinator's own pages: only null is never equal to another.
    code = models.CharField(
        _("fixed page"), max_length=20, choices=PageCode, null=True, blank=True, unique=True
    )
    slug_nb = models.SlugField(_("address (Norwegian)"), max_length=80, unique=True)
    slug_en = models.SlugField(_("address (English)"), max_length=80, unique=True)
    title_nb = models.CharField(_("title (Norwegian)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    summary_nb = models.CharField(
        _("in short (Norwegian)"),
        max_length=200,
        blank=True,
        help_text=_("One sentence, shown under the title and by search engines."),
    )
    summary_en = models.CharField(_("in short (English)"), max_length=200, blank=True)
    body_nb = models.TextField(_("text (Norwegian)"), blank=True, help_text=MARKDOWN_HELP)
    body_en = models.TextField(_("text (English)"), blank=True, help_text=MARKDOWN_HELP)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    is_published = models.BooleanField(_("published"), default=False)
    reviewed_on = models.DateField(_("last reviewed"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated"), editable=False)

    objects = PageQuerySet.as_manager()

    title = Bilingual("title")
    summary = Bilingual("summary")
    body = Bilingual("body")

    class Meta:
        verbose_name = _("page")
        verbose_name_plural = _("pages")
        ordering = ("position", "title_nb", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(code__in=PageCode.values),
                name="page_code_is_known",
            ),
            # The footer of every page links to the fixed pages.
            models.CheckConstraint(
                condition=Q(code__isnull=True) | Q(is_published=True),
                name="page_fixed_is_published",
                violation_error_message=_("A fixed page cannot be taken down."),
            ),
            models.CheckConstraint(condition=~Q(title_nb=""), name="page_has_title"),
        )

    def __str__(self):
        return self.title_nb

    def get_absolute_url(self):
        """The page's address in the active language."""
        if self.code:
            return reverse(f"pages:page_{self.code}")
        slug = self.slug_en if page_language() == "en" else self.slug_nb
        return reverse("pages:page", kwargs={"slug": slug})


class Meeting(models.Model):
    """A meeting for those who make the week, such as the inspiration meeting in October."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    title_nb = models.CharField(_("title (Norwegian)"), max_length=120)
    title_en = models.CharField(_("title (English)"), max_length=120, blank=True)
    summary_nb = models.CharField(_("in short (Norwegian)"), max_length=200, blank=True)
    summary_en = models.CharField(_("in short (English)"), max_length=200, blank=True)
    description_nb = models.TextField(
        _("description (Norwegian)"), blank=True, help_text=MARKDOWN_HELP
    )
    description_en = models.TextField(
        _("description (English)"), blank=True, help_text=MARKDOWN_HELP
    )
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"))
    place = models.CharField(_("venue"), max_length=120, blank=True)
    address = models.CharField(_("address of the venue"), max_length=200, blank=True)
    online_platform = models.CharField(_("platform online"), max_length=60, blank=True)
    online_url = models.URLField(_("joining link"), max_length=500, blank=True)
    registration_url = models.URLField(_("link for registration"), max_length=500, blank=True)
    registration_email = models.EmailField(_("email for registration"), blank=True)
    registration_deadline = models.DateTimeField(_("registration deadline"), null=True, blank=True)
    capacity = models.PositiveIntegerField(_("number of places"), null=True, blank=True)
    has_waiting_list = models.BooleanField(_("waiting list"), default=False)
    # Codes of enbyforalle.lib.i18n.LANGUAGE_CHOICES.
    languages = models.JSONField(_("event languages"), default=list, blank=True)
    interpreted_into = models.JSONField(_("interpreted into"), default=list, blank=True)
    accessibility_nb = models.TextField(_("accessibility (Norwegian)"), blank=True)
    accessibility_en = models.TextField(_("accessibility (English)"), blank=True)
    contact_email = models.EmailField(_("public contact"), blank=True)
    is_cancelled = models.BooleanField(_("cancelled"), default=False)
    is_published = models.BooleanField(_("published"), default=False)
    updated_at = models.DateTimeField(_("updated"), editable=False)

    objects = MeetingQuerySet.as_manager()

    title = Bilingual("title")
    summary = Bilingual("summary")
    description = Bilingual("description")
    accessibility = Bilingual("accessibility")

    class Meta:
        verbose_name = _("meeting for organisers")
        verbose_name_plural = _("meetings for organisers")
        ordering = ("-starts_at", "-pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="meeting_ends_after_start",
                violation_error_message=_("The meeting must end after it starts."),
            ),
            models.CheckConstraint(condition=~Q(title_nb=""), name="meeting_has_title"),
            models.CheckConstraint(
                condition=Q(capacity__isnull=True) | Q(capacity__gte=1),
                name="meeting_capacity_is_positive",
                violation_error_message=_("The number of places must be at least 1."),
            ),
            models.CheckConstraint(
                condition=Q(registration_deadline__isnull=True)
                | Q(registration_deadline__lte=F("ends_at")),
                name="meeting_deadline_before_end",
                violation_error_message=_(
                    "The registration deadline must be before the meeting ends."
                ),
            ),
        )

    def __str__(self):
        return self.title_nb

    def get_absolute_url(self):
        """The meeting's address in the active language."""
        return reverse("pages:meeting", kwargs={"slug": self.slug})

    def has_ended(self, now):
        return self.ends_at <= now

    def takes_registration(self):
        """Whether there is something to register by."""
        return bool(self.registration_url or self.registration_email)

    def is_registration_open(self, now):
        """Whether one can still register at `now`; without a deadline until the meeting starts."""
        closes_at = self.registration_deadline or self.starts_at
        return self.takes_registration() and not self.is_cancelled and now < closes_at

    def next_turn(self, now):
        """The next instant after `now` at which this meeting reads differently, or None."""
        turns = (self.registration_deadline, self.starts_at, self.ends_at)
        return min((turn for turn in turns if turn is not None and turn > now), default=None)


class Redirect(models.Model):
    """An address of an older site and where its reader finds the same today."""

    old_path = models.CharField(
        _("old path"), max_length=300, unique=True, help_text=_("For example /omoss")
    )
    new_path = models.CharField(
        _("new path"), max_length=300, help_text=_("A path on this site, for example /om/")
    )

    objects = RedirectQuerySet.as_manager()

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        ordering = ("old_path",)
        constraints = (
            models.CheckConstraint(
                condition=Q(old_path__startswith="/"),
                name="redirect_old_path_is_absolute",
                violation_error_message=_("The old path must start with /."),
            ),
            # Two slashes would lead to another host.
            models.CheckConstraint(
                condition=Q(new_path__startswith="/") & ~Q(new_path__startswith="//"),
                name="redirect_new_path_stays_here",
                violation_error_message=_("The new path must start with one /."),
            ),
            models.CheckConstraint(
                condition=~Q(old_path=F("new_path")),
                name="redirect_leads_elsewhere",
                violation_error_message=_("The new path must differ from the old one."),
            ),
        )

    def __str__(self):
        return self.old_path
