"""How often somebody may ask for something that is cheap once and dear a thousand times."""

import time

from django.core.cache import cache


def is_exceeded(name: str, who: str, *, most: int, seconds: int) -> bool:
    """Count one more ask by ``who``; True when there were ``most`` in these seconds already.

    The seconds begin at round times for all, so that one counter in the cache is enough. Two at
    the very same instant may count as one, which does no harm to a limit.
    """
    key = f"limit:{name}:{who}:{int(time.time()) // seconds}"
    if cache.add(key, 1, seconds):
        return most < 1
    try:
        return cache.incr(key) > most
    except ValueError:  # It ran out between the two lines.
        return False
