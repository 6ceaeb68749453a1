"""What was public and when, read from the record of publications."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_datetime
from events.enums import HappeningStatus, Visibility
from events.models import Event, Publication, Version, Week

LANGUAGES = ("nb", "en")
# Names of what a record holds beside the fields of the form.
LABELS = {
    "status": _("status"),
    "status_reason": _("reason"),
    "organiser": _("organiser"),
    "co_organisers": _("co-organisers"),
    "prices": _("prices"),
    "languages": _("event language(s)"),
    "access": _("access"),
    "contributors": _("contributors"),
    "pictures": _("pictures"),
    "materials": _("recordings and material"),
}
# What is written first of a session; whatever else it holds comes after.
WHEN_AND_WHERE = ("starts_at", "ends_at", "place", "room", "address", "district")
# Codes that say the same of every session, and what the venue's own page tells.
NOT_SHOWN = frozenset(("uid", "venue_access", *WHEN_AND_WHERE))


@dataclass(frozen=True)
class Line:
    """One thing a record says, in both languages: ``("title", «Korkveld», "Choir evening")``."""

    label: str
    nb: str
    en: str


@dataclass(frozen=True)
class Change:
    """One thing that two records in a row say differently."""

    label: str
    before: Line | None
    after: Line | None


def programme_at(moment: datetime, *, week: Week | None = None, internal: bool = False):
    """The publications that stood at ``moment``: one for each event that was public then.

    That is the newest record of each event at or before the moment, where it was shown, was for
    everyone (with ``internal``: for employees instead) and its week's programme was released. The
    release is read from the week as it stands today. Ordered by week and first session. One query.
    """
    latest = Publication.objects.filter(event=OuterRef("pk"), at__lte=moment)
    events = Event.objects.annotate(record=Subquery(latest.order_by("-at", "-pk").values("pk")[:1]))
    if week is not None:
        events = events.filter(week=week)
    rows = Publication.objects.filter(pk__in=events.values("record")).select_related("event__week")
    wanted = Visibility.INTERNAL if internal else Visibility.PUBLIC
    shown = [row for row in rows if _was_shown(row, moment, wanted)]
    return sorted(shown, key=lambda row: (-row.event.week.year, _first(row), row.event_id))


def _was_shown(row, moment, visibility):
    content = row.content.get("nb")
    if not content or content.get("visibility") != visibility:
        return False
    week = row.event.week
    if week.programme_released_at and week.programme_released_at <= moment:
        return True
    early = week.pre_programme_released_at
    if not early or early > moment:
        return False
    starts = [datetime.fromisoformat(session["starts_at"]) for session in content["sessions"]]
    return any(clock.local(start).date() < week.starts_on for start in starts)


def _first(row):
    return min((session["starts_at"] for session in row.content["nb"]["sessions"]), default="")


def lines_of(content):
    """All that a record says, as a list of Line; empty for an event that was not shown."""
    if not content:
        return []
    both = {language: dict(_flat(content[language])) for language in LANGUAGES}
    keys = list(dict.fromkeys([*both["nb"], *both["en"]]))
    lines = [(key, both["nb"].get(key, ""), both["en"].get(key, "")) for key in keys]
    return [Line(str(label_of(key)), nb, en) for key, nb, en in lines if nb or en]


def changes_between(before, after):
    """What two contents say differently, as a list of Change, in the order of the form."""
    old, new = _keyed(before), _keyed(after)
    keys = list(dict.fromkeys([*old, *new]))
    return [
        Change(str(label_of(key)), old.get(key), new.get(key))
        for key in keys
        if old.get(key) != new.get(key)
    ]


def history_of(event):
    """[(publication, changes since the one before)] of an event, newest first."""
    rows = list(event.publications.select_related("by").order_by("at", "pk"))
    earlier = [{}, *(row.content for row in rows)]
    pairs = [
        (row, changes_between(old, row.content)) for old, row in zip(earlier, rows, strict=False)
    ]
    return pairs[::-1]


def label_of(key):
    """The name of a key of a record, in the active language."""
    if key.startswith("session:"):
        return _("session")
    if key in LABELS:
        return LABELS[key]
    names = {field.name: field for field in Version._meta.get_fields()}
    field = names.get(key) or names.get(f"{key}_nb")
    return getattr(field, "verbose_name", key)


def _keyed(content):
    if not content:
        return {}
    both = {language: dict(_flat(content[language])) for language in LANGUAGES}
    keys = list(dict.fromkeys([*both["nb"], *both["en"]]))
    found = {
        key: Line(str(label_of(key)), both["nb"].get(key, ""), both["en"].get(key, ""))
        for key in keys
    }
    return {key: line for key, line in found.items() if line.nb or line.en}


def _flat(content):
    """(key, words) of one language of a record."""
    for key, value in content.items():
        if key == "sessions":
            for session in value:
                yield f"session:{session['uid']}", _session(session)
        else:
            yield key, _words(value)


def _session(session):
    """One session in words: when, where, and whatever else is said of it."""
    starts, ends = session["starts_at"], session.get("ends_at")
    when = " – ".join(_moment(value) for value in (starts, ends) if value)
    where = [session[name] for name in WHEN_AND_WHERE[2:] if session.get(name)]
    more = []
    for name, value in session.items():
        if name in NOT_SHOWN or not value or value in (HappeningStatus.SCHEDULED, "in_person"):
            continue
        more.append(f"{name}: {_moment(value)}" if name.endswith("_at") else f"{name}: {value}")
    return "; ".join([when, *where, *more])


def _moment(value):
    return str(format_datetime(datetime.fromisoformat(value)))


def _words(value):
    """A value of a record as text: lists by commas, yes and no as signs a reader knows."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "✓"
    if isinstance(value, dict):
        return ", ".join(f"{name}: {_words(one)}" for name, one in value.items() if one)
    if isinstance(value, list):
        return "; ".join(_words(one) for one in value)
    return str(value)
