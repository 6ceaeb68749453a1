"""Arranging an event again: in which week, where there is more than one."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.forms.start import OnlyPick


class AgainForm(forms.Form):
    """One question, and none where only one week is open."""

    week = OnlyPick(
        label=gettext_lazy("Which week?"), widget=forms.RadioSelect(attrs={"data-wrap": "opts"})
    )

    def __init__(self, weeks, data=None):
        super().__init__(data, use_required_attribute=False)
        self.fields["week"].offer_all({str(row.year): row for row in weeks}, _label)


def _label(week):
    return _("The week in %(year)s") % {"year": week.year}
