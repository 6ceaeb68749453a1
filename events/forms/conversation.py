"""What is written about an event: a message to the other side, or an internal note."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import ParagraphsField
from events.domain.conversation import LONGEST_MESSAGE


def _text(label, help_text):
    return ParagraphsField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write something first.")},
    )


class TalkForm(forms.Form):
    """One text. What the verb says about it stands at its field."""

    name = ""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"{self.name}-%s", **kwargs)


class ToCoordinatorForm(TalkForm):
    name = "message"

    text = _text(
        _("Message to the coordinator"),
        _("You get the answer here and by email. Others may ask to read what you write."),
    )


class ToOrganiserForm(TalkForm):
    name = "message"

    text = _text(
        _("Message to the organiser"),
        _("It goes by email two minutes after you have sent it, and stands here."),
    )


class NoteForm(TalkForm):
    name = "note"

    text = _text(
        _("Internal note"),
        _(
            "The organiser does not see it. It may be asked for under offentleglova (the Freedom "
            "of Information Act), so write accordingly."
        ),
    )
