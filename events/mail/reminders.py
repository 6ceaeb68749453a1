"""The reminders: one function each, in the reader's own language, each with a way to end it."""

from enbyforalle.jobs.mail import queue_mail
from events.domain import muting
from events.enums import Reminder


def draft_not_sent(occasion):
    """The deadline is near, and these drafts are not sent in."""
    _tell(occasion, "reminder-draft", deadline=occasion.week.submissions_close_at)


def changes_not_answered(occasion):
    """The coordinator has asked for changes, and waits."""
    _tell(occasion, "reminder-changes")


def late_access_ends(occasion):
    """The organiser's own later deadline is near."""
    _tell(occasion, "reminder-late", late=occasion.rows[0])


def print_deadline_near(occasion):
    """What is to be in the printed programme has to come soon."""
    _tell(occasion, "reminder-print", deadline=occasion.week.print_deadline_at)


def interpreter_to_be_booked(occasion):
    """The event promises an interpreter, and interpreters are booked weeks ahead."""
    version = occasion.rows[0]
    _tell(occasion, "reminder-interpreter", version=version, begins=version.begins)


def week_is_near(occasion):
    """Is everything right in what the public reads?"""
    _tell(occasion, "reminder-week")


LETTERS = {
    Reminder.DRAFT: draft_not_sent,
    Reminder.CHANGES: changes_not_answered,
    Reminder.LATE: late_access_ends,
    Reminder.PRINT: print_deadline_near,
    Reminder.INTERPRETER: interpreter_to_be_booked,
    Reminder.WEEK: week_is_near,
}


def send(occasion):
    """Queue the reminder's mail, in the caller's transaction; asked twice it is one mail."""
    LETTERS[occasion.kind](occasion)


def _tell(occasion, name, **more):
    user = occasion.user
    context = {"rows": occasion.rows, "week": occasion.week, **more}
    queue_mail(
        f"events/mail/{name}",
        to=user.email,
        language=user.language,
        context=context,
        about=_about(occasion),
        key=f"{occasion.key}:mail",
        unsubscribe_url=muting.url_for(user, occasion.kind),
        # A mail program's own button posts, and may then take the answer for done (RFC 8058).
        headers={"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"},
    )


def _about(occasion):
    """The reference of the event where it is about one, so that its case shows the mail."""
    events = {row.event.reference for row in occasion.rows if hasattr(row, "event")}
    return events.pop() if len(events) == 1 else str(occasion.week)
