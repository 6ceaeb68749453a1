"""What the coordinator should take first: a short list, each with the reason it stands there."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock
from events.models import Version
from events.overview.due import OVERDUE, SOON, state_of
from organisers.models import Organiser, OrganiserText

# A change to what is in the programme already goes first when people may be planning by it.
NEAR = timedelta(days=14)
SHOWN = 8


@dataclass(frozen=True)
class Tag:
    """A mark in words; ``tone`` is one of the marks of the style sheet."""

    words: str
    tone: str = "attn"


@dataclass(frozen=True)
class Case:
    """One version, why it presses, and for how many days it has waited."""

    version: Any
    days: int
    tags: list = field(default_factory=list)


@dataclass(frozen=True)
class Pressing:
    """How much of what waits presses, and the first of it."""

    overdue: int = 0
    soon: int = 0
    near_changes: int = 0
    newcomers: int = 0
    mine: int = 0
    cases: list = field(default_factory=list)


def pressing(user):
    """What waits that the user may see, by need: changes near the week, then by promised day.

    Four queries; the first reads seven columns of all that waits, the others the first few.
    """
    live = Version.objects.filter(event=OuterRef("event"), is_live=True)
    known = OrganiserText.objects.filter(organiser=OuterRef("event__organiser"), is_live=True)
    waiting = Version.objects.seen_by(user).waiting()
    rows = list(
        waiting.annotate(has_live=Exists(live), is_known=Exists(known)).values(
            "pk",
            "submitted_at",
            "has_live",
            "is_known",
            "event__organiser",
            "event__assigned_to",
            "event__week__answer_days",
            "event__week__starts_on",
            "event__week__ends_on",
        )
    )
    today = clock.today()
    facts = [_facts(row, today, user) for row in rows]
    facts.sort(key=lambda fact: (not fact["is_near"], fact["left"]))
    return Pressing(
        overdue=sum(fact["due"] == OVERDUE for fact in facts),
        soon=sum(fact["due"] == SOON for fact in facts),
        near_changes=sum(fact["is_near"] for fact in facts),
        newcomers=sum(fact["is_new"] for fact in facts),
        mine=sum(fact["is_mine"] for fact in facts),
        cases=_cases(facts[:SHOWN]),
    )


def _facts(row, today, user):
    promised = row["submitted_at"] + timedelta(days=row["event__week__answer_days"])
    left = (clock.local(promised).date() - today).days
    near = row["event__week__starts_on"] - NEAR <= today <= row["event__week__ends_on"]
    return {
        "pk": row["pk"],
        "left": left,
        "due": state_of(left),
        "days": (today - clock.local(row["submitted_at"]).date()).days,
        "is_change": row["has_live"],
        "is_near": row["has_live"] and near,
        "is_new": bool(row["event__organiser"]) and not row["is_known"],
        "is_mine": row["event__assigned_to"] == user.pk,
    }


def _cases(facts):
    versions = Version.objects.filter(pk__in=[fact["pk"] for fact in facts]).select_related(
        "event__assigned_to"
    )
    found = {version.pk: version for version in versions}
    organisers = Organiser.objects.with_texts().in_bulk(
        [version.event.organiser_id for version in found.values() if version.event.organiser_id]
    )
    for version in found.values():
        if version.event.organiser_id:
            version.event.organiser = organisers[version.event.organiser_id]
    return [Case(found[fact["pk"]], fact["days"], _tags(fact)) for fact in facts]


def _tags(fact):
    tags = []
    if fact["is_near"]:
        tags.append(Tag(_("change to an approved event, and the week is near")))
    elif fact["is_change"]:
        tags.append(Tag(_("change to an approved event"), ""))
    if fact["due"] == OVERDUE:
        tags.append(Tag(_("promised answer is overdue"), "warn"))
    elif fact["due"] == SOON:
        left = fact["left"]
        words = ngettext("answer due in %(n)d day", "answer due in %(n)d days", left) % {"n": left}
        tags.append(Tag(words if left else _("answer due today")))
    if fact["is_new"]:
        tags.append(Tag(_("new to us")))
    return tags
