"""Reminders switched off: by a person for good, with a signed link from a mail or on a page."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from enbyforalle.lib.links import absolute
from events.enums import Reminder
from events.models import MutedReminder

SALT = "events.reminders"


def token_for(user, kind):
    """What a link in a mail carries: it switches off one kind for one person, and nothing else.

    It is not a sign-in, and it never runs out, since a mail may be read next year.
    """
    return signing.Signer(salt=SALT).sign_object({"user": user.pk, "kind": str(kind)})


def url_for(user, kind):
    """The whole address that switches off the reminder, in the person's language."""
    with translation.override(user.language):
        return absolute(reverse("desk:switch_off", args=[token_for(user, kind)]))


def read_token(token):
    """(user, kind) of a token that we made for somebody who is still here; None otherwise."""
    try:
        values = signing.Signer(salt=SALT).unsign_object(token)
    except signing.BadSignature:
        return None
    user = get_user_model().objects.filter(pk=values["user"], is_active=True).first()
    if user is None or values["kind"] not in Reminder.values:
        return None
    return user, Reminder(values["kind"])


def muted_kinds(user):
    """The kinds that the person has switched off."""
    return set(MutedReminder.objects.filter(user=user).values_list("kind", flat=True))


@transaction.atomic
def mute(user, kind):
    """Switch a kind off; switching it off twice is the same as once."""
    MutedReminder.objects.get_or_create(user=user, kind=Reminder(kind))


@transaction.atomic
def set_wanted(user, kinds):
    """Leave on exactly ``kinds``, and switch off all others."""
    wanted = {Reminder(kind) for kind in kinds}
    MutedReminder.objects.filter(user=user, kind__in=wanted).delete()
    for kind in Reminder:
        if kind not in wanted:
            mute(user, kind)
