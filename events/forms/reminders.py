"""Which reminders somebody wants by email."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.enums import Reminder


class RemindersForm(forms.Form):
    """One question: those that are ticked are sent."""

    wanted = forms.MultipleChoiceField(
        label=_("Remind me by email when"),
        choices=Reminder.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple(attrs={"data-wrap": "opts"}),
        help_text=_("Each is sent once, in the daytime, and only when there is something to do."),
    )
