"""A part of a page: a form over some columns of the version, laid out in groups.

A page asks every part the same: ``is_valid``, ``columns`` (what to write in the version itself),
``save_rows`` (the rest, through the verbs), ``marks`` and ``conflicts`` (see ``merging``).
"""

from dataclasses import dataclass

from django import forms
from django.db.models import Q

from events.forms.fields import for_column
from events.forms.merging import Merging
from events.models import Version

ENGLISH = "_en"


@dataclass(frozen=True)
class Group:
    """Some fields that belong together: under a legend, side by side, or folded away."""

    names: tuple
    legend: object = ""
    help: object = ""
    kind: str = "plain"  # "plain", "pair" (side by side) or "fold"


@dataclass(frozen=True)
class ShownGroup:
    """A group with the fields that this form has."""

    group: Group
    fields: list

    @property
    def is_open(self):
        """A folded group stands open when something in it is filled in or wrong."""
        return any(field.errors or field.value() for field in self.fields)


class Part(Merging):
    """What all parts have; a part that is no form over columns overrides more."""

    template = "desk/parts/_form.html"
    layout = ()
    # The fields that the short path asks for; None means that the part is not in it.
    short = None

    def columns(self, seen):
        """Sort what was typed (see ``Merging.settle``); returns columns of the version."""
        return self.settle(seen)

    def save_rows(self, version, *, by):
        """Write what is kept in rows of its own; returns whether anything was."""
        return False

    @property
    def groups(self):
        """The groups that have fields here, English fields left out."""
        shown = (
            ShownGroup(group, [self[name] for name in group.names if name in self.fields])
            for group in self.layout
        )
        return [group for group in shown if group.fields]

    @property
    def english(self):
        """The fields for the English text, which stand together in a group of their own."""
        return [self[name] for name in self.fields if name.endswith(ENGLISH)]

    def _keep_short(self):
        for name in set(self.fields) - set(self.short or ()):
            del self.fields[name]


class StepForm(Part, forms.ModelForm):
    """A part whose answers are columns of the version. It never writes: verbs do."""

    def __init__(self, version, *, data=None, files=None, is_short=False, **context):
        super().__init__(data, files, instance=version, use_required_attribute=False)
        self.version = version
        self.context = context
        if is_short:
            self._keep_short()
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelMultipleChoiceField):
                _offer(field, chosen=self.initial.get(name) or [])

    class Meta:
        model = Version
        fields: tuple = ()
        formfield_callback = for_column

    def _post_clean(self):
        # Neither the instance nor its constraints are touched: a draft may be incomplete.
        pass

    def check_order(self, low, high, message):
        """Put ``message`` on ``high`` when it is below ``low``, counting what is stored."""
        if low not in self.fields:
            return
        first, last = self.chosen(low), self.chosen(high)
        if first is None or last is None or first <= last:
            return
        # The one that was typed now is the one to mend.
        self.add_error(high if high in self.cleaned_data else low, message)


def _offer(field, chosen):
    """The words in use; those no longer in use stay on events that have them."""
    # Codes never change and are in no way secret; numbers of rows are nobody's business.
    field.to_field_name = "code"
    retired = [row.pk for row in chosen if not row.is_active]
    field.queryset = field.queryset.filter(Q(is_active=True) | Q(pk__in=retired))
