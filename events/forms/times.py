"""Step 2: when and where, one row for each session."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import DateField, TimeField
from events.domain import drafts
from events.domain.advice import Surroundings
from events.domain.slots import Slot
from events.enums import Attendance
from events.forms import moments
from events.forms.fields import Line
from events.forms.parts import Group
from events.forms.places import Pick, Places
from events.forms.rows import RowForm, Rows
from events.models import Session, SessionTime

# The fields that together say when it is.
WHEN = ("date", "starts", "ends", "ends_on", "doors")
WHERE = ("attendance", "venue", "room", "place_name", "place_address", "place_district")
WORDS = ("is_address_hidden", "label_nb", "label_en")


class WeekDay(DateField):
    """A day, also without a year, which is then the week's."""

    year = None

    def to_python(self, value):
        try:
            return super().to_python(value)
        except forms.ValidationError:
            written = str(value).strip().rstrip(".")
            for guess in (f"{written}.{self.year}", f"{written} {self.year}"):
                try:
                    return super().to_python(guess)
                except forms.ValidationError as error:
                    if error.code == "no_such_day":
                        raise
            raise


class TimeRow(RowForm):
    """One session."""

    always_filled = ("id", "attendance")
    called = _("Session")

    needed = frozenset({"date", "starts", "ends", "venue"})
    unstored = frozenset({"id"})
    layout = (
        Group(("date", "starts", "ends"), kind="pair"),
        Group(("attendance", "venue", "room")),
        Group(
            ("place_name", "place_address", "place_district", "is_address_hidden"),
            kind="fold",
            legend=_("Another place, not in the list"),
        ),
        Group(
            ("label_nb", "label_en", "doors", "ends_on"),
            kind="fold",
            legend=_("More about this session"),
        ),
    )

    id = forms.CharField(required=False, widget=forms.HiddenInput)
    date = WeekDay(label=_("Day"), required=False)
    starts = TimeField(label=_("Starts"), required=False)
    ends = TimeField(label=_("Ends"), required=False)
    attendance = forms.ChoiceField(
        label=_("In person or online?"),
        choices=Attendance.choices,
        required=False,
        widget=forms.RadioSelect(attrs={"data-wrap": "opts"}),
    )
    venue = Pick(
        label=_("Venue"),
        required=False,
        help_text=_(
            "Not when it is online only. Is your place not in the list? Write it further down."
        ),
    )
    room = Line(label=_("Room"), max_length=80, required=False)
    place_name = Line(label=_("Name of the place"), max_length=160, required=False)
    place_address = Line(
        label=_("Address"),
        max_length=200,
        required=False,
        help_text=_("For example: Rådhusgata 18, 4611 Kristiansand. Never a private home address."),
    )
    place_district = Pick(label=_("District or area"), required=False)
    is_address_hidden = forms.BooleanField(
        label=_("Do not show the address: it is given on registration"), required=False
    )
    label_nb = Line(
        label=_("What is different about this session?"),
        max_length=120,
        required=False,
        help_text=_("For example: For families, or Part 2. Shown beside the time."),
    )
    label_en = Line(label=_("The same in English"), max_length=120, required=False)
    doors = TimeField(label=_("Doors open"), required=False)
    ends_on = WeekDay(
        label=_("Last day"),
        required=False,
        help_text=_("Only if it lasts more than one day, such as an exhibition."),
    )

    def __init__(self, data=None, *, places, around, **options):
        self.around = around
        self.moments = None
        super().__init__(data, **options)
        self.fields["venue"].offer(places.venues, places.venue_choices)
        self.fields["place_district"].offer(places.districts, places.district_choices)
        for name in ("date", "ends_on"):
            self.fields[name].year = around.week.year
        for name in WHEN:
            self.fields[name].widget.attrs["data-wrap"] = "short"

    def initial_of(self, row):
        """When and where as they would be written."""
        if row is None:
            return {"attendance": Attendance.IN_PERSON}
        values = {name: getattr(row, name) for name in (*WHERE, *WORDS)}
        return {"id": str(row.pk)} | moments.as_written(row) | values

    @property
    def hints(self):
        """What to know of the time and place, as they are typed or else as they are stored."""
        slot = self._slot()
        return self.around.hints(slot) if slot else []

    def _slot(self):
        version = self.around.version
        if self.moments is None:
            return Slot(self.row, version) if self.row is not None else None
        where = {name: self.cleaned_data.get(name) for name in ("venue", "place_district")}
        words = {name: self.cleaned_data.get(name) or "" for name in ("room", "place_name")}
        if words["place_name"] and where["venue"]:
            return None
        time = SessionTime(session=Session(), **self.moments, **where, **words)
        return None if time.is_lasting else Slot(time, version)

    def is_blank(self):
        """Whether it is a new row in which nothing was written."""
        return self.row is None and super().is_blank()

    def clean(self):
        if self.is_blank():
            return
        for name, message in (
            ("date", _("Write the day. A session is saved when it has a day and a start.")),
            ("starts", _("Write the start. A session is saved when it has a day and a start.")),
        ):
            if name in self.cleaned_data and self.cleaned_data[name] is None:
                self.add_error(name, message)
        if not set(WHEN) & set(self.errors):
            self._read_moments()
        if self.chosen("venue") and self.chosen("place_name"):
            name = "place_name" if self.cleaned_data.get("place_name") else "venue"
            self.add_error(name, _("Choose a venue or write another place, not both."))

    def _read_moments(self):
        day, starts, ends, last_day, doors = (self.cleaned_data[name] for name in WHEN)
        meant = moments.read(day, starts, ends, last_day, doors)
        for name, message in meant.errors.items():
            self.add_error(name, message)
        if not meant.errors:
            self.moments = {
                "starts_at": meant.starts_at,
                "ends_at": meant.ends_at,
                "doors_at": meant.doors_at,
            }

    def columns(self, seen):
        """Sort what was typed; ``changed`` then holds what to write in the session's row."""
        typed = self.settle(seen)
        contested = any(self.is_conflicting(name) for name in WHEN)
        self.changed = {name: value for name, value in typed.items() if name not in WHEN}
        if set(typed) & set(WHEN) and self.moments and not contested:
            self.changed |= self.moments
        return {}


class TimeRows(Rows):
    """The sessions of the version."""

    prefix = "times"
    row_form = TimeRow
    template = "desk/parts/_times.html"
    short = True
    english = ()

    def __init__(self, version, *, data=None, files=None, add="", is_short=False, **context):
        stored = list(
            version.times.select_related(
                "version__event", "session", "venue__district", "place_district"
            )
        )
        chosen = [row.venue for row in stored if row.venue_id]
        self.around = Surroundings(version)
        places = Places.load(also=chosen)
        super().__init__(stored, data=data, add=add, places=places, around=self.around)
        self.new_ids = {}

    def columns(self, seen):
        """Nothing is a column of the version itself; the rows keep what changed in them."""
        for form in self.forms:
            if form.is_bound and not form.is_blank() and not self._is_dropped(form, seen):
                # A new row has nothing stored that it could be compared with.
                form.columns(seen if form.row else {})
        return {}

    def save_rows(self, version, *, by):
        """Add, change and remove sessions; returns whether anything was written."""
        for row in self.removed:
            drafts.remove_time(row, by=by)
        saved = [self._save(form, version, by=by) for form in self.forms if form.changed]
        return bool(self.removed) or any(saved)

    def _is_dropped(self, form, seen):
        """Whether it was removed in another window and not touched in this one."""
        given = self.data.get(form.add_prefix("id"))
        return bool(given) and form.row is None and form.is_untouched(seen)

    def _save(self, form, version, *, by):
        if form.row is not None:
            drafts.change_time(form.row, by=by, **form.changed)
            return True
        if "starts_at" not in form.changed:
            return False
        twin = self._twin(form)
        row = twin or drafts.add_time(version, by=by, **form.changed)
        self.new_ids[form.add_prefix("id")] = str(row.pk)
        return twin is None

    def _twin(self, form):
        """A stored session that says the same: the button was pressed twice."""
        shown = {other.row.pk for other in self.forms if other.row}
        for row in self.stored:
            same = all(getattr(row, name) == value for name, value in form.changed.items())
            if same and row.pk not in shown:
                return row
        return None
