"""When the organiser's form is in the coordinator's hands."""

from events import permissions


def is_own_text(user, version):
    """Whether the text is the coordinator's to finish: an edit of what waits, or a correction.

    What is done with it then stands on the page of the review and not on the desk. An organiser
    that goes on with a correction sends it in as a change of their own.
    """
    is_staffs = version.is_being_edited or (version.is_correction and version.is_editable)
    return is_staffs and permissions.can_enter(user)
