"""Web and worker side by side, which is all that one machine needs."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand

from enbyforalle import environment, serving

# Seconds that running requests get to end when the site is stopped.
GRACE = 20

# How far the worker stands back on the processor; 19 is the farthest.
NICENESS = 10

# Threads share two heaps. glibc would give each of them one of its own, and each would keep what
# the largest page that it has made once took (mallopt(3)). And what is larger than 128 kB is given
# back to the system as it is thrown away: left to itself, glibc keeps such pages among the others
# as soon as one has been thrown away, and no longer finds a place for the next one of another size.
MEMORY = {"MALLOC_ARENA_MAX": "2", "MALLOC_MMAP_THRESHOLD_": str(128 * 1024)}

# Seconds before a worker that died is started again, so that one that dies at once does not
# fill the log.
PAUSE = 5


class Command(BaseCommand):
    help = "Serve the site: gunicorn, and the worker that sends mail. Stops both when stopped."

    def handle(self, **options):
        self.stopping = False
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        web, worker = start_web(), start_worker()
        while web.poll() is None and not self.stopping:
            if worker.poll() is not None:
                self.stderr.write(f"The worker ended with {worker.returncode}; it starts again.")
                time.sleep(PAUSE)
                worker = start_worker()
            time.sleep(0.2)
        end([web, worker])
        if not self.stopping:
            sys.exit(web.returncode or 1)

    def stop(self, *args):
        self.stopping = True


def start_web():
    """Start gunicorn. Threads, because most of a request is spent waiting for the database."""
    address = environment.text("BIND", "127.0.0.1")
    port = environment.number("PORT", 8000, minimum=1, maximum=65535)
    workers = environment.number("WEB_PROCESSES", 2, minimum=1, maximum=64)
    threads = environment.number("WEB_THREADS", 4, minimum=1, maximum=64)
    return subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "enbyforalle.wsgi"]
        + ["--bind", f"{address}:{port}"]
        + ["--workers", str(workers + serving.FORM_PROCESSES), "--threads", str(threads)]
        + ["--worker-class", "enbyforalle.serving.Worker"]
        # Loaded once, and shared by all processes as long as nobody changes it.
        + ["--config", "python:enbyforalle.serving", "--preload"]
        # A proxy keeps its connections open for a minute; closing first would lose a request.
        + ["--keep-alive", "75", "--graceful-timeout", str(GRACE), "--timeout", "60"]
        # Memory that very many requests have left behind is given back. Not more often: on the
        # day the newspaper writes, twenty thousand stored pages are a few seconds, and a start
        # costs as much processor time as thousands of them.
        + ["--max-requests", "2000000", "--max-requests-jitter", "200000"]
        # A heartbeat on a disk that is slow for a moment looks like a dead process.
        + (["--worker-tmp-dir", "/dev/shm"] if os.path.isdir("/dev/shm") else [])  # noqa: S108
        + ["--log-level", "warning"],
        cwd=settings.BASE_DIR,
        env=environment.passed_on(MEMORY),
    )


def start_worker():
    """Start the worker, which steps aside where readers want the processor: nobody waits for it."""
    return subprocess.Popen(
        manage("work"), cwd=settings.BASE_DIR, preexec_fn=lambda: os.nice(NICENESS)
    )


def manage(name):
    """The command line of another of our commands, run by the same Python."""
    return [sys.executable, str(Path(settings.BASE_DIR, "manage.py")), name]


def end(processes):
    """Ask each process to stop, and stop those that will not."""
    for process in processes:
        if process.poll() is None:
            process.terminate()
    deadline = time.monotonic() + GRACE
    for process in processes:
        try:
            process.wait(timeout=max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            process.kill()
