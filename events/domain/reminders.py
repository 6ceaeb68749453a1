"""Who is to be reminded of what now: asked when it is planned, and once more when it is sent.

Each occasion has a key of its own for each person, and the queue keeps keys for good: what was
sent is never sent again. What is due stays due until its moment is past, so that a queue that
stood still for a day forgets nothing.
"""

from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Exists, F, OuterRef, Prefetch, Q, Subquery
from django.db.models.functions import Coalesce

from enbyforalle.lib import clock
from events.enums import Answer, HappeningStatus, LanguageUse, Reminder, Verb, VersionState
from events.models import (
    LogEntry,
    MutedReminder,
    SessionTime,
    Version,
    VersionAccess,
    VersionLanguage,
    Week,
)

# Nobody is woken by us: from the first hour, until before the last.
DAY = (time(8), time(20))
# Days before the deadline on which a draft is reminded of, the last first.
DRAFT_DAYS = (2, 7)
# Whoever wrote this lately knows of it.
QUIET = timedelta(days=1)
UNANSWERED = timedelta(days=5)
LATE_BEFORE = timedelta(days=2)
PRINT_BEFORE = timedelta(days=3)
WEEK_BEFORE = timedelta(days=7)
# Two deadlines closer than this are one to whoever must write.
SAME = timedelta(days=1)
# Interpreters that have to be booked.
BOOKED = ("sign_language", "speech_to_text")

User = get_user_model()


@dataclass
class Occasion:
    """One reminder for one person, and the rows it speaks of (versions, or late access)."""

    kind: Reminder
    name: str
    week: Week
    user: Any
    rows: list = field(default_factory=list)

    @property
    def key(self):
        """The same for the same occasion and person, whenever it is asked for."""
        return f"reminder:{self.kind.value}:{self.name}:{self.user.pk}"


def is_daytime():
    """Whether reminders are sent now."""
    first, last = DAY
    return first <= clock.local(clock.now()).time() < last


def next_morning():
    """The next instant at which reminders are sent, where none are now."""
    local = clock.local(clock.now())
    day = local.date() + timedelta(days=local.time() >= DAY[1])
    return clock.at(day, DAY[0])


def weeks_ahead():
    """Weeks that are not over: nobody is reminded of last year's."""
    return Week.objects.filter(ends_on__gte=clock.today())


def due(week, *, kinds=tuple(Reminder)):
    """All that the members of organisers should be reminded of now.

    Nothing of what the coordinator has switched off for the week, or the person for good. A fixed
    number of queries for each kind.
    """
    now = clock.now()
    muted = _muted()
    found: dict[str, Occasion] = {}
    for kind in kinds:
        if kind.value in week.silent_reminders:
            continue
        for name, row in FINDERS[kind](week, now):
            for member in _members(row):
                if (member.pk, kind.value) in muted:
                    continue
                occasion = Occasion(kind, name, week, member)
                found.setdefault(occasion.key, occasion).rows.append(row)
    return list(found.values())


def find(key, *, week, kind):
    """The occasion with this key if it is still due, or None: there is nothing to do any more."""
    return next((row for row in due(week, kinds=(kind,)) if row.key == key), None)


def _muted():
    return set(MutedReminder.objects.values_list("user", "kind"))


def _members(row):
    organiser = row.event.organiser if isinstance(row, Version) else row.organiser
    return organiser.awake


def _awake(path):
    """Prefetch those who may sign in as ``awake`` of the organiser at the path."""
    users = User.objects.filter(is_active=True).order_by("pk")
    return Prefetch(path, users, to_attr="awake")


def _versions(week):
    rows = Version.objects.filter(event__week=week, event__organiser__isnull=False)
    rows = rows.select_related("event__week", "event__organiser").order_by("event__reference")
    return rows.prefetch_related(_awake("event__organiser__members"))


def _unsent(week, now):
    """Drafts of new events, also those taken back, that nobody has written in lately."""
    rows = _versions(week).filter(state=VersionState.DRAFT, event__slug="")
    return rows.filter(updated_at__lte=now - QUIET)


def _asked(week, now):
    """Versions given back for a change, unless somebody is at it; ``asked_at`` and ``entry``."""
    entries = LogEntry.objects.filter(version=OuterRef("pk"), verb=Verb.REQUEST_CHANGES)
    newest = entries.order_by("-at", "-pk")
    rows = _versions(week).filter(state=VersionState.CHANGES_REQUESTED)
    rows = rows.annotate(
        asked_at=Subquery(newest.values("at")[:1]), entry=Subquery(newest.values("pk")[:1])
    )
    return rows.filter(updated_at__lte=now - QUIET)


def _is_close(closes_at, days, now):
    return closes_at is not None and closes_at - timedelta(days=days) <= now < closes_at


def _drafts(week, now):
    closes_at = week.submissions_close_at
    days = next((days for days in DRAFT_DAYS if _is_close(closes_at, days, now)), None)
    if days is None:
        return
    # Who has a deadline of their own is reminded of that one.
    late = week.late_access.standing(now).values("organiser")
    for version in _unsent(week, now).exclude(event__organiser__in=late):
        yield f"{days}:{week.pk}", version


def _changes(week, now):
    if _is_close(week.submissions_close_at, DRAFT_DAYS[0], now):
        for version in _asked(week, now):
            yield f"deadline:{week.pk}", version
        return
    for version in _asked(week, now).filter(asked_at__lte=now - UNANSWERED):
        yield f"asked:{version.entry}", version


def _late(week, now):
    rows = week.late_access.standing(now).filter(
        until__lte=now + LATE_BEFORE, granted_at__lte=now - QUIET
    )
    rows = rows.select_related("organiser", "week").prefetch_related(_awake("organiser__members"))
    own = Version.objects.filter(event__week=week, event__organiser=OuterRef("organiser"))
    sent = own.filter(submitted_at__gte=OuterRef("granted_at"))
    unsent = own.filter(state=VersionState.DRAFT, event__slug="")
    # Whoever has sent in what they asked for time for has nothing left to do.
    for late in rows.filter(~Exists(sent) | Exists(unsent)):
        yield str(late.pk), late


def _print(week, now):
    deadline, closes_at = week.print_deadline_at, week.submissions_close_at
    if not _is_close(deadline, PRINT_BEFORE.days, now):
        return
    if closes_at is not None and abs(closes_at - deadline) < SAME:
        return
    for rows in (_unsent(week, now), _asked(week, now)):
        for version in rows:
            yield str(week.pk), version


def _live(week, now):
    """Public or internal events of the week that are to be held; ``begins`` is the first start."""
    # In their own order, the first start first.
    times = SessionTime.objects.filter(version=OuterRef("pk"))
    times = times.filter(session__status=HappeningStatus.SCHEDULED)
    rows = _versions(week).filter(
        is_live=True, event__status=HappeningStatus.SCHEDULED, event__unpublished_at=None
    )
    rows = rows.annotate(begins=Subquery(times.values("starts_at")[:1]))
    last = times.annotate(end=Coalesce("ends_at", F("starts_at"))).order_by("-end")
    return rows.annotate(ends=Subquery(last.values("end")[:1])).filter(ends__gt=now)


def _interpreters(week, now):
    promised = Q(is_interpretation_on_request=True)
    promised |= Exists(
        VersionAccess.objects.filter(
            version=OuterRef("pk"), feature__code__in=BOOKED, answer=Answer.YES
        )
    )
    promised |= Exists(
        VersionLanguage.objects.filter(version=OuterRef("pk"), use=LanguageUse.INTERPRETED)
    )
    ahead = now + timedelta(days=week.interpreter_days)
    for version in _live(week, now).filter(promised, begins__lte=ahead, begins__gt=now):
        yield str(version.event_id), version


def _week(week, now):
    first = clock.day_span(week.starts_on)[0]
    if not first - WEEK_BEFORE <= now < first:
        return
    for version in _live(week, now):
        yield str(week.pk), version


FINDERS = {
    Reminder.DRAFT: _drafts,
    Reminder.CHANGES: _changes,
    Reminder.LATE: _late,
    Reminder.PRINT: _print,
    Reminder.INTERPRETER: _interpreters,
    Reminder.WEEK: _week,
}
