"""Events of past weeks, of which only public sources tell."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import permissions
from events.domain import publications
from events.domain.addresses import free_slug
from events.domain.drafts import next_reference
from events.domain.errors import NotAllowed
from events.domain.workflow import write_log
from events.enums import Verb, VersionState
from events.models import Event, Session, SessionTime, Version


@transaction.atomic
def enter_past_event(
    week,
    *,
    by,
    title_nb,
    source_url,
    organiser_names="",
    place_name="",
    price_note_nb="",
    starts_at=None,
    ends_at=None,
    is_time_known=True,
):
    """Enter what a source tells of an event that was held; returns the public event.

    It is not reviewed like a submission, because nobody submitted it: whoever enters it answers
    for the source. Without ``starts_at`` it stands in the archive without a date; with
    ``is_time_known=False`` the source gives the day alone, and ``starts_at`` is its midnight.
    """
    if not permissions.can_enter(by) or not permissions.can_review(by):
        raise NotAllowed(_("You may not enter past events."))
    event = Event(
        week=week,
        reference=next_reference(week),
        created_by=by,
        source_url=source_url,
        organiser_names=organiser_names,
    )
    event.slug = free_slug(event, title_nb)
    event.save()
    version = _live_version(event, by, title_nb=title_nb, price_note_nb=price_note_nb)
    if starts_at is not None:
        SessionTime.objects.create(
            version=version,
            session=Session.objects.create(event=event),
            starts_at=starts_at,
            ends_at=ends_at,
            is_time_known=is_time_known,
            place_name=place_name,
        )
    write_log(event, Verb.APPROVE, by=by, version=version, comment=source_url)
    publications.announce(event, by=by, what="archive")
    return event


def _live_version(event, by, **words):
    return Version.objects.create(
        event=event,
        number=1,
        state=VersionState.APPROVED,
        is_live=True,
        created_by=by,
        decided_at=clock.now(),
        decided_by=by,
        **words,
    )
