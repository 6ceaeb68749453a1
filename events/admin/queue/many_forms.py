"""What is asked once for many decisions. The text reaches each organiser in their own language."""

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import ParagraphsField
from events import permissions
from events.admin.reference.stock_reasons import WithStockReason
from events.admin.review.forms import LONG_AGO
from events.domain.reasons import with_reason
from events.enums import ReasonKind


class Marked(forms.Form):
    """Reads the marks of what the page showed of each."""

    def moment(self, text):
        """The instant; one long past where the mark is damaged or missing: look again."""
        return parse_datetime(text or "") or LONG_AGO

    def comment_for(self, version):
        """What this version's organiser reads."""
        reason = self.cleaned_data.get("reason")
        return with_reason(version, self.cleaned_data["comment"], reason)


class ManyApproveForm(Marked):
    comment = ParagraphsField(
        label=_("Message to the organisers"),
        help_text=_("Each organiser gets it in the message about their own event."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ManyChangesForm(WithStockReason, Marked):
    kind = ReasonKind.CHANGES

    comment = ParagraphsField(
        label=_("What should be different"),
        help_text=_("Each organiser gets it in the message about their own event."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write what should be different.")},
    )


class ManyRejectForm(WithStockReason, Marked):
    kind = ReasonKind.REJECT

    comment = ParagraphsField(
        label=_("The reason"),
        help_text=_("Each organiser gets it in the message about their own event."),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Write the reason.")},
    )


class AssignForm(forms.Form):
    to = forms.ModelChoiceField(
        permissions.deciders().none(),
        label=_("Who takes the cases"),
        required=False,
        empty_label=_("Nobody"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to"].queryset = permissions.deciders().order_by("name", "email")
