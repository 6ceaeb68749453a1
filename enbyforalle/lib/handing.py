"""Passes open connections between processes of one machine."""

import errno
import socket
import weakref

# Bytes of a connection that have been read already and go along.
LONGEST = 16 * 1024

# Bytes of connections on their way; the system may allow less. One that finds no room stays.
ROOM = 1024 * 1024


class Inbox:
    """Connections that some processes give and others take, each by whoever is first.

    Made before the processes are, which all have it then. What has been given is kept by the
    system: it is not lost where a process that might have taken it dies. `close()` closes both
    ends, and with them what nobody has taken.
    """

    def __init__(self):
        # Whole messages, in their order (unix(7), SOCK_SEQPACKET).
        self._giving, self._taking = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._giving.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, ROOM)
        self._giving.setblocking(False)
        self._taking.setblocking(False)
        # With the process at the latest, so that no one is told that it was forgotten.
        self.close = weakref.finalize(self, _close, self._giving, self._taking)

    def fileno(self):
        """What a selector watches: readable while something is there to take."""
        return self._taking.fileno()

    def give(self, connection, data=b""):
        """Whether the connection was passed on with its bytes; if so the caller closes its own."""
        if len(data) >= LONGEST:
            return False
        try:
            # A message of no bytes would look like the end.
            socket.send_fds(self._giving, [b"\0" + data], [connection.fileno()])
        except OSError:
            return False
        return True

    def take(self):
        """(connection, bytes that were read of it), or None where there is nothing.

        Raises OSError where this process may open nothing more: the connection is lost then.
        """
        try:
            data, descriptors, _flags, _address = socket.recv_fds(self._taking, LONGEST, 1)
        except BlockingIOError:
            return None
        if not descriptors:
            raise OSError(errno.EMFILE, "no descriptor left for a connection")
        taken = socket.socket(fileno=descriptors[0])
        taken.set_inheritable(False)
        taken.setblocking(True)
        return taken, data[1:]


def _close(*ends):
    for end in ends:
        end.close()
