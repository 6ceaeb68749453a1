"""The facts of the day: cancelled, full, another room, a notice. Public at once, without review."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from enbyforalle.lib import unsent
from events.desk import kept
from events.domain import facts
from events.domain.errors import Refused
from events.enums import HappeningStatus
from events.forms.facts import (
    NothingForm,
    NoticeForm,
    PlacesForm,
    ReasonForm,
    RoomForm,
    TimeForm,
)
from events.views.desk.access import writable_event

PLANNED = HappeningStatus.SCHEDULED


@dataclass(frozen=True)
class Fact:
    """One thing that can be reported: its form, its verb, its words."""

    form: type
    verb: object
    title: object
    css: str = "quiet"

    @property
    def button(self):
        """What is irrevocable enough to be named says so on the button too."""
        return self.title if self.css == "danger" or not self.form.base_fields else _("Save")


EVENT_FACTS = {
    "cancel_event": Fact(
        ReasonForm, facts.cancel_event, gettext_lazy("Cancel the whole event"), "danger"
    ),
    "postpone_event": Fact(
        ReasonForm, facts.postpone_event, gettext_lazy("Postpone the whole event"), "danger"
    ),
    "undo_event": Fact(NothingForm, facts.undo_event, gettext_lazy("Undo")),
    "restore_event": Fact(
        NothingForm, facts.restore_event, gettext_lazy("It takes place as planned after all")
    ),
}
SESSION_FACTS = {
    "mark_places": Fact(PlacesForm, facts.mark_places, gettext_lazy("Places")),
    "set_notice": Fact(NoticeForm, facts.set_notice, gettext_lazy("Notice")),
    "change_room": Fact(RoomForm, facts.change_room, gettext_lazy("Another room")),
    "report_time": Fact(TimeForm, facts.report_time, gettext_lazy("Another time")),
    "cancel_session": Fact(
        ReasonForm, facts.cancel_session, gettext_lazy("Cancel this session"), "danger"
    ),
    "postpone_session": Fact(
        ReasonForm, facts.postpone_session, gettext_lazy("Postpone this session"), "danger"
    ),
    "undo_session": Fact(NothingForm, facts.undo_session, gettext_lazy("Undo")),
    "restore_session": Fact(
        NothingForm, facts.restore_session, gettext_lazy("It takes place as planned after all")
    ),
}
FACTS = EVENT_FACTS | SESSION_FACTS


@dataclass(frozen=True)
class Shown:
    """A fact on the page: its form, where it posts to, whether it stands open."""

    name: str
    fact: Fact
    form: object
    url: str
    uid: object = None

    @property
    def is_open(self):
        """Whether something in it has to be mended."""
        return self.form.is_bound


@never_cache
@require_safe
def show(request, reference):
    """All that can be reported about one approved event."""
    event = writable_event(request.user, reference)
    return _page(request, event, _returned(request, event))


@never_cache
def report(request, reference, fact, uid=None):
    """Report one fact. What was not understood is shown again beside its field."""
    event = writable_event(request.user, reference)
    data = request.POST if request.method == "POST" else kept.kept(request)
    if data is None:
        return redirect("desk:facts", reference)
    row = event if uid is None else _time(event, uid)
    form = FACTS[fact].form(row, data, prefix=_prefix(fact, uid))
    if form.is_valid() and request.method == "POST":
        target = event if uid is None else row.session
        try:
            FACTS[fact].verb(target, by=request.user, **form.arguments())
        except Refused as refusal:
            form.add_error(next(iter(form.fields), None), refusal.message)
        else:
            kept.forget(request)
            messages.success(request, _("Done. It shows on the site now."))
            return redirect("desk:facts", reference)
    tried = Shown(fact, FACTS[fact], form, _url(event, fact, uid), uid)
    return _page(request, event, tried, status=422)


def _page(request, event, tried, status=200):
    live = event.live
    if live is None:
        return redirect("desk:event", event.reference)
    live.event = event
    sessions = [(time, _of_session(event, time, tried)) for time in _times(live)]
    whole = [name for name in EVENT_FACTS if _is_offered(name, event)]
    context = {
        "event": event,
        "version": live,
        "whole": [_shown(name, event, event, None, tried) for name in whole],
        "sessions": sessions,
        "tried": tried.form if tried else None,
    }
    return render(request, "desk/facts.html", context, status=status)


def _returned(request, event):
    """What was typed here when the sign-in had ended; its own address answers to no GET."""
    live = event.live
    if live is None:
        return None
    live.event = event
    rows = [(event, None)] + [(time, time.session.uid) for time in _times(live)]
    for row, uid in rows:
        for name in EVENT_FACTS if uid is None else SESSION_FACTS:
            url = _url(event, name, uid)
            data = unsent.take(request, url)
            if data is not None:
                form = FACTS[name].form(row, data, prefix=_prefix(name, uid))
                return Shown(name, FACTS[name], form, url, uid)
    return None


def _times(version):
    times = version.times.select_related("session", "venue").order_by("starts_at", "pk")
    for time in times:
        time.version = version
        yield time


def _time(event, uid):
    if event.live is None:
        raise Http404
    live = event.live
    live.event = event
    found = next((time for time in _times(live) if time.session.uid == uid), None)
    if found is None:
        raise Http404
    found.session.event = event
    return found


def _of_session(event, time, tried):
    names = [name for name in SESSION_FACTS if _is_offered(name, time.session)]
    return [_shown(name, event, time, time.session.uid, tried) for name in names]


def _is_offered(name, row):
    """Whether the fact can be reported now of an event or a session: within the hour an undo."""
    verb = name.partition("_")[0]
    if verb == "undo":
        return row.is_undoable
    if verb == "restore":
        return row.status != PLANNED and not row.is_undoable
    return verb not in ("cancel", "postpone") or row.status == PLANNED


def _shown(name, event, row, uid, tried):
    if tried is not None and (tried.name, tried.uid) == (name, uid):
        return tried
    fact = FACTS[name]
    form = fact.form(row, prefix=_prefix(name, uid))
    return Shown(name, fact, form, _url(event, name, uid), uid)


def _url(event, name, uid):
    return reverse(f"desk:{name}", args=[event.reference, *([uid] if uid else [])])


def _prefix(name, uid):
    return f"{name}-{uid}" if uid else name
