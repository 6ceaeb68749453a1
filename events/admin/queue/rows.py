"""What can be done from the rows of the queue, and what they say of changes."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from events import permissions
from events.admin.walking import Walk
from events.domain.differences import differences, small_and_safe
from events.enums import VersionState
from events.models import Version


@dataclass(frozen=True)
class Change:
    """What a waiting version changes in the public text."""

    differences: Any
    is_safe: bool


def live_of_changes(versions):
    """``{pk: (live, waiting)}`` of those that would change a public text, content and all.

    A fixed number of queries, and none where nothing of the kind waits.
    """
    keys = [row.pk for row in versions if row.state == VersionState.SUBMITTED]
    waiting = Version.objects.filter(pk__in=keys, event__versions__is_live=True) if keys else ()
    waiting = list(waiting.with_content()) if keys else []
    if not waiting:
        return {}
    lives = Version.objects.filter(event__in=[row.event_id for row in waiting], is_live=True)
    live_of = {row.event_id: row for row in lives.with_content()}
    return {row.pk: (live_of[row.event_id], row) for row in waiting if row.event_id in live_of}


def changes_of(versions):
    """``{pk: Change}`` for those of a page of the queue that change a public text."""
    pairs = live_of_changes(versions)
    safe = small_and_safe(list(pairs)) if pairs else set()
    return {
        pk: Change(differences(live, waiting, joining=()), pk in safe)
        for pk, (live, waiting) in pairs.items()
    }


@dataclass(frozen=True)
class Acts:
    """What a row of the queue offers; each button leads back to the queue as it stands."""

    version: Version
    change: Change | None
    kept: str
    may_take: bool
    may_decide: bool

    @property
    def title(self):
        """What the buttons are about, for those who hear them one by one."""
        return str(self.version.title) or self.version.event.reference

    @property
    def may_approve(self):
        """Whether one press may do: the change is small and safe, and the user may decide."""
        return self.may_decide and self.change is not None and self.change.is_safe

    @property
    def seen(self):
        """Which text the row shows."""
        return self.version.updated_at.isoformat()

    @property
    def approve_address(self):
        return self._address("approve")

    @property
    def take_address(self):
        return self._address("assign")

    def _address(self, name):
        address = reverse(f"admin:events_version_{name}", args=[self.version.pk])
        return f"{address}{self.kept or '?'}{'&' if self.kept else ''}then=queue"


def with_acts(rows, request):
    """The rows of the page, as a list, each with what can be done from it as ``acts``."""
    rows = list(rows)
    changes = changes_of(rows)
    kept = Walk(request.GET.urlencode()).kept
    user = request.user
    may_review = permissions.can_review(user)
    own = set(user.memberships.values_list("organiser", flat=True)) if may_review else set()
    # A change in which own organisers take part is refused by the verb; the page need not know.
    for row in rows:
        may_decide = may_review and row.event.organiser_id not in own
        may_take = may_review and row.is_open
        row.acts = Acts(row, changes.get(row.pk), kept, may_take, may_decide)
    return rows
