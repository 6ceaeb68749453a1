"""A visitor's connection, as gunicorn keeps it, and what else is known of it."""

from gunicorn.http.message import HeaderPolicy
from gunicorn.workers.gthread import TConn


class Connection(TConn):
    """A connection, what is left to send on it, and whether it ends then."""

    rest = b""
    closes = False
    thrown_away = 0

    def __init__(self, cfg, sock, client, listener):
        super().__init__(cfg, sock, client, listener)
        self.secure = _Peer(cfg, client).secure()

    def unread(self, data):
        """Let gunicorn's parser read these bytes again."""
        self.init()
        self.parser.unreader.unread(data)

    def scheme(self, environ):
        """How the visitor came, as a trusted proxy tells it; None where it says both."""
        told = {
            "https" if environ[key] == value else "http"
            for key, value in self.secure
            if key in environ
        }
        return (told.pop() if told else "http") if len(told) < 2 else None


class _Peer(HeaderPolicy):
    """Who is at the other end, as gunicorn judges it."""

    def __init__(self, cfg, address):
        self.cfg, self.peer_addr = cfg, address

    def secure(self):
        """[(name in WSGI, value)] of the headers by which it may say that a visit was by https."""
        headers, _forwarders = self._peer_trusted_for_forwarded()
        return [("HTTP_" + name.replace("-", "_"), value) for name, value in headers.items()]
