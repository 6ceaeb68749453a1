"""A small SMTP server that says what a test wants it to say."""

import socketserver
import threading


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
                if answer.startswith("250"):
                    self.server.kept.append(text)
                self._say(answer)
            elif verb == "QUIT":
                self._say("221 bye")
                return
            else:
                self._say(says.get(verb, "250 yes"))

    def _say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class MailServer:
    """Keeps what it is sent in `kept`; `says` maps a verb, or "connect", to another answer."""

    def __init__(self):
        self.says, self.kept, self.port = {}, [], 0
        self._server = None

    def start(self):
        """Listen, on the same port as before."""
        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", self.port), _Talk)
        self._server.says, self._server.kept = self.says, self.kept
        self.port = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def stop(self):
        """Refuse connections."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None
