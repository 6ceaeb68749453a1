"""The cheapest question there is: the number of the present generation.

It is asked on connections of its own. Django's would have to be opened, checked and given back
around every stored page, which costs several times what the question does.
"""

import os
import select
import sqlite3
import threading
import time

from django.db import connections

from enbyforalle.publishing import generation
from enbyforalle.publishing.outage import DatabaseAway, outage

# Seconds within which an open connection must answer. A server that is frozen would otherwise
# hold all readers.
PATIENCE = 2.0

_SQL = "SELECT number FROM publishing_generation WHERE id = 1"


class NoAnswer(Exception):
    """The question could not be put, or the answer did not come."""


class Look:
    """Tells the number of the present generation; one question may serve several readers.

    A question that was begun after a reader came tells that reader the truth, so those who come
    while one is asked share the next.
    """

    def __init__(self, read=None):
        self._read = read
        self._reader = None
        self._turn = threading.Lock()
        self._begun = 0
        self._done = 0
        self._number = 0

    def number(self):
        """The number as it is committed now. Raises DatabaseAway."""
        arrived = self._begun
        # While the database is away one reader tries, and the others are told at once.
        if not self._turn.acquire(blocking=not outage.is_on):
            raise DatabaseAway
        try:
            if self._done > arrived:
                return self._number
            self._begun += 1
            if self._read is None:
                self._reader = reader_of(connections["default"])
                self._read = self._reader.read
            self._number = outage.ask(self._read, NoAnswer)
            self._done = self._begun
            return self._number
        finally:
            self._turn.release()

    def close(self):
        """Close the connection, if there is one; the next question opens another."""
        if self._reader is not None:
            self._reader.close()


def reader_of(connection):
    """What reads the number on this kind of database: ``read()`` and ``close()``."""
    if connection.vendor == "postgresql":
        return PostgresReader(connection)
    if connection.vendor == "sqlite" and not connection.is_in_memory_db():
        return SqliteReader(connection.settings_dict["NAME"])
    return DjangoReader()


class DjangoReader:
    """Asks on Django's own connection, which Django closes."""

    def read(self):
        try:
            return generation.current_if_reachable()
        except DatabaseAway as error:
            raise NoAnswer from error

    def close(self):
        pass


class SqliteReader:
    """One connection for the process; those who read take turns."""

    def __init__(self, path):
        self._address = f"file:{path}?mode=rw"
        self._connection = None
        self._owner = None

    def read(self):
        try:
            if self._connection is None or self._owner != os.getpid():
                self._open()
            # fetchall ends the statement: one left open would go on seeing what it saw.
            return self._connection.execute(_SQL).fetchall()[0][0]
        except (sqlite3.Error, IndexError) as error:
            self.close()
            raise NoAnswer from error

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _open(self):
        # A path that is not there is an error here, and no new and empty database.
        self._connection = sqlite3.connect(
            self._address, uri=True, timeout=1, isolation_level=None, check_same_thread=False
        )
        self._owner = os.getpid()


class PostgresReader:
    """One connection for the process, spoken to by libpq's own calls."""

    def __init__(self, connection):
        self._django = connection
        self._connection = None
        self._owner = None

    def read(self):
        """Ask on the open connection; one that was open before a restart fails once."""
        if self._connection is not None and self._owner == os.getpid():
            try:
                return self._ask()
            except NoAnswer:
                self.close()
        self._open()
        try:
            return self._ask()
        except NoAnswer:
            self.close()
            raise

    def _open(self):
        import psycopg  # noqa: PLC0415 - only where PostgreSQL is the database

        params = self._django.get_connection_params()
        known = {name: params[name] for name in params if name not in _DJANGO_ONLY}
        try:
            # Autocommit: a look is never part of a transaction that would see an older state.
            self._connection = psycopg.connect(**known, autocommit=True)
        except psycopg.Error as error:
            raise NoAnswer from error
        if self._owner == os.getpid():
            self._drain()
        self._owner = os.getpid()
        self._link = self._connection.pgconn
        self._poll = select.poll()
        self._poll.register(self._link.socket, select.POLLIN)
        self._prepare()

    def _drain(self):
        """Let Django's pool open its connections anew, as this one was.

        They are gone too. The pool would find it out one by one, and sleeps a second after the
        second that it finds.
        """
        pool = getattr(self._django, "pool", None)
        if pool is not None:
            pool.drain()

    def _prepare(self):
        self._link.prepare(b"look", _SQL.encode())

    def _ask(self):
        link = self._link
        try:
            link.send_query_prepared(b"look", [])
            link.flush()
            ends = time.monotonic() + PATIENCE
            while True:
                left = ends - time.monotonic()
                if left <= 0 or not self._poll.poll(left * 1000):
                    raise NoAnswer
                link.consume_input()
                if not link.is_busy():
                    break
            number = link.get_result().get_value(0, 0)
            while link.get_result() is not None:
                pass
            return int(number)
        except NoAnswer:
            raise
        except Exception as error:  # Whatever libpq says, nobody knows the number.
            raise NoAnswer from error

    def close(self):
        if self._connection is not None:
            self._connection.close()
            self._connection = None


# What Django adds to the parameters of a connection, and psycopg need not know for one number.
_DJANGO_ONLY = {"context", "cursor_factory", "prepare_threshold"}
