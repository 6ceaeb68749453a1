"""What can be done to an event from its page: the forms, and when each may be used."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import LineField
from events import permissions
from events.domain import facts, takedowns
from events.enums import HappeningStatus
from organisers.models import Organiser

SHORT = 200


class PlainForm(forms.Form):
    """Asks nothing: the button says it all."""


class ReasonsForm(forms.Form):
    """A reason for the public, in both languages if the coordinator has time."""

    reason_nb = LineField(
        label=_("Reason, shown to the public (Norwegian)"), required=False, max_length=SHORT
    )
    reason_en = LineField(
        label=_("Reason, shown to the public (English)"), required=False, max_length=SHORT
    )


class ReasonForm(forms.Form):
    """Why something is taken off the site: for the case, never shown."""

    reason = LineField(
        label=_("The reason"),
        help_text=_("Kept with the case, not shown to the public."),
        max_length=SHORT,
        error_messages={"required": _("Write the reason.")},
    )


class UnpublishForm(ReasonForm):
    """The organiser gets the reason too."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = _(
            "Stays with the case and goes to the organiser. Not shown in public."
        )


class HandOverForm(forms.Form):
    """To an organiser we have, and to the person who shall own it there."""

    organiser = forms.ModelChoiceField(
        Organiser.objects.with_texts(), label=_("Organiser"), empty_label=None
    )
    email = forms.EmailField(
        label=_("Email of the person who takes over"),
        help_text=_("They get a letter with a link, and become owner of the organiser."),
        required=False,
        max_length=254,
    )
    language = forms.ChoiceField(
        label=_("Language of the letter"), choices=settings.LANGUAGES, initial="nb"
    )


@dataclass(frozen=True)
class Act:
    """One thing to do, at one address, by one verb."""

    name: str
    label: Any
    done: Any
    form: Any
    verb: Any
    may: Any
    is_possible: Any
    is_grave: bool = False


def _is_live(event):
    return event.live is not None


def _is_planned(event):
    return _is_live(event) and event.status == HappeningStatus.SCHEDULED


def _is_off(event):
    return _is_live(event) and event.status != HappeningStatus.SCHEDULED


ACTS = (
    Act(
        "cancel",
        _("Cancel the event"),
        _("The event is cancelled."),
        ReasonsForm,
        facts.cancel_event,
        permissions.can_enter,
        _is_planned,
        is_grave=True,
    ),
    Act(
        "postpone",
        _("Postpone the event"),
        _("The event is postponed."),
        ReasonsForm,
        facts.postpone_event,
        permissions.can_enter,
        _is_planned,
    ),
    Act(
        "restore",
        _("Put the event back as planned"),
        _("The event is as planned again."),
        PlainForm,
        facts.restore_event,
        permissions.can_enter,
        _is_off,
    ),
    Act(
        "unpublish",
        _("Take the event off the site"),
        _("The event is off the site."),
        UnpublishForm,
        takedowns.unpublish,
        permissions.can_take_down,
        lambda event: _is_live(event) and event.unpublished_at is None,
        is_grave=True,
    ),
    Act(
        "republish",
        _("Put the event back on the site"),
        _("The event is on the site again."),
        PlainForm,
        takedowns.republish,
        permissions.can_take_down,
        lambda event: event.unpublished_at is not None,
    ),
)


def forms_for(event, user):
    """The acts that the user may do now, by name: ``{"cancel": (act, form), …}``."""
    return {
        act.name: (act, act.form(auto_id=f"{act.name}-%s"))
        for act in ACTS
        if act.may(user) and act.is_possible(event)
    }
