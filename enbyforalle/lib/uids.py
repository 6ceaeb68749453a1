"""A uid in twenty-two characters, for addresses that carry many and codes that must stay coarse."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from uuid import UUID

_LENGTH = 22


def short(uid: UUID) -> str:
    """The uid in letters, digits, "-" and "_" (base64url, RFC 4648 section 5, without padding)."""
    return urlsafe_b64encode(uid.bytes).rstrip(b"=").decode()


def read(text: str) -> UUID | None:
    """The uid out of either form, the usual or the short one; None for anything else."""
    try:
        if len(text) == _LENGTH and text.isascii():
            uid = UUID(bytes=urlsafe_b64decode(text + "=="))
            # Decoding passes over foreign characters, and two texts could mean one uid.
            return uid if short(uid) == text else None
        return UUID(text)
    except ValueError:
        return None
