"""The pages of the form: which parts each has, and what happens when one is sent."""

import json
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from events.domain import drafts
from events.forms.about import AboutForm
from events.forms.access import AccessForm
from events.forms.joining import JoiningForm
from events.forms.merging import read_seen
from events.forms.organiser import ContactForm, ContributorRows, CriteriaForm, PartnersForm
from events.forms.pictures import PictureForms
from events.forms.price import PriceForm, PriceRows, RegistrationForm
from events.forms.times import TimeRows
from events.forms.who import AudienceForm, ComfortForm, LanguageForm


@dataclass(frozen=True)
class Step:
    """One page of the form."""

    name: str
    word: tuple  # Its part of the address, in both languages.
    title: object
    parts: tuple
    is_short: bool = False
    # Fields that this page asks, by which a missing one is found on the short path.
    covers: tuple = ()


STEPS = (
    Step("about", ("om", "about"), _("About the event"), (AboutForm,)),
    Step("when", ("nar-og-hvor", "when-and-where"), _("When and where"), (TimeRows, JoiningForm)),
    Step(
        "who",
        ("for-hvem", "for-whom"),
        _("For whom"),
        (AudienceForm, LanguageForm, AccessForm, ComfortForm),
    ),
    Step(
        "price",
        ("pris", "price"),
        _("Price and registration"),
        (PriceForm, PriceRows, RegistrationForm),
    ),
    Step(
        "organiser",
        ("arrangor", "organiser"),
        _("Organiser and picture"),
        (ContactForm, ContributorRows, PartnersForm, PictureForms, CriteriaForm),
    ),
)
SHORT = (
    Step(
        "short",
        ("kort", "short"),
        _("What, when and where"),
        (AboutForm, TimeRows, JoiningForm),
        is_short=True,
        covers=("about", "when"),
    ),
    Step(
        "short_more",
        ("kort-2", "short-2"),
        _("For whom, price and contact"),
        (
            AudienceForm,
            LanguageForm,
            AccessForm,
            ComfortForm,
            PriceForm,
            PriceRows,
            RegistrationForm,
            ContactForm,
            CriteriaForm,
        ),
        is_short=True,
        covers=("who", "price", "organiser"),
    ),
)
BY_NAME = {step.name: step for step in (*STEPS, *SHORT)}


class Page:
    """One page of the form for one version, empty-handed or with what was sent."""

    def __init__(self, step, version, *, data=None, files=None, add=""):
        self.step, self.version = step, version
        self.data = _as_chosen(data) if data is not None else None
        # The name of the list that gets an empty row more.
        add = data.get("add", add) if data is not None else add
        self.seen = read_seen(self.data) if data is not None else {}
        # The marks for whoever has not been shown what was saved elsewhere.
        self.unshown = self.seen
        self.parts = [
            part(version, data=self.data, files=files, add=add, is_short=step.is_short)
            for part in step.parts
        ]
        for name in _chosen(self.data):
            for form in (form for part in self.parts for form in _all_forms_of(part)):
                form.take_stored(name)
        self.saved = False

    @property
    def is_bound(self):
        """Whether something was sent."""
        return self.data is not None

    def is_valid(self):
        """Whether everything was understood."""
        wrong = [part for part in self.parts if not part.is_valid()]
        return not wrong

    def save(self, *, by):
        """Save all that was understood, and tell whether that was all.

        Raises ``Conflict`` when somebody saved while this ran, or the text can no longer be
        changed. Nothing is written when nothing was changed. A new picture is drawn before the
        transaction, in which others wait.
        """
        self.is_valid()
        for part in self.parts:
            if hasattr(part, "prepare"):
                part.prepare(by=by)
        return self._save(by=by)

    @transaction.atomic
    def _save(self, *, by):
        columns = {}
        for part in self.parts:
            columns |= part.columns(self.seen)
        version = self.version
        if columns:
            drafts.save_draft(version, by=by, changed=columns, seen=version.updated_at)
        saved = [part.save_rows(version, by=by) for part in self.parts]
        self.saved = bool(columns) or any(saved)
        return not self.has_errors()

    def has_errors(self):
        """Whether something was not understood, or was changed in two windows."""
        return any(
            part.errors if hasattr(part, "errors") else _rows_have_errors(part)
            for part in self.parts
        )

    def conflicts(self):
        """Label and stored text of what was changed here and in another window."""
        return [pair for part in self.parts for pair in part.conflicts()]

    def contested(self):
        """The names of what was changed here and in another window, as the page sends them back."""
        return " ".join(key for part in self.parts for key in part.contested())

    def english(self):
        """The fields of the group for the English text."""
        return [field for part in self.parts for field in part.english]

    def english_is_open(self):
        """Whether something in that group is wrong or filled in."""
        return any(field.errors or field.value() for field in self.english())

    def english_is_wrong(self):
        """Whether something in that group has to be mended."""
        return any(field.errors for field in self.english())

    def new_ids(self):
        """The identity of rows that were added, by the name of the hidden field."""
        return {
            key: value for part in self.parts for key, value in getattr(part, "new_ids", {}).items()
        }

    def marks(self):
        """The hidden field ``seen`` for this page."""
        return json.dumps(self.seen if self.is_bound else self.stored_marks(), sort_keys=True)

    def marks_unshown(self):
        """The same for a page that stays as it is, such as when a script saves.

        What was changed elsewhere keeps its old mark: otherwise the next save would take what
        stands in the page for the answer to a text that nobody here has read.
        """
        return json.dumps(self.unshown, sort_keys=True)

    def stored_marks(self):
        """The marks of what is stored now."""
        return {key: value for part in self.parts for key, value in part.marks().items()}

    def settle(self, version):
        """After ``save``: take identities and marks from the version as it is stored now."""
        for key, value in self.new_ids().items():
            self.data[key] = value
        fresh = Page(self.step, version, data=self.data)
        kept = {k: v for part in self.parts for k, v in part.marks_after(self.seen).items()}
        before, self.seen = self.seen, fresh.stored_marks() | kept
        elsewhere = {key for part in self.parts for key in part.changed_elsewhere}
        self.unshown = {k: v for k, v in self.seen.items() if k not in elsewhere}
        self.unshown |= {key: before[key] for key in elsewhere if key in before}

    def data_to_keep(self):
        """What was typed, with the marks of this page, to show it again later."""
        data = self.data.copy()
        # Both texts are shown again when it is sent, as long as nobody has chosen.
        data["seen"] = self.marks_unshown()
        return data

    def number_of_errors(self):
        """How many fields were not understood, apart from those changed in two windows."""
        return sum(
            not form.is_conflicting(name)
            for part in self.parts
            for form in _forms_of(part)
            for name in form.errors
        )


def _as_chosen(data):
    """What was sent, without the lists that the writer chose to leave as saved elsewhere."""
    data = data.copy()
    if not (names := _chosen(data)):
        return data
    for key in list(data):
        if any(key.startswith(f"{name}-") for name in names):
            del data[key]
    seen = {key: value for key, value in read_seen(data).items() if key not in names}
    data["seen"] = json.dumps(seen)
    return data


def _chosen(data):
    """The names of what shall stand as it was saved in the other window."""
    is_chosen = data is not None and data.get("go") == "theirs"
    return data.get("contested", "").split() if is_chosen else []


def _all_forms_of(part):
    return getattr(part, "forms", [part])


def _forms_of(part):
    forms = _all_forms_of(part)
    return [form for form in forms if form.is_bound and not getattr(form, "is_blank", bool)()]


def _rows_have_errors(part):
    return any(form.errors for form in _forms_of(part)) or bool(part.non_form_errors())
