"""The event as a case: its identity, its facts of the day, its log and its public record."""

import re
from datetime import timedelta
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Bilingual, page_language
from events.enums import HappeningStatus, Verb, VersionState
from events.models.week import Week
from events.querysets import CoOrganiserQuerySet, EventQuerySet
from organisers.models import Organiser

# Whoever pressed the wrong button has so long to take it back as if nothing had happened.
UNDO_WITHIN = timedelta(hours=1)


_PLAIN = re.compile("[a-z0-9-]+")


def year_folder(year):
    """The address of a year's events, to which the last part is added: a list has hundreds."""
    return _folder(year, page_language(), get_script_prefix())


@lru_cache(maxsize=200)
def _folder(year, _language, _prefix):
    return reverse("events:detail", args=[year, "x"]).removesuffix("x/")


class Event(models.Model):
    """One event of one week. What it says is in its versions; this row is the case."""

    week = models.ForeignKey(
        Week, on_delete=models.PROTECT, related_name="events", verbose_name=_("week")
    )
    organiser = models.ForeignKey(
        Organiser,
        on_delete=models.PROTECT,
        related_name="events",
        verbose_name=_("organiser"),
        null=True,
        blank=True,
    )
    reference = models.CharField(_("reference"), max_length=12, unique=True, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=100,
        blank=True,
        editable=False,
        help_text=_("Made at the first approval; never changes."),
    )
    # The facts of the day that concern the whole event. They are public at once, without review.
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=HappeningStatus.choices,
        default=HappeningStatus.SCHEDULED,
        editable=False,
    )
    status_reason_nb = models.CharField(_("reason (Norwegian)"), max_length=200, blank=True)
    status_reason_en = models.CharField(_("reason (English)"), max_length=200, blank=True)
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    unpublished_at = models.DateTimeField(_("taken down"), null=True, blank=True, editable=False)
    unpublished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
    )
    unpublished_reason = models.CharField(max_length=200, blank=True, editable=False)
    # Who takes the case among those who decide; nobody's until somebody has said so.
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("who takes the case"),
    )
    created_at = models.DateTimeField(_("started"), default=clock.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("started by"),
    )
    # An event of a past week of which only public sources tell: who arranged it may be mere text.
    source_url = models.URLField(_("source"), blank=True)
    organiser_names = models.CharField(
        _("organisers, as the source says"), max_length=400, blank=True
    )

    copied_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        related_name="copies",
        null=True,
        blank=True,
        editable=False,
        verbose_name=_("arranged again from"),
    )
    # What tells one row of a spreadsheet from another, so that none is read in twice.
    import_key = models.CharField(max_length=64, blank=True, editable=False)

    status_reason = Bilingual("status_reason")

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        ordering = ["-pk"]
        permissions = [
            ("review_event", _("Can decide on submissions")),
            ("decide_as_disqualified", _("Can decide on an own organiser's event, with a reason")),
            ("enter_event", _("Can enter an event for somebody else")),
            ("takedown_event", _("Can take events and pictures off the site")),
            ("see_internal", _("Can see the programme for employees")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["week", "slug"],
                condition=~Q(slug=""),
                name="event_slug_unique_in_week",
            ),
            models.UniqueConstraint(
                fields=["week", "import_key"],
                condition=~Q(import_key=""),
                name="event_imported_once_in_week",
            ),
            models.CheckConstraint(
                condition=Q(copied_from__isnull=True) | ~Q(copied_from=F("pk")),
                name="event_is_no_copy_of_itself",
            ),
            models.CheckConstraint(
                condition=Q(organiser__isnull=False) | ~Q(source_url=""),
                name="event_has_organiser_or_source",
            ),
            models.CheckConstraint(
                condition=Q(
                    unpublished_at__isnull=True, unpublished_by__isnull=True, unpublished_reason=""
                )
                | (
                    Q(unpublished_at__isnull=False, unpublished_by__isnull=False)
                    & ~Q(unpublished_reason="")
                ),
                name="event_unpublished_has_who_when_and_why",
            ),
            models.CheckConstraint(
                condition=Q(status=HappeningStatus.SCHEDULED) | Q(status_changed_at__isnull=False),
                name="event_status_has_when",
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The public page. Only meaningful once the event has been approved."""
        year = self.week.year
        if not _PLAIN.fullmatch(self.slug):
            return reverse("events:detail", args=[year, self.slug])
        return f"{year_folder(year)}{self.slug}/"

    @property
    def live(self):
        """The version that is (or would be) public, or None. Reads ``with_live``'s prefetch."""
        if hasattr(self, "live_versions"):
            return self.live_versions[0] if self.live_versions else None
        return self.versions.filter(is_live=True).first()

    @property
    def open(self):
        """The version somebody is working on, or None. Reads ``with_open``'s prefetch."""
        if hasattr(self, "open_versions"):
            return self.open_versions[0] if self.open_versions else None
        return self.versions.open().first()

    @property
    def latest(self):
        """The open version, else the live one, else the newest: what the desk speaks of."""
        return self.open or self.live or self.versions.order_by("-number").first()

    @property
    def is_undoable(self):
        """Whether it was cancelled or postponed within the last hour."""
        is_off = self.status != HappeningStatus.SCHEDULED and self.status_changed_at is not None
        return is_off and clock.now() - self.status_changed_at < UNDO_WITHIN

    @property
    def is_cancelled(self):
        """Whether the whole event is cancelled."""
        return self.status == HappeningStatus.CANCELLED


class CoOrganiser(models.Model):
    """Another organiser of the event.

    The public reads of it after two have said yes: the organiser itself, and the coordinator, by
    approving a text of the event while it was asked. An organiser added in a change of a public
    event thus waits for that change, however soon it accepts.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="co_organisers")
    organiser = models.ForeignKey(
        Organiser,
        on_delete=models.PROTECT,
        related_name="co_organised",
        verbose_name=_("organiser"),
    )
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    accepted_at = models.DateTimeField(_("accepted"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True, editable=False)

    objects = CoOrganiserQuerySet.as_manager()

    class Meta:
        verbose_name = _("co-organiser")
        verbose_name_plural = _("co-organisers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organiser"], name="co_organiser_once"),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(declined_at__isnull=True),
                name="co_organiser_not_both_accepted_and_declined",
            ),
        ]

    def __str__(self):
        return str(self.organiser)


class LogEntry(models.Model):
    """Who did what to an event and when. Written by the verbs alone, never changed."""

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="log", verbose_name=_("event")
    )
    version = models.ForeignKey(
        "events.Version",
        on_delete=models.PROTECT,
        related_name="log",
        null=True,
        blank=True,
        verbose_name=_("version"),
    )
    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("who")
    )
    verb = models.CharField(_("what"), max_length=20, choices=Verb.choices)
    from_state = models.CharField(
        _("from"), max_length=20, blank=True, choices=VersionState.choices
    )
    to_state = models.CharField(_("to"), max_length=20, blank=True, choices=VersionState.choices)
    comment = models.TextField(_("comment"), blank=True)
    is_internal = models.BooleanField(_("internal"), default=False)
    as_disqualified = models.BooleanField(_("decided on an own organiser's event"), default=False)

    class Meta:
        verbose_name = _("log entry")
        verbose_name_plural = _("change log")
        ordering = ["at", "pk"]

    def __str__(self):
        return f"{self.by} {self.get_verb_display()}"


class Publication(models.Model):
    """What the public could read from this moment on, as JSON in both languages.

    One row for every public change, in the same transaction: "what was public on 3 February" is
    the last row before that day. ``content`` is ``{"nb": …, "en": …}``, or ``{}`` when the event
    left the site.
    """

    event = models.ForeignKey(
        Event, on_delete=models.PROTECT, related_name="publications", verbose_name=_("event")
    )
    at = models.DateTimeField(_("when"), default=clock.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("who"),
    )
    what = models.CharField(_("what"), max_length=40)
    content = models.JSONField(_("content"))

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["event", "at"], name="publication_event_at")]

    @property
    def what_happened(self):
        """The words of the change log; another row's change, such as a venue's, has none there."""
        return dict(Verb.choices).get(self.what, _("changed reference data"))

    def __str__(self):
        return f"{self.event} {self.at:%Y-%m-%d %H:%M}"
