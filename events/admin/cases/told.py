"""The facts of the day on the case page: what is told now, and where a button takes it away."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import format_datetime


@dataclass(frozen=True)
class Told:
    """One fact that the public reads now."""

    words: str
    remove_url: str
    confirm_url: str = ""


def told_of(event):
    """(when, facts) of each public session that tells something, and of the event as a whole.

    Returns ``(facts of the event, [(time, facts), …])``. One query.
    """
    whole = []
    if event.status != "scheduled":
        url = reverse("admin:events_event_unfact", args=[event.pk])
        whole.append(Told(_with(event.get_status_display(), event.status_reason), url))
    live = event.live
    if live is None:
        return whole, []
    times = live.times.select_related("session").order_by("starts_at", "pk")
    rows = [(time, list(_told(event, time.session))) for time in times]
    return whole, [(time, found) for time, found in rows if found]


def _told(event, session):
    def told(name, words, confirm_url=""):
        url = reverse("admin:events_event_unfact_session", args=[event.pk, session.uid, name])
        return Told(str(words), url, confirm_url)

    is_off = session.status != "scheduled"
    if is_off:
        yield told("status", _with(session.get_status_display(), session.notice))
    if session.is_full or session.has_few_left:
        yield told("places", _("Full") if session.is_full else _("Few places left"))
    if session.room:
        yield told("room", _("Another room: %(room)s") % {"room": session.room})
    if session.notice and not is_off:
        yield told("notice", _("Notice: %(words)s") % {"words": session.notice})
    if session.reported_starts_at:
        when = format_datetime(session.reported_starts_at)
        words = _("Another time, reported by the organiser, not confirmed: %(when)s")
        url = reverse("admin:events_event_confirm_time", args=[event.pk, session.uid])
        yield told("time", words % {"when": when}, url)


def _with(status, reason):
    return f"{status}: {reason}" if reason else str(status)
