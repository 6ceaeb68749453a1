"""Whether the database is known to be away, so that readers do not wait for it one by one."""

import threading
import time

# Seconds for which nobody asks again after a question that took long to fail.
PAUSE = 1.0

# A refusal that comes at once costs nothing, so the next reader may ask again: the site is right
# as soon as the database is back.
AT_ONCE = 0.1


class DatabaseAway(Exception):
    """The database does not answer now."""


class Outage:
    """What the last question to the database has shown, shared by all threads of a process."""

    def __init__(self):
        self.is_on = False
        self._next = 0.0
        self._lock = threading.Lock()

    def ask(self, question, faults):
        """The answer of ``question()``; raises DatabaseAway where it raises one of `faults`.

        While a slow failure is less than PAUSE old, DatabaseAway is raised without asking.
        """
        if self.is_on and not self._may_try():
            raise DatabaseAway
        started = time.monotonic()
        try:
            answer = question()
        except faults as error:
            self._failed(time.monotonic() - started)
            raise DatabaseAway from error
        self.is_on = False
        return answer

    def end(self):
        """Forget it: between tests."""
        self.is_on, self._next = False, 0.0

    def _may_try(self):
        with self._lock:
            now = time.monotonic()
            if now < self._next:
                return False
            if self._next:
                # One tries; whoever comes meanwhile is told that the database is away.
                self._next = now + PAUSE
            return True

    def _failed(self, seconds):
        with self._lock:
            self.is_on = True
            self._next = time.monotonic() + PAUSE if seconds > AT_ONCE else 0.0


outage = Outage()
