"""The messages about deadlines of one's own: one function each, in the reader's own language."""

from enbyforalle.jobs.mail import queue_mail
from events.mail.readers import readers_of


def late_access_granted(late):
    """To the organiser's members: you may send in until this moment."""
    _tell(late, "late-access-granted")


def late_access_withdrawn(late):
    """To the organiser's members: the deadline holds for you again."""
    _tell(late, "late-access-withdrawn")


def _tell(late, name):
    for reader in readers_of(late.organiser):
        queue_mail(
            f"events/mail/{name}",
            to=reader.email,
            language=reader.language,
            context={"late": late, "week": late.week, "organiser": str(late.organiser)},
            about=f"{late.week}",
        )
