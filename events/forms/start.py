"""Before the first field: which week, which organiser, and how much of the form."""

from django import forms
from django.utils.translation import gettext_lazy as _

from events.forms.places import Pick

FULL, SHORT = "full", "short"


class OnlyPick(Pick):
    """A choice of one row; where there is only one it is chosen and not asked."""

    def offer_all(self, rows, label):
        """Offer these rows by code; there is no empty choice."""
        self.rows = rows
        self.choices = [(code, label(row)) for code, row in rows.items()]
        if len(rows) == 1:
            self.initial = next(iter(rows))
            self.widget = forms.HiddenInput()

    def clean(self, value):
        if len(self.rows) == 1:
            return next(iter(self.rows.values()))
        return super().clean(value)


class StartForm(forms.Form):
    """What must be known to start a draft. A question with one answer is not asked."""

    week = OnlyPick(label=_("Which week?"), widget=forms.RadioSelect(attrs={"data-wrap": "opts"}))
    organiser = OnlyPick(
        label=_("Who arranges it?"), widget=forms.RadioSelect(attrs={"data-wrap": "opts"})
    )
    path = forms.ChoiceField(
        label=_("How much will you fill in?"),
        choices=[
            (SHORT, _("The short form: two pages, for small events")),
            (FULL, _("The whole form: five steps, about twelve minutes")),
        ],
        initial=SHORT,
        help_text=_("You can change between them at any time; nothing is lost."),
        widget=forms.RadioSelect(attrs={"data-wrap": "opts"}),
    )

    def __init__(self, weeks, organisers, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["week"].offer_all({str(row.year): row for row in weeks}, _week_label)
        self.fields["organiser"].offer_all({row.slug: row for row in organisers}, str)


def _week_label(week):
    return _("The week in %(year)s") % {"year": week.year}
