from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import LanguageListField
from enbyforalle.lib.text import slugify_nb
from enbyforalle.pages.models import Meeting, Page

# One input for date and time: Django's pair of inputs has no label of its own for each.
WHEN = {
    models.DateTimeField: {
        "form_class": forms.DateTimeField,
        "widget": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    },
    models.DateField: {"widget": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")},
}

LEAVE_EMPTY = _("Leave it empty to have it made from the title.")


class SlugsFromTitles(forms.ModelForm):
    """Makes the addresses that were left empty out of the titles."""

    # slug field -> the titles it is made from, the first that has one
    slugs: dict[str, tuple[str, ...]] = {}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in self.slugs.keys() & self.fields.keys():
            self.fields[name].required = False
            self.fields[name].help_text = LEAVE_EMPTY

    def clean(self):
        cleaned = super().clean()
        for name, titles in self.slugs.items():
            if name in self.fields and name not in self.errors and not cleaned.get(name):
                given = (cleaned.get(title) for title in titles)
                cleaned[name] = next((slug for t in given if t and (slug := slugify_nb(t))), "")
                if not cleaned[name]:
                    self.add_error(name, _("Write an address with the letters a to z."))
        return cleaned


class PageForm(SlugsFromTitles):
    slugs = {"slug_nb": ("title_nb",), "slug_en": ("title_en", "title_nb")}

    class Meta:
        model = Page
        fields = ()


class MeetingForm(SlugsFromTitles):
    slugs = {"slug": ("title_nb",)}

    # Written and not ticked: forty boxes are a long way past.
    languages = LanguageListField(
        label=_("event languages"),
        required=False,
        widget=forms.TextInput,
        help_text=_("For example: Norwegian, English"),
    )
    interpreted_into = LanguageListField(
        label=_("interpreted into"),
        required=False,
        widget=forms.TextInput,
        help_text=_("For example: Norwegian Sign Language, Arabic"),
    )

    class Meta:
        model = Meeting
        fields = ()
