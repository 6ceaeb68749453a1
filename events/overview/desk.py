"""The front page of the admin, gathered: what presses, who waits for a word, and the week."""

from dataclasses import dataclass, field
from typing import Any

from events.domain.clashes import week_clashes
from events.domain.conversation import unanswered
from events.models import Report, Week
from events.overview.pressing import Pressing, pressing
from events.overview.week import overview

# The front page shows the first of a list; more are one press away, and no more than these.
FIRST = 5
MOST = 50


@dataclass(frozen=True)
class Desk:
    """All of the front page that is about cases; ``overview`` is None where there is no week."""

    pressing: Pressing
    questions: list = field(default_factory=list)
    questions_count: int = 0
    reports: int = 0
    clashes: list = field(default_factory=list)
    more_clashes: list = field(default_factory=list)
    clashes_count: int = 0
    overview: Any = None


def desk_of(user):
    """The desk of a member of staff who may read cases. A fixed number of queries."""
    week = Week.objects.upcoming() or Week.objects.order_by("-year").first()
    asked = list(unanswered(user).with_live().with_open())
    clashes = week_clashes(week, user=user) if week else []
    return Desk(
        pressing=pressing(user),
        questions=asked[:FIRST],
        questions_count=len(asked),
        reports=Report.objects.waiting().seen_by(user).count(),
        clashes=clashes[:FIRST],
        more_clashes=clashes[FIRST:MOST],
        clashes_count=len(clashes),
        overview=overview(week) if week else None,
    )
