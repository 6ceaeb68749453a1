"""What a resident may say is wrong with an event."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import ParagraphsField
from enbyforalle.lib.openforms import OpenForm
from events.enums import ReportReason


class ReportForm(OpenForm):
    """A reason, some words, and an address for whoever wants an answer."""

    purpose = "report"

    reason = forms.ChoiceField(
        label=_("What is wrong?"),
        choices=ReportReason.choices,
        widget=forms.RadioSelect(attrs={"data-wrap": "opts"}),
        error_messages={"required": _("Choose what is wrong.")},
    )
    text = ParagraphsField(
        label=_("Tell us more"),
        help_text=_(
            "At most 1000 characters. Do not write about anyone’s health, belief or private life."
        ),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    email = forms.EmailField(
        label=_("Your email, if you want an answer"),
        help_text=_(
            "Only the coordinator sees it. It is deleted 30 days after the report is dealt with."
        ),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
