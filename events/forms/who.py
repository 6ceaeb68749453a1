"""Step 3: who it is for, and in which languages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import LanguageListField
from events.domain import rows
from events.enums import LanguageUse
from events.forms.about import TICKS
from events.forms.fields import WholeNumber
from events.forms.parts import Group, Part, StepForm
from events.models import Version

OLDEST = 120
LANGUAGE_FIELDS = {
    "spoken": LanguageUse.SPOKEN,
    "interpreted": LanguageUse.INTERPRETED,
    "written": LanguageUse.WRITTEN,
}


class AudienceForm(StepForm):
    """Audience, ages, and whether the audience is limited."""

    needed = frozenset({"audiences"})
    short = ("audiences",)
    layout = (
        Group(("audiences",)),
        Group(("age_min", "age_max"), kind="pair", legend=_("Age group")),
        Group(("is_limited", "audience_restriction_nb")),
    )

    age_min = WholeNumber(
        label=_("From age"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_("Years, such as 6. Leave it empty if all ages fit."),
    )
    age_max = WholeNumber(
        label=_("To age"),
        required=False,
        min_value=0,
        max_value=OLDEST,
        help_text=_("Years, such as 12."),
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "audiences",
            "age_min",
            "age_max",
            "is_limited",
            "audience_restriction_nb",
            "audience_restriction_en",
        )
        widgets = {"audiences": forms.CheckboxSelectMultiple(attrs=TICKS)}
        labels = {
            "audiences": _("Who is it for?"),
            "is_limited": _("The event is for a limited audience"),
            "audience_restriction_nb": _("Who is it limited to, and why?"),
        }
        help_texts = {
            "audience_restriction_nb": _(
                "Must be filled in when the audience is limited. The reason is shown to everyone."
            ),
        }

    def clean(self):
        self.check_order("age_min", "age_max", _("The highest age must not be below the lowest."))


class LanguageForm(Part, forms.Form):
    """The languages of the event, written as people name them."""

    needed = frozenset({"spoken"})
    short = ("spoken",)
    layout = (Group(tuple(LANGUAGE_FIELDS), legend=_("Languages at the event")),)

    spoken = LanguageListField(
        label=_("Spoken or signed"),
        required=False,
        widget=forms.TextInput,
        help_text=_("With commas between, for example: Norwegian, Arabic, sign language"),
    )
    interpreted = LanguageListField(
        label=_("Interpreted into"),
        required=False,
        widget=forms.TextInput,
        help_text=_("Book interpreters four to six weeks ahead."),
    )
    written = LanguageListField(
        label=_("Written material in"), required=False, widget=forms.TextInput
    )

    def __init__(self, version, *, data=None, files=None, is_short=False, **context):
        self.version = version
        stored = {name: [] for name in LANGUAGE_FIELDS}
        for row in version.languages.all():
            stored[row.use].append(row.code)
        super().__init__(data, initial=stored, use_required_attribute=False)
        self.changed = {}
        if is_short:
            self._keep_short()

    def columns(self, seen):
        """Nothing in the version itself."""
        self.changed = self.settle(seen)
        return {}

    def save_rows(self, version, *, by):
        """Replace the languages of each use that was changed."""
        for name, codes in self.changed.items():
            rows.set_languages(version, LANGUAGE_FIELDS[name], codes, by=by)
        return bool(self.changed)


class ComfortForm(StepForm):
    """Food, pictures, warnings, and whom to ask about access."""

    short = ("access_contact",)
    layout = (
        Group(("access_note_nb", "is_interpretation_on_request", "access_contact")),
        Group(
            ("food_note_nb", "is_photo_free", "content_warning_nb", "good_to_know_nb"),
            kind="fold",
            legend=_("Food, photography, content warning"),
        ),
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "access_note_nb",
            "access_note_en",
            "is_interpretation_on_request",
            "access_contact",
            "food_note_nb",
            "food_note_en",
            "is_photo_free",
            "content_warning_nb",
            "content_warning_en",
            "good_to_know_nb",
            "good_to_know_en",
        )
        labels = {
            "access_note_nb": _("Anything else people should know about access"),
            "access_contact": _("Contact for questions about access"),
            "is_photo_free": _("Photo-free: nobody takes pictures of those who come"),
        }
        help_texts = {
            "food_note_nb": _("For example: coffee, vegetarian soup and halal food."),
            "content_warning_nb": _("For example: the film shows violence."),
        }
