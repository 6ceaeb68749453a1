"""Saving a page of the form so that nobody's text is lost.

A page carries, in the hidden field ``seen``, a mark of each value as it stood when the page was
made. When it comes back each field is one of these:

* the same as what is stored: nothing to do (also when a button was pressed twice);
* changed here alone: it is saved;
* changed elsewhere alone, in a second tab or by a colleague: the stored value stays;
* changed here and elsewhere: nothing is saved, both texts are shown, and the person decides.
"""

import hashlib
import json

from django import forms
from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

BOTH_CHANGED = "both_changed"


def plain(value):
    """The value as a text that is equal for equal values, whatever they are kept in."""
    if value is None or value is False:
        return ""
    if value is True:
        return "1"
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, QuerySet):
        return plain(list(value))
    if isinstance(value, list | tuple):
        parts = [plain(part) for part in value]
        # Rows chosen from a list have no order of their own; what a person lists has.
        return "\n".join(sorted(parts) if any(isinstance(v, Model) for v in value) else parts)
    if hasattr(value, "normalize"):
        return f"{value.normalize():f}"
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def mark(value):
    """Ten characters that tell two values apart."""
    return hashlib.blake2s(plain(value).encode(), digest_size=5).hexdigest()


def read_seen(data):
    """The marks that came with a page; none where they are missing or not readable."""
    try:
        seen = json.loads(data.get("seen") or "{}")
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


class Merging:
    """Mixed into the forms of a page. ``initial`` is what is stored."""

    needed = frozenset()
    # Fields that are asked but stored nowhere, such as the identity of a row.
    unstored = frozenset()
    # The names in the page of fields that were saved elsewhere, and not as they stand in it.
    changed_elsewhere = frozenset()

    def stored(self, name):
        """The stored value of a field."""
        return self.get_initial_for_field(self.fields[name], name)

    def marks(self):
        """The marks of all stored values by the name of the field in the page."""
        return {
            self.add_prefix(name): mark(self.stored(name))
            for name in self.fields
            if name not in self.unstored
        }

    def settle(self, seen):
        """Sort what was typed against what is stored; returns the values to save by name.

        Call after ``is_valid()``, whether or not it is: fields that were understood are saved.
        """
        changed = {}
        for name in list(self.cleaned_data):
            if name in self.unstored or self._is_absent(name, seen):
                continue
            mine, theirs = self.cleaned_data[name], self.stored(name)
            base = seen.get(self.add_prefix(name))
            if plain(mine) == plain(theirs):
                continue
            if base is None or base == mark(theirs):
                changed[name] = mine
            else:
                self.changed_elsewhere |= {self.add_prefix(name)}
                if base == mark(mine):
                    self._show_stored(name)
                else:
                    self.add_error(name, self._both_changed())
        return changed

    def marks_after(self, seen):
        """The marks for showing the page again after ``settle``, with what was typed in it.

        A field that was not understood keeps its old mark: somebody else may have saved it since
        the page was made, and that must still be found out when it is sent again.
        """
        return {
            self.add_prefix(name): seen[self.add_prefix(name)]
            for name in self.errors
            if self.add_prefix(name) in seen and not self.is_conflicting(name)
        }

    def is_untouched(self, seen):
        """Whether every value stands as it was when the page was made."""
        return not self.errors and all(
            mark(self.cleaned_data[name]) == seen.get(self.add_prefix(name))
            for name in self.fields
            if name not in self.unstored
        )

    def is_conflicting(self, name):
        """Whether the field was changed both here and elsewhere."""
        return self.has_error(name, BOTH_CHANGED)

    def take_stored(self, name):
        """Let the stored value stand in the field of this name in the page, before it is read."""
        for field in self.fields:
            if self.add_prefix(field) == name:
                self._show_stored(field)

    def contested(self):
        """The names in the page of the fields changed in both places."""
        return [self.add_prefix(name) for name in self.errors if self.is_conflicting(name)]

    def conflicts(self):
        """Label and stored text of the fields changed in both places."""
        return [
            (self.fields[name].label, self.shown(name))
            for name in self.errors
            if name in self.fields and self.is_conflicting(name)
        ]

    def shown(self, name):
        """The stored value as a reader would write it."""
        field, value = self.fields[name], self.stored(name)
        if isinstance(field, forms.ModelMultipleChoiceField):
            return ", ".join(str(row) for row in value)
        if hasattr(field, "choices"):
            wanted = set(plain(field.prepare_value(value)).split("\n"))
            return ", ".join(str(label) for code, label in _flat(field.choices) if code in wanted)
        if isinstance(field, forms.BooleanField):
            return _("ticked") if value else _("not ticked")
        return str(field.prepare_value(value) or "")

    def chosen(self, name):
        """The typed value, or the stored one where what was typed was not understood."""
        return self.cleaned_data[name] if name in self.cleaned_data else self.stored(name)

    def _both_changed(self):
        return forms.ValidationError(
            _(
                "This was also changed in another window. What is saved there is shown at the top. "
                "Save once more to keep what stands here."
            ),
            code=BOTH_CHANGED,
        )

    def _is_absent(self, name, seen):
        """Whether the field was not in the page that was sent.

        Browsers leave out boxes that are not ticked, so those count as sent when their mark was.
        """
        field, key = self.fields[name], self.add_prefix(name)
        if _is_ticks(field.widget):
            return key not in self.data and key not in seen
        return field.widget.value_omitted_from_data(self.data, self.files, key)

    def _show_stored(self, name):
        """Put the stored value into the data, so that the page shown again does not undo it."""
        key, value = self.add_prefix(name), self.fields[name].prepare_value(self.stored(name))
        if isinstance(self.fields[name], forms.BooleanField):
            self.data.pop(key, None)
            if value:
                self.data[key] = "on"
        elif isinstance(value, list | tuple | QuerySet):
            self.data.setlist(key, [plain(part) for part in value])
        else:
            self.data[key] = plain(value) if isinstance(value, Model) else value or ""


def _is_ticks(widget):
    return isinstance(
        widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.SelectMultiple
    )


def _flat(choices):
    for code, label in choices:
        if isinstance(label, list | tuple):
            yield from ((str(inner), name) for inner, name in label)
        else:
            yield str(code), label
