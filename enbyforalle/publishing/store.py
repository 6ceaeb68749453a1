"""Finished pages in this process's memory, and the turns of those who build them."""

import threading
from collections import OrderedDict
from contextlib import contextmanager

from django.conf import settings

# Enough for both languages of a year's pages with their commonest filters.
DEFAULT_BYTES = 64 * 1024 * 1024

# Pages with a query get one part in so many.
FILTERED_SHARE = 4


class PageStore:
    """The pages read most recently, within a limit of bytes (setting PAGE_STORE_BYTES).

    With the limit 0 nothing is kept. Filtered pages have a share of their own, so that however
    many combinations are asked for, the pages that everyone reads stay. A page stays here when it
    is no longer right: it is what can be served while the database is away, until a newer one
    takes its place.
    """

    def __init__(self):
        self._plain = _Shelf()
        self._filtered = _Shelf()
        self._lock = threading.Lock()

    def __len__(self):
        return len(self._plain.pages) + len(self._filtered.pages)

    @property
    def size(self):
        return self._plain.size + self._filtered.size

    def __iter__(self):
        """The keys of all pages, the one read last at the end of its share."""
        return iter([*self._plain.pages, *self._filtered.pages])

    def get(self, key):
        """The page under this key, right or not, or None."""
        shelf = self._filtered if key and key[-1] else self._plain
        with self._lock:
            page = shelf.pages.get(key)
            if page is not None:
                shelf.pages.move_to_end(key)
            return page

    def asked(self):
        """{key: how often it was answered since this was asked last}, of those that were."""
        with self._lock:
            everything = [*self._plain.pages.items(), *self._filtered.pages.items()]
        counts = {key: page.asked for key, page in everything if page.asked}
        for _key, page in everything:
            page.asked = 0
        return counts

    def put(self, key, page):
        """Keep the page, unless it alone is larger than its share."""
        limit = getattr(settings, "PAGE_STORE_BYTES", DEFAULT_BYTES)
        if limit == 0:
            return
        is_filtered = bool(key[-1])
        share = limit // FILTERED_SHARE
        with self._lock:
            if is_filtered:
                self._filtered.put(key, page, share)
            else:
                self._plain.put(key, page, limit - share)

    def drop(self, key):
        """Forget one page: what stood there is no more."""
        with self._lock:
            self._plain.drop(key)
            self._filtered.drop(key)

    def clear(self):
        """Forget everything: between tests, and after a database was put back."""
        with self._lock:
            self._plain, self._filtered = _Shelf(), _Shelf()


class _Shelf:
    """Pages in the order in which they were read last."""

    def __init__(self):
        self.pages = OrderedDict()
        self.size = 0

    def put(self, key, page, limit):
        self.drop(key)
        if page.size() > limit:
            return
        self.pages[key] = page
        self.size += page.size()
        while self.size > limit:
            self.drop(next(iter(self.pages)))

    def drop(self, key):
        page = self.pages.pop(key, None)
        if page is not None:
            self.size -= page.size()


class Turns:
    """One builder at a time under each key; the others wait, but not for ever."""

    def __init__(self):
        self._lock = threading.Lock()
        self._waiting = {}

    @contextmanager
    def turn(self, key, timeout):
        """Wait for the turn, `timeout` seconds at most; then the block runs in any case."""
        with self._lock:
            entry = self._waiting.setdefault(key, [threading.Lock(), 0])
            entry[1] += 1
        has_turn = entry[0].acquire(timeout=timeout)
        try:
            yield
        finally:
            if has_turn:
                entry[0].release()
            with self._lock:
                entry[1] -= 1
                if entry[1] == 0:
                    del self._waiting[key]


pages = PageStore()
turns = Turns()
