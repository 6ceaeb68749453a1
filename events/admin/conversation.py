"""The staff's side of the conversation about an event: messages, notes, what needs no answer."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from enbyforalle.lib.keys import key_from
from events import permissions
from events.domain import conversation
from events.domain.errors import NotAllowed, Refused
from events.forms.conversation import NoteForm, ToOrganiserForm
from events.models import Event

FORMS = (ToOrganiserForm, NoteForm)
WRITES = {
    "message": (
        ToOrganiserForm,
        conversation.write_to_organiser,
        gettext_lazy("Written to the organiser. The email goes in two minutes."),
    ),
    "note": (NoteForm, conversation.add_note, gettext_lazy("The note is kept.")),
}


def urls(view):
    """The addresses, under the admin address of events."""
    views = {
        "conversation": conversation_page,
        "message": message,
        "note": note,
        "no_answer": no_answer,
    }
    return [
        path(f"<int:pk>/{name.replace('_', '-')}/", view(one), name=f"events_event_{name}")
        for name, one in views.items()
    ]


def talk_of(user, event, *, forms=None, back=None):
    """What the timeline in the admin shows, for any page about the event.

    ``back`` is the pk of the version from whose page is written, or None on the event's own. A
    user who is a party to the case sees what the organiser sees.
    """
    may_answer = permissions.may_answer_for_the_week(user, event)
    moments = conversation.timeline(event, for_staff=may_answer)
    return {
        "moments": moments,
        "forms": (forms or [form() for form in FORMS]) if may_answer else [],
        "back": back,
        "is_asked": may_answer and conversation.unanswered(user).filter(pk=event.pk).exists(),
        "is_staff": may_answer,
        "shows_mails": may_answer and user.has_perm("jobs.view_job"),
    }


@require_safe
def conversation_page(request, pk):
    """The conversation alone: where a message that could not be sent is shown again."""
    return _page(request, _event(request, pk))


@require_POST
def message(request, pk):
    return _write(request, pk, "message")


@require_POST
def note(request, pk):
    return _write(request, pk, "note")


@require_POST
def no_answer(request, pk):
    """Note that the organiser's last message needs no answer."""
    event = _event(request, pk)
    try:
        conversation.needs_no_answer(event, by=request.user)
    except NotAllowed:
        raise PermissionDenied from None
    messages.success(request, _("Noted: no answer is needed."))
    return _back(request, event)


def _write(request, pk, name):
    event = _event(request, pk)
    form_class, verb, done = WRITES[name]
    form = form_class(request.POST)
    status = 422
    if form.is_valid():
        try:
            verb(event, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, refusal.message)
            status = 403
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, done)
            return _back(request, event)
    forms = [form if one is form_class else one() for one in FORMS]
    return _page(request, event, forms, status=status)


def _event(request, pk):
    """The event, for those who may read cases: 403 without the right, 404 where it is not."""
    user = request.user
    if not (user.has_perm("events.view_event") or permissions.can_review(user)):
        raise PermissionDenied
    events = Event.objects.seen_by(user).select_related("week", "organiser")
    return get_object_or_404(events, pk=pk)


def _came_from(request):
    """The version from whose page was written, or None."""
    return key_from(request.POST.get("back", ""))


def _back(request, event):
    """To the page that was written from."""
    version = _came_from(request)
    if event.versions.filter(pk=version).exists():
        return redirect(f"{reverse('admin:events_version_review', args=[version])}#samtale")
    return redirect(f"{reverse('admin:events_event_change', args=[event.pk])}#samtale")


def _page(request, event, forms=None, *, status=200):
    newest = event.latest
    context = {
        **admin.site.each_context(request),
        "title": str(newest.title or event) if newest else str(event),
        "event": event,
        "talk": talk_of(request.user, event, forms=forms, back=_came_from(request)),
        "tried": forms or [],
    }
    return render(request, "admin/events/event/conversation.html", context, status=status)
