"""Again next year: an earlier event as a draft of the open week."""

from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import clock
from events import permissions
from events.domain.co_organisers import ask
from events.domain.copying import copy_rows
from events.domain.drafts import start_event
from events.domain.errors import NotAllowed, Refused
from events.domain.workflow import locked_event, write_log
from events.enums import Attendance, Verb
from events.models import Event, Picture, Session, SessionTime, Version
from events.models.content import Content
from organisers.models import Organiser

# What the year's own people must say themselves: who one may call, and what one agrees to.
NOT_COPIED = frozenset(("accepts_criteria", "contact_name", "contact_email", "contact_phone"))
# Instants that lie a certain time before the week, and move with it.
MOVED = ("registration_opens_at", "registration_deadline")
LINKS = ("joining_url", "registration_url")


@transaction.atomic
def copy_event(event, week, *, by):
    """Start an earlier event again as a draft of ``week``; returns the draft.

    Sessions get new identities on the same weekday and hour. Contributors, the contact person and
    the confirmation of the criteria are not copied, nor what was a fact of the day; pictures only
    while their consent lasts. Co-organisers are asked again. What was left out and what should be
    looked over stands in the draft's ``notes``, a list of sentences, and in the change log.

    Returns the draft that is there already if the event has been started again. Raises NotAllowed
    and Refused as ``start_event`` does, and Refused for an event that is not earlier.
    """
    event = locked_event(event)
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not change this event."))
    if event.organiser is None:
        raise Refused(_("We do not know who arranged this event. Enter it as a new one."))
    if week.starts_on <= event.week.starts_on:
        raise Refused(_("Only an event of an earlier week can be arranged again."))
    if (there := _already(event, week)) is not None:
        there.notes = []
        return there
    source = event.live or event.latest
    target = start_event(week, event.organiser, by=by)
    Event.objects.filter(pk=target.event_id).update(copied_from=event)
    target.event.copied_from = event
    target.notes = _copy(source, target, shift_between(event.week, week))
    _ask_again(event, target.event, by=by)
    comment = "\n".join([_("From %(reference)s.") % {"reference": event.reference}, *target.notes])
    write_log(target.event, Verb.COPY, by=by, version=target, comment=comment)
    return target


def shift_between(old, new):
    """The days between two weeks, counted from Monday to Monday so that weekdays stay."""
    return _monday(new.starts_on) - _monday(old.starts_on)


def moved(instant, shift):
    """The same hour on the clock of Oslo, ``shift`` later; None stays None."""
    if instant is None:
        return None
    there = clock.local(instant)
    return clock.at(there.date() + shift, there.time())


def _monday(day):
    return day - timedelta(days=day.weekday())


def _already(event, week):
    """The open version of a copy that somebody has begun already."""
    copies = Version.objects.open().filter(event__copied_from=event, event__week=week)
    return copies.select_related("event__week").first()


def _copy(source, target, shift):
    """Write what holds again; returns sentences about what does not."""
    for field in Content._meta.get_fields():
        if not field.many_to_many and field.name not in NOT_COPIED:
            value = getattr(source, field.name)
            # An empty public contact keeps what the organiser says of itself.
            if value or not field.name.startswith("public_"):
                setattr(target, field.name, value)
    for name in MOVED:
        setattr(target, name, moved(getattr(source, name), shift))
    target.save()
    notes = _copy_terms(source, target)
    for name in ("languages", "price_tiers"):
        copy_rows(source, target, name)
    _copy_access(source, target)
    notes += _copy_times(source, target, shift)
    notes += _copy_pictures(source, target)
    if count := source.contributors.count():
        notes.append(
            ngettext(
                "%(count)s contributor is not copied: ask first, then write the name.",
                "%(count)s contributors are not copied: ask first, then write the names.",
                count,
            )
            % {"count": count}
        )
    return notes + _to_look_over(source)


def _copy_terms(source, target):
    """The words of the vocabularies that are still in use."""
    gone = []
    for field in Version._meta.many_to_many:
        if not field.remote_field.through._meta.auto_created:
            continue
        terms = list(getattr(source, field.name).all())
        in_use = [term for term in terms if term.is_active]
        getattr(target, field.name).set(in_use)
        gone += [str(term) for term in terms if term not in in_use]
    if not gone:
        return []
    return [_("No longer in use: %(words)s. Choose others.") % {"words": ", ".join(gone)}]


def _copy_access(source, target):
    answers = source.access_answers.filter(feature__is_active=True)
    rows = list(answers)
    for row in rows:
        row.pk, row.version = None, target
    target.access_answers.model.objects.bulk_create(rows)


def _copy_times(source, target, shift):
    """New sessions at the same hours; returns notes on places and hours that are not known."""
    notes, times = [], []
    for old in source.times.select_related("venue"):
        if not old.is_time_known:
            notes.append(_("The hours are not known from last time. Write when it is."))
            continue
        time = _moved_time(old, target, shift)
        if old.venue and not old.venue.is_active:
            time.venue, time.room = None, ""
            notes.append(
                _("%(venue)s is no longer in use. Choose another place.") % {"venue": old.venue}
            )
        times.append(time)
    sessions = [time.session for time in times]
    Session.objects.bulk_create(sessions)
    SessionTime.objects.bulk_create(times)
    return list(dict.fromkeys(notes))


def _moved_time(old, target, shift):
    time = SessionTime(version=target, session=Session(event=target.event))
    for field in SessionTime._meta.concrete_fields:
        if field.name not in ("id", "version", "session"):
            setattr(time, field.attname, getattr(old, field.attname))
    for name in ("starts_at", "ends_at", "doors_at"):
        setattr(time, name, moved(getattr(old, name), shift))
    return time


def _copy_pictures(source, target):
    """Pictures that may still be shown; the files stay where they are."""
    pictures = list(source.pictures.select_related("image"))
    kept = [row for row in pictures if row.is_showable]
    for row in kept:
        row.pk, row.version = None, target
    Picture.objects.bulk_create(kept)
    notes = []
    if left := len(pictures) - len(kept):
        notes.append(
            ngettext(
                "%(count)s picture is left out: it may no longer be shown.",
                "%(count)s pictures are left out: they may no longer be shown.",
                left,
            )
            % {"count": left}
        )
    last_day = target.event.week.ends_on
    if any(row.consent_expires_on and row.consent_expires_on < last_day for row in kept):
        notes.append(_("The consent to a picture ends before the week is over."))
    return notes


def _to_look_over(source):
    """What is copied and may not be true any more."""
    notes = []
    if any(getattr(source, name) for name in LINKS):
        notes.append(_("The links are last time’s. See that they lead to the right place."))
    if source.registration_deadline or source.registration_opens_at:
        notes.append(_("The dates for registration are moved as many days as the event."))
    year = str(source.event.week.year)
    words = (
        getattr(source, field.name)
        for field in Content._meta.get_fields()
        if field.name not in (*NOT_COPIED, *LINKS)
    )
    if any(year in value for value in words if isinstance(value, str)):
        notes.append(_("The text speaks of %(year)s.") % {"year": year})
    if any(
        time.attendance != Attendance.ONLINE and time.is_address_hidden
        for time in source.times.all()
    ):
        notes.append(_("The address is still given to those who register alone."))
    return notes


def _ask_again(event, copy, *, by):
    """Ask last time's co-organisers. They say yes anew before they are shown."""
    accepted = event.co_organisers.accepted().values("organiser")
    ask(copy, Organiser.objects.filter(pk__in=accepted), by=by)
