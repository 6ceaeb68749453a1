"""What is left after a week: recordings and other material, by event."""

from dataclasses import dataclass

from django.db.models import Prefetch

from events.models import Event, Material


@dataclass(frozen=True)
class Left:
    """One event and its public material, recordings first."""

    event: Event
    materials: list[Material]


def left_after(week, now):
    """Events of the week with public material, in the order of their addresses. Three queries."""
    events = Event.objects.with_live().select_related("week")
    found = {}
    rows = Material.objects.public(now).filter(event__week=week)
    for material in rows.prefetch_related(Prefetch("event", events)).order_by("event__slug", "pk"):
        found.setdefault(material.event_id, Left(material.event, [])).materials.append(material)
    for left in found.values():
        left.materials.sort(key=lambda row: not row.is_recording)
    return list(found.values())
