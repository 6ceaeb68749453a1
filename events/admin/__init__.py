"""The coordinator's workplace. Importing this package registers everything with the admin."""

from events.admin import (
    cases,
    late,
    materials,
    places,
    queue,
    records,
    reference,
    reports,
    stock_reasons,
    venues,
)

__all__ = [
    "cases",
    "late",
    "materials",
    "places",
    "queue",
    "records",
    "reference",
    "reports",
    "stock_reasons",
    "venues",
]
