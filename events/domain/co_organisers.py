"""A co-organiser's own answer. It is public only after it has said yes itself."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events.domain import publications
from events.domain.errors import Conflict, NotAllowed
from events.domain.workflow import locked_event, write_log
from events.enums import Verb
from events.models import CoOrganiser


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
    write_log(event, Verb.CO_ORGANISER, by=by, comment=str(row.organiser))
    if event.live is not None and row.approved_at is not None:
        publications.announce(event, by=by, what=Verb.CO_ORGANISER.value)
    return row
