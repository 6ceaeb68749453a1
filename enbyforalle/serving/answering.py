"""Answers stored pages in gunicorn's own loop: no thread, no whole parser, no handler.

What gunicorn and WSGI do for every request costs several times what it takes to find a stored
page and to send it. A request is read here only if it is so plain that all servers read it alike.
"""

import selectors
import time
from functools import partial

from gunicorn import util

from enbyforalle.lib import handing, heads
from enbyforalle.publishing.outage import DatabaseAway, outage

# Connections on their way to the processes that draw.
to_draw = handing.Inbox()


class Answering:
    """The part of a Worker that answers who asks for a stored page, and passes on the others."""

    def prepare(self):
        """Begin without anything known; called in the new process."""
        self.trying, self.date_of, self.opening = None, 0, b""

    def answer(self, asked):
        """Send stored pages to those who asked for one, and let the others be answered."""
        started = time.perf_counter()
        read = [(conn, data) for conn in asked if (data := self.read(conn)) is not None]
        if not read:
            return
        # After all of them have asked, so that the answer is true for each.
        number = self.number()
        for conn, data in read:
            try:
                environ = self.understand(conn, data)
                page = environ and self.wsgi.find(environ)
                repeat = page and self.wsgi.repeat(environ, page, number, started)
            except Exception:
                # Whatever it is, it ends neither this process nor the answers to the others.
                self.log.exception("A request could not be answered from the store.")
                environ = repeat = None
            if repeat:
                self.send(conn, environ, repeat)
            else:
                self.pass_on(conn, data, environ, number)

    def read(self, conn):
        """What has come on the connection; None where there is nothing to be answered."""
        try:
            data = conn.sock.recv(heads.LONGEST)
        except BlockingIOError:
            return None
        except OSError:
            data = b""
        if not data:
            self.drop(conn)
            return None
        return data

    def understand(self, conn, data):
        """The request as far as a stored page needs it, or None: it is not a plain one."""
        environ = heads.read(data) if self.alive else None
        scheme = environ and conn.scheme(environ)
        if not scheme:
            return None
        environ["wsgi.url_scheme"] = scheme
        environ["SERVER_NAME"], environ["SERVER_PORT"] = conn.server[0], str(conn.server[1])
        return environ

    def number(self):
        """The present generation, or None while the database is away.

        While it is, nobody waits for it: a thread asks whether it is back.
        """
        if outage.is_on:
            if self.trying is None or self.trying.done():
                self.trying = self.tpool.submit(self.wsgi.look.number)
            return None
        try:
            return self.wsgi.look.number()
        except DatabaseAway:
            return None

    def pass_on(self, conn, data, environ, number):
        """Let Django answer: in a process that draws, or here if many wait for the answer."""
        self.leave(conn)
        is_known = environ is not None and self.wsgi.is_known(environ, number)
        if self.has_others and self.alive and not is_known and to_draw.give(conn.sock, data):
            self.nr_conns -= 1
            conn.close()
            self.told()
        else:
            conn.unread(data)
            self.enqueue_req(conn)

    def send(self, conn, environ, repeat):
        """Send a stored page; what there is no room for goes when there is."""
        self.nr += 1
        if self.nr >= self.max_requests:
            self.alive = False
        conn.closes = not self.alive or heads.closes(environ)
        ending = b"Connection: close\r\n" if conn.closes else b"Connection: keep-alive\r\n"
        head = [b"HTTP/1.1 ", repeat.line.encode(), self.about_now(), ending, repeat.head()]
        conn.rest = memoryview(b"".join([*head, b"\r\n", repeat.body]))
        self.send_rest(conn)
        if conn.rest:
            writable = partial(self.send_last, conn)
            self.poller.modify(conn.sock, selectors.EVENT_WRITE, writable)

    def about_now(self):
        """The fields that gunicorn's own answers begin with; the date is told by the second."""
        now = int(time.time())
        if now != self.date_of:
            said = f"\r\nServer: gunicorn\r\nDate: {util.http_date(now)}\r\n"
            self.date_of, self.opening = now, said.encode()
        return self.opening

    def send_rest(self, conn):
        """Send as much of it as there is room for now."""
        try:
            sent = conn.sock.send(conn.rest)
        except BlockingIOError:
            return
        except OSError:
            conn.rest = b""
            self.drop(conn)
            return
        conn.rest = conn.rest[sent:]
        conn.set_timeout()
        if not conn.rest and conn.closes:
            self.leave(conn)
            self.end(conn)

    def send_last(self, conn, _sock):
        """Go on with an answer that was too long for the visitor's line."""
        self.send_rest(conn)
        if not conn.rest and not conn.closes and conn in self.keepalived_conns:
            readable = partial(self.on_client_socket_readable, conn)
            self.poller.modify(conn.sock, selectors.EVENT_READ, readable)
