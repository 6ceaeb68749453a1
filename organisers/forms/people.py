"""Forms about people: oneself, and those one invites."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import LineField
from organisers.enums import Role
from organisers.forms.organiser import refuse_addresses


class PersonForm(forms.Form):
    """What a person may change about themselves."""

    name = LineField(
        label=_("Name"),
        max_length=120,
        required=False,
        help_text=_("Shown to the coordinator and to others in your team, never in public."),
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        validators=[refuse_addresses],
    )
    language = forms.ChoiceField(
        label=_("Language of our messages to you"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class InvitationForm(forms.Form):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("Email of the one you invite"))
    role = forms.ChoiceField(
        label=_("What may they do?"),
        choices=[
            (Role.EDITOR, _("Editor: writes and sends in events")),
            (Role.OWNER, _("Owner: also says who belongs to the team")),
        ],
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )
    language = forms.ChoiceField(
        label=_("Language of the invitation"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
    )


class FarewellForm(forms.Form):
    """One tick between a person and the end of their account."""

    sure = forms.BooleanField(
        label=_("Yes, delete my account"),
        error_messages={"required": _("Tick the box if you are sure.")},
    )
