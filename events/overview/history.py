"""What was public and when, read from the record of publications."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.dates import format_datetime
from enbyforalle.lib.i18n import language_name
from events.enums import (
    Answer,
    Attendance,
    ContributorRole,
    HappeningStatus,
    LanguageUse,
    Visibility,
)
from events.models import AccessFeature, Event, Publication, Version, Week

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
SAID_OF_SESSIONS = {
    "status": _("status"),
    "attendance": _("in person or online"),
    "is_full": _("full"),
    "has_few_left": _("few places left"),
    "doors_at": _("doors open"),
    "reported_starts_at": _("another time, not confirmed"),
    "previous_starts_at": _("moved from"),
    "previous_place": _("moved from"),
}
# What goes without saying.
USUAL = (HappeningStatus.SCHEDULED, Attendance.IN_PERSON)


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


def lines_of(content, names=None):
    """All that a record says, as a list of Line; empty for an event that was not shown.

    ``names`` are those of ``feature_names``, asked for here where they are not given.
    """
    return list(_keyed(content, names or feature_names()).values())


def feature_names():
    """{language: {code: name}} of the questions about access, which a record holds by code."""
    rows = list(AccessFeature.objects.values_list("code", "name_nb", "name_en"))
    return {
        "nb": {code: name for code, name, _en in rows},
        "en": {code: name for code, _nb, name in rows},
    }


def changes_between(before, after, names=None):
    """What two contents say differently, as a list of Change, in the order of the form."""
    names = names or feature_names()
    old, new = _keyed(before, names), _keyed(after, names)
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
    names = feature_names()
    pairs = [
        (row, changes_between(old, row.content, names))
        for old, row in zip(earlier, rows, strict=False)
    ]
    return pairs[::-1]


def label_of(key):
    """The name of a key of a record, in the active language."""
    if key.startswith("session:"):
        return _("session")
    if key in LABELS:
        return LABELS[key]
    return getattr(_field(key), "verbose_name", key)


def _field(key):
    names = {field.name: field for field in Version._meta.get_fields()}
    return names.get(key) or names.get(f"{key}_nb")


def _keyed(content, names):
    """{key: Line} of a record, without what it leaves empty in both languages."""
    if not content:
        return {}
    both = {}
    for language in LANGUAGES:
        with translation.override(language):
            both[language] = dict(_flat(content[language], names[language]))
    keys = list(dict.fromkeys([*both["nb"], *both["en"]]))
    found = {
        key: Line(str(label_of(key)), both["nb"].get(key, ""), both["en"].get(key, ""))
        for key in keys
    }
    return {key: line for key, line in found.items() if line.nb or line.en}


def _flat(content, names):
    """(key, words) of one language of a record, in the active language."""
    for key, value in content.items():
        if key == "sessions":
            for session in value:
                yield f"session:{session['uid']}", _session(session)
        else:
            yield key, _value(key, value, names)


def _value(key, value, names):
    """A value of a record as a reader would write it."""
    if key == "access":
        said = dict(Answer.choices)
        return "; ".join(f"{names.get(code, code)}: {said[one]}" for code, one in value.items())
    if key == "languages":
        pairs = (row.split(":") for row in value)
        uses = dict(LanguageUse.choices)
        return "; ".join(f"{language_name(code)} ({uses[use]})" for code, use in pairs)
    if key in ("pictures", "contributors", "materials"):
        return "; ".join(", ".join(_shown(row)) for row in value)
    if key == "status":
        return str(HappeningStatus(value).label)
    field = _field(key)
    if isinstance(field, models.DateTimeField) and value:
        return _moment(value)
    choices = dict(getattr(field, "flatchoices", ()) or ())
    return str(choices[value]) if isinstance(value, str) and value in choices else _words(value)


def _shown(row):
    """What of a picture, a contributor or a recording is words."""
    roles = dict(ContributorRole.choices)
    for name, value in row.items():
        if name != "key" and value:
            yield str(roles.get(value, value)) if name == "role" else str(value)


def _session(session):
    """One session in words: when, where, and whatever else is said of it."""
    starts, ends = session["starts_at"], session.get("ends_at")
    when = " – ".join(_moment(value) for value in (starts, ends) if value)
    where = [session[name] for name in WHEN_AND_WHERE[2:] if session.get(name)]
    more = [session[name] for name in ("label", "notice") if session.get(name)]
    for name, label in SAID_OF_SESSIONS.items():
        value = session.get(name)
        if value and value not in USUAL:
            more.append(_said(label, value))
    return "; ".join([when, *where, *more])


def _said(label, value):
    if value is True:
        return str(label)
    for choices in (HappeningStatus, Attendance):
        if value in choices.values:
            return str(choices(value).label)
    is_moment = isinstance(value, str) and value[:2] == "20" and "T" in value
    return f"{label}: {_moment(value) if is_moment else value}"


def _moment(value):
    return str(format_datetime(datetime.fromisoformat(value)))


def _words(value):
    """A value without choices as text: lists by semicolons, yes as a sign a reader knows."""
    if value is None or value is False or value == "":
        return ""
    if value is True:
        return "✓"
    if isinstance(value, list):
        return "; ".join(_words(one) for one in value)
    return str(value)
