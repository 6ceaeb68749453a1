"""Whose case it is, among those who decide. It gives no right and takes none away."""

from django.db import transaction
from django.utils.translation import gettext as _

from events import permissions
from events.domain.errors import NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import Verb


@transaction.atomic
def assign(event, *, to, by):
    """Say who takes the case; ``to`` is None for nobody. Returns the event.

    Saying again what is so already changes and logs nothing. Raises NotAllowed when the user may
    not decide on events, Refused when ``to`` may not.
    """
    if not permissions.can_review(by):
        raise NotAllowed(_("You may not decide on events."))
    event = locked_event(event)
    if event.assigned_to_id == (to.pk if to else None):
        return event
    if to is not None and not permissions.deciders().filter(pk=to.pk).exists():
        raise Refused(_("%(name)s may not decide on events.") % {"name": to}, field="to")
    event.assigned_to = to
    event.save(update_fields=["assigned_to"])
    comment = str(to) if to else _("Nobody")
    write_log(event, Verb.ASSIGN, by=by, comment=comment, is_internal=True)
    return event
