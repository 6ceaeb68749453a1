"""Why a verb would not. Each carries a sentence for the person who asked."""


class Refused(Exception):
    """The verb did nothing; ``message`` says why in the user's language."""

    code = "refused"

    def __init__(self, message, field=""):
        super().__init__(message)
        self.message = message
        # The form field to show the sentence at, where it is about one.
        self.field = field

    def __str__(self):
        return str(self.message)


class NotAllowed(Refused):
    """The user has not the right."""

    code = "not_allowed"


class Conflict(Refused):
    """Somebody else was first: what the user looked at is no longer so."""

    code = "conflict"
