"""Step 4: price and registration. Nobody registers here: it says where and how."""

from datetime import time

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib import clock
from enbyforalle.lib.formfields import MoneyField, TimeField
from events.domain import rows
from events.forms.fields import Line, WholeNumber
from events.forms.moments import day_and_time
from events.forms.parts import Group, StepForm
from events.forms.rows import ListRows, RowForm
from events.forms.times import WeekDay
from events.models import Version

OPTS = {"data-wrap": "opts"}
# A deadline that names only the day lasts the whole of it, an opening begins with it.
END_OF_DAY = time(23, 59)
START_OF_DAY = time(0)
# "capacity" holds more, but nobody has a hall for more.
MOST_PLACES = 100_000


class PriceForm(StepForm):
    """Free, what you can, or a price."""

    needed = frozenset({"price_type"})
    short = ("price_type", "price_note_nb")
    layout = (Group(("price_type", "is_companion_free", "price_note_nb")),)

    class Meta(StepForm.Meta):
        model = Version
        fields = ("price_type", "is_companion_free", "price_note_nb", "price_note_en")
        widgets = {
            "price_type": forms.RadioSelect(attrs=OPTS),
            "is_companion_free": forms.RadioSelect(attrs=OPTS),
        }
        labels = {"is_companion_free": _("Companion pass: does a companion come in free?")}
        help_texts = {
            "price_type": _("Most events of the week are free. Write the prices further down."),
            "price_note_nb": _("For example: pay at the door, cash and Vipps."),
        }


class PriceRow(RowForm):
    """One price."""

    called = _("Price")
    layout = (Group(("label_nb", "amount", "label_en"), kind="pair"),)

    label_nb = Line(label=_("For whom"), max_length=60, required=False)
    amount = MoneyField(label=_("Price in kroner"), required=False, min_value=0)
    label_en = Line(label=_("For whom, in English"), max_length=60, required=False)

    def clean(self):
        if self.is_blank():
            return
        for name, message in (
            ("label_nb", _("Say who the price is for, for example: standard")),
            ("amount", _("Write the price, for example: 50")),
        ):
            if name in self.cleaned_data and not self.cleaned_data[name]:
                if self.cleaned_data[name] == 0:
                    continue
                self.add_error(name, message)


class PriceRows(ListRows):
    """The prices of the version, replaced as a whole."""

    prefix = "prices"
    row_form = PriceRow
    legend = _("Prices")
    help = _("For example: standard 100, concession 50, child 0. Only when it costs money.")
    add_label = _("Add another price")
    remove_label = _("Remove price")

    def __init__(self, version, *, data=None, files=None, add="", is_short=False, **context):
        super().__init__(version.price_tiers.all(), data=data, add=add)

    def write(self, version, values, *, by):
        """Replace the stored rows."""
        rows.set_prices(version, values, by=by)


class RegistrationForm(StepForm):
    """Whether and how one registers."""

    needed = frozenset({"registration_mode"})
    short = ("registration_mode", "registration_url", "registration_email")
    layout = (
        Group(("registration_mode", "registration_url", "registration_email")),
        Group(("registration_deadline", "registration_deadline_time"), kind="pair"),
        Group(("capacity", "has_waitlist")),
        Group(
            ("registration_opens", "registration_opens_time"),
            kind="pair",
        ),
        Group(("is_non_binding", "registration_note_nb")),
    )

    registration_deadline = WeekDay(label=_("Registration deadline: day"), required=False)
    registration_deadline_time = TimeField(label=_("Deadline: time"), required=False)
    registration_opens = WeekDay(label=_("Registration opens: day"), required=False)
    registration_opens_time = TimeField(label=_("Opens: time"), required=False)

    capacity = WholeNumber(
        label=_("Number of places"), required=False, min_value=1, max_value=MOST_PLACES
    )

    class Meta(StepForm.Meta):
        model = Version
        fields = (
            "registration_mode",
            "registration_url",
            "registration_email",
            "capacity",
            "has_waitlist",
            "is_non_binding",
            "registration_note_nb",
            "registration_note_en",
        )
        widgets = {"registration_mode": forms.RadioSelect(attrs=OPTS)}
        labels = {"registration_mode": _("Do people have to register?")}
        help_texts = {
            "registration_mode": _(
                "People register with you, never here: attendance can reveal belief or health."
            ),
            "registration_url": _(
                "A link or an email address must be filled in when people register."
            ),
        }

    def __init__(self, version, **options):
        super().__init__(version, **options)
        for name, column, ending in _MOMENTS:
            if name not in self.fields:
                continue
            day, at = day_and_time(getattr(version, column))
            self.initial[name], self.initial[f"{name}_time"] = day, None if at == ending else at
            self.fields[name].year = version.event.week.year
            self.fields[name].widget.attrs["data-wrap"] = "short"
            self.fields[f"{name}_time"].widget.attrs["data-wrap"] = "short"

    def clean(self):
        for name, _column, _ending in _MOMENTS:
            if self.cleaned_data.get(f"{name}_time") and not self.chosen(name):
                self.add_error(name, _("Write the day as well as the time."))
        self._check_opening()

    def _check_opening(self):
        names = [name for name, *_rest in _MOMENTS if name in self.fields]
        if len(names) < len(_MOMENTS) or any(
            name in self.errors or f"{name}_time" in self.errors for name in names
        ):
            return
        closes, opens = (self._moment(name, ending) for name, _column, ending in _MOMENTS)
        if closes and opens and closes <= opens:
            self.add_error("registration_deadline", _("Registration must close after it opens."))

    def _moment(self, name, ending):
        day = self.chosen(name)
        return clock.at(day, self.chosen(f"{name}_time") or ending) if day else None

    def columns(self, seen):
        """Day and time become one instant."""
        columns = self.settle(seen)
        for name, column, ending in _MOMENTS:
            parts = {name, f"{name}_time"}
            touched = parts & set(columns)
            for part in touched:
                del columns[part]
            if touched and not parts & set(self.errors):
                columns[column] = self._moment(name, ending)
        return columns


# Field, column, and the time that is meant when only the day is written.
_MOMENTS = (
    ("registration_deadline", "registration_deadline", END_OF_DAY),
    ("registration_opens", "registration_opens_at", START_OF_DAY),
)
