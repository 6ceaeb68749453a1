"""Amounts in kroner as people write them and as the site shows them."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from enbyforalle.lib.i18n import page_language

NBSP = "\N{NO-BREAK SPACE}"

_SPACES = re.compile(r"[\s\u00a0\u2009\u202f]")
_AMOUNT = re.compile(
    r"(?:kr\.?|nok)?"
    r"(?P<whole>[0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]{1,9})"
    r"(?:[.,](?P<cents>[0-9]{1,2}|-))?"
    r"(?:,-)?(?:kr\.?|kroner|nok|,-)?",
    re.IGNORECASE,
)


def parse_amount(text: str) -> Decimal:
    """«50», «50 kr», «kr 50,-», «1 000», «1.000» or «49,50» in kroner. ValueError otherwise.

    Three digits after a full stop or a comma are thousands; one or two are øre.
    The amount always has two decimals.
    """
    match = _AMOUNT.fullmatch(_SPACES.sub("", text))
    if not match:
        raise ValueError(f"Not an amount: {text!r}")
    whole = re.sub("[.,]", "", match["whole"])
    cents = (match["cents"] or "").strip("-").ljust(2, "0")
    return Decimal(f"{whole}.{cents}")


def format_digits(amount: Decimal | int) -> str:
    """«1 000» or «49,50» / "1,000" or "49.50": øre only when there are any."""
    amount = Decimal(amount)
    shown = f"{amount:,.0f}" if amount == amount.to_integral_value() else f"{amount:,.2f}"
    if page_language() == "en":
        return shown
    return shown.replace(",", NBSP).replace(".", ",")


def format_amount(amount: Decimal | int) -> str:
    """«gratis», «100 kr» / "free", "NOK 100": nothing to pay is never shown as 0 kr."""
    if not amount:
        return _("free")
    digits = format_digits(amount)
    return f"NOK{NBSP}{digits}" if page_language() == "en" else f"{digits}{NBSP}kr"
