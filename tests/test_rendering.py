"""Widgets that the renderer writes itself, against Django's own templates."""

import re

import pytest
from django import forms
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from enbyforalle.rendering import _WRITTEN_HERE, Renderer

HOSTILE = """<b a='1' c="2">&amp;"""
CHOICES = [
    ("", "---"),
    (1, gettext_lazy("Monday")),
    (HOSTILE, HOSTILE),
    ("safe", mark_safe("<i>is markup</i>")),
    (True, "true"),
    ("Group " + HOSTILE, [("a", "A"), ("b", "B & C")]),
]
ATTRS = {
    "id": "id_it",
    "class": HOSTILE,
    "required": True,
    "disabled": False,
    "data-n": 12_000,
    "data-none": None,
    "data-safe": mark_safe("&amp;"),
    HOSTILE: "name",
}
WIDGETS = [
    *(forms.TextInput, forms.NumberInput, forms.EmailInput, forms.URLInput, forms.HiddenInput),
    *(forms.PasswordInput, forms.DateInput, forms.TimeInput, forms.CheckboxInput, forms.Textarea),
]
LISTS = [forms.Select, forms.SelectMultiple, forms.RadioSelect, forms.CheckboxSelectMultiple]


def same(widget, value, attrs):
    """The widget as the renderer writes it; fails if Django's template reads otherwise."""
    mine = widget.render(f"n{HOSTILE}", value, attrs, Renderer())
    theirs = widget.render(f"n{HOSTILE}", value, attrs, TemplatesSetting())
    assert squeezed(mine) == squeezed(theirs)
    return mine


def squeezed(html):
    """Without the line ends that Django's templates put between and into elements."""
    return re.sub(r"\s*\n\s*", " ", html.strip()).replace("> <", "><")


@pytest.mark.parametrize("value", [None, "", 0, 12_000, True, HOSTILE, mark_safe("<i>")])
@pytest.mark.parametrize("attrs", [{}, ATTRS])
@pytest.mark.parametrize("widget", WIDGETS)
def test_a_line_reads_as_in_djangos_template(widget, attrs, value):
    written = same(widget(), value, attrs)
    assert "<b a=" not in written


@pytest.mark.parametrize("value", [None, "", [], 1, "1", [1, HOSTILE], ["a", "b"], True])
@pytest.mark.parametrize("attrs", [{}, ATTRS, {"id": ""}])
@pytest.mark.parametrize("widget", LISTS)
def test_a_choice_reads_as_in_djangos_template(widget, attrs, value):
    written = same(widget(choices=CHOICES), value, attrs)
    # What is said to be safe is markup in a label, as in Django's own.
    for text, is_in_it in (("<b a=", False), ("<i>is markup</i>", True), ("Group &lt;b", True)):
        assert (text in written) == is_in_it


def test_all_that_is_written_here_is_djangos_and_what_is_not_goes_to_its_template():
    asked = {widget().template_name for widget in [*WIDGETS, *LISTS]}
    assert asked <= set(_WRITTEN_HERE)
    assert "django/forms/widgets/file.html" not in _WRITTEN_HERE
    assert same(forms.FileInput(), None, ATTRS).startswith('<input type="file"')
