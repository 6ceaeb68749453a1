"""Deadlines in words, with the time that is left, for the organisers somebody writes for."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_datetime, format_day, format_time
from events.domain.windows import window_for
from events.models import LateAccess, Week


@dataclass(frozen=True)
class Deadline:
    """One moment that matters: what happens then, how long it is till then, what to know of it.

    ``when`` is the moment in words: the day alone where the hour says nothing.
    """

    what: str
    at: datetime
    when: str
    left: str
    note: str = ""
    is_past: bool = False


@dataclass
class WeekDeadlines:
    """All moments of one week, in their order."""

    week: Week
    rows: list = field(default_factory=list)


def time_left(until, now=None):
    """«3 dager igjen» / "3 days left"; in hours the last two days, in minutes the last two hours.

    Rounded down, so that nobody is told of more time than there is; empty when it is past.
    """
    left = until - (now or clock.now())
    if left <= timedelta():
        return ""
    minutes, hours = left // timedelta(minutes=1), left // timedelta(hours=1)
    if hours >= 48:
        days = hours // 24
        return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
    if minutes >= 120:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    if minutes >= 1:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    return _("less than a minute left")


def deadlines(organisers, now=None):
    """The moments of every week that is not over, the first week first. Two queries."""
    now = now or clock.now()
    weeks = list(Week.objects.filter(ends_on__gte=clock.local(now).date()).order_by("starts_on"))
    late = late_access_of(organisers, weeks, now)
    found = []
    for week in weeks:
        rows = [row for row in _rows(week, late.get(week.pk, []), now) if row]
        if rows:
            found.append(WeekDeadlines(week, sorted(rows, key=lambda row: row.at)))
    return found


@dataclass
class FrontPage:
    """What the front page of the desk tells of deadlines, and needs for each event.

    ``late`` maps (week, organiser) by primary key to late access that stands.
    """

    weeks: list
    lines: list
    late: dict


def front_page(organisers, now=None):
    """Weeks one may write for now, the deadlines in short, and late access. Two queries."""
    now = now or clock.now()
    weeks = list(Week.objects.filter(ends_on__gte=clock.local(now).date()).order_by("starts_on"))
    late = late_access_of(organisers, weeks, now)
    open_weeks, lines = [], []
    for week in weeks:
        rows = late.get(week.pk, [])
        if rows or window_for(week, now=now).is_open:
            open_weeks.append(week)
        lines += in_short(week, rows, now)
    by_both = {(row.week_id, row.organiser_id): row for rows in late.values() for row in rows}
    return FrontPage(open_weeks, lines, by_both)


def late_access_of(organisers, weeks, now=None):
    """{primary key of week: late access that stands for any of the organisers}. One query."""
    found: dict[int, list] = {}
    rows = LateAccess.objects.standing(now).filter(organiser__in=organisers, week__in=weeks)
    known = {organiser.pk: organiser for organiser in organisers}
    for row in rows:
        # With its texts, which are read already.
        row.organiser = known[row.organiser_id]
        found.setdefault(row.week_id, []).append(row)
    return found


def in_short(week, late=(), now=None):
    """The sentences about a week's deadlines that stand on the front page of the desk."""
    now = now or clock.now()
    closes_at = week.submissions_close_at
    if week.takes_submissions and closes_at:
        yield _("Deadline for the week in %(year)s: %(deadline)s (%(left)s).") % {
            "year": week.year,
            "deadline": format_datetime(closes_at),
            "left": time_left(closes_at, now),
        }
        if week.is_before_print and week.print_deadline_at < closes_at:
            yield _("To be in the printed programme too, send it in by %(deadline)s.") % {
                "deadline": format_datetime(week.print_deadline_at)
            }
    elif closes_at and now >= closes_at and now < week.grace_until:
        yield grace_words(week)
    for row in late:
        yield _("%(organiser)s may send in events for %(year)s until %(until)s (%(left)s).") % {
            "organiser": row.organiser,
            "year": week.year,
            "until": format_datetime(row.until),
            "left": time_left(row.until, now),
        }


def grace_words(week):
    """What whoever has begun before the deadline may still do; empty where there is no grace."""
    if not week.has_grace:
        return ""
    closes, ends = clock.local(week.submissions_close_at), clock.local(week.grace_until)
    until = format_time(ends) if closes.date() == ends.date() else format_datetime(ends)
    return _("If you have begun before the deadline, you may send it in until %(until)s.") % {
        "until": until
    }


def _rows(week, late, now):
    def moment(what, at, note="", shown=format_datetime):
        if at is None:
            return None
        left = time_left(at, now)
        return Deadline(what, at, shown(at), left, note, is_past=not left)

    yield moment(_("Submissions open"), week.submissions_open_at)
    yield moment(
        _("Last moment to be in the printed programme"),
        week.print_deadline_at,
        _("What comes later is in the programme on the site, but not on paper."),
    )
    yield moment(
        _("Last moment to send in a new event"), week.submissions_close_at, grace_words(week)
    )
    for row in late:
        what = _("Last moment for %(organiser)s to send in a new event") % {
            "organiser": row.organiser
        }
        yield moment(what, row.until, _("The coordinator has given you more time."))
    yield moment(_("The programme is released"), week.programme_released_at)
    first = clock.day_span(week.starts_on)[0]
    yield moment(_("The week begins"), first, shown=format_day)
