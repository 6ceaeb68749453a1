"""Which stored pictures the public may see now."""

from enum import Enum

from events.enums import VersionState, Visibility
from events.models import Event, Image
from events.programme.days import public_organisers


class Standing(Enum):
    PUBLIC = 200
    TAKEN_DOWN = 410
    UNKNOWN = 404


def standing_of(key, now=None):
    """What the public may know of the picture with this key.

    Only what a public event once showed is "taken down"; of any other picture nobody outside
    learns that it exists. Logos belong to the approved words of organisers with a page.
    """
    if Image.objects.public(now).filter(pk=key).exists() or _is_logo(key, now):
        return Standing.PUBLIC
    was_shown = Image.objects.filter(
        pk=key,
        taken_down_at__isnull=False,
        pictures__version__event__in=Event.objects.public(now).values("pk"),
        pictures__version__state=VersionState.APPROVED,
        pictures__version__visibility=Visibility.PUBLIC,
    )
    return Standing.TAKEN_DOWN if was_shown.exists() else Standing.UNKNOWN


def _is_logo(key, now):
    return public_organisers(now).filter(texts__is_live=True, texts__logo=key).exists()
