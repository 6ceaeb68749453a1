"""Entering an event for somebody who phoned, and giving it to them afterwards."""

from django.db import transaction
from django.utils.translation import gettext as _

from events import permissions
from events.domain.drafts import hand_over, save_draft, start_event
from events.domain.errors import NotAllowed
from organisers.domain.registration import register_organiser
from organisers.domain.team import invite
from organisers.enums import Role


@transaction.atomic
def enter_event(week, *, by, organiser=None, name="", kind="", contact=None, visibility=None):
    """Start an event for somebody else; returns the draft.

    ``organiser`` is one we have, or None to register one called ``name`` of ``kind`` to which
    nobody belongs yet. ``contact`` is a dict of the version's private contact columns: whoever
    phoned. Raises NotAllowed.
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not enter events for others."))
    if organiser is None:
        organiser = register_organiser(by=by, kind=kind, name_nb=name, as_owner=False)
    version = start_event(week, organiser, by=by, visibility=visibility)
    given = {field: value for field, value in (contact or {}).items() if value}
    return save_draft(version, by=by, changed=given) if given else version


@transaction.atomic
def hand_over_to(event, organiser, *, by, email="", language="nb"):
    """Give an event to an organiser and, where ``email`` is given, invite its owner by letter.

    Raises as ``invite`` and ``hand_over`` do.
    """
    if email:
        invite(organiser, by=by, email=email, role=Role.OWNER, language=language)
    # Last, because it may raise the generation, which others wait for.
    return hand_over(event, organiser, by=by)
