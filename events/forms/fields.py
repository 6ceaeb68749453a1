"""How the columns of a version are asked for: fields that take what people write.

No field cuts a text that is too long, as a browser does with ``maxlength``: it says so instead.
"""

import re

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enbyforalle.lib.formfields import LineField, ParagraphsField, WebAddressField
from enbyforalle.lib.text import clean_line

TOO_LONG = _("Write at most %(limit_value)d characters. There are %(show_value)d now.")
# The longest address of a web page or a mailbox that the columns hold.
LONGEST_ADDRESS = 200
LONGEST_MAILBOX = 254


class Uncut:
    """A text field whose widget lets one paste more than fits, so that nothing is lost unseen."""

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        limit = attrs.pop("maxlength", None)
        if limit and not widget.is_hidden:
            attrs["data-limit"] = limit
        return attrs


class Line(Uncut, LineField):
    """A text on one line."""

    default_error_messages = {"max_length": TOO_LONG}


class Paragraphs(Uncut, ParagraphsField):
    """A text over several lines."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, *args, rows=6, **kwargs):
        super().__init__(*args, **kwargs)
        self.widget.attrs["rows"] = rows


class WebAddress(Uncut, WebAddressField):
    """The address of a web page."""

    default_error_messages = {"max_length": TOO_LONG}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST_ADDRESS} | kwargs)


class Mailbox(Uncut, forms.EmailField):
    """An e-mail address, also when a name, «mailto:» or angle brackets came along."""

    default_error_messages = {
        "max_length": TOO_LONG,
        "invalid": _("Write the email address like this: name@example.org"),
    }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"max_length": LONGEST_MAILBOX} | kwargs)

    def to_python(self, value):
        if isinstance(value, str):
            value = clean_line(value).removeprefix("mailto:")
            if inside := re.fullmatch(r"[^<>]*<([^<>]+)>", value):
                value = inside[1]
        return super().to_python(value)


class WholeNumber(forms.IntegerField):
    """A whole number: «18», «18 år», «1 000»."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write a whole number, for example 18"),
        "min_value": _("Write a number of at least %(limit_value)d."),
        "max_value": _("Write a number of at most %(limit_value)d."),
    }

    def to_python(self, value):
        if isinstance(value, str):
            value = re.sub(r"\s", "", clean_line(value))
            value = re.sub(r"(?i)(år|years?|plasser|plass|places?|stk\.?)$", "", value)
            if value and not re.fullmatch(r"[+-]?[0-9]{1,9}", value):
                raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return super().to_python(value)

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off", "data-wrap": "short", "size": 8}


class YesNo(forms.TypedChoiceField):
    """Yes, no, or not answered."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs):
        kwargs.pop("max_length", None)
        super().__init__(
            choices=[
                ("yes", pgettext_lazy("answer", "Yes")),
                ("no", pgettext_lazy("answer", "No")),
                ("", pgettext_lazy("answer", "Not decided")),
            ],
            coerce=lambda value: value == "yes",
            empty_value=None,
            **kwargs,
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no", None: ""}.get(value, value)


def for_column(column, **kwargs):
    """The form field that asks for a model's column; ``formfield_callback`` of the step forms."""
    common = {
        "label": kwargs.pop("label", None) or capfirst(column.verbose_name),
        "help_text": kwargs.pop("help_text", None) or column.help_text,
        "required": False,
    }
    kind = _kind(column)
    if kind is None:
        field = column.formfield(**common, **{k: v for k, v in kwargs.items() if v is not None})
        if column.choices and isinstance(field.widget, forms.RadioSelect):
            # Unanswered is no answer among the others: the buttons start with none pressed.
            field.choices = column.choices
        return field
    if kwargs.get("widget") is not None:
        common["widget"] = kwargs["widget"]
    if kind in (Line, Paragraphs, Mailbox, WebAddress):
        common["max_length"] = column.max_length
    if kind is WholeNumber:
        common |= _limits(column)
    return kind(**common)


def _kind(column):
    if column.choices or column.is_relation:
        return None
    for of_column, field in (
        (models.URLField, WebAddress),
        (models.EmailField, Mailbox),
        (models.CharField, Line),
        (models.TextField, Paragraphs),
        (models.IntegerField, WholeNumber),
    ):
        if isinstance(column, of_column):
            return field
    return YesNo if isinstance(column, models.BooleanField) and column.null else None


def _limits(column):
    limits = {"min_value": 0}
    for validator in column.validators:
        if isinstance(validator, MaxValueValidator):
            limits["max_value"] = validator.limit_value
        elif isinstance(validator, MinValueValidator) and validator.limit_value > 0:
            limits["min_value"] = validator.limit_value
    return limits
