"""The model of the week: see docs/architecture.md for the picture."""

from events.models.event import CoOrganiser, Event, LogEntry, Publication
from events.models.material import Material
from events.models.picture import Image, Picture
from events.models.place import District, Venue, VenueAccess
from events.models.reasons import StockReason
from events.models.report import Report
from events.models.session import Session, SessionTime
from events.models.terms import (
    AccessFeature,
    Audience,
    EventType,
    GroundTerm,
    NotableDay,
    SustainableGoal,
    Topic,
)
from events.models.version import (
    Contributor,
    PriceTier,
    Version,
    VersionAccess,
    VersionLanguage,
)
from events.models.week import Week
from events.models.windows import LateAccess, MutedReminder

__all__ = [
    "AccessFeature",
    "Audience",
    "CoOrganiser",
    "Contributor",
    "District",
    "Event",
    "EventType",
    "GroundTerm",
    "Image",
    "LateAccess",
    "LogEntry",
    "Material",
    "MutedReminder",
    "NotableDay",
    "Picture",
    "PriceTier",
    "Publication",
    "Report",
    "Session",
    "SessionTime",
    "StockReason",
    "SustainableGoal",
    "Topic",
    "Venue",
    "VenueAccess",
    "Version",
    "VersionAccess",
    "VersionLanguage",
    "Week",
]
