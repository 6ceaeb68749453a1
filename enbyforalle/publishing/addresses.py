"""Every public address there is, asked of the views themselves.

A published view says with ``each`` which addresses it answers now. What needs them all reads this
one list: the sitemap, and the tests that hold that nothing public moves while a change waits.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial

from django.conf import settings
from django.urls import URLResolver, get_resolver, reverse
from django.utils import translation


@dataclass(frozen=True)
class Address:
    """One public thing: what finds its path in the active language, and when it last changed.

    ``is_page`` tells what people read in a browser from feeds, files and pictures.
    """

    path: Callable[[], str]
    changed_at: datetime | None = None
    is_page: bool = True

    @property
    def paths(self):
        """{language code: path}; a thing outside the languages has one path under both."""
        found = {}
        for code, _name in settings.LANGUAGES:
            with translation.override(code):
                found[code] = self.path()
        return found


def listed(view, each, *, is_page):
    """Note on a view which addresses it answers.

    ``each(now, **defaults)`` yields ``(path, changed_at)`` with ``path`` as in `Address`;
    ``defaults`` are what the URL pattern adds. None: the view's only address, without arguments.
    """
    view.listed = (each, is_page)
    return view


def public_addresses(now, *, pages_only=False) -> Iterator[Address]:
    """All that anyone may read at ``now``, view by view in the order of the URL patterns."""
    for name, each, is_page, defaults in _listed_views():
        if pages_only and not is_page:
            continue
        if each is None:
            yield Address(partial(reverse, name), is_page=is_page)
            continue
        for path, changed_at in each(now, **defaults):
            yield Address(path, changed_at, is_page)


@lru_cache
def _listed_views():
    return [
        (name, *pattern.callback.listed, pattern.default_args)
        for name, pattern in _patterns(get_resolver())
        if hasattr(pattern.callback, "listed")
    ]


def _patterns(resolver, namespace=""):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry
