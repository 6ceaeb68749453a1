"""The coordinator's workplace. Importing this package registers everything with the admin."""

from events.admin import records, reports
from events.admin.cases import lists as cases
from events.admin.queue import lists as queue
from events.admin.reference import late, materials, places, stock_reasons, venues
from events.admin.reference import lists as reference

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
