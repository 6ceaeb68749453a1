"""Phone numbers: kept in E.164, shown as people here read them."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat

HOME_REGION = "NO"
HOME_CODE = 47


def parse(text: str) -> str:
    """«38 07 50 00», «0047 412 34 567» or «+46 8 …» as "+4738075000". ValueError otherwise.

    Without a country code the number is Norwegian; five digits (02800) are a number too.
    """
    try:
        number = phonenumbers.parse(text, HOME_REGION)
    except NumberParseException as error:
        raise ValueError(f"Not a phone number: {text!r}") from error
    if not phonenumbers.is_valid_number(number) or number.extension:
        raise ValueError(f"Not a phone number: {text!r}")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def display(number: str) -> str:
    """«38 07 50 00» for a Norwegian E.164 number, «+46 8 …» for another. Others as they are."""
    try:
        parsed = phonenumbers.parse(number, HOME_REGION)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, _display_format(parsed))


def _display_format(number: PhoneNumber) -> int:
    is_home = number.country_code == HOME_CODE
    return PhoneNumberFormat.NATIONAL if is_home else PhoneNumberFormat.INTERNATIONAL
