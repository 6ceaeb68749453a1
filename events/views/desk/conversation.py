"""The organiser's side of the conversation about an event."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from enbyforalle.lib import unsent
from events import permissions
from events.domain import conversation
from events.domain.errors import NotAllowed, Refused
from events.forms.conversation import ToCoordinatorForm
from events.views.desk.access import readable_event, writable_event


def talk_of(request, event, form=None):
    """What the timeline on the desk shows: what was said and done, and the form for members.

    What was typed when the sign-in had ended stands in the form again.
    """
    may_write = permissions.is_member(request.user, event)
    if may_write and form is None:
        form = ToCoordinatorForm(
            unsent.take(request, reverse("desk:write", args=[event.reference]))
        )
    return {
        "moments": conversation.timeline(event, for_staff=False),
        "form": form if may_write else None,
        "is_staff": False,
        "shows_mails": False,
    }


@never_cache
def write(request, reference):
    """Write to the coordinator. What could not be sent is shown again with the reason."""
    if request.method != "POST":
        event = readable_event(request.user, reference)
        return _page(request, event, None)
    event = writable_event(request.user, reference)
    form = ToCoordinatorForm(request.POST)
    if form.is_valid():
        try:
            conversation.write_to_coordinator(event, by=request.user, **form.cleaned_data)
        except NotAllowed as refusal:
            form.add_error(None, refusal.message)
            return _page(request, event, form, status=403)
        except Refused as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Sent to the coordinator. The answer comes here."))
            return redirect(f"{reverse('desk:event', args=[reference])}#samtale")
    return _page(request, event, form, status=422)


def _page(request, event, form, status=200):
    version = event.latest
    context = {"event": event, "version": version, "talk": talk_of(request, event, form)}
    return render(request, "desk/write.html", context, status=status)
