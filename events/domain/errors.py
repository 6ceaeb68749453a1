"""Why a verb would not. Each carries a sentence for the person who asked.

They are those of the organisers app, whose verbs are called from here: a page that catches
Refused catches it wherever in the chain it was raised.
"""

from organisers.domain.errors import Conflict, NotAllowed, Refused

__all__ = ["Conflict", "Incomplete", "NotAllowed", "Refused"]


class Incomplete(Refused):
    """Something must be filled in first; ``missing`` lists it (see ``completeness.missing``)."""

    code = "incomplete"

    def __init__(self, message, missing):
        super().__init__(message)
        self.missing = missing
