"""The key of a row as somebody's address or form gives it."""

# A key is a 64-bit number; a longer one names no row and would be an error to the database.
_LONGEST = 18


def key_from(text: object) -> int | None:
    """The key that the text is, or None: «²» and «٣» are digits too, but nobody's key."""
    digits = str(text)
    if digits.isascii() and digits.isdigit() and len(digits) <= _LONGEST:
        return int(digits)
    return None
