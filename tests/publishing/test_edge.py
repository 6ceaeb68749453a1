"""The shipped nginx: what it keeps, and what it must never keep."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.bench import load, servers

PUBLIC = "public, max-age=0, must-revalidate, s-maxage=1"


class Upstream(BaseHTTPRequestHandler):
    """Says how often it was asked. /none/ tells nothing of caching, /cookie/ sets a cookie."""

    asked = 0
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        Upstream.asked += 1
        body = f"{Upstream.asked} {self.headers.get('Accept-Encoding', '')}".encode()
        self.send_response(200)
        if "none" not in self.path:
            self.send_header("Cache-Control", PUBLIC)
        if "cookie" in self.path:
            self.send_header("Set-Cookie", "session=x")
        self.send_header("Vary", "Accept-Encoding")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def upstream():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Upstream)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.skipif(not servers.has_nginx(), reason="nginx is missing")
def test_it_keeps_published_pages_for_a_moment_and_nothing_else():
    with upstream() as port, servers.nginx("edge", servers.edge_config(port)) as edge:

        def differ(path, n=4, **headers):
            return len({servers.fetch(edge.url + path, **headers)[2] for _ in range(n)})

        # A quarter of a second may end in between, but hardly twice.
        assert differ("/program/") <= 2
        for path in ("/none/", "/cookie/", "/admin/", "/en/admin/", "/arrangor/", "/konto/"):
            assert differ(path) == 4, path
        for path in ("/en/organiser/x/", "/en/account/", "/internt/", "/min-plan/", "/en/my-plan/"):
            assert differ(path) == 4, path
        before = servers.fetch(edge.url + "/program/")[2]
        time.sleep(0.3)
        assert servers.fetch(edge.url + "/program/")[2] != before

        def form(accepted):
            answer = servers.fetch(edge.url + "/forms/", **{"Accept-Encoding": accepted})[2]
            return answer.decode().partition(" ")[2]

        assert form("gzip, deflate, br, zstd") == "br"
        assert form("gzip, br;q=0") == "gzip"
        assert form("deflate") == ""
        assert form("gzip;q=0.0, identity") == ""


@pytest.mark.skipif(not servers.has_nginx(), reason="nginx is missing")
def test_one_reader_of_each_moment_goes_on_to_the_site():
    with upstream() as port:
        # The site answers within milliseconds, this upstream perhaps not.
        patient = servers.edge_config(port).replace("lock_timeout 5ms", "lock_timeout 3s")
        with servers.nginx("edge", patient) as edge:
            before = Upstream.asked
            answers = load.at_once(edge.port, "/program/", 40)
            assert {answer.status for answer in answers} == {200}
            # Two moments at most.
            assert Upstream.asked - before <= 2
