"""Forms of organisers: who they are, and what they say about themselves."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import (
    LineField,
    OrganisationNumberField,
    ParagraphsField,
    PhoneField,
    WebAddressField,
)
from enbyforalle.lib.i18n import language_choices
from organisers.enums import OrganiserKind


def refuse_addresses(text):
    """Names go into mail to strangers, so they must not carry somebody's advertisement."""
    if re.search(r"://|\bwww\.", text, re.IGNORECASE):
        raise ValidationError(_("Write only the name here, no web address."))


class FactsForm(forms.Form):
    """Facts about an organiser, which nobody reviews."""

    kind = forms.ChoiceField(
        label=_("Kind of organiser"), choices=OrganiserKind.choices, widget=forms.RadioSelect
    )
    organisation_number = OrganisationNumberField(
        label=_("Organisation number"),
        required=False,
        help_text=_(
            "Nine digits, for example 820 852 982. Informal groups and individuals have none."
        ),
        widget=forms.TextInput(attrs={"data-wrap": "mid"}),
    )
    is_listed = forms.BooleanField(
        label=_("I am an individual and want a public page with my events"),
        required=False,
        help_text=_("For individuals: without the tick, your name stands only on your events."),
    )

    def clean_is_listed(self):
        return self.cleaned_data["is_listed"] and self.cleaned_data.get("kind") == "individual"


class WordsForm(forms.Form):
    """What an organiser says about itself; public when the coordinator has approved it."""

    name_nb = LineField(
        label=_("Name"),
        max_length=160,
        help_text=_("As it should stand in the programme."),
        validators=[refuse_addresses],
    )
    name_en = LineField(
        label=_("Name in English"), max_length=160, required=False, validators=[refuse_addresses]
    )
    description_nb = ParagraphsField(
        label=_("About you"),
        max_length=2000,
        required=False,
        help_text=_("A few sentences on who you are and what you do. At most 2,000 characters."),
    )
    language_nb = forms.ChoiceField(
        label=_("Which language is it written in?"),
        choices=language_choices,
        required=False,
        widget=forms.Select(attrs={"data-wrap": "mid"}),
    )
    description_en = ParagraphsField(
        label=_("About you in English"), max_length=2000, required=False
    )
    website = WebAddressField(label=_("Website"), max_length=200, required=False)
    public_email = forms.EmailField(
        label=_("Public email"),
        required=False,
        help_text=_("Everyone can see it. Use the organisation’s address rather than your own."),
    )
    public_phone = PhoneField(
        label=_("Public phone"), required=False, help_text=_("Everyone can see it.")
    )

    def clean_language_nb(self):
        return self.cleaned_data["language_nb"] or "nb"


class RegistrationForm(FactsForm):
    """The little that is needed to begin; the rest can be written any time."""

    name_nb = WordsForm.base_fields["name_nb"]
    name_en = WordsForm.base_fields["name_en"]
    field_order = ["kind", "name_nb", "name_en", "organisation_number", "is_listed"]


class LogoForm(forms.Form):
    """A logo and what it shows."""

    logo = forms.FileField(
        label=_("Picture file"),
        help_text=_("JPEG, PNG or WebP, at most 10 MB."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    logo_alt_nb = LineField(
        label=_("What does the logo show?"),
        max_length=200,
        help_text=_("Read aloud to those who cannot see it, for example “Two hands and a sun”."),
    )
    logo_alt_en = LineField(label=_("The same in English"), max_length=200, required=False)
