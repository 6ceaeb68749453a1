"""What events ask of the queue: modules of this name are read when Django starts."""

from events.news import tell_coordinator

__all__ = ["tell_coordinator"]
