"""The decisions as forms: each is sent to its own address."""

from datetime import datetime

from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import ParagraphsField
from events.admin.reference.stock_reasons import WithStockReason
from events.enums import ReasonKind, VersionState

LONG_AGO = datetime.fromisoformat("1970-01-01T00:00:00+00:00")
SIX_LINES = forms.Textarea(attrs={"rows": 6})


class DecisionForm(forms.Form):
    """What every decision carries: the text that was read, known by when it was saved."""

    name = ""
    is_open = False

    seen = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, *args, version, asks_reason=False, **kwargs):
        kwargs.setdefault("initial", marks_of(version))
        super().__init__(*args, auto_id=f"{self.name}-%s", **kwargs)
        if asks_reason:
            self.fields["disqualified_reason"] = ParagraphsField(
                label=_("Why you decide on an event of your own organiser"),
                help_text=_(
                    "Nobody else has the right to decide now. The reason is kept with the case."
                ),
                widget=forms.Textarea(attrs={"rows": 3}),
                max_length=1000,
                error_messages={"required": _("Say why you decide yourself.")},
            )

        self.fields["hold_mail"] = forms.BooleanField(
            label=_("Hold the email back, so that I can read and change it first"),
            required=False,
        )

    def clean_seen(self) -> datetime:
        # A damaged value is the same as an old one: the reader must look again.
        return parse_datetime(self.cleaned_data["seen"]) or LONG_AGO

    def arguments(self):
        """What the verb takes."""
        names = ("comment", "seen", "seen_words", "disqualified_reason", "hold_mail")
        return {name: self.cleaned_data[name] for name in names if name in self.cleaned_data}


class ApproveForm(DecisionForm):
    """Takes the first words of a new organiser along: those that were read, and no others."""

    name = "approve"
    is_open = True

    seen_words = forms.CharField(widget=forms.HiddenInput, required=False)

    comment = ParagraphsField(
        label=_("Message to the organiser"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_seen_words(self) -> datetime:
        return parse_datetime(self.cleaned_data["seen_words"]) or LONG_AGO


class ChangesForm(WithStockReason, DecisionForm):
    name = "changes"
    kind = ReasonKind.CHANGES

    comment = ParagraphsField(
        label=_("What should be different"),
        help_text=_("The organiser reads this, with a link to the form."),
        max_length=4000,
        widget=SIX_LINES,
        error_messages={"required": _("Write what should be different.")},
    )


class RejectForm(WithStockReason, DecisionForm):
    name = "reject"
    kind = ReasonKind.REJECT

    comment = ParagraphsField(
        label=_("The reason"),
        help_text=_("The organiser reads this. It may be asked for as a public document."),
        max_length=4000,
        widget=SIX_LINES,
        error_messages={"required": _("Write the reason.")},
    )


class AnotherForm(DecisionForm):
    """The reason is the decision itself; a word may be added."""

    name = "another"

    comment = ParagraphsField(
        label=_("Message to the organiser"),
        help_text=_("The email says already how to propose it as a new event."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class PublishForm(DecisionForm):
    """What goes with a correction: a word to the organiser, who reads the differences anyway."""

    name = "publish"

    comment = ParagraphsField(
        label=_("Message to the organiser"),
        help_text=_("The email says already what is different."),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # The correction is public at once, so the letter about it is not held back.
        del self.fields["hold_mail"]


FORMS = (ApproveForm, ChangesForm, RejectForm, AnotherForm)


def marks_of(version):
    """What a fresh page shows, known by when it was saved or sent in."""
    organiser = version.event.organiser
    words = organiser.open_text if organiser else None
    sent_at = words.submitted_at if words else None
    return {
        "seen": version.updated_at.isoformat(),
        "seen_words": sent_at.isoformat() if sent_at else "",
    }


def empty_forms(version, *, asks_reason):
    """The forms of a fresh page, by name: the decisions, or the one that publishes a correction."""
    is_correction = version.is_correction and version.state == VersionState.DRAFT
    forms = (PublishForm,) if is_correction else FORMS
    return {form.name: form(version=version, asks_reason=asks_reason) for form in forms}
