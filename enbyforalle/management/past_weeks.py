"""The real past weeks, as far as public pages tell: facts with their sources, nothing more."""

from datetime import date, datetime, time, timedelta
from urllib.parse import urlsplit

from django.db import transaction

from enbyforalle.lib import clock
from enbyforalle.management.reference import read
from enbyforalle.pages import domain as pages
from enbyforalle.pages.models import Redirect
from events.domain.archive import enter_past_event
from events.models import Event, Week

MIDNIGHT = time(0, 0)
# Where the readers of the old site's pages find the same today.
KINDS = {"about": "/om/", "section": "/", "news": "/program/arkiv/"}


@transaction.atomic
def load_past_weeks(*, by):
    """Add the weeks since 2018 with their known events, once; returns how many events are new."""
    data = read("past-weeks.json")
    for row in data["weeks"]:
        _week(row)
    entered = [event for row in data["events"] if (event := _event(row, by))]
    entered += [event for row in data["undated"] if (event := _event(row, by))]
    for row in data["old_paths"]:
        _redirect(row, by)
    return len(entered)


def _week(row):
    total = row["events_total"] or {}
    values = {
        "starts_on": date.fromisoformat(row["starts_on"]),
        "ends_on": date.fromisoformat(row["ends_on"]),
        "theme_nb": row["theme_nb"] or "",
        "theme_en": {"Trygghet": "Safety"}.get(row["theme_nb"], ""),
        "events_total": total.get("number"),
        "events_total_qualifier": total.get("qualifier", ""),
        "source_url": row["source"] or "",
        # Past weeks are history, so their programme counts as released when they began.
        "programme_released_at": clock.at(date.fromisoformat(row["starts_on"]), MIDNIGHT),
    }
    if row["theme_nb"] == "Menneskerettigheter i lokalsamfunnet":
        values["theme_en"] = "Human rights in our local communities"
    Week.objects.get_or_create(year=row["year"], defaults=values)


def _event(row, by):
    """The event, or None when it is there already."""
    week = Week.objects.get(year=row["year"])
    names = ", ".join(row["organisers"])
    there = Event.objects.filter(week=week, versions__title_nb=row["title_nb"])
    if there.exists():
        return None
    return enter_past_event(
        week,
        by=by,
        title_nb=row["title_nb"],
        organiser_names=names,
        source_url=row["source"],
        place_name=row["venue"] or "",
        price_note_nb=row.get("price") or "",
        **_when(row),
    )


def _when(row):
    """Start and end as far as the source says; nothing at all where it gives no date."""
    if not row.get("date"):
        return {}
    day = date.fromisoformat(row["date"])
    found = {"starts_at": _at(day, row["start"]), "is_time_known": row["start"] is not None}
    if row["end"]:
        found["ends_at"] = _at(day, row["end"])
    elif row["ends_on"]:
        last = date.fromisoformat(row["ends_on"]) + timedelta(days=1)
        found["ends_at"] = clock.at(last, MIDNIGHT)
    return found


def _at(day, text):
    return clock.at(day, datetime.strptime(text, "%H:%M").time() if text else MIDNIGHT)  # noqa: DTZ007


def _redirect(row, by):
    if Redirect.objects.filter(old_path=row["path"]).exists():
        return
    new = KINDS.get(row["kind"]) or _address_of(row)
    pages.save(Redirect(old_path=row["path"], new_path=new), by=by)


def _address_of(row):
    """The page of an old event's address: found by the source it was read from."""
    for event in Event.objects.filter(source_url__endswith=row["path"]):
        return urlsplit(event.get_absolute_url()).path
    return KINDS["news"]
