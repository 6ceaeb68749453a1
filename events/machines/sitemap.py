"""Every public page of the site in both languages, for search engines."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from enbyforalle.lib.links import absolute
from enbyforalle.publishing import public_addresses

# One file may hold 50 000 addresses (sitemaps.org); a page has two.
MOST = 25_000


@dataclass(frozen=True)
class Entry:
    """One page: its full address by language code, and when it last changed, if that is known."""

    urls: dict[str, str]
    changed_at: datetime | None = None


def entries(now):
    """All public pages. Filtered lists are none of them; feeds and pictures neither."""
    return [
        Entry({code: absolute(path) for code, path in page.paths.items()}, page.changed_at)
        for page in islice(public_addresses(now, pages_only=True), MOST)
    ]
