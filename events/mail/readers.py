"""Who reads the mail about an event: the organiser's people, and those who decide."""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db.models import Q

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
    if event.organiser is not None and (readers := readers_of(event.organiser)):
        return readers
    latest = version or event.latest
    contact = latest.contact_email if latest else ""
    known = get_user_model().objects.filter(email__iexact=contact).first() if contact else None
    if not contact or (known and not known.is_active):
        return []
    return [Reader(contact, known.language if known else "nb")]


def readers_of(organiser):
    """The organiser's members who may sign in."""
    members = organiser.members.filter(is_active=True, anonymised_at=None)
    return [Reader(user.email, user.language) for user in members.order_by("pk")]


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
