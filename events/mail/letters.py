"""One letter about one event, to one reader, put in the queue."""

from datetime import timedelta

from django.utils import translation
from django.utils.translation import gettext as _

from enbyforalle.jobs.mail import queue_mail
from enbyforalle.lib import clock
from enbyforalle.lib.links import absolute

# Whom a mail was for. The organiser's timeline shows the organiser's mails and no others.
ORGANISER, STAFF = "organiser", "staff"


def answer_by(version):
    """The day by which the week promises an answer to a submission, or None for a draft."""
    if version.submitted_at is None:
        return None
    promised = timedelta(days=version.event.week.answer_days)
    return clock.local(version.submitted_at + promised).date()


def queue_letter(name, reader, version, *, side=ORGANISER, **more):
    """Queue templates/events/mail/<name> for the reader, in the caller's transaction.

    ``delay``, ``is_held``, ``reply_to``, ``key``, ``headers`` and ``unsubscribe_url`` are
    ``queue_mail``'s; whatever else is given is for the template.
    """
    event = version.event
    names = ("delay", "is_held", "reply_to", "key", "headers", "unsubscribe_url")
    options = {option: more.pop(option) for option in names if option in more}
    # The title and the addresses are chosen by the reader's language, not the writer's.
    with translation.override(reader.language):
        context = {
            "event": event,
            "version": version,
            "title": title_of(version),
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
        marks={"side": side},
        **options,
    )


def title_of(version):
    """The title in the active language, or words for an event that has none yet."""
    return str(version.title) or _("Event without a title")
