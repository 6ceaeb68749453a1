"""Step 1: what the event is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.parts import Group, StepForm
from events.models import Version
from organisers.enums import OrganiserKind

TICKS = {"data-wrap": "opts two"}


class AboutForm(StepForm):
    """Title, texts, type, topics, grounds and goals."""

    needed = frozenset(
        {"title_nb", "summary_nb", "description_nb", "contribution_nb", "types", "topics"}
    )
    short = (
        "title_nb",
        "summary_nb",
        "description_nb",
        "contribution_nb",
        "types",
        "topics",
        "language_nb",
        "needs_english",
    )
    layout = (
        Group(
            (
                "visibility",
                "title_nb",
                "summary_nb",
                "description_nb",
                "contribution_nb",
                "types",
                "topics",
                "language_nb",
            )
        ),
        Group(
            ("grounds", "goals"),
            kind="fold",
            legend=_("Grounds of discrimination and Sustainable Development Goals"),
            help=_("Tick what the event is about. It never says anything about those who come."),
        ),
        # Last, so that it stands right above the group for the English text.
        Group(("needs_english",)),
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "visibility",
            "title_nb",
            "summary_nb",
            "description_nb",
            "contribution_nb",
            "types",
            "topics",
            "language_nb",
            "grounds",
            "goals",
            "needs_english",
            "title_en",
            "summary_en",
            "description_en",
            "contribution_en",
        )
        widgets = {
            "visibility": forms.RadioSelect(attrs={"data-wrap": "opts"}),
            "types": forms.CheckboxSelectMultiple(attrs=TICKS),
            "topics": forms.CheckboxSelectMultiple(attrs=TICKS),
            "grounds": forms.CheckboxSelectMultiple(attrs=TICKS),
            "goals": forms.CheckboxSelectMultiple(attrs=TICKS),
            "summary_nb": forms.Textarea(attrs={"rows": 3, "data-wrap": "low"}),
            "summary_en": forms.Textarea(attrs={"rows": 3, "data-wrap": "low"}),
        }
        labels = {
            "summary_nb": _("Summary"),
            "summary_en": _("Summary in English"),
            "types": _("Event type"),
            "topics": _("Topics"),
            "language_nb": _("What language do you write in?"),
            "contribution_nb": _("How does the event contribute to a city for everyone?"),
            "contribution_en": _("How does the event contribute? In English"),
        }
        help_texts = {
            "title_nb": _(
                "Short and telling, at most 120 characters. Not in capitals only, and without the "
                "organiser’s name, which is shown beside it."
            ),
            "summary_nb": _("One or two sentences, at most 200 characters. Shown in lists."),
            "description_nb": _(
                "What happens, who takes part, what is good to know. Leave an empty line between "
                "paragraphs. Web addresses become links. Do not write about the health, belief or "
                "private life of named people."
            ),
            "contribution_nb": _(
                "For example: who meets whom, what do people learn, what becomes easier for whom?"
            ),
            "types": _("Tick one or more."),
            "topics": _("Tick those that fit best, preferably no more than three."),
            "language_nb": _(
                "The language of the texts on these pages. You may write in Bokmål, Nynorsk, "
                "Northern Sámi or another language."
            ),
            "needs_english": _(
                "Tick this if you cannot write English. The coordinator sees it and can help."
            ),
        }

    def __init__(self, version, **options):
        super().__init__(version, **options)
        organiser = version.event.organiser
        is_municipal = organiser is not None and organiser.kind == OrganiserKind.MUNICIPAL_UNIT
        # Only the municipality itself has events for its own employees.
        if not is_municipal and not version.is_internal:
            self.fields.pop("visibility", None)
