"""A small SMTP server that says what a test wants it to say."""

import random
import socketserver
import sys
import threading
import time


class _Talk(socketserver.StreamRequestHandler):
    def handle(self):
        says = self.server.says
        self._say(says.get("connect", "220 here"))
        if "connect" in says:
            return
        while line := self.rfile.readline():
            verb = line.decode().strip().split(":")[0].split()[0].upper()
            if verb == "DATA":
                self._say("354 go on")
                text = b"".join(iter(self.rfile.readline, b".\r\n"))
                answer = says.get("DATA", "250 kept")
                self._rest()
                if answer.startswith("250"):
                    self.server.kept.append(text)
                    self.server.kept_at.append(time.monotonic())
                self._rest()
                self._say(answer)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(says.get(verb, "250 yes"))

    def _rest(self):
        if self.server.rests:
            time.sleep(random.uniform(0, self.server.rests))  # noqa: S311 - no secret

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def handle_error(self, request, client_address):
        # A client that was killed in the middle of a sentence is what some tests are about.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class MailServer:
    """Keeps what it is sent in `kept`; `says` maps a verb, or "connect", to another answer.

    It rests up to `rests` seconds before it keeps a mail, and again before it says so. `kept_at`
    has the moment of each, on the monotonic clock.
    """

    def __init__(self, rests=0):
        self.says, self.kept, self.kept_at, self.port = {}, [], [], 0
        self.rests = rests
        self._server = None

    def start(self):
        """Listen, on the same port as before."""
        self._server = _Server(("127.0.0.1", self.port), _Talk)
        self._server.says, self._server.kept = self.says, self.kept
        self._server.kept_at, self._server.rests = self.kept_at, self.rests
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        """Refuse connections."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
