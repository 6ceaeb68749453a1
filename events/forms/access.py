"""Step 3: the questions about access. Yes, no, or don't know: silence is not "no"."""

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from enbyforalle.lib.dates import format_day_short
from events.domain import rows
from events.domain.answers import ELSEWHERE
from events.enums import AccessGroup, Answer
from events.forms.parts import Group, Part, ShownGroup
from events.models import AccessFeature, VenueAccess

YES = pgettext_lazy("answer", "Yes")
NO = pgettext_lazy("answer", "No")
UNKNOWN = pgettext_lazy("answer", "Don’t know")


class AccessForm(Part, forms.Form):
    """One question for each feature; what the venues have answered is shown beside it."""

    template = "desk/parts/_access.html"
    short = True

    def __init__(self, version, *, data=None, files=None, is_short=False, **context):
        self.version = version
        answers = version.access_answers.values_list("feature__code", "answer")
        stored = {f"access-{code}": answer for code, answer in answers}
        super().__init__(data, initial=stored, use_required_attribute=False)
        # What another field asks, or the sessions say, is not asked again.
        features = AccessFeature.objects.filter(is_active=True).exclude(code__in=ELSEWHERE)
        self.features = [row for row in features if row.is_key or not is_short]
        self.inherited = _venue_answers(version)
        self.changed = {}
        for feature in self.features:
            self.fields[f"access-{feature.code}"] = self._question(feature)

    @property
    def groups(self):
        """The key questions first and open, the rest folded by kind."""
        keys = [row for row in self.features if row.is_key]
        shown = [self._group(keys, _("Six questions first"), "plain")]
        for code, name in AccessGroup.choices:
            rest = [row for row in self.features if row.group == code and not row.is_key]
            shown.append(self._group(rest, name, "fold"))
        return [group for group in shown if group.fields]

    def columns(self, seen):
        """Nothing in the version itself."""
        self.changed = self.settle(seen)
        return {}

    def save_rows(self, version, *, by):
        """Write the answers that were changed."""
        answers = {name.partition("-")[2]: answer for name, answer in self.changed.items()}
        if answers:
            rows.set_access(version, {code: a or None for code, a in answers.items()}, by=by)
        return bool(answers)

    def _group(self, features, legend, kind):
        fields = [self[f"access-{row.code}"] for row in features]
        return ShownGroup(Group((), legend=legend, kind=kind), fields)

    def _question(self, feature):
        said = self.inherited.get(feature.code, [])
        unknown = _("As the venue says") if said else UNKNOWN
        return forms.ChoiceField(
            label=feature.name,
            required=False,
            choices=[(Answer.YES, YES), (Answer.NO, NO), ("", unknown)],
            widget=forms.RadioSelect(attrs={"data-wrap": "opts answers"}),
            help_text=format_html("{} {}", str(feature.definition), " ".join(said)),
        )


def _venue_answers(version):
    """Sentences on what the venues of the version say, by feature code."""
    found = VenueAccess.objects.filter(venue__times__version=version).select_related(
        "venue", "feature"
    )
    said = {}
    for row in found.distinct().order_by("venue__name_nb"):
        answer = YES if row.answer == Answer.YES else NO
        words = {"venue": row.venue.name, "answer": str(answer).lower()}
        if row.confirmed_on:
            words["day"] = format_day_short(row.confirmed_on)
            sentence = _("%(venue)s: %(answer)s (last confirmed %(day)s).") % words
        else:
            sentence = _("%(venue)s: %(answer)s.") % words
        said.setdefault(row.feature.code, []).append(sentence)
    return said
