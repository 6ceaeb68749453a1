"""Why a verb of this app would not."""

from enbyforalle.lib.refusals import Conflict, NotAllowed, Refused


class Incomplete(Refused):
    """Something must be filled in first; ``missing`` lists it (see ``completeness.missing``)."""

    code = "incomplete"

    def __init__(self, message, missing):
        super().__init__(message)
        self.missing = missing


__all__ = ["Conflict", "Incomplete", "NotAllowed", "Refused"]
