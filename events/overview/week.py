"""The week as a picture: by day, district, audience, ground and type, and what is missing."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import format_day_brief
from events.models import Audience, District, EventType, GroundTerm
from events.overview.gaps import gaps_of
from events.overview.rows import chosen, signed, slots_of, texts_of

# Per cent of the drawing's width that the longest bar has.
FULL = 100


@dataclass(frozen=True)
class Bar:
    """One thing and how many events have it. ``longest`` is the longest bar of its picture."""

    label: str
    approved: int
    waiting: int
    longest: int
    address: str = ""

    @property
    def approved_width(self):
        return self._width(self.approved)

    @property
    def waiting_width(self):
        return self._width(self.waiting)

    @property
    def is_empty(self):
        """Whether nothing is approved, and nothing waits."""
        return not (self.approved or self.waiting)

    def _width(self, count):
        return FULL * count // self.longest if self.longest else 0


@dataclass(frozen=True)
class Picture:
    """One drawing with its table: a code for addresses inside the page, a heading and bars."""

    code: str
    heading: str
    column: str
    bars: list


@dataclass(frozen=True)
class WeekOverview:
    """All of it. ``gaps`` are sentences about what is missing, most telling first."""

    week: Any
    approved: int
    waiting: int
    pictures: list = field(default_factory=list)
    gaps: list = field(default_factory=list)


def overview(week):
    """The week's public programme as it stands and as it would with what waits.

    Counts events, not sessions; cancelled ones, those off the site and those for employees only
    do not count. Twelve queries, however many events there are.
    """
    texts = texts_of(week)
    slots = slots_of(texts)
    terms = {
        "districts": list(District.objects.all()),
        "audiences": list(Audience.objects.filter(is_active=True)),
        "grounds": list(GroundTerm.objects.all()),
        "types": list(EventType.objects.filter(is_active=True)),
    }
    chose = {name: chosen(texts, name) for name in ("audiences", "grounds", "types")}
    tallies = {name: texts.tally(pairs) for name, pairs in chose.items()}
    tallies["days"] = texts.tally((slot.version, slot.day) for slot in slots)
    tallies["districts"] = texts.tally((slot.version, slot.district) for slot in slots)
    approved, waiting = texts.count()
    gaps = gaps_of(week, texts, slots, terms, chose, signed(texts))
    return WeekOverview(week, approved, waiting, _pictures(week, slots, terms, tallies), gaps)


def days_of(week, slots=()):
    """The week's own days, and before and after them the days on which something is."""
    count = (week.ends_on - week.starts_on).days + 1
    own = {week.starts_on + timedelta(days=number) for number in range(count)}
    return sorted(own | {slot.day for slot in slots})


def _pictures(week, slots, terms, tallies):
    queue = reverse("admin:events_version_changelist")
    days = [(day, format_day_brief(day), "") for day in days_of(week, slots)]
    districts = [
        (row.pk, str(row), f"{queue}?district={row.pk}&week={week.pk}")
        for row in terms["districts"]
    ]
    named = {name: [(row.pk, str(row), "") for row in rows] for name, rows in terms.items()}
    return [
        _picture("days", _("By day"), _("Day"), days, tallies["days"]),
        _picture(
            "districts",
            _("By district or area"),
            _("District or area"),
            districts,
            tallies["districts"],
        ),
        _picture(
            "audiences", _("By audience"), _("Audience"), named["audiences"], tallies["audiences"]
        ),
        _picture(
            "grounds",
            _("By ground of discrimination"),
            _("Ground of discrimination"),
            named["grounds"],
            tallies["grounds"],
        ),
        _picture("types", _("By event type"), _("Event type"), named["types"], tallies["types"]),
    ]


def _picture(code, heading, column, things, tally):
    counts = [(label, *tally.count(key), address) for key, label, address in things]
    longest = max((approved + waiting for _label, approved, waiting, _to in counts), default=0)
    bars = [
        Bar(label, approved, waiting, longest, address if waiting else "")
        for label, approved, waiting, address in counts
    ]
    return Picture(code, heading, column, bars)
