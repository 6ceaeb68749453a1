"""Step 5: pictures. The file apart, the words about it beside it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.images import PictureRefused
from events.domain import rows
from events.forms.fields import Line
from events.forms.parts import Group, Part
from events.forms.times import WeekDay
from events.models import Picture

WORDS = (
    "is_decorative",
    "alt_nb",
    "alt_en",
    "caption_nb",
    "caption_en",
    "credit",
    "consent_basis",
    "consent_expires_on",
)


class PictureForm(Part, forms.ModelForm):
    """The words about one picture; for a new one also the file."""

    needed = frozenset({"alt_nb", "credit", "consent_basis"})
    field_order = ("file",)
    row_name = _("Picture")

    file = forms.FileField(
        label=_("Picture file"),
        required=False,
        help_text=_("JPEG, PNG or WebP, at most 10 MB. Wide pictures fit best."),
    )
    alt_nb = Line(
        label=_("What does the picture show?"),
        max_length=250,
        required=False,
        help_text=_("Read aloud to those who do not see it. Not needed for mere decoration."),
    )
    alt_en = Line(label=_("The same in English"), max_length=250, required=False)
    caption_nb = Line(label=_("Caption"), max_length=250, required=False)
    caption_en = Line(label=_("Caption in English"), max_length=250, required=False)
    credit = Line(label=_("Who made the picture?"), max_length=120, required=False)
    consent_expires_on = WeekDay(
        label=_("The picture may be shown until"),
        required=False,
        help_text=_("Leave it empty if the agreement has no end."),
    )

    class Meta:
        model = Picture
        fields = WORDS
        labels = {
            "is_decorative": _("Decoration only: nothing to describe"),
            "consent_basis": _("Why may it be shown?"),
        }

    def __init__(self, data=None, files=None, *, prefix, picture=None, year):
        super().__init__(data, files, prefix=prefix, instance=picture, use_required_attribute=False)
        self.picture = picture
        self.changed = {}
        self.fields["consent_expires_on"].year = year
        self.fields["consent_expires_on"].widget.attrs["data-wrap"] = "short"
        self.fields["consent_basis"].choices = [
            ("", _("Choose")),
            *(pair for pair in self.fields["consent_basis"].choices if pair[0]),
        ]
        if picture is not None:
            del self.fields["file"]
        else:
            self.fields["file"].widget.attrs["accept"] = "image/jpeg,image/png,image/webp"

    def _post_clean(self):
        pass

    def clean(self):
        if self.picture is None and self._has_words() and not self._has_file():
            self.add_error("file", _("Choose the picture file as well."))

    def refuse(self, message):
        """Say beside the file why it was not taken and what to send instead."""
        self.add_error("file", message)

    def words(self):
        """The words that were understood, for a new picture."""
        return {name: value for name, value in self.cleaned_data.items() if name in WORDS}

    @property
    def upload(self):
        """The file that came along, if any."""
        return self.cleaned_data.get("file") if self.is_bound else None

    def _has_file(self):
        return bool(self.cleaned_data.get("file")) or "file" in self.errors

    def _has_words(self):
        return any(self.cleaned_data.get(name) for name in WORDS)

    def marks(self):
        """A new picture has nothing stored."""
        return super().marks() if self.picture is not None else {}


class PictureForms:
    """The pictures of the version, and room for a new one."""

    template = "desk/parts/_pictures.html"
    short = None
    english = ()
    layout: tuple[Group, ...] = ()

    def __init__(self, version, *, data=None, files=None, is_short=False, **context):
        self.is_bound = data is not None
        self.version = version
        year = version.event.week.year
        pictures = list(version.pictures.select_related("image"))
        self.removed = self._pressed(data, pictures)
        self.shown = [
            PictureForm(data, prefix=f"picture-{picture.pk}", picture=picture, year=year)
            for picture in pictures
            if picture is not self.removed
        ]
        self.new = PictureForm(data, files, prefix="picture-new", year=year)
        self.new_was_stored = False
        # The new picture, drawn and stored; no row names it yet.
        self._prepared = None

    @property
    def forms(self):
        """All of them; the error summary asks."""
        return [*self.shown, self.new]

    def non_form_errors(self):
        """None: each picture speaks for itself."""
        return []

    def is_valid(self):
        """Whether all words about all pictures were understood."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return not wrong

    def columns(self, seen):
        """Nothing in the version itself."""
        for form in self.shown:
            form.changed = form.settle(seen)
        return {}

    def save_rows(self, version, *, by):
        """Store the new file, change words, take pictures away."""
        if self.removed:
            rows.remove_picture(self.removed, by=by)
        changed = [form for form in self.shown if form.changed]
        for form in changed:
            rows.change_picture(form.picture, by=by, **form.changed)
        if self._prepared is not None:
            rows.add_picture(version, self._prepared, by=by, **self.new.words())
            self.new_was_stored = True
        return bool(self.removed or changed or self.new_was_stored)

    def marks(self):
        """See ``merging``."""
        return {key: value for form in self.shown for key, value in form.marks().items()}

    def marks_after(self, seen):
        """See ``merging``."""
        return {key: value for form in self.shown for key, value in form.marks_after(seen).items()}

    @property
    def changed_elsewhere(self):
        """See ``merging``."""
        return {key for form in self.shown for key in form.changed_elsewhere}

    def contested(self):
        """See ``merging``."""
        return [key for form in self.shown for key in form.contested()]

    def conflicts(self):
        """See ``merging``."""
        return [pair for form in self.shown for pair in form.conflicts()]

    def prepare(self, *, by):
        """Draw the new picture, before the transaction that saves the page."""
        if self.new.upload:
            try:
                self._prepared = rows.prepare_picture(self.version, self.new.upload, by=by)
            except PictureRefused as refusal:
                self.new.refuse(str(refusal))

    @staticmethod
    def _pressed(data, pictures):
        pressed = data.get("remove", "") if data is not None else ""
        return next((row for row in pictures if pressed == f"picture-{row.pk}"), None)
