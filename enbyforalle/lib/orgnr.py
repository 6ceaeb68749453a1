"""Norwegian organisation numbers: nine digits, the last one a MOD11 check digit."""

import re

from stdnum.no import orgnr


def normalise(text: str) -> str:
    """Only the number: spaces, dots, dashes, «NO» in front and «MVA» behind are taken away."""
    bare = re.sub(r"[\s.\-\u00ad\u200b\u2010-\u2015]", "", text).upper()
    return bare.removeprefix("NO").removesuffix("MVA")


def is_valid(digits: str) -> bool:
    """Whether the nine digits agree with their check digit; nothing is looked up."""
    return digits.isascii() and digits.isdigit() and orgnr.is_valid(digits)


def display(digits: str) -> str:
    """«820 852 982». What is not nine digits is given back as it is."""
    if len(digits) != 9:
        return digits
    return f"{digits[:3]} {digits[3:6]} {digits[6:]}"
