"""What is said about an event: messages between organiser and coordinator, and internal notes."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.text import clean
from events import emails, permissions
from events.domain.errors import NotAllowed, Refused
from events.domain.timeline import timeline
from events.domain.workflow import locked_event, write_log
from events.enums import Verb
from events.models import Event, LogEntry

__all__ = [
    "add_note",
    "needs_no_answer",
    "timeline",
    "unanswered",
    "write_to_coordinator",
    "write_to_organiser",
]

# Some two pages. More is a document, and belongs in the event's own text.
LONGEST_MESSAGE = 4000

# In an hour, by one person, over all events: many for a conversation, few for a machine.
MOST_FROM_ORGANISER = 20
MOST_FROM_STAFF = 200
HOUR = timedelta(hours=1)

# What answers an organiser's message: words, a decision, or the note that it needs none.
ANSWERS = (
    Verb.TO_ORGANISER,
    Verb.REQUEST_CHANGES,
    Verb.APPROVE,
    Verb.REJECT,
    Verb.NO_ANSWER,
)

# The same words by the same person again so soon are a button pressed twice.
TWICE = timedelta(minutes=2)


@transaction.atomic
def write_to_organiser(event, *, by, text):
    """Write to the organiser's people; returns the LogEntry. They get it by mail too.

    Raises NotAllowed to those who may not speak for the week or would be speaking to themselves,
    and Refused where nobody could read it, or the text is empty, too long or one of too many.
    """
    event = locked_event(event)
    if not permissions.may_answer_for_the_week(by, event):
        raise NotAllowed(_("You may not write to the organiser of this event."))
    if not emails.organiser_readers(event):
        raise Refused(_("The organiser has nobody we can write to."), "text")
    return _say(
        event, Verb.TO_ORGANISER, by, text, most=MOST_FROM_STAFF, tell=emails.message_to_organiser
    )


@transaction.atomic
def write_to_coordinator(event, *, by, text):
    """Write to those who decide; returns the LogEntry. The event's own organiser may, no others.

    Raises NotAllowed, or Refused where the text is empty, too long or one of too many.
    """
    event = locked_event(event)
    if not permissions.is_member(by, event):
        raise NotAllowed(_("You may not write about this event."))
    return _say(
        event,
        Verb.FROM_ORGANISER,
        by,
        text,
        most=MOST_FROM_ORGANISER,
        tell=emails.message_to_coordinator,
    )


@transaction.atomic
def add_note(event, *, by, text):
    """Keep a note that no organiser sees; returns the LogEntry.

    It is a document of the municipality all the same, and may be asked for under
    offentleglova (the Freedom of Information Act): the page says so where it is written.
    """
    event = locked_event(event)
    if not permissions.may_answer_for_the_week(by, event):
        raise NotAllowed(_("You may not make notes about this event."))
    return _say(event, Verb.NOTE, by, text, most=MOST_FROM_STAFF, is_internal=True)


@transaction.atomic
def needs_no_answer(event, *, by):
    """Take the event off the list of those that wait for an answer ("Thank you!" needs none)."""
    event = locked_event(event)
    if not permissions.may_answer_for_the_week(by, event):
        raise NotAllowed(_("You may not answer for this event."))
    return write_log(event, Verb.NO_ANSWER, by=by, is_internal=True)


def unanswered(user):
    """Events in which the organiser has written and nobody has answered, longest waiting first.

    ``asked_at`` on each is when the last message came. Those that the user may see in the admin,
    without those of their own organisers, which somebody else answers. Prefetch what you show.
    """
    answered_later = LogEntry.objects.filter(
        event=OuterRef("event"), verb__in=ANSWERS, pk__gt=OuterRef("pk")
    )
    asking = LogEntry.objects.filter(verb=Verb.FROM_ORGANISER).exclude(Exists(answered_later))
    own = user.organisers.values("pk")
    return (
        Event.objects.seen_by(user)
        .exclude(organiser__in=own)
        .filter(pk__in=asking.values("event"))
        .annotate(asked_at=Max("log__at", filter=Q(log__verb=Verb.FROM_ORGANISER)))
        .order_by("asked_at", "pk")
    )


def _say(event, verb, by, text, *, most, tell=None, is_internal=False):
    text = _checked(text)
    said = LogEntry.objects.filter(by=by, verb=verb)
    now = clock.now()
    again = said.filter(event=event, comment=text, at__gt=now - TWICE).last()
    if again is not None:
        return again
    if said.filter(at__gt=now - HOUR).count() >= most:
        raise Refused(
            _("You have written many times in the last hour. Wait a little, and send it then."),
            "text",
        )
    entry = write_log(event, verb, by=by, comment=text, is_internal=is_internal)
    if tell is not None:
        tell(event, by=by, text=text)
    return entry


def _checked(text):
    text = clean(text).strip()
    if not text:
        raise Refused(_("Write something first."), "text")
    if len(text) > LONGEST_MESSAGE:
        raise Refused(_("Write at most %(most)d characters.") % {"most": LONGEST_MESSAGE}, "text")
    return text
