"""Recordings and material: added, changed, decided on; public when approved, from their day on."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import permissions
from events.domain import publications
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import MaterialKind, Verb, VersionState
from events.models import Material

# What whoever adds or changes material may write; the rest is written by the verbs.
WRITABLE = (
    "kind",
    "title_nb",
    "title_en",
    "url",
    "file_format",
    "size_kb",
    "language",
    "caption_type",
    "available_on",
)


@transaction.atomic
def add_material(event, *, by, **fields):
    """Add a recording or other material, which then waits for a decision; returns it.

    Raises NotAllowed, and Refused for a recording that does not say how it is captioned.
    """
    event = locked_event(event)
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not change this event."))
    material = Material(event=event, created_by=by, state=VersionState.SUBMITTED)
    _write(material, fields)
    material.save()
    write_log(event, Verb.MATERIAL, by=by, comment=str(material))
    return material


@transaction.atomic
def change_material(material, *, by, **fields):
    """Change what is said about the material. Approved material stays public, as changed.

    Only the coordinator may do this, so there is nobody left to approve it.
    """
    event, material = _locked(material)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not change this event."))
    _write(material, fields)
    material.save(update_fields=list(fields))
    return _finish(event, material, by=by)


@transaction.atomic
def approve_material(material, *, by):
    """Make the material public from its day on."""
    return _decide(material, VersionState.APPROVED, by=by)


@transaction.atomic
def reject_material(material, *, by, comment):
    """Take the material out, or never let it in; the reason stands in the change log."""
    comment = comment.strip()
    if not comment:
        raise Refused(_("Write a reason. The organiser will read it."))
    return _decide(material, VersionState.REJECTED, by=by, comment=comment)


def _decide(material, state, *, by, comment=""):
    event, material = _locked(material)
    if not permissions.may_decide(by, event):
        raise NotAllowed(_("You may not decide on this."))
    if material.state == state:
        raise Conflict(_("Somebody has decided already."))
    material.state, material.decided_at, material.decided_by = state, clock.now(), by
    material.save(update_fields=["state", "decided_at", "decided_by"])
    return _finish(event, material, by=by, comment=comment, was_decided=True)


def _finish(event, material, *, by, comment="", was_decided=False):
    """Log it, and tell the public site where it shows this or has just ceased to."""
    words = f"{material} ({material.get_state_display()})"
    write_log(event, Verb.MATERIAL, by=by, comment=f"{words}: {comment}" if comment else words)
    if was_decided or material.state == VersionState.APPROVED:
        publications.announce(event, by=by, what=Verb.MATERIAL.value)
    return material


def _locked(material):
    event = locked_event(material.event)
    return event, Material.objects.get(pk=material.pk)


def _write(material, fields):
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise TypeError(f"Not words of material: {sorted(unknown)}")
    for name, value in fields.items():
        setattr(material, name, value)
    if material.kind == MaterialKind.RECORDING and not material.caption_type:
        raise Refused(_("Say how the recording is captioned."))
