"""The facts of the day as an organiser reports them: short forms, one for each verb."""

from django import forms
from django.utils.translation import gettext_lazy as _

from enbyforalle.lib.formfields import TimeField
from events.domain.facts import LONGEST_NOTICE
from events.forms import moments
from events.forms.fields import Line
from events.forms.times import WeekDay

FREE, FEW, FULL = "free", "few", "full"


class FactForm(forms.Form):
    """A form of the page of facts; ``row`` is the event, or the time of a session."""

    def __init__(self, row, data=None, *, prefix):
        super().__init__(
            data, prefix=prefix, initial=self.initial_of(row), use_required_attribute=False
        )

    def initial_of(self, row):
        """What is so now."""
        return {}

    def arguments(self):
        """What to give the verb."""
        return self.cleaned_data


class ReasonForm(FactForm):
    """Why something is cancelled or postponed."""

    reason_nb = Line(
        label=_("Reason"),
        max_length=LONGEST_NOTICE,
        required=False,
        help_text=_("Shown to everyone at once. Do not write about anyone’s health."),
    )
    reason_en = Line(label=_("Reason in English"), max_length=LONGEST_NOTICE, required=False)


class NothingForm(FactForm):
    """A verb that needs no words."""


class PlacesForm(FactForm):
    """Full, few places left, or neither."""

    places = forms.ChoiceField(
        label=_("Are there places left?"),
        choices=[(FREE, _("There are places")), (FEW, _("Few places left")), (FULL, _("Full"))],
        widget=forms.RadioSelect(attrs={"data-wrap": "opts"}),
    )

    def initial_of(self, row):
        session = row.session
        return {"places": FULL if session.is_full else FEW if session.has_few_left else FREE}

    def arguments(self):
        places = self.cleaned_data["places"]
        return {"full": places == FULL, "few": places == FEW}


class RoomForm(FactForm):
    """Another room in the same venue."""

    room = Line(
        label=_("Another room in the same place"),
        max_length=80,
        required=False,
        help_text=_("Leave it empty to go back to the room in the programme."),
    )

    def initial_of(self, row):
        return {"room": row.session.room}


class NoticeForm(FactForm):
    """A line of plain text."""

    nb = Line(
        label=_("Notice"),
        max_length=LONGEST_NOTICE,
        required=False,
        help_text=_("At most 200 characters and no links. Leave it empty to take it away."),
    )
    en = Line(label=_("Notice in English"), max_length=LONGEST_NOTICE, required=False)

    def initial_of(self, row):
        return {"nb": row.session.notice_nb, "en": row.session.notice_en}


class TimeForm(FactForm):
    """Another time, shown as not confirmed."""

    date = WeekDay(label=_("Day"), required=False)
    starts = TimeField(label=_("Starts"), required=False)
    ends = TimeField(
        label=_("Ends"),
        required=False,
        help_text=_("Leave all three empty to take the reported time back."),
    )

    def __init__(self, row, data=None, *, prefix):
        super().__init__(row, data, prefix=prefix)
        self.fields["date"].year = row.version.event.week.year
        for field in self.fields.values():
            field.widget.attrs["data-wrap"] = "short"
        self.meant = {"starts_at": None, "ends_at": None}

    def initial_of(self, row):
        session = row.session
        day, starts = moments.day_and_time(session.reported_starts_at or row.starts_at)
        is_reported = session.reported_starts_at is not None
        _day, ends = moments.day_and_time(session.reported_ends_at if is_reported else row.ends_at)
        return {"date": day, "starts": starts, "ends": ends}

    def clean(self):
        day, starts, ends = (self.cleaned_data.get(name) for name in self.fields)
        if self.errors or not (day or starts or ends):
            return
        for name, value in (("date", day), ("starts", starts)):
            if value is None:
                self.add_error(name, _("Write both the day and the start."))
        if self.errors:
            return
        meant = moments.read(day, starts, ends, None, None)
        for name, message in meant.errors.items():
            self.add_error(name, message)
        self.meant = {"starts_at": meant.starts_at, "ends_at": meant.ends_at}

    def arguments(self):
        return self.meant
