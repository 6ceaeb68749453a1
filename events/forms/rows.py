"""Rows of a page that are added and removed: sessions, prices, contributors.

The fields of a row are named ``<prefix>-<number>-<field>``. Unlike Django's formset no hidden
counters are needed, so that a script may add a row and a page that lost one still works.
"""

import re

from django import forms
from django.utils.translation import gettext as _

from events.forms.merging import mark, plain
from events.forms.parts import Part, ShownGroup

# More rows than anybody needs; fewer than would make the page heavy.
MOST_ROWS = 60


class RowForm(Part, forms.Form):
    """One row. ``row`` is what is stored of it, None for a new one."""

    # Fields in which something always stands.
    always_filled = ("id",)
    called = ""

    def __init__(self, data=None, *, prefix, row, number, **options):
        self.row, self.number, self.options = row, number, options
        self.changed = {}
        super().__init__(
            data, prefix=prefix, initial=self.initial_of(row), use_required_attribute=False
        )

    def initial_of(self, row):
        """The stored values by field."""
        return {name: getattr(row, name) for name in self.base_fields} if row else {}

    @property
    def position(self):
        """1 for the first row, shown in its legend; nothing in the row that scripts copy."""
        return self.number + 1 if isinstance(self.number, int) else ""

    @property
    def row_name(self):
        """What the summary of errors calls the row, such as «Tidspunkt 2»."""
        return f"{self.called} {self.position}"

    @property
    def groups(self):
        """As for any part, but English fields stand beside the Norwegian ones."""
        return [ShownGroup(group, [self[name] for name in group.names]) for group in self.layout]

    def is_blank(self):
        """Whether nothing was written in it."""
        names = (name for name in self.fields if name not in self.always_filled)
        return not any(str(self.data.get(self.add_prefix(name), "")).strip() for name in names)


class Rows:
    """A list of row forms. It answers like a form where the error summary asks."""

    prefix = ""
    row_form = None

    def __init__(self, stored, *, data=None, add="", **options):
        self.data = data
        self.is_bound = data is not None
        self.options = options
        self.stored = list(stored)
        self.removed = []
        self.forms = self._from_data() if self.is_bound else self._from_stored()
        if add == self.prefix and len(self.forms) < MOST_ROWS:
            self.forms.append(self.blank())

    def blank(self, number=None):
        """An empty row; without a number the one after the last."""
        number = self._next_number() if number is None else number
        return self._form(number, None)

    @property
    def template_row(self):
        """The row a script copies; «__row__» stands where its number belongs."""
        return self._form("__row__", None)

    def non_form_errors(self):
        """Errors of the list as a whole: none, each row speaks for itself."""
        return []

    def is_valid(self):
        """Whether every row that is not blank was understood."""
        wrong = [form for form in self.forms if not form.is_valid() and not form.is_blank()]
        return not wrong

    def marks(self):
        """The marks of all values in all rows (see ``merging``)."""
        return {key: value for form in self.forms for key, value in form.marks().items()}

    def marks_after(self, seen):
        """See ``Merging.marks_after``."""
        return {key: value for form in self.forms for key, value in form.marks_after(seen).items()}

    @property
    def changed_elsewhere(self):
        """See ``Merging``."""
        return {key for form in self.forms for key in form.changed_elsewhere}

    def contested(self):
        """See ``Merging``."""
        return [key for form in self.forms for key in form.contested()]

    def conflicts(self):
        """See ``Merging.conflicts``."""
        return [pair for form in self.forms for pair in form.conflicts()]

    def _from_stored(self):
        forms = [self._form(number, row) for number, row in enumerate(self.stored)]
        return forms or [self.blank(0)]

    def _from_data(self):
        by_id = {str(row.pk): row for row in self.stored}
        forms = []
        for number in self._numbers():
            row = by_id.get(self.data.get(f"{self.prefix}-{number}-id", ""))
            if self._is_removed(number):
                if row is not None:
                    self.removed.append(row)
                continue
            forms.append(self._form(number, row, data=self.data))
        return forms[:MOST_ROWS]

    def _is_removed(self, number):
        pressed = self.data.get("remove") == f"{self.prefix}-{number}"
        return pressed or bool(self.data.get(f"{self.prefix}-{number}-remove"))

    def _numbers(self):
        found = (re.match(rf"{self.prefix}-(\d{{1,4}})-", key) for key in self.data)
        return sorted({int(match[1]) for match in found if match})

    def _next_number(self):
        numbers = [int(form.prefix.rpartition("-")[2]) for form in self.forms]
        return max(numbers, default=-1) + 1

    def _form(self, number, row, data=None):
        return self.row_form(
            data, prefix=f"{self.prefix}-{number}", row=row, number=number, **self.options
        )


class ListRows(Rows):
    """Rows without an identity of their own, which are compared and replaced as one list."""

    template = "desk/parts/_rows.html"
    legend = ""
    help = ""
    english = ()
    short = True
    is_folded = False

    changed_elsewhere = frozenset()

    def __init__(self, stored, **options):
        self.values = None
        self.is_contested = False
        super().__init__(stored, **options)

    @property
    def is_open(self):
        """A folded list stands open when there is something in it."""
        return bool(self.stored) or self.is_bound or len(self.forms) > 1

    def columns(self, seen):
        """Nothing in the version itself; ``values`` then holds the list to write, or None."""
        if self.prefix not in seen and not self.forms:
            return {}
        mine, theirs = self._typed(), [form_values(row, self.names) for row in self.stored]
        base = seen.get(self.prefix)
        if _flat(mine) == _flat(theirs):
            return {}
        if base != mark(_flat(mine)) and base in (None, mark(_flat(theirs))):
            self.values = mine
        else:
            self.changed_elsewhere = {self.prefix}
            self.is_contested = base != mark(_flat(mine))
        return {}

    def save_rows(self, version, *, by):
        """Replace the list if it was changed here."""
        if self.values is not None:
            self.write(version, self.values, by=by)
        return self.values is not None

    def non_form_errors(self):
        """The list was changed in two windows."""
        if not self.is_contested:
            return []
        return [
            _(
                "This was also changed in another window. What is saved there is shown at the top. "
                "Save once more to keep what stands here."
            )
        ]

    def marks(self):
        """One mark for the whole list."""
        return {self.prefix: mark(_flat([form_values(row, self.names) for row in self.stored]))}

    def marks_after(self, seen):
        """A list in which something was not understood keeps its old mark (see ``Merging``)."""
        is_wrong = any(form.is_bound and form.errors for form in self.forms)
        if is_wrong and not self.is_contested and self.prefix in seen and self.values is None:
            return {self.prefix: seen[self.prefix]}
        return {}

    def contested(self):
        """The name of the whole list."""
        return [self.prefix] if self.is_contested else []

    def conflicts(self):
        """The list as it is stored."""
        lines = ("; ".join(plain(getattr(row, name)) for name in self.names) for row in self.stored)
        return [(self.legend, "\n".join(lines))] if self.is_contested else []

    @property
    def names(self):
        """The fields of a row."""
        return tuple(self.row_form.base_fields)

    def _typed(self):
        """What the rows say; one that was not understood keeps what is stored of it."""
        typed = []
        for form in self.forms:
            if not form.is_bound or form.is_blank():
                continue
            if form.is_valid():
                typed.append({name: form.cleaned_data[name] for name in self.names})
            elif form.row is not None:
                typed.append(form_values(form.row, self.names))
        return typed

    def _from_data(self):
        forms = []
        for number in self._numbers():
            if not self._is_removed(number):
                row = self.stored[number] if number < len(self.stored) else None
                forms.append(self._form(number, row, data=self.data))
        return forms[:MOST_ROWS]


def form_values(row, names):
    """The values of a stored row by field name."""
    return {name: getattr(row, name) for name in names}


def _flat(rows):
    return ["\x1f".join(plain(value) for value in row.values()) for row in rows]
