"""Sessions: identity and the facts of the day here, time and place in the version."""

import uuid
from datetime import timedelta

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import Bilingual
from events.enums import Attendance, HappeningStatus
from events.models.event import UNDO_WITHIN, Event
from events.models.place import District, Venue
from events.models.version import Version
from events.querysets import SessionTimeQuerySet

# A thing of more than this is "lasting", such as an exhibition, and has its own block.
LASTING = timedelta(hours=20)


class Session(models.Model):
    """What a session is through all versions, and what is immediate about it.

    It belongs to the event, not to a version: a session cancelled today stays cancelled when last
    week's waiting change is approved.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="sessions")
    uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=HappeningStatus.choices,
        default=HappeningStatus.SCHEDULED,
        editable=False,
    )
    # When it was cancelled or postponed, and the notice that gave way to the reason: what an undo
    # within the hour puts back.
    status_changed_at = models.DateTimeField(null=True, blank=True, editable=False)
    notice_before_nb = models.CharField(max_length=200, blank=True, editable=False)
    notice_before_en = models.CharField(max_length=200, blank=True, editable=False)
    is_full = models.BooleanField(_("full"), default=False, editable=False)
    has_few_left = models.BooleanField(_("few places left"), default=False, editable=False)
    room = models.CharField(_("another room"), max_length=80, blank=True, editable=False)
    notice_nb = models.CharField(_("notice (Norwegian)"), max_length=200, blank=True)
    notice_en = models.CharField(_("notice (English)"), max_length=200, blank=True)
    # A time change reported the evening before, shown as «not confirmed» until it is approved.
    reported_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    reported_ends_at = models.DateTimeField(null=True, blank=True, editable=False)
    # Where it was before an approved change moved it.
    moved_at = models.DateTimeField(null=True, blank=True, editable=False)
    previous_starts_at = models.DateTimeField(null=True, blank=True, editable=False)
    previous_place_nb = models.CharField(max_length=160, blank=True, editable=False)
    previous_place_en = models.CharField(max_length=160, blank=True, editable=False)
    # iCalendar SEQUENCE (RFC 5545, 3.8.7.4): rises when time, place or status changes.
    sequence = models.PositiveIntegerField(default=0, editable=False)
    changed_at = models.DateTimeField(default=clock.now, editable=False)

    notice = Bilingual("notice")
    previous_place = Bilingual("previous_place")

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_full=False) | Q(has_few_left=False),
                name="session_not_both_full_and_few_left",
            ),
            models.CheckConstraint(
                condition=Q(reported_ends_at__isnull=True)
                | Q(reported_starts_at__isnull=False, reported_ends_at__gt=F("reported_starts_at")),
                name="session_reported_end_after_start",
            ),
        ]

    def __str__(self):
        return str(self.uid)

    @property
    def is_undoable(self):
        """Whether it was cancelled or postponed within the last hour."""
        is_off = self.status != HappeningStatus.SCHEDULED and self.status_changed_at is not None
        return is_off and clock.now() - self.status_changed_at < UNDO_WITHIN


class SessionTime(models.Model):
    """When and where a session is, as one version says."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="times")
    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="times")
    starts_at = models.DateTimeField(_("starts"))
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    doors_at = models.DateTimeField(_("doors open"), null=True, blank=True)
    # False for past events of which a source gives the day alone; starts_at is then midnight.
    is_time_known = models.BooleanField(default=True, editable=False)
    attendance = models.CharField(
        _("in person or online"),
        max_length=10,
        choices=Attendance.choices,
        default=Attendance.IN_PERSON,
    )
    venue = models.ForeignKey(
        Venue,
        on_delete=models.PROTECT,
        related_name="times",
        null=True,
        blank=True,
        verbose_name=_("venue"),
    )
    place_name = models.CharField(_("another place"), max_length=160, blank=True)
    place_address = models.CharField(_("its address"), max_length=200, blank=True)
    place_district = models.ForeignKey(
        District,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("district or area"),
    )
    is_address_hidden = models.BooleanField(
        _("give the address only to those who register"), default=False
    )
    room = models.CharField(_("room"), max_length=80, blank=True)
    label_nb = models.CharField(_("label"), max_length=120, blank=True)
    label_en = models.CharField(_("label (English)"), max_length=120, blank=True)

    label = Bilingual("label")

    objects = SessionTimeQuerySet.as_manager()

    class Meta:
        verbose_name = _("time and place")
        verbose_name_plural = _("times and places")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["version", "session"], name="time_once_per_version_and_session"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="time_ends_after_start",
                violation_error_message=_("The session must end after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(doors_at__isnull=True) | Q(doors_at__lte=F("starts_at")),
                name="time_doors_open_before_start",
                violation_error_message=_("The doors must open before the session starts."),
            ),
            models.CheckConstraint(
                condition=Q(venue__isnull=True) | Q(place_name=""),
                name="time_one_place_only",
                violation_error_message=_("Choose a venue or write another place, not both."),
            ),
        ]
        indexes = [models.Index(fields=["starts_at"], name="time_starts_at")]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def is_online(self):
        """Whether one can follow it online."""
        return self.attendance in (Attendance.ONLINE, Attendance.BOTH)

    @property
    def district(self):
        """The district the session lies in, or None where it is online only or not known."""
        return self.venue.district if self.venue_id else self.place_district

    @property
    def is_lasting(self):
        """Whether it lasts for days and belongs in the «lasts all week» block."""
        return self.ends_at is not None and self.ends_at - self.starts_at > LASTING

    @property
    def status(self):
        """The status that counts: the event's where the whole event is off, else the session's."""
        whole = self.version.event.status
        return whole if whole != HappeningStatus.SCHEDULED else self.session.status

    @property
    def shown_room(self):
        """The room of the day, else the approved one."""
        return self.session.room or self.room
