"""Processes that are measured: the site, the floors and nginx, and what they cost."""

import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

from enbyforalle.management.commands.serve import MEMORY

ROOT = Path(__file__).resolve().parents[2]
WORKERS, THREADS = 2, 4
PATIENCE = 60  # seconds for a server to answer for the first time
_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


class Server:
    """A running server on a port of its own; `cpu` and `memory` are those of its workers."""

    def __init__(self, name, port, process):
        self.name, self.port, self.process = name, port, process

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def workers(self):
        pid = self.process.pid
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [int(child) for child in found] or [pid]

    def cpu(self):
        """Seconds of processor time that the workers have used."""
        used = 0
        for pid in self.workers():
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            used += int(fields[11]) + int(fields[12])
        return used / _TICKS

    def memory(self):
        """{process: resident bytes} of the workers."""
        return {
            pid: int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
            for pid in self.workers()
        }

    def stop(self):
        self.process.terminate()
        try:
            self.process.wait(20)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


@contextmanager
def gunicorn(name, application, environment, *, port=None, workers=WORKERS, others=()):
    """The application under the settings that `manage.py serve` uses."""
    port = port or free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
        + ["--workers", str(workers), "--threads", str(THREADS)]
        + (list(others) or ["--worker-class", "gthread"])
        + ["--keep-alive", "75", "--timeout", "60", "--log-level", "warning"]
        + (["--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else []),  # noqa: S108
        cwd=ROOT,
        env=MEMORY | os.environ | environment,
    )
    server = Server(name, port, process)
    try:
        wait_for(server)
        yield server
    finally:
        server.stop()


def wait_for(server, path="/healthz"):
    """Return when the server answers, whatever it says."""
    ends = time.monotonic() + PATIENCE
    while True:
        try:
            urllib.request.urlopen(server.url + path, timeout=PATIENCE)
        except urllib.error.HTTPError:
            return
        except OSError:
            if server.process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"{server.name} does not answer") from None
            time.sleep(0.05)
        else:
            return


def fetch(url, **headers):
    """(status, {lower-case header: value}, bytes); an error status is an answer too."""
    request = urllib.request.Request(url, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
            return answer.status, {k.lower(): v for k, v in answer.headers.items()}, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, {k.lower(): v for k, v in error.headers.items()}, error.read()


@contextmanager
def nginx(name, config):
    """nginx with a configuration in which @PORT@ and @FOLDER@ are filled in."""
    folder, port = Path(tempfile.mkdtemp(prefix="bench-nginx-")), free_port()
    folder.chmod(0o755)
    path = folder / "nginx.conf"
    path.write_text(config.replace("@PORT@", str(port)).replace("@FOLDER@", str(folder)))
    start = ["nginx", "-p", str(folder), "-c", str(path)]
    directives = f"daemon off; pid {folder}/pid; error_log {folder}/errors.log;"
    process = subprocess.Popen([*start, "-g", directives])
    server = Server(name, port, process)
    try:
        wait_for(server)
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def has_nginx():
    return shutil.which("nginx") is not None


def edge_config(upstream):
    """docs/nginx.conf as it is shipped, but for the names, ports and paths of this machine."""
    text = (ROOT / "docs" / "nginx.conf").read_text(encoding="utf-8")
    for pattern, replacement in (
        (r"server 127\.0\.0\.1:8000;", f"server 127.0.0.1:{upstream};"),
        (r"/var/cache/nginx/pages", "@FOLDER@/pages"),
        (r"access_log .*;", "access_log off;"),
        (r"listen 443 ssl http2;", "listen 127.0.0.1:@PORT@ default_server;"),
        (r" +ssl_certificate(_key)? .*;\n", ""),
        (r"    server \{\n +listen 80;(.|\n)*?\n    \}\n", ""),
        (r"proxy_set_header Host \$host;", "proxy_set_header Host $http_host;"),
    ):
        text, n = re.subn(pattern, replacement, text)
        if not n:
            raise RuntimeError(f"docs/nginx.conf has no {pattern}")
    return text


def file_config(folder, headers):
    """nginx that serves one file under every address, with the headers of a stored page."""
    lines = "\n".join(f'add_header {name} "{value}";' for name, value in headers)
    return f"""
worker_processes auto;
events {{ worker_connections 4096; }}
http {{ access_log off; sendfile on; tcp_nopush on; server {{ listen 127.0.0.1:@PORT@;
root {folder}; location / {{ types {{ }} default_type "text/html; charset=utf-8";
try_files /page =404; {lines} }} }} }}
"""
