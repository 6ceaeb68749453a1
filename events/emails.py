"""The messages about events: one function each, in the reader's own language.

Each writes rows in the caller's transaction; the worker sends them after it.
"""

from datetime import timedelta

from django.conf import settings

from enbyforalle.lib import clock
from events import news
from events.enums import Verb
from events.letters import STAFF, answer_by, queue_letter
from events.readers import Reader, coordinators, organiser_readers

__all__ = ["Reader", "answer_by", "coordinators", "organiser_readers"]

# A decision can be called back for so long: the mail waits, and can be held on its own page.
DECISION_DELAY = timedelta(minutes=2)

# These change somebody's day; the others are corrections that can be read together.
URGENT_VERBS = (
    Verb.CANCEL_EVENT,
    Verb.CANCEL_SESSION,
    Verb.POSTPONE_EVENT,
    Verb.POSTPONE_SESSION,
    Verb.REPORT_TIME,
)
URGENT_WITHIN = timedelta(hours=24)


def event_received(version):
    """The receipt: your event has come in, under this reference, and you hear by this day."""
    _tell(version, "received")


def event_submitted_to_coordinator(version):
    """To those who decide: something waits. Told together with what else happens in ten minutes."""
    news.tell_later(news.SUBMITTED, version)


def changes_requested(version, *, is_held=False):
    """The coordinator asks for changes; the comment stands in the message."""
    _tell(version, "changes-requested", delay=DECISION_DELAY, is_held=is_held)


def event_approved(version, *, is_change, is_held=False):
    """The event (or the change) is approved, and when it becomes or became public."""
    _tell(version, "approved", is_change=is_change, delay=DECISION_DELAY, is_held=is_held)


def event_rejected(version, *, is_held=False):
    """The event is not accepted; the reason stands in the message."""
    _tell(version, "rejected", delay=DECISION_DELAY, is_held=is_held)


def event_handed_over(event):
    """To the new owners: this event was entered for you, and it is yours now."""
    version = event.latest
    for reader in organiser_readers(event, version):
        _queue("handed-over", reader, version)


def event_unpublished(event):
    """The event is off the site; the reason stands in the message."""
    for reader in organiser_readers(event, event.live):
        _queue("taken-off", reader, event.live, comment=event.unpublished_reason)


def fact_reported(event, verb, *, by, comment):
    """To those who decide: an organiser changed a fact of the day, and it is public already.

    At once where it changes what happens within a day; else together with what else happens in
    ten minutes.
    """
    version = event.live
    if verb not in URGENT_VERBS or not _is_near(version):
        news.tell_later(
            news.FACT, version, except_to=by.email, verb=verb, by=str(by), comment=comment
        )
        return
    for reader in coordinators():
        if reader.email != by.email:
            label = Verb(verb).label
            _queue(news.FACT, reader, version, side=STAFF, verb=label, by=by, comment=comment)


def message_to_organiser(event, *, by, text):
    """To the organiser's people: what the coordinator wrote. It waits as a decision does."""
    version = event.latest
    for reader in organiser_readers(event, version):
        if reader.email != by.email:
            _queue(
                "message-to-organiser",
                reader,
                version,
                comment=text,
                by=str(by),
                delay=DECISION_DELAY,
            )


def message_to_coordinator(event, *, by, text):
    """To those who decide: what the organiser wrote."""
    news.tell_later(news.MESSAGE, event.latest, except_to=by.email, by=str(by), comment=text)


def _is_near(version):
    """Whether the event has a session that begins within a day, or began today."""
    now = clock.now()
    today, _tomorrow = clock.day_span(clock.today())
    return version.times.filter(starts_at__gte=today, starts_at__lt=now + URGENT_WITHIN).exists()


def _tell(version, name, **more):
    for reader in organiser_readers(version.event, version):
        _queue(name, reader, version, **more)


def _queue(name, reader, version, **more):
    more.setdefault("reply_to", settings.CONTACT_EMAIL)
    return queue_letter(name, reader, version, **more)
