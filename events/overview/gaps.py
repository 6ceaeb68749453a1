"""What the week lacks, in words: what nobody would see in a list of what there is."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib.dates import format_day_brief
from events.overview.rows import FAMILY_AUDIENCES, FAMILY_TYPE

# These are no part of the town that an event could be missing from.
NO_PLACE = ("hele-kommunen", "digital")


@dataclass(frozen=True)
class Gap:
    """One thing that no approved event has; ``waiting`` events would mend it."""

    words: str
    waiting: int = 0

    @property
    def hope(self):
        """«1 venter på avgjørelse», or nothing where nothing that waits would mend it."""
        if not self.waiting:
            return ""
        return ngettext(
            "%(n)d that would mend it waits for a decision",
            "%(n)d that would mend it wait for a decision",
            self.waiting,
        ) % {"n": self.waiting}


def gaps_of(week, texts, slots, terms, chose, signed):
    """The gaps: days, families, evenings, sign language, districts, grounds.

    ``slots``, ``terms``, ``chose`` and ``signed`` are what ``rows`` and ``week`` have read.
    """
    family = _for_families(terms, chose)
    return [
        *_by_day(week, texts, slots, family),
        *_sign_language(texts, signed),
        *_by_term(
            texts.tally((slot.version, slot.district) for slot in slots),
            [row for row in terms["districts"] if row.slug not in NO_PLACE],
            _("No event in %(name)s"),
        ),
        *_by_term(
            texts.tally(chose["grounds"]),
            terms["grounds"],
            _("No event takes up the ground %(name)s"),
        ),
    ]


def _for_families(terms, chose):
    codes = {row.pk for row in terms["audiences"] if row.code in FAMILY_AUDIENCES}
    types = {row.pk for row in terms["types"] if row.code == FAMILY_TYPE}
    return {version for version, pk in chose["audiences"] if pk in codes} | {
        version for version, pk in chose["types"] if pk in types
    }


def _by_day(week, texts, slots, family):
    any_time = texts.tally((slot.version, slot.day) for slot in slots)
    for_families = texts.tally((slot.version, slot.day) for slot in slots if slot.version in family)
    evenings = texts.tally((slot.version, slot.day) for slot in slots if slot.is_evening)
    for number in range((week.ends_on - week.starts_on).days + 1):
        day = week.starts_on + timedelta(days=number)
        name = {"day": format_day_brief(day)}
        approved, waiting = any_time.count(day)
        if not approved:
            yield Gap(_("No event on %(day)s") % name, waiting)
            continue
        approved, waiting = for_families.count(day)
        if not approved:
            yield Gap(_("Nothing for families or children on %(day)s") % name, waiting)
        approved, waiting = evenings.count(day)
        if not approved:
            yield Gap(_("No evening event on %(day)s") % name, waiting)


def _sign_language(texts, signed):
    approved, waiting = texts.tally((version, True) for version in signed).count(True)
    if not approved:
        yield Gap(_("No event with sign language"), waiting)


def _by_term(tally, rows, words):
    for row in rows:
        approved, waiting = tally.count(row.pk)
        if not approved:
            yield Gap(words % {"name": row}, waiting)
