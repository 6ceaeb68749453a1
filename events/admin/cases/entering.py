"""Entering an event for somebody who phoned, and handing it over to them."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from enbyforalle.lib.formfields import LineField, PhoneField
from events import permissions
from events.admin.cases.forms import HandOverForm
from events.admin.cases.page import get_event
from events.domain.entering import enter_event, hand_over_to
from events.domain.errors import Refused
from events.enums import Visibility
from events.models import Week
from organisers.enums import OrganiserKind
from organisers.models import Organiser

NEW = ("name", "kind")
CONTACT = ("contact_name", "contact_email", "contact_phone")


class EnterForm(forms.Form):
    """Little enough to fill in while the telephone is at one's ear."""

    week = forms.ModelChoiceField(Week.objects.all(), label=gettext_lazy("Week"), empty_label=None)
    organiser = forms.ModelChoiceField(
        Organiser.objects.with_texts(),
        label=gettext_lazy("An organiser we have"),
        required=False,
        empty_label=gettext_lazy("None of them: a new one"),
    )
    name = LineField(
        label=gettext_lazy("Name of the new organiser"), required=False, max_length=160
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of organiser"),
        choices=[("", "–"), *OrganiserKind.choices],
        required=False,
    )
    contact_name = LineField(
        label=gettext_lazy("Contact person (not shown)"), required=False, max_length=120
    )
    contact_email = forms.EmailField(
        label=gettext_lazy("Contact person’s email (not shown)"),
        help_text=gettext_lazy("Our messages about the event go here until somebody takes over."),
        required=False,
    )
    contact_phone = PhoneField(
        label=gettext_lazy("Contact person’s phone (not shown)"), required=False
    )
    visibility = forms.ChoiceField(
        label=gettext_lazy("Who is it open to?"),
        choices=Visibility.choices,
        initial=Visibility.PUBLIC,
    )

    def clean(self):
        data = super().clean()
        if not data.get("organiser"):
            for name in NEW:
                if name not in self.errors and not data.get(name):
                    self.add_error(name, _("A new organiser needs this."))
        return data


def urls(view):
    """The addresses, under the admin address of events; entering itself is its "add"."""
    return [path("<int:pk>/hand-over/", view(hand_over), name="events_event_hand_over")]


@require_http_methods(["GET", "POST"])
def enter(request):
    """Start an event for somebody else, and go on to the form."""
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    week = Week.objects.upcoming() or Week.objects.first()
    form = EnterForm(request.POST or None, initial={"week": week})
    if form.is_valid():
        version = _entered(request, form)
        if version is not None:
            # The organiser's own form, which the coordinator may use for everybody.
            return redirect("desk:go_on", version.event.reference)
    return _page(request, form, _("Enter an event for somebody"), "admin/events/event/enter.html")


@require_http_methods(["GET", "POST"])
def hand_over(request, pk):
    """Give the event to an organiser, and invite the person who shall own it there."""
    event = get_event(request, pk)
    if not permissions.can_enter(request.user):
        raise PermissionDenied
    form = HandOverForm(request.POST or None, initial=_known(event))
    if form.is_valid():
        try:
            hand_over_to(event, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            field = getattr(refusal, "field", "")
            form.add_error(field if field in form.fields else None, str(refusal))
        else:
            messages.success(request, _("The event is handed over."))
            return redirect("admin:events_event_change", pk)
    template = "admin/events/event/hand_over.html"
    return _page(request, form, _("Hand over"), template, event=event)


def _page(request, form, title, template, **context):
    context |= {**admin.site.each_context(request), "title": title, "form": form}
    return render(request, template, context, status=422 if form.is_bound else 200)


def _entered(request, form):
    data = form.cleaned_data
    try:
        return enter_event(
            data["week"],
            by=request.user,
            organiser=data["organiser"],
            name=data["name"],
            kind=data["kind"],
            contact={name: data[name] for name in CONTACT},
            visibility=data["visibility"],
        )
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return None


def _known(event):
    newest = event.latest
    email = newest.contact_email if newest else ""
    return {"organiser": event.organiser_id, "email": email}
