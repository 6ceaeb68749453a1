"""Taking things off the site at once, and putting events back."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails, permissions
from events.domain import publications
from events.domain.errors import NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import Verb
from events.models import Event, Image


@transaction.atomic
def unpublish(event, *, by, reason):
    """Take an event off the site now. The reason is required; who did it first stands."""
    event = locked_event(event)
    _check(by)
    reason = reason.strip()[:200]
    if not reason:
        raise Refused(_("Write why the event is taken off the site."))
    if event.live is None:
        raise Refused(_("The event is not approved yet."))
    if event.unpublished_at is not None:
        return event
    event.unpublished_at, event.unpublished_by = clock.now(), by
    event.unpublished_reason = reason
    emails.event_unpublished(event)
    return _write(event, Verb.UNPUBLISH, by=by, comment=reason)


@transaction.atomic
def republish(event, *, by):
    """Put an event back on the site as it was approved."""
    event = locked_event(event)
    _check(by)
    if event.unpublished_at is None:
        return event
    event.unpublished_at, event.unpublished_by, event.unpublished_reason = None, None, ""
    return _write(event, Verb.REPUBLISH, by=by)


def _write(event, verb, *, by, comment=""):
    event.save(update_fields=["unpublished_at", "unpublished_by", "unpublished_reason"])
    write_log(event, verb, by=by, comment=comment)
    publications.announce(event, by=by, what=verb.value)
    return event


@transaction.atomic
def take_down_picture(image, *, by, reason=""):
    """Take one picture off every page at once, whatever version shows it; logged with why."""
    event = locked_event(image.event)
    _check(by)
    image = Image.objects.get(pk=image.pk)
    if image.taken_down_at is not None:
        return image
    return _mark(event, image, Verb.TAKE_DOWN_PICTURE, clock.now(), by, reason)


@transaction.atomic
def put_back_picture(image, *, by, reason=""):
    """Show a picture again that was taken down; one whose consent has run out stays away."""
    event = locked_event(image.event)
    _check(by)
    image = Image.objects.get(pk=image.pk)
    if image.taken_down_at is None:
        return image
    return _mark(event, image, Verb.PUT_BACK_PICTURE, None, by, reason)


def _mark(event, image, verb, when, by, reason):
    image.taken_down_at, image.taken_down_by = when, by if when else None
    image.save(update_fields=["taken_down_at", "taken_down_by"])
    write_log(event, verb, by=by, comment=reason.strip() or str(image.pk))
    # An event that is arranged again shows the picture too.
    others = Event.objects.filter(versions__is_live=True, versions__pictures__image=image)
    for other in others.exclude(pk=event.pk):
        publications.record(other, by=by, what=verb.value)
    publications.announce(event, by=by, what=verb.value)
    return image


def _check(by):
    if not permissions.can_take_down(by):
        raise NotAllowed(_("You may not take things off the site."))
