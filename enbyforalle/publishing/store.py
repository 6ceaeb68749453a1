"""Finished pages in this process's memory, and the turns of those who build them."""

import threading
from collections import OrderedDict
from contextlib import contextmanager

from django.conf import settings

# Enough for both languages of a year's pages with their commonest filters.
DEFAULT_BYTES = 64 * 1024 * 1024


class PageStore:
    """The pages read most recently, within a limit of bytes (setting PAGE_STORE_BYTES).

    With the limit 0 nothing is kept. A page stays here when it is no longer right: it is what
    can be served while the database is away, until a newer one takes its place.
    """

    def __init__(self):
        self._pages = OrderedDict()
        self._lock = threading.Lock()
        self.size = 0

    def __len__(self):
        return len(self._pages)

    def get(self, key):
        """The page under this key, right or not, or None."""
        with self._lock:
            page = self._pages.get(key)
            if page is not None:
                self._pages.move_to_end(key)
            return page

    def put(self, key, page):
        """Keep the page, compressed, unless it alone is larger than the limit."""
        limit = getattr(settings, "PAGE_STORE_BYTES", DEFAULT_BYTES)
        if limit == 0:
            return
        page.compress()
        with self._lock:
            self._drop(key)
            if page.size() > limit:
                return
            self._pages[key] = page
            self.size += page.size()
            while self.size > limit:
                self._drop(next(iter(self._pages)))

    def clear(self):
        """Forget everything: between tests, and after a database was put back."""
        with self._lock:
            self._pages.clear()
            self.size = 0

    def _drop(self, key):
        page = self._pages.pop(key, None)
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
