"""People and organisers. This app never hears of events."""

from organisers.models.invitation import Invitation
from organisers.models.organiser import Membership, Organiser, OrganiserText
from organisers.models.user import User

__all__ = ["Invitation", "Membership", "Organiser", "OrganiserText", "User"]
