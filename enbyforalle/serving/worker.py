"""The two kinds of processes, and how connections come to them and leave."""

import mmap
import os
import selectors
import socket
import time
from contextlib import suppress
from functools import partial

from gunicorn.workers.gthread import STOP_KEEPALIVE_LINGER, ThreadWorker

from enbyforalle import environment
from enbyforalle.lib import handing, turns
from enbyforalle.publishing import demand
from enbyforalle.serving.answering import Answering, to_draw
from enbyforalle.serving.connection import Connection

# Processes that draw what is not stored.
FORM_PROCESSES = environment.number("FORM_PROCESSES", 2, minimum=0, maximum=64)

# The path under which the site hangs in another, if any; gunicorn takes it from here too.
_PATH = environment.text("SCRIPT_NAME", "")

# How far they stand back on the processor; 19 is the farthest. Beside the greatest crowd of readers
# a quarter of it is left to them.
NICENESS = 5

# Seconds of a turn on the processor of a process that answers stored pages: a few of them. With
# turns of the usual length it waits for the next tick while a form is drawn, four milliseconds.
TURN = 0.0001

# Connections on their way back.
_drawn = handing.Inbox()

# How many connections each process of gunicorn has: a byte each, in memory that all of them share
# since it is made before they are. 255 stands for a process that takes none. One that was
# killed seems to have what it had, and costs the others a millisecond for a connection at most.
PROCESSES = 256
_NOBODY = 255
_connections = mmap.mmap(-1, PROCESSES)
_connections[:] = bytes([_NOBODY]) * PROCESSES

# Seconds for which a process that has more connections than another leaves the next one to it.
LEFT_TO_OTHERS = 0.001

# Bytes that are read of a request whose answer has been given; more than a picture may have.
MOST_THROWN_AWAY = 16 * 1024 * 1024

# Seconds between two looks for connections on which nothing comes any more.
SWEEP = 1.0


def pre_fork(arbiter, worker):
    """Tell a process what it is for, before it is made. gunicorn calls this.

    Each time the kind of which most are missing, so that one that ended is followed by its like.
    At least one takes connections.
    """
    living = [other.draws for other in arbiter.WORKERS.values()]
    share = min(FORM_PROCESSES, arbiter.num_workers - 1) / arbiter.num_workers
    worker.has_others = share > 0
    worker.draws = sum(living) < round(share * (len(living) + 1))


class Worker(Answering, ThreadWorker):
    """Serves a PageFront, as one of the two kinds of processes (`draws`)."""

    draws = False
    has_others = False

    def init_process(self):
        """Begin; gunicorn calls this in the new process."""
        self.asked, self.swept = [], 0.0
        self.prepare()
        # Otherwise what is read here might not be what gunicorn would have read.
        self.is_plain = not (
            self.cfg.is_ssl
            or self.cfg.proxy_protocol != "off"
            or "h2" in self.cfg.http_protocols
            or _PATH
            or not isinstance(self.sockets[0].getsockname(), tuple)
        )
        if self.draws:
            os.nice(NICENESS)
        else:
            turns.take_short(TURN)
        super().init_process()

    def set_accept_enabled(self, enabled):
        """Watch for new connections, or not."""
        if enabled == self._accepting:
            return
        if not self.draws:
            super().set_accept_enabled(enabled)
        self._accepting = enabled
        inbox, take = (to_draw, self.take) if self.draws else (_drawn, self.take_back)
        if enabled:
            self.poller.register(inbox, selectors.EVENT_READ, take)
            return
        self.poller.unregister(inbox)
        while self.draws and not self.alive and self.take(inbox):
            pass  # Who had been passed on before the site was stopped is answered.

    def run(self):
        """Serve until told to stop; whoever is being answered then is answered."""
        self.told()
        try:
            super().run()
        finally:
            _connections[self.age % PROCESSES] = _NOBODY

    def told(self):
        """How many connections this process has, as the others are told now."""
        mine = min(self.nr_conns, _NOBODY - 1)
        if not self.draws:
            _connections[self.age % PROCESSES] = mine
        return mine

    # Connections come and go.

    def accept(self, listener):
        """Take a new connection, unless another process has fewer and takes it at once.

        A process that is awake is quicker than one that is asleep, and would have all connections
        of a crowd that comes at once, while the other cores stand idle.
        """
        if self.told() > min(_connections[:]):
            time.sleep(LEFT_TO_OTHERS)
        try:
            sock, client = listener.accept()
        except OSError:
            # Another process took it, or the visitor has gone.
            return
        self.begin(sock, client, listener)

    def begin(self, sock, client, listener):
        """Watch a connection of this process, and ask at once what came with it."""
        conn = Connection(self.cfg, sock, client, listener.getsockname())
        self.nr_conns += 1
        self.told()
        if not self.is_plain:
            sock.setblocking(True)
            self.enqueue_req(conn)
            return None
        self.watch(conn)
        self.asked.append(conn)
        return conn

    def watch(self, conn):
        """Wait for a request on the connection, as long as gunicorn keeps one open."""
        conn.sock.setblocking(False)
        conn.set_timeout()
        if not self.alive or conn.closes:
            conn.timeout = min(conn.timeout, time.monotonic() + STOP_KEEPALIVE_LINGER)
        self.keepalived_conns.append(conn)
        readable = partial(self.on_client_socket_readable, conn)
        self.poller.register(conn.sock, selectors.EVENT_READ, readable)

    def leave(self, conn):
        """No longer wait for a request on the connection."""
        self.poller.unregister(conn.sock)
        self.keepalived_conns.remove(conn)

    def drop(self, conn):
        """Close the connection."""
        self.leave(conn)
        self.nr_conns -= 1
        conn.close()
        self.told()

    def end(self, conn):
        """Say that nothing more comes, and close the connection once the visitor has it all.

        Closed at once it might take the last of the answer with it (RFC 9112 section 9.6), and
        waiting for one visitor here, as gunicorn does, would let all others wait.
        """
        conn.closes = True
        with suppress(OSError):
            conn.sock.shutdown(socket.SHUT_WR)
        self.watch(conn)

    def read_out(self, conn):
        """Throw away what a visitor sends who has his answer, such as a picture that was refused.

        Whoever is still sending when the connection is closed never sees the answer.
        """
        try:
            data = conn.sock.recv(65536)
        except BlockingIOError:
            return
        except OSError:
            data = b""
        conn.thrown_away += len(data)
        if not data or conn.thrown_away > MOST_THROWN_AWAY:
            self.drop(conn)

    def finish_request(self, conn, fs):
        """After a thread has answered: wait for the next request, here or where it came from."""
        keeps = not fs.cancelled() and not fs.exception() and fs.result()
        if not self.is_plain:
            super().finish_request(conn, fs)
        elif not keeps:
            self.end(conn)
        elif conn.parser.unreader.buf.getvalue():
            # Of the next request something has been read already.
            self.enqueue_req(conn)
        elif self.draws and self.alive and _drawn.give(conn.sock):
            self.nr_conns -= 1
            conn.close()
        else:
            self.watch(conn)

    def murder_keepalived(self, force=False):
        """Close connections on which nothing has come for long; all of them if forced."""
        now = time.monotonic()
        is_time = now - self.swept > SWEEP
        if is_time and not self.draws:
            demand.tell()
        if force or is_time or not self.alive:
            self.swept = now
            for conn in [one for one in self.keepalived_conns if force or one.timeout <= now]:
                self.drop(conn)

    def taken(self, inbox):
        """(connection, its other end or None if that has gone, bytes); None: nothing to take."""
        try:
            found = inbox.take()
        except OSError as error:
            self.log.error("A connection between processes is lost: %s", error)
            return None
        if found is None:
            return None
        sock, data = found
        try:
            return sock, sock.getpeername(), data
        except OSError:
            sock.close()
            return sock, None, data

    # Of the processes that draw.

    def take(self, inbox):
        """Take a connection that another process has passed on; whether there was one."""
        found = self.taken(inbox)
        if found and found[1]:
            sock, client, data = found
            # One listener, as `serve` has it: what it is called is part of every address.
            conn = Connection(self.cfg, sock, client, self.sockets[0].getsockname())
            self.nr_conns += 1
            conn.unread(data)
            self.enqueue_req(conn)
        return found is not None

    # Of the processes that answer stored pages.

    def take_back(self, inbox):
        """Take a connection whose answer has been drawn."""
        found = self.taken(inbox)
        if found and found[1]:
            self.begin(found[0], found[1], self.sockets[0])

    def on_client_socket_readable(self, conn, client):
        """Note who asks; all who ask at the same moment are answered together."""
        if conn.closes:
            self.read_out(conn)
        elif self.is_plain and not self.draws:
            self.asked.append(conn)
        else:
            super().on_client_socket_readable(conn, client)

    def wait_for_and_dispatch_events(self, timeout):
        """Answer who asks until nobody does for so many seconds."""
        super().wait_for_and_dispatch_events(timeout)
        asked, self.asked = self.asked, []
        if asked:
            self.answer(asked)
