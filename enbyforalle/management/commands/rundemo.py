"""What bin/demo does once the libraries are there. Each step says how long it took."""

import hashlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from enbyforalle.management.commands import serve

# Seconds to wait for the first answer; it comes within two on any machine of this decade.
PATIENCE = 60


class Command(BaseCommand):
    help = "Prepare the demo week and serve it. Started by bin/demo, which sets the environment."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="throw the demo away first")
        parser.add_argument(
            "--prepare-only", action="store_true", help="make everything ready, and end"
        )

    def handle(self, *, fresh, prepare_only, **options):
        if not settings.DEMO:
            raise CommandError("This is not the demo. Start it with bin/demo.")
        if not prepare_only:
            refuse_taken_port()
        try:
            self.prepare(fresh)
        except KeyboardInterrupt:
            raise CommandError("Stopped before it was ready. It goes on the next time.") from None
        if not prepare_only:
            self.serve()

    def prepare(self, fresh):
        with self.step("Database"):
            if fresh:
                forget_database()
            call_command("setup", verbosity=0)
        with self.step("Static files"):
            collect_static()
        with self.step("Demo week"):
            call_command("demo", fresh=fresh)

    def serve(self):
        signal.signal(signal.SIGTERM, leave)
        site = subprocess.Popen(serve.manage("serve"), cwd=settings.BASE_DIR)
        try:
            with self.step("Web and worker"):
                wait_for_answer(site)
            self.stdout.write(f"\nThe demo is at {settings.SITE_URL}   (Ctrl-C stops it)\n")
            self.stdout.flush()
            site.wait()
        except KeyboardInterrupt:
            # The terminal has told the site too; it ends its running requests first.
            site.wait()
        finally:
            serve.end([site])

    @contextmanager
    def step(self, name):
        self.stdout.write(f"{name} …")
        self.stdout.flush()
        started = time.perf_counter()
        yield
        self.stdout.write(f"  done in {time.perf_counter() - started:.1f} s")
        self.stdout.flush()


def leave(*_signal):
    """Told to end by `kill`, take the site along as Ctrl-C does: else it would keep the port."""
    sys.exit(128 + signal.SIGTERM)


def refuse_taken_port():
    """Say so at once, and not after the demo week has been loaded."""
    parts = urlsplit(settings.SITE_URL)
    with socket.socket() as probe:
        if probe.connect_ex((parts.hostname, parts.port or 80)) == 0:
            raise CommandError(
                f"Something answers at {settings.SITE_URL} already. Stop it, or choose another "
                "port: PORT=8001 bin/demo"
            )


def forget_database():
    """Delete the demo's own SQLite file and pictures. Another database is left to `demo`."""
    own = settings.BASE_DIR / "var" / "demo"
    if connection.vendor == "sqlite":
        connection.close()
        path = Path(connection.settings_dict["NAME"])
        for end in ("", "-wal", "-shm"):
            path.with_name(path.name + end).unlink(missing_ok=True)
    if own in Path(settings.MEDIA_ROOT).parents:
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)


def collect_static():
    """Collect and compress static files, unless none has changed since the last time."""
    stamp = Path(settings.STATIC_ROOT, ".stamp")
    state = static_state()
    if stamp.exists() and stamp.read_text() == state:
        return
    shutil.rmtree(settings.STATIC_ROOT, ignore_errors=True)
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(state)


def static_state():
    """A digest over names, sizes and times of all static files."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            file = Path(storage.path(path)).stat()
            digest.update(f"{path} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def is_answering():
    try:
        address = settings.SITE_URL + "/readyz"
        return urllib.request.urlopen(address, timeout=2).status == 200  # noqa: S310
    except (urllib.error.URLError, OSError):
        return False


def wait_for_answer(site):
    deadline = time.monotonic() + PATIENCE
    while not is_answering():
        if site.poll() is not None:
            raise CommandError(f"The site ended with {site.returncode} before it answered.")
        if time.monotonic() > deadline:
            raise CommandError(f"No answer at {settings.SITE_URL} within {PATIENCE} s.")
        time.sleep(0.1)
