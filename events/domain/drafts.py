"""Writing: start an event, open a change, save what somebody typed."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from events import emails, permissions
from events.domain import answers, co_organisers, publications, windows
from events.domain.copying import copy_content
from events.domain.errors import Conflict, NotAllowed
from events.domain.workflow import locked, locked_event, write_log
from events.enums import Verb, VersionState
from events.models import Event, Session, SessionTime, Version, Week
from events.models.content import Content

# What may be written in a version; who, when and state are the verbs' own.
WRITABLE = frozenset(field.name for field in Content._meta.get_fields())
# What says which version and session a time belongs to.
IDENTITY = frozenset(("pk", "id", "version", "version_id", "session", "session_id"))


@transaction.atomic
def start_event(week, organiser, *, by, visibility=None):
    """Make a new event; returns its draft, which holds what was answered before (``answers``).

    Raises NotAllowed when the user is no member, and Refused when the organiser may not send in
    now (see ``windows``); whoever may enter events for others may do both.
    """
    if not permissions.can_enter(by):
        if not organiser.memberships.filter(user=by).exists():
            raise NotAllowed(_("You are not a member of this organiser."))
        # Read behind the lock, so that nobody slips in while the coordinator moves the deadline.
        week = Week.objects.select_for_update().get(pk=week.pk)
        windows.check_may_start(week, organiser, by=by)
    event = Event.objects.create(
        week=week, organiser=organiser, reference=next_reference(week), created_by=by
    )
    version = Version(event=event, number=1, created_by=by)
    if visibility:
        version.visibility = visibility
    answers.fill_in(version, by=by)
    version.save()
    write_log(event, Verb.CREATE, by=by, version=version)
    return version


def next_reference(week):
    """«2027-042»: counted per week behind a lock, so that two at once get two numbers."""
    locked_week = Week.objects.select_for_update().get(pk=week.pk)
    locked_week.last_reference += 1
    locked_week.save(update_fields=["last_reference"])
    return f"{locked_week.year}-{locked_week.last_reference:03d}"


@transaction.atomic
def open_change(event, *, by):
    """Open a new version of an approved or rejected event; the live one stays public meanwhile.

    The text is copied from the live version, or from the last rejected or withdrawn one. Returns
    the open version that is already there if somebody was first.
    """
    event = locked_event(event)
    if not permissions.can_edit(by, event):
        raise NotAllowed(_("You may not change this event."))
    windows.check_may_change(event, by=by)
    versions = event.versions.order_by("-number")
    already = versions.open().first()
    if already is not None:
        return already
    source = versions.filter(is_live=True).first() or versions.first()
    version = Version(
        event=event, number=versions.first().number + 1, created_by=by, based_on=source
    )
    copy_content(source, version)
    write_log(event, Verb.OPEN_CHANGE, by=by, version=version)
    return version


def editable(version, *, by):
    """The locked version if ``by`` may write in it now; the caller holds the transaction.

    Raises NotAllowed or Conflict (it was sent in or decided meanwhile).
    """
    version = locked(version)
    if not permissions.can_write_in(by, version):
        if not permissions.can_edit(by, version.event):
            raise NotAllowed(_("You may not change this event."))
        label = VersionState(version.state).label
        raise Conflict(
            _("The text can no longer be changed: the event is now “%(state)s”.") % {"state": label}
        )
    return version


@transaction.atomic
def save_draft(version, *, by, changed, seen=None):
    """Write the given fields of an editable version; returns it with a new ``updated_at``.

    ``changed`` maps field names to values; many-to-many fields take a list of rows. ``seen`` is
    the ``updated_at`` the writer's page was made from: if somebody saved since, Conflict is
    raised and nothing is written, so that neither text is lost unseen.
    """
    if unknown := set(changed) - WRITABLE:
        raise TypeError(f"Not words of an event: {sorted(unknown)}")
    version = editable(version, by=by)
    if seen is not None and version.updated_at != seen:
        raise Conflict(_("Somebody saved this page after you opened it."))
    many = {field.name for field in Version._meta.many_to_many}
    columns = [name for name in changed if name not in many]
    for name in columns:
        setattr(version, name, changed[name])
    version.updated_at = clock.now()
    version.save(update_fields=[*columns, "updated_at"])
    for name in set(changed) & many:
        getattr(version, name).set(changed[name])
    answers.follow_fields(version, changed)
    return version


def touch(version):
    """Note that the version was saved now; for verbs that write its rows."""
    version.updated_at = clock.now()
    version.save(update_fields=["updated_at"])
    return version


@transaction.atomic
def add_time(version, *, by, **fields):
    """Add a session to an editable version: a new identity and its time; returns the time."""
    _check_content(fields)
    version = editable(version, by=by)
    session = Session.objects.create(event=version.event)
    time = SessionTime.objects.create(version=version, session=session, **fields)
    touch(version)
    return time


@transaction.atomic
def change_time(time, *, by, **fields):
    """Change when or where a session of an editable version is; returns the time."""
    _check_content(fields)
    version = editable(time.version, by=by)
    time = version.times.get(pk=time.pk)
    for name, value in fields.items():
        setattr(time, name, value)
    time.save(update_fields=list(fields))
    touch(version)
    return time


@transaction.atomic
def remove_time(time, *, by):
    """Take a session out of an editable version. Its identity goes too if no version has it."""
    version = editable(time.version, by=by)
    version.times.filter(pk=time.pk).delete()
    Session.objects.filter(pk=time.session_id, times=None).delete()
    touch(version)


def _check_content(fields):
    if unknown := IDENTITY & set(fields):
        raise TypeError(f"Not words of a session: {sorted(unknown)}")


@transaction.atomic
def set_co_organisers(version, organisers, *, by):
    """Ask other organisers to take part; those not named any more are asked no longer.

    One that has accepted stays until it leaves itself: it may be on printed matter already.
    """
    event = editable(version, by=by).event
    wanted = {organiser.pk for organiser in organisers} - {event.organiser_id}
    event.co_organisers.filter(accepted_at=None).exclude(organiser__in=wanted).delete()
    co_organisers.ask(event, organisers, by=by)
    return event


@transaction.atomic
def hand_over(event, organiser, *, by):
    """Give an event to another organiser, whose members then own it; they are told by e-mail.

    A live event stands under the new organiser's name at once: the coordinator does this.
    """
    event = locked_event(event)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not hand over events."))
    event.organiser = organiser
    event.save(update_fields=["organiser"])
    # Nobody is a partner of their own event.
    event.co_organisers.filter(organiser=organiser).delete()
    write_log(event, Verb.HAND_OVER, by=by, comment=str(organiser))
    emails.event_handed_over(event)
    if event.live is not None:
        publications.announce(event, by=by, what=Verb.HAND_OVER.value)
    return event
