"""Form fields that take what people write, and say what to write when they cannot.

What was typed stays in the field after an error: a text input shows its raw value again.
"""

import re
from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from enbyforalle.lib import dates, i18n, links, money, orgnr, phones
from enbyforalle.lib.text import clean, clean_line, fold

# Django says these by itself. Standing here they are in our catalogue, with the same Norwegian
# words as the labels and the other fields; Django's own are of another voice.
DJANGO_SAYS = (
    gettext_noop("This field is required."),
    gettext_noop("Enter a valid email address."),
)


class TimeField(forms.TimeField):
    """A time on the 24-hour clock, in any of the ways `dates.parse_time` reads."""

    widget = forms.TextInput
    default_error_messages = {"invalid": _("Write the time like this: 18:00")}

    def to_python(self, value: Any) -> time | None:
        if isinstance(value, str) and value.strip():
            return _parsed(dates.parse_time, value, self)
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, time) and not _is_native(self.widget):
            return dates.format_time_digits(value)
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "size": 8}


class DateField(forms.DateField):
    """A day, in any of the ways `dates.parse_date` reads. Day before month, always."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the date like this: 8 February 2027"),
        "no_such_day": _("This day is not in the calendar. Check day, month and weekday."),
    }

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, str) and value.strip():
            return _parsed(dates.parse_date, value, self)
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat() if _is_native(self.widget) else dates.format_day_short(value)
        return value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"autocomplete": "off", "size": 16}


class OrganisationNumberField(forms.CharField):
    """Nine digits, given as digits only; shown in groups of three."""

    default_error_messages = {
        "invalid": _("The organisation number has nine digits, for example 820 852 982"),
        "checksum": _("This is not an organisation number. Check that every digit is right."),
    }

    def to_python(self, value: Any) -> str | None:
        digits = orgnr.normalise(super().to_python(value) or "")
        if not digits:
            return self.empty_value
        if not re.fullmatch("[0-9]{9}", digits):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        if not orgnr.is_valid(digits):
            raise ValidationError(self.error_messages["checksum"], code="checksum")
        return digits

    def prepare_value(self, value: Any) -> Any:
        is_stored = isinstance(value, str) and re.fullmatch("[0-9]{9}", value)
        return orgnr.display(value) if is_stored else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return super().widget_attrs(widget) | {"inputmode": "numeric"}


class PhoneField(forms.CharField):
    """A phone number, Norwegian unless it has a country code, given as E.164."""

    widget = forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"})
    default_error_messages = {
        "invalid": _(
            "Write a phone number with eight digits, for example 38 07 50 00. "
            "Begin with + and the country code if it is not Norwegian."
        )
    }

    def to_python(self, value: Any) -> str | None:
        written = super().to_python(value)
        return _parsed(phones.parse, written, self) if written else self.empty_value

    def prepare_value(self, value: Any) -> Any:
        is_stored = isinstance(value, str) and re.fullmatch(r"\+[0-9]+", value)
        return phones.display(value) if is_stored else value


class MoneyField(forms.DecimalField):
    """An amount in kroner: «50», «50 kr», «1 000» or «49,50»."""

    widget = forms.TextInput
    default_error_messages = {
        "invalid": _("Write the amount in kroner like this: 50 or 49.50"),
        "min_value": _("The amount cannot be below %(limit_value)s kroner."),
    }

    def __init__(self, *, max_digits: int = 8, decimal_places: int = 2, **kwargs: Any) -> None:
        super().__init__(max_digits=max_digits, decimal_places=decimal_places, **kwargs)

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str) and value.strip():
            return _parsed(money.parse_amount, value, self)
        return super().to_python(value.strip() if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        is_amount = isinstance(value, Decimal | int)
        return money.format_digits(value) if is_amount else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"inputmode": "decimal", "autocomplete": "off", "size": 10}


class LanguageListField(forms.MultipleChoiceField):
    """Languages as a list of codes, ticked or written («norsk, arabisk og tegnspråk»).

    With a list widget it is an ordinary choice of many; with a text input it takes names in
    either language of the site, the language's own name, or a code, parted by commas or «og».
    """

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _(
            "We do not know the language “%(value)s”. Write its name in English or Norwegian."
        )
    }

    def __init__(self, *, choices: Any = i18n.language_choices, **kwargs: Any) -> None:
        super().__init__(choices=choices, **kwargs)

    def to_python(self, value: Any) -> list[str]:
        """The codes once each, in the order given."""
        if isinstance(value, str):
            value = re.split(r"\s*[,;/\n]\s*|\s+(?:og|and|samt|&)\s+", clean(value).strip())
        codes = (_language_code(name) for name in super().to_python(value) if name.strip())
        return list(dict.fromkeys(codes))

    def prepare_value(self, value: Any) -> Any:
        writes_text = isinstance(self.widget, forms.TextInput | forms.Textarea)
        if writes_text and isinstance(value, Iterable) and not isinstance(value, str):
            return ", ".join(i18n.language_name(code) for code in value)
        return value


class WebAddressField(forms.CharField):
    """An http or https address, given in ASCII. «www.uka.no» is completed with https."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"})
    default_error_messages = {
        "invalid": _("Write the web address like this: https://www.example.org")
    }

    def to_python(self, value: Any) -> str | None:
        written = super().to_python(value)
        if not written:
            return self.empty_value
        address = links.complete(written)
        if not address:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return address


class LineField(forms.CharField):
    """Text on one line: line breaks and invisible characters are taken out."""

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean_line(value) if isinstance(value, str) else value)


class ParagraphsField(forms.CharField):
    """Text over several lines: invisible characters are taken out, line breaks kept."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str | None:
        return super().to_python(clean(value) if isinstance(value, str) else value)


def _parsed(parse: Any, written: str, field: forms.Field) -> Any:
    try:
        return parse(written)
    except dates.NoSuchDay:
        raise ValidationError(field.error_messages["no_such_day"], code="no_such_day") from None
    except ValueError:
        raise ValidationError(field.error_messages["invalid"], code="invalid") from None


def _is_native(widget: Any) -> bool:
    """Whether the browser's own date or time control asks, which speaks ISO only."""
    return getattr(widget, "input_type", "") in ("date", "time")


# What people write when they do not think of the written standard, or shorten.
_EVERYDAY_NAMES = {
    **{"norsk": "nb", "norwegian": "nb", "samisk": "se", "sami": "se", "tegnsprak": "nsl"},
    **{"sign language": "nsl", "persisk": "fa", "farsi": "fa", "persian": "fa"},
    **{"kurdisk": "ku", "kurdish": "ku", "kurmanji": "ku", "sorani": "ckb"},
    **{"filippinsk": "tl", "filipino": "tl", "mandarin": "zh", "somalisk": "so"},
}


def _language_code(written: str) -> str:
    """The code for a name, the stripped text itself when nothing fits."""
    written = written.strip().rstrip(".")
    if written in i18n.LANGUAGES:
        return written
    return _codes_by_name().get(fold(written), written)


def _codes_by_name() -> dict[str, str]:
    names = {fold(name): code for name, code in _EVERYDAY_NAMES.items()}
    for code, language in i18n.LANGUAGES.items():
        named = (language.name_nb, language.name_en, language.endonym)
        names |= {fold(name): code for name in named}
    return names
