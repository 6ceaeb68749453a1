"""A co-organiser's own answer. It is public only after it has said yes itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails
from events.domain import publications
from events.domain.errors import Conflict, NotAllowed
from events.domain.workflow import locked_event, write_log
from events.enums import Verb
from events.models import CoOrganiser


def ask(event, organisers, *, by):
    """Ask organisers that have not been asked yet; each gets a letter. Returns the new rows.

    The caller holds the event's lock and has seen that ``by`` may ask. Whoever has said no may be
    asked again only after the question was taken back.
    """
    there = set(event.co_organisers.values_list("organiser_id", flat=True))
    asked = []
    for organiser in sorted(organisers, key=lambda row: row.pk):
        if organiser.pk not in there | {event.organiser_id}:
            asked.append(CoOrganiser.objects.create(event=event, organiser=organiser))
            emails.co_organiser_asked(asked[-1], by=by)
    return asked


@transaction.atomic
def answer(asked, *, by, says_yes):
    """Write the answer of an asked organiser's member; returns the row.

    Raises Conflict when the question was taken back. An answer may be changed later: who has
    accepted may leave again. A live event's public content changes with it, unless the text in
    which the organiser is asked has not been approved yet.
    """
    event = locked_event(asked.event)
    row = CoOrganiser.objects.select_related("organiser").filter(pk=asked.pk).first()
    if row is None:
        raise Conflict(_("The question has been taken back."))
    if not row.organiser.memberships.filter(user=by).exists():
        raise NotAllowed(_("You are not a member of this organiser."))
    if says_yes and row.accepted_at or not says_yes and row.declined_at:
        return row
    now = clock.now()
    row.accepted_at, row.declined_at = (now, None) if says_yes else (None, now)
    row.save(update_fields=["accepted_at", "declined_at"])
    said = _("%(name)s: yes") if says_yes else _("%(name)s: no")
    write_log(event, Verb.CO_ORGANISER, by=by, comment=said % {"name": row.organiser})
    emails.co_organiser_answered(row, by=by, says_yes=says_yes)
    if event.live is not None and row.approved_at is not None:
        publications.announce(event, by=by, what=Verb.CO_ORGANISER.value)
    return row
