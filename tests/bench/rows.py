"""A week of any size: the demo's own public events, copied until there are enough sessions."""

import uuid
from itertools import count

from django.db import transaction

from enbyforalle.publishing import announce
from events.models import Event, Session, SessionTime, Version, Week

# What hangs on a version besides its times, by the name of its foreign key to the version.
_PARTS = ("access_answers", "languages", "price_tiers", "contributors", "pictures")
_TERMS = ("types", "topics", "audiences", "grounds", "goals")


def grow_to(n_sessions):
    """Copy public events of the current week until it has `n_sessions` public sessions."""
    week = Week.objects.current()
    public = SessionTime.objects.public().for_week(week)
    sources = list(Version.objects.public().filter(event__week=week).order_by("pk"))
    numbers = count(Event.objects.count())
    with transaction.atomic():
        missing = n_sessions - public.count()
        while missing > 0:
            wanted = []
            for version in sources:
                if missing <= 0:
                    break
                missing -= version.times.count()
                wanted.append(version)
            _copy(wanted, numbers)
        announce("grow for the benchmark")
    return public.count()


def _copy(versions, numbers):
    """One more event for each version, with all that hangs on it."""
    old = Version.objects.in_bulk([version.pk for version in versions])
    old = [old[version.pk] for version in versions]
    events = Event.objects.in_bulk([version.event_id for version in old])
    new_events = []
    for version in old:
        event = events[version.event_id]
        number = next(numbers)
        stem = event.slug.rpartition("-kopi-")[0] or event.slug
        values = _values(event) | {
            "slug": f"{stem[:80]}-kopi-{number}",
            "reference": f"B{number}",
            "copied_from_id": None,
        }
        new_events.append(Event(**values))
    Event.objects.bulk_create(new_events)
    new = []
    for version, event in zip(old, new_events, strict=True):
        values = {"event_id": event.pk, "based_on_id": None, "edit_of_id": None}
        new.append(Version(**_values(version) | values))
    Version.objects.bulk_create(new)
    pairs = {before.pk: after.pk for before, after in zip(old, new, strict=True)}
    for name in _PARTS:
        _copy_parts(Version._meta.get_field(name).related_model, pairs)
    for name in _TERMS:
        _copy_parts(getattr(Version, name).through, pairs)
    _copy_times(pairs, {after.pk: after.event_id for after in new})


def _copy_parts(model, pairs):
    rows = model.objects.filter(version__in=pairs)
    copies = [model(**_values(row) | {"version_id": pairs[row.version_id]}) for row in rows]
    model.objects.bulk_create(copies, batch_size=500)


def _copy_times(pairs, event_of):
    times = list(SessionTime.objects.filter(version__in=pairs).select_related("session"))
    sessions = [
        Session(
            **_values(time.session) | {"event_id": event_of[pairs[time.version_id]], "uid": _uid()}
        )
        for time in times
    ]
    Session.objects.bulk_create(sessions, batch_size=500)
    copies = [
        SessionTime(
            **_values(time) | {"version_id": pairs[time.version_id], "session_id": session.pk}
        )
        for time, session in zip(times, sessions, strict=True)
    ]
    SessionTime.objects.bulk_create(copies, batch_size=500)


def _uid():
    return uuid.uuid4()


def _values(row):
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
