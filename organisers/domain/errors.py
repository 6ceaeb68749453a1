"""Why a verb of this app would not."""

from enbyforalle.lib.refusals import Conflict, NotAllowed, Refused

__all__ = ["Conflict", "NotAllowed", "Refused"]
