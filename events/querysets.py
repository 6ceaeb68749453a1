"""Named questions about many rows. What "public" means is written here, once."""

from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce, Greatest

from enbyforalle.lib import clock
from events.enums import OPEN_STATES, HappeningStatus, VersionState, Visibility


def _model(queryset, name):
    """A sibling model by name; the registry is asked late because models import this module."""
    return queryset.model._meta.apps.get_model("events", name)


def _on_the_site(queryset, event, now):
    """The event behind the path ``event`` is released and nobody has taken it off the site.

    Half of what "public" means; the other half is a live version for everyone. Versions and times
    ask along their foreign keys rather than by a list of public events: databases that have no
    statistics yet, as after a restore, otherwise join the tables with themselves for minutes.
    """
    now = now or clock.now()
    early = Exists(
        _model(queryset, "SessionTime").objects.filter(
            version__event=OuterRef(f"{event}pk"),
            version__is_live=True,
            starts_at__date__lt=OuterRef(f"{event}week__starts_on"),
        )
    )
    released = Q(**{f"{event}week__programme_released_at__lte": now}) | (
        Q(**{f"{event}week__pre_programme_released_at__lte": now}) & early
    )
    return released & Q(**{f"{event}unpublished_at": None})


class WeekQuerySet(models.QuerySet):
    """Weeks."""

    def released(self, now=None):
        """Weeks whose programme is public. No release time means not released."""
        return self.filter(programme_released_at__lte=now or clock.now())

    def current(self):
        """The newest released week, or None before any release (then the home page informs)."""
        return self.released().order_by("-year").first()

    def upcoming(self):
        """The week that is being prepared or held: the first whose last day has not passed."""
        return self.filter(ends_on__gte=clock.today()).order_by("starts_on").first()

    def open_for_submissions(self, now=None):
        """Weeks that take new submissions from all now; see events.domain.windows."""
        now = now or clock.now()
        return self.filter(submissions_open_at__lte=now).filter(
            Q(submissions_close_at__isnull=True) | Q(submissions_close_at__gt=now)
        )


class EventQuerySet(models.QuerySet):
    """Events as cases."""

    def public(self, now=None):
        """Events that anyone may see at ``now``. The one definition; everything public starts here.

        An event is public when it has a live version whose visibility is public, nobody has taken
        it off the site, and its week's programme is released. The pre-programme may be released
        earlier: then events with a session before the week's first day are public already. A
        release time of NULL is never "past", so weeks without one fall out.
        """
        live = {"versions__is_live": True, "versions__visibility": Visibility.PUBLIC}
        return self.filter(_on_the_site(self, "", now), **live)

    def taken_off(self):
        """Events that anyone could see until they were taken off the site."""
        live = {"versions__is_live": True, "versions__visibility": Visibility.PUBLIC}
        return self.filter(unpublished_at__gte=F("week__programme_released_at"), **live)

    def for_user(self, user):
        """Those the user's own organisers arrange. Nobody's for an anonymous visitor."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(organiser__memberships__user=user)

    def visible_to(self, user):
        """Own events, and those an own organiser has accepted to take part in (see, not submit)."""
        if not user.is_authenticated:
            return self.none()
        own = Q(organiser__memberships__user=user)
        co_organised = Exists(
            _model(self, "CoOrganiser")
            .objects.accepted()
            .filter(event=OuterRef("pk"), organiser__memberships__user=user)
        )
        return self.filter(own | co_organised).distinct()

    def earlier(self, user):
        """Events of the user's own organisers in weeks that are over, those withdrawn left out."""
        told = _model(self, "Version").objects.exclude(state=VersionState.WITHDRAWN)
        return self.filter(
            pk__in=self.for_user(user).values("pk"),
            week__ends_on__lt=clock.today(),
            versions__in=told,
        ).distinct()

    def of_weeks_to_come(self):
        """Events of weeks whose last day has not passed."""
        return self.filter(week__ends_on__gte=clock.today()).select_related("week").order_by("pk")

    def lacking_english(self):
        """Public texts of weeks to come that a reader of the English pages meets in Norwegian."""
        lacking = Q(title_en="") | Q(summary_en="")
        versions = _model(self, "Version").objects.filter(
            lacking, is_live=True, visibility=Visibility.PUBLIC
        )
        return self.filter(
            pk__in=versions.values("event"),
            week__ends_on__gte=clock.today(),
            unpublished_at=None,
        )

    def seen_by(self, user):
        """Cases that a member of staff may see: those for employees only with the right to it."""
        if user.has_perm("events.see_internal"):
            return self.all()
        internal = _model(self, "Version").objects.filter(visibility=Visibility.INTERNAL)
        return self.exclude(pk__in=internal.values("event"))

    def with_last_end(self):
        """Annotate ``last_end``, when the last session of the live version is over, or None.

        A session without an end counts as over when it has begun. ``has_postponed`` tells whether
        one of them waits for another day.
        """
        times = _model(self, "SessionTime").objects.filter(
            version__event=OuterRef("pk"), version__is_live=True
        )
        ends = times.annotate(end=Coalesce("ends_at", "starts_at")).order_by("-end")
        postponed = times.filter(session__status=HappeningStatus.POSTPONED)
        return self.annotate(
            last_end=Subquery(ends.values("end")[:1]), has_postponed=Exists(postponed)
        )

    def with_live(self):
        """Prefetch the live version as ``live_versions`` (see ``Event.live``)."""
        versions = _model(self, "Version").objects.filter(is_live=True)
        return self.prefetch_related(Prefetch("versions", versions, to_attr="live_versions"))

    def with_open(self):
        """Prefetch the open version as ``open_versions`` (see ``Event.open``)."""
        versions = _model(self, "Version").objects.open()
        return self.prefetch_related(Prefetch("versions", versions, to_attr="open_versions"))


class VersionQuerySet(models.QuerySet):
    """Versions of events."""

    def open(self):
        """Drafts, submissions and versions with changes requested."""
        return self.filter(state__in=OPEN_STATES)

    def waiting(self):
        """What waits for a decision, oldest first."""
        return self.filter(state=VersionState.SUBMITTED).order_by("submitted_at", "pk")

    def in_time_for_print(self):
        """What was sent in before the week's deadline for the printed programme.

        Neither what came later, nor what is not sent in, nor weeks without such a deadline.
        """
        return self.filter(submitted_at__lt=F("event__week__print_deadline_at"))

    def needing_english(self):
        """What waits for a decision and asks for help with English it has not got yet."""
        lacking = Q(title_en="") | Q(summary_en="")
        return self.waiting().filter(lacking, needs_english=True, visibility=Visibility.PUBLIC)

    def seen_by(self, user):
        """Versions that a member of staff may see (see ``EventQuerySet.seen_by``)."""
        if user.has_perm("events.see_internal"):
            return self.all()
        return self.filter(event__in=_model(self, "Event").objects.seen_by(user).values("pk"))

    def public(self, now=None):
        """Live versions of public events (see ``EventQuerySet.public``)."""
        live = {"is_live": True, "visibility": Visibility.PUBLIC}
        return self.filter(_on_the_site(self, "event__", now), **live)

    def with_content(self):
        """Prefetch all that one page about the version shows, in a fixed number of queries."""
        return self.select_related("event__week", "event__organiser", "based_on").prefetch_related(
            "types",
            "topics",
            "grounds",
            "goals",
            "audiences",
            "languages",
            "price_tiers",
            "contributors",
            "pictures__image",
            "access_answers__feature",
            "times__session",
            "times__place_district",
            "times__venue__district",
            "times__venue__access__feature",
        )


class CoOrganiserQuerySet(models.QuerySet):
    """Other organisers of an event."""

    def accepted(self):
        """Those that have said yes themselves, approved or not."""
        return self.filter(accepted_at__isnull=False)

    def joining(self):
        """Those that were asked and would be approved with the text that waits."""
        asked = self.filter(approved_at=None, declined_at=None)
        return asked.select_related("organiser").prefetch_related("organiser__texts")

    def public(self):
        """Those the public may read of: approved with a text of the event, and accepted."""
        return self.accepted().filter(approved_at__isnull=False)


class SessionTimeQuerySet(models.QuerySet):
    """Times and places."""

    def public(self, now=None):
        """Times of live versions of public events (see ``EventQuerySet.public``)."""
        live = {"version__is_live": True, "version__visibility": Visibility.PUBLIC}
        return self.filter(_on_the_site(self, "version__event__", now), **live)

    def with_typed_place(self):
        """Places an organiser has typed, waiting to be adopted as venues, in texts that count.

        That is texts that are live or wait for a decision; a draft may still change, and an old
        text never gets a venue.
        """
        counts = Q(version__is_live=True) | Q(version__state=VersionState.SUBMITTED)
        return self.filter(counts, version__event__source_url="").exclude(place_name="")

    def for_week(self, week):
        """Times of the week's events, pre-programme and follow-up included."""
        return self.filter(version__event__week=week)

    def on_day(self, day):
        """Times that start on this calendar day in Oslo."""
        start, end = clock.day_span(day)
        return self.filter(starts_at__gte=start, starts_at__lt=end)

    def with_news(self):
        """Times of which there is to tell what the plan did not say.

        That is all of which ``marks_of`` and ``Card.notice`` have a word.
        """
        off = ~Q(session__status=HappeningStatus.SCHEDULED)
        off |= ~Q(version__event__status=HappeningStatus.SCHEDULED)
        told = Q(session__is_full=True) | Q(session__has_few_left=True)
        told |= Q(session__moved_at__isnull=False) | Q(session__reported_starts_at__isnull=False)
        told |= ~Q(session__room="") | ~Q(session__notice_nb="", session__notice_en="")
        return self.filter(off | told)

    def with_last_change(self):
        """Annotate ``last_change``, the instant of the last real change of what is said of it.

        That is a fact of the day of the session or of its event, or an approval.
        """
        session = F("session__changed_at")
        # Where one of them is NULL, SQLite finds nothing the greatest.
        others = ("version__decided_at", "version__event__status_changed_at")
        return self.annotate(
            last_change=Greatest(session, *(Coalesce(F(other), session) for other in others))
        )

    def with_card(self):
        """All a list card shows, in a fixed number of queries whatever the number of rows."""
        return self.select_related(
            "session",
            "venue__district",
            "place_district",
            "version__event__week",
            "version__event__organiser",
        ).prefetch_related(
            "venue__access__feature",
            "version__access_answers__feature",
            "version__topics",
            "version__languages",
            "version__pictures__image",
        )


class VenueQuerySet(models.QuerySet):
    """Venues."""

    def in_use(self):
        """Those a form may offer."""
        return self.filter(is_active=True)


class ImageQuerySet(models.QuerySet):
    """Stored pictures."""

    def public(self, now=None):
        """Pictures that a public event shows now: live, consent not run out, not taken down."""
        versions = _model(self, "Version").objects.public(now)
        lasting = Q(pictures__consent_expires_on=None) | Q(
            pictures__consent_expires_on__gte=clock.local(now or clock.now()).date()
        )
        return self.filter(
            lasting, taken_down_at=None, pictures__version__in=versions.values("pk")
        ).distinct()


class MaterialQuerySet(models.QuerySet):
    """Recordings and material."""

    def waiting(self):
        """What nobody has decided on yet."""
        return self.filter(state=VersionState.SUBMITTED)

    def public(self, now=None):
        """Approved material of public events whose day has come."""
        today = clock.local(now or clock.now()).date()
        events = _model(self, "Event").objects.public(now)
        return self.filter(
            Q(available_on=None) | Q(available_on__lte=today),
            state=VersionState.APPROVED,
            event__in=events.values("pk"),
        )


class ReportQuerySet(models.QuerySet):
    """Reports from residents."""

    def waiting(self):
        """What nobody has dealt with yet, oldest first."""
        return self.filter(handled_at=None).order_by("created_at", "pk")

    def seen_by(self, user):
        """Reports on events that a member of staff may see."""
        return self.filter(event__in=_model(self, "Event").objects.seen_by(user).values("pk"))


class LateAccessQuerySet(models.QuerySet):
    """Leave to send in after the deadline."""

    def standing(self, now=None):
        """Neither withdrawn nor run out."""
        return self.filter(withdrawn_at=None, until__gt=now or clock.now())
