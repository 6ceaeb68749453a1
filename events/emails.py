"""The messages about events: one function each, in the reader's own language.

Each writes rows in the caller's transaction; the worker sends them after it.
"""

from datetime import timedelta

from django.conf import settings
from django.utils import translation

from enbyforalle.lib import clock
from events.domain.differences import differences
from events.enums import Verb
from events.mail import news
from events.mail.letters import STAFF, answer_by, queue_letter
from events.mail.readers import Reader, coordinators, organiser_readers, readers_of
from events.models import Version

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


def change_is_another_event(version, *, comment, is_held=False):
    """The change is not accepted, since it makes another event of it; how to propose that one.

    ``comment`` is what the coordinator added; the reason itself is in the letter already.
    """
    _tell(version, "another-event", comment=comment, delay=DECISION_DELAY, is_held=is_held)


def event_edited(version, sent, edited):
    """The coordinator edited the text that waits: what is different from what was sent in."""
    _tell_difference(version, "edited", sent, edited)


def event_corrected(version, previous):
    """The coordinator corrected the public text: what is different from what was public."""
    pair = Version.objects.with_content().in_bulk([previous.pk, version.pk])
    _tell_difference(version, "corrected", pair[previous.pk], pair[version.pk])


def _tell_difference(version, name, old, new):
    for reader in organiser_readers(version.event, version):
        # The differences are words, and so they are found in the reader's language.
        with translation.override(reader.language):
            found = differences(old, new, joining=())
        _queue(name, reader, version, changes=found)


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


def fact_removed(event, *, by):
    """To the organiser: the coordinator has taken away something reported about the event."""
    for reader in organiser_readers(event, event.live):
        if reader.email != by.email:
            _queue("fact-removed", reader, event.live, by=by)


def co_organiser_asked(row, *, by):
    """To the asked organiser's members: will you be co-organiser? The answer is given on a desk."""
    version = row.event.latest
    for reader in readers_of(row.organiser):
        if reader.email != by.email:
            _queue("co-organiser-asked", reader, version, by=by, asked=str(row.organiser))


def co_organiser_answered(row, *, by, says_yes):
    """To those who asked: the other organiser takes part, or does not (any more)."""
    version = row.event.latest
    for reader in organiser_readers(row.event, version):
        if reader.email != by.email:
            asked = str(row.organiser)
            _queue("co-organiser-answered", reader, version, asked=asked, says_yes=says_yes)


def report_received(report):
    """To those who decide: a resident says that something is wrong."""
    version = report.event.live or report.event.latest
    for reader in coordinators():
        with translation.override(reader.language):
            reason = report.get_reason_display()
        _queue("report-received", reader, version, side=STAFF, report=report, reason=reason)


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
