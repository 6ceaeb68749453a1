from datetime import date, time
from decimal import Decimal

import pytest
from django import forms
from django.utils import translation

from enbyforalle.lib import formfields


class EventForm(forms.Form):
    starts = formfields.TimeField()
    day = formfields.DateField()
    number = formfields.OrganisationNumberField(required=False)
    phone = formfields.PhoneField(required=False)
    price = formfields.MoneyField(required=False, min_value=1)
    languages = formfields.LanguageListField(required=False)
    website = formfields.WebAddressField(required=False)
    title = formfields.LineField(required=False, max_length=20)
    description = formfields.ParagraphsField(required=False)


class WrittenLanguages(forms.Form):
    languages = formfields.LanguageListField(widget=forms.TextInput)


VALID = {"starts": "18.00", "day": "8.2.2027"}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("field", "written", "expected"),
    [
        ("starts", "kl. 18", time(18)),
        ("starts", " 1830 ", time(18, 30)),
        ("day", "8. februar 2027", date(2027, 2, 8)),
        ("day", "2027-02-08", date(2027, 2, 8)),
        ("number", "NO 820 852 982 MVA", "820852982"),
        ("number", "  ", ""),
        ("phone", "38 07 50 00", "+4738075000"),
        ("phone", "", ""),
        ("price", "50 kr", Decimal("50.00")),
        ("price", "1 000", Decimal("1000.00")),
        ("price", "49,50", Decimal("49.50")),
        ("price", " ", None),
        ("website", "www.example.org/å", "https://www.example.org/%C3%A5"),
        ("website", "", ""),
        ("title", " En\u2028by\r\nfor  alle\x00 ", "En by for alle"),
        ("description", "En\r\n\r\nto\x00", "En\n\nto"),
        ("languages", ["uk", "nb", "uk"], ["uk", "nb"]),
        ("languages", [], []),
    ],
)
def test_fields_take_what_people_write(field, written, expected):
    form = EventForm(VALID | {field: written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data[field] == expected


NOT_IN_CALENDAR = "This day is not in the calendar. Check day, month and weekday."


@pytest.mark.parametrize(
    ("field", "written", "message"),
    [
        ("starts", "halv sju", "Write the time like this: 18:00"),
        ("day", "i morgen", "Write the date like this: 8 February 2027"),
        ("day", "30.2.2027", NOT_IN_CALENDAR),
        ("day", "tirsdag 8. februar 2027", NOT_IN_CALENDAR),
        ("number", "82085298", "The organisation number has nine digits, for example 820 852 982"),
        (
            "number",
            "820 852 981",
            "This is not an organisation number. Check that every digit is right.",
        ),
        (
            "phone",
            "3807500",
            "Write a phone number with eight digits, for example 38 07 50 00. "
            "Begin with + and the country code if it is not Norwegian.",
        ),
        ("price", "litt", "Write the amount in kroner like this: 50 or 49.50"),
        ("price", "0", "The amount cannot be below 1 kroner."),
        ("website", "hjemmesida vår", "Write the web address like this: https://www.example.org"),
        (
            "languages",
            ["nb", "klingon"],
            "We do not know the language “klingon”. Write its name in English or Norwegian.",
        ),
    ],
)
def test_errors_say_what_to_write_and_keep_what_was_typed(field, written, message):
    form = EventForm(VALID | {field: written})
    assert form.errors == {field: [message]}
    assert form[field].value() == written
    if isinstance(written, str):
        assert f'value="{written}"' in str(form[field])


def test_required_fields_stay_required():
    assert set(EventForm({"starts": " ", "day": ""}).errors) == {"starts", "day"}


@pytest.mark.parametrize(
    ("language", "shown"),
    [
        ("nb", ["18.00", "8.2.2027", "820 852 982", "38 07 50 00", "1\u00a0000"]),
        ("en", ["18:00", "8 Feb 2027", "820 852 982", "38 07 50 00", "1,000"]),
    ],
)
def test_stored_values_are_shown_as_the_language_writes_them(language, shown):
    initial = {
        "starts": time(18),
        "day": date(2027, 2, 8),
        "number": "820852982",
        "phone": "+4738075000",
        "price": Decimal("1000.00"),
    }
    with translation.override(language):
        form = EventForm(initial=initial)
        assert [form[name].value() for name in initial] == shown
        sent_back = EventForm({name: form[name].value() for name in initial}, initial=initial)
        assert sent_back.is_valid(), sent_back.errors
        assert sent_back.changed_data == []


def test_native_controls_get_what_they_speak():
    field = formfields.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    assert field.prepare_value(date(2027, 2, 8)) == "2027-02-08"
    field = formfields.TimeField(widget=forms.TimeInput(attrs={"type": "time"}))
    assert field.prepare_value(time(18)) == time(18)


def test_phone_field_asks_for_the_keypad_of_a_phone():
    assert 'type="tel"' in str(EventForm()["phone"])


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("norsk", ["nb"]),
        ("norsk, arabisk og tegnspråk", ["nb", "ar", "nsl"]),
        ("Norwegian and Northern Sámi", ["nb", "se"]),
        ("українська; English", ["uk", "en"]),
        ("uk,en,uk", ["uk", "en"]),
        ("Persisk (farsi)", ["fa"]),
        ("somali & tigrinja.", ["so", "ti"]),
    ],
)
def test_languages_may_be_written(written, codes):
    form = WrittenLanguages({"languages": written})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["languages"] == codes


def test_written_languages_are_shown_by_name():
    with translation.override("nb"):
        form = WrittenLanguages(initial={"languages": ["nb", "se", "fa"]})
        assert form["languages"].value() == "bokmål, nordsamisk, persisk (farsi)"
        again = WrittenLanguages({"languages": form["languages"].value()})
        assert again.is_valid(), again.errors
        assert again.cleaned_data == {"languages": ["nb", "se", "fa"]}


def test_every_language_can_be_written_by_its_names():
    for language in ("nb", "en"):
        with translation.override(language):
            for code, name in formfields.i18n.language_choices():
                assert WrittenLanguages({"languages": name}).is_valid(), (code, name)
