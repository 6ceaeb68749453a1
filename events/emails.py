"""The messages about events: one function each, in the reader's own language.

Each writes rows in the caller's transaction; the worker sends them after it.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from enbyforalle.jobs.mail import queue_mail
from enbyforalle.lib import clock
from enbyforalle.lib.links import absolute
from events.enums import Verb
from events.permissions import REVIEW


@dataclass(frozen=True)
class Reader:
    """Somebody who gets a message: where, and in which language."""

    email: str
    language: str


def organiser_readers(event, version=None):
    """The organiser's members, or the contact person where nobody has an account yet.

    Whoever may not sign in any more gets nothing, as the contact person neither.
    """
    if event.organiser is not None:
        members = event.organiser.members.filter(is_active=True, anonymised_at=None)
        readers = [Reader(user.email, user.language) for user in members.order_by("pk")]
        if readers:
            return readers
    contact = (version or event.latest).contact_email
    known = get_user_model().objects.filter(email__iexact=contact).first() if contact else None
    if not contact or (known and not known.is_active):
        return []
    return [Reader(contact, known.language if known else "nb")]


def coordinators():
    """Active staff who may decide, by group or by own permission; not bare superusers."""
    app, codename = REVIEW.split(".")
    users = get_user_model().objects.filter(
        Q(groups__permissions__codename=codename, groups__permissions__content_type__app_label=app)
        | Q(
            user_permissions__codename=codename,
            user_permissions__content_type__app_label=app,
        ),
        is_active=True,
        is_staff=True,
    )
    return [Reader(user.email, user.language) for user in users.distinct().order_by("pk")]


def event_received(version):
    """The receipt: your event has come in, under this reference, and you hear by this day."""
    _tell(version, "received")


def event_submitted_to_coordinator(version):
    """To those who decide: something waits."""
    for reader in coordinators():
        _queue("submitted", reader, version)


def changes_requested(version):
    """The coordinator asks for changes; the comment stands in the message."""
    _tell(version, "changes-requested")


def event_approved(version, *, is_change):
    """The event (or the change) is approved, and when it becomes or became public."""
    _tell(version, "approved", is_change=is_change)


def event_rejected(version):
    """The event is not accepted; the reason stands in the message."""
    _tell(version, "rejected")


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
    """To those who decide: an organiser changed a fact of the day, and it is public already."""
    version = event.live
    for reader in coordinators():
        if reader.email != by.email:
            _queue("fact-reported", reader, version, verb=Verb(verb).label, by=by, comment=comment)


def answer_by(version):
    """The day by which the week promises an answer to a submission, or None for a draft."""
    if version.submitted_at is None:
        return None
    promised = timedelta(days=version.event.week.answer_days)
    return clock.local(version.submitted_at + promised).date()


def _tell(version, name, **more):
    for reader in organiser_readers(version.event, version):
        _queue(name, reader, version, **more)


def _queue(name, reader, version, **more):
    event = version.event
    # The title and the addresses are chosen by the reader's language, not the writer's.
    with translation.override(reader.language):
        context = {
            "event": event,
            "version": version,
            "title": str(version.title) or str(_("Event without a title")),
            "reference": event.reference,
            "organiser": str(event.organiser or ""),
            "comment": version.decision_comment,
            "answer_by": answer_by(version),
            "is_internal": version.is_internal,
            "is_public": type(event).objects.public().filter(pk=event.pk).exists(),
            "is_off_site": event.unpublished_at is not None,
            "public_url": absolute(event.get_absolute_url()) if event.slug else "",
            **more,
        }
    return queue_mail(
        f"events/mail/{name}",
        to=reader.email,
        language=reader.language,
        context=context,
        about=event.reference,
    )
