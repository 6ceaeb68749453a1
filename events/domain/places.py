"""Venues out of what organisers typed: a place is text on a session until it is adopted."""

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from enbyforalle import publishing
from enbyforalle.lib.text import fold, slugify_nb
from events import permissions
from events.domain import publications
from events.domain.drafts import touch
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import OPEN_STATES, Verb
from events.models import Event, SessionTime, Venue


def same_place(time):
    """The sessions of live and open texts that give the same typed place, whatever the case.

    Old texts keep what was typed: they are a record.
    """
    counting = SessionTime.objects.filter(
        Q(version__is_live=True) | Q(version__state__in=OPEN_STATES)
    ).exclude(place_name="")
    wanted = fold(time.place_name)
    return [
        found
        for found in counting.select_related("version__event")
        if fold(found.place_name) == wanted
    ]


@transaction.atomic
def adopt_place(time, *, by, venue=None, **new):
    """Put a venue where an organiser typed a place: one we have, or a new one of ``new``.

    Every session with the same typed place gets it, in live texts and in open ones, so that a
    waiting change does not look as if it moved the event. Hidden addresses stay hidden. Returns
    the venue. Raises NotAllowed, Conflict (adopted meanwhile) or Refused (no name or district).
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not make venues."))
    for event in Event.objects.filter(pk__in=_events_of(same_place(time))).order_by("pk"):
        locked_event(event)
    times = same_place(time)
    if time.pk not in {found.pk for found in times}:
        raise Conflict(_("Somebody was first: this place has been adopted or changed."))
    venue, typed = venue or _make_venue(new), time.place_name
    # «X → X» tells nobody anything.
    comment = str(venue) if fold(typed) == fold(str(venue)) else f"{typed} → {venue}"
    for found in times:
        _move_in(found, venue)
    for event in Event.objects.filter(pk__in=_events_of(times)):
        write_log(event, Verb.ADOPT_PLACE, by=by, comment=comment, is_internal=True)
        if event.live is not None:
            publications.record(event, by=by, what="reference:venue")
    publishing.announce("adopt venue", instance=venue, by=by)
    return venue


def _events_of(times):
    return {found.version.event_id for found in times}


def _move_in(time, venue):
    time.venue = venue
    time.place_name = time.place_address = ""
    time.place_district = None
    time.save(update_fields=["venue", "place_name", "place_address", "place_district"])
    if time.version.is_open:
        # Whoever has the text open is told, instead of writing the old place back over this.
        touch(time.version)


def _make_venue(new):
    if not new.get("name_nb") or not new.get("district"):
        raise Refused(_("A new venue needs a name and a district or area."))
    slug = slugify_nb(new["name_nb"])
    if not slug or Venue.objects.filter(slug=slug).exists():
        raise Refused(_("There is a venue with this name already. Choose it instead."))
    new["name_en"] = new.get("name_en") or new["name_nb"]
    return Venue.objects.create(slug=slug, **new)
