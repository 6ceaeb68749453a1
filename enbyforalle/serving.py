"""gunicorn's worker with threads, in which a stored page never waits behind a form.

A stored page is there in a fraction of a millisecond, and drawing a form takes a hundred times
that. Where both share four threads, four people who save at the same moment hold up all who read.
More threads would make every stored page dearer, since they would all ask for the interpreter at
once. So there are two groups: the first answers stored pages and hands everything else over to
the second, in which Django runs.
"""

import mmap
import threading
import time
from concurrent import futures

from gunicorn.workers.gthread import ThreadWorker

# How many connections each process of gunicorn has: a byte each, in memory that all of them share
# since it is made before they are. 255 stands for a process that is not there. One that was
# killed seems to have what it had, and costs the others a millisecond for a connection at most.
PROCESSES = 256
_NOBODY = 255
_connections = mmap.mmap(-1, PROCESSES)
_connections[:] = bytes([_NOBODY]) * PROCESSES

# Seconds for which a process that has more connections than another leaves the next one to it.
LEFT_TO_OTHERS = 0.001


class NotStored(Exception):
    """No stored page answers the request."""


class _Later:
    """What handling gives for a request that is handed over."""

    def __init__(self, request):
        self.request = request


class _Again:
    """A connection's parser that gives a request it has read already once more."""

    def __init__(self, parser, request):
        self.parser, self.request = parser, request

    def __next__(self):
        return self.request

    def __getattr__(self, name):
        return getattr(self.parser, name)


class Worker(ThreadWorker):
    """Serves a PageFront. The first group has as many threads as gunicorn is told to run.

    The second has half of them: drawing takes nothing but the processor, so that more would only
    take turns with each other, and with the first.
    """

    def init_process(self):
        """Make the second group, before gunicorn makes the first and begins."""
        self.here = threading.local()
        self.patient = futures.ThreadPoolExecutor(
            max_workers=max(1, self.cfg.threads // 2), initializer=self._mark
        )
        super().init_process()

    def _mark(self):
        self.here.is_patient = True

    def accept(self, listener):
        """Take a new connection, unless another process has fewer and takes it at once.

        A process that is awake is quicker than one that is asleep, and would have all connections
        of a crowd that comes at once, while the other cores stand idle.
        """
        if self.told() > min(_connections[:]):
            time.sleep(LEFT_TO_OTHERS)
        super().accept(listener)
        self.told()

    def finish_request(self, conn, fs):
        """Put the connection back among those that wait, or end it."""
        super().finish_request(conn, fs)
        self.told()

    def told(self):
        """How many connections this process has, as the others are told now."""
        _connections[self.age % PROCESSES] = mine = min(self.nr_conns, _NOBODY - 1)
        return mine

    def gone(self):
        """Let the others know that this process takes no connections any more."""
        _connections[self.age % PROCESSES] = _NOBODY

    @property
    def is_patient(self):
        """Whether this thread is one of the second group."""
        return getattr(self.here, "is_patient", False)

    def load_wsgi(self):
        """Let the threads of the first group ask for stored pages alone."""
        super().load_wsgi()
        front = self.wsgi

        def answer(environ, start_response):
            if self.is_patient:
                return front(environ, start_response)
            body = front.hit(environ, start_response)
            if body is None:
                raise NotStored
            return body

        self.wsgi = answer

    def run(self):
        """Serve until told to stop; whoever is being answered then is answered."""
        self.told()
        try:
            super().run()
        finally:
            self.gone()
            self.patient.shutdown(wait=False)

    def enqueue_req(self, conn):
        """Let a thread of the first group handle what comes on the connection."""
        self._follow(conn, self.tpool.submit(self.handle, conn))

    def _follow(self, conn, handling):
        handling.add_done_callback(lambda done: self._go_on(conn, done))

    def _go_on(self, conn, done):
        result = None if done.cancelled() or done.exception() else done.result()
        if isinstance(result, _Later):
            self._follow(conn, self.patient.submit(self._handle_again, conn, result.request))
        else:
            self.method_queue.defer(self.finish_request, conn, done)

    def _handle_again(self, conn, request):
        parser = conn.parser
        conn.parser = _Again(parser, request)
        try:
            return self.handle(conn)
        finally:
            conn.parser = parser

    def handle_request(self, req, conn):
        """Whether the connection stays open, or a _Later. Only what is read can be stored."""
        if self.is_patient:
            return super().handle_request(req, conn)
        if req.method not in ("GET", "HEAD"):
            return _Later(req)
        try:
            return super().handle_request(req, conn)
        except NotStored:
            return _Later(req)

    def _keepalive_after(self, conn, keepalive):
        # The body of a request that is handed over has not been read.
        if isinstance(keepalive, _Later):
            return keepalive
        return super()._keepalive_after(conn, keepalive)
