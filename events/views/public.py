"""Home, programme and archive. The same bytes for everyone: no session, no user, no cookie."""

from dataclasses import dataclass

from django.db.models import Count, Q
from django.http import Http404
from django.shortcuts import render
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.pages.models import Meeting
from enbyforalle.publishing import published
from events.models import Event, Material, Week
from events.programme import addresses
from events.programme.counting import Sessions
from events.programme.days import changes_at, highlights, programme_days, public_week, today_rows
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from events.programme.frame import frame, quick_choices, street_of
from events.programme.instants import next_change, release_times
from events.programme.left import left_after
from events.programme.now import Now, now_and_next
from events.programme.sharing import of_week
from events.programme.steady import gather_steady
from events.programme.subscription import subscription

HIGHLIGHTS = 4


@dataclass(frozen=True)
class Stage:
    """Where in the year we are: "before", "week", "after" the week that people ask for."""

    week: Week | None
    name: str
    days_left: int = 0


@published
def home(request):
    """What week is this, what is on today (or when does it start), how do I find mine."""
    now = clock.now()
    stage = _stage(clock.today())
    week = stage.week
    today = today_rows(week, now) if stage.name == "week" else None
    context = {
        "week": week,
        "stage": stage,
        "today": today,
        "today_date": clock.today(),
        "street": street_of(week, None, now),
        "quick": quick_choices(ProgrammeFilter(week, {}), clock.today()) if today else [],
        "highlights": _highlights(week, today, now),
        "meetings": list(Meeting.objects.public().upcoming(now)[:2]),
        "submissions": Week.objects.open_for_submissions().first(),
        "sharing": of_week(week),
        "section": "home",
    }
    response = render(request, "events/home.html", context)
    cards = [*(today.rows if today else ()), *context["highlights"]]
    ends = [meeting.ends_at for meeting in context["meetings"]]
    windows = Week.objects.values_list("submissions_open_at", "submissions_close_at")
    turns = [instant for row in windows for instant in row]
    response.valid_until = min(changes_at(now, cards), next_change(now, *ends, *turns))
    return response


@published(params=FILTER_PARAMS)
def programme(request):
    """The current week's programme."""
    week = Week.objects.current() or Week.objects.upcoming()
    return _programme(request, week)


@published(params=FILTER_PARAMS, each=addresses.years("events:year"))
def year(request, year):
    """One year's programme: the current one, or a past week from the archive."""
    week = public_week(year)
    if week is None:
        raise Http404
    return _programme(request, week)


@published
def archive(request):
    """All weeks, with what is known of each and where it is known from."""
    now = clock.now()
    shown = Q(events__in=Event.objects.public(now).values("pk"))
    left = Q(events__materials__in=Material.objects.public(now).values("pk"))
    weeks = (
        Week.objects.filter(Q(programme_released_at__lte=now) | Q(ends_on__lt=clock.today()))
        .annotate(
            n_events=Count("events", filter=shown, distinct=True),
            n_left=Count("events__materials", filter=left, distinct=True),
        )
        .order_by("-year")
    )
    context = {"weeks": weeks, "today": clock.today(), "section": "archive"}
    response = render(request, "events/archive.html", context)
    response.valid_until = next_change(now, *release_times())
    return response


def _highlights(week, today, now):
    """What else is worth knowing about: nothing that stands among today's already."""
    if week is None or not week.is_released:
        return []
    shown = {card.event.pk for card in today.rows} if today else set()
    cards = highlights(week, now, HIGHLIGHTS + len(shown))
    return [card for card in cards if card.event.pk not in shown][:HIGHLIGHTS]


def _programme(request, week):
    now = clock.now()
    chosen = ProgrammeFilter.from_query(request.GET, week)
    read = Sessions(chosen, now) if week else None
    shown = programme_days(week, chosen, now, read=read)
    found_nothing = week is not None and chosen.is_active and shown.is_empty
    by_day = bool(chosen["day"]) or shown.one_day is not None
    is_over = week is not None and week.is_over
    # Under a day that somebody chose, the list itself says what comes first.
    soon = Now(clock.today()) if chosen["day"] else now_and_next(shown.rows, now)
    gather_steady(shown, now)
    around = frame(
        chosen,
        now,
        "year",
        found_nothing=found_nothing,
        one_day=shown.one_day,
        shown=shown,
        read=read,
    )
    context = around | {
        "now_next": soon,
        "left": left_after(week, now) if is_over and not chosen.is_active else [],
        "with_picture": is_over,
        "programme": shown,
        "sharing": week and of_week(week, title=_("Programme %(year)s") % {"year": week.year}),
        "by_day": by_day,
        "street_url": around["street_url"] if by_day else "",
        "subscription": _subscription(week, chosen.query_string()),
    }
    response = render(request, "events/programme.html", context)
    response.valid_until = next_change(now, *soon.instants, *release_times())
    return response


def _subscription(week, query):
    if week is None:
        return None
    name = _("A City for All Week %(year)s") % {"year": week.year}
    others = {
        "news": "events:year_news",
        "data": "events:year_data",
        "table": "events:year_table",
    }
    return subscription("events:year_feed", week.year, name=name, query=query, **others)


def _stage(today):
    """The week to speak of: the released one until it is over, then the next one."""
    current, upcoming = Week.objects.current(), Week.objects.upcoming()
    week = current if current and not current.is_over else upcoming or current
    if week is None:
        return Stage(None, "none")
    if today < week.starts_on:
        return Stage(week, "before", (week.starts_on - today).days)
    return Stage(week, "week" if today <= week.ends_on and week.is_released else "after")
