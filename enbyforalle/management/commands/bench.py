"""How fast pages are served. A number to compare with the last one, on the same machine."""

import http.client
import statistics
import threading
import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from enbyforalle.management.commands import rundemo, serve

ADDRESSES = (
    "/",
    "/program/",
    "/en/programme/",
    "/program/?day=2027-02-10&free=1",
    "/program.ics",
    "/arrangorer/",
    "/konto/login/",
)
VISITORS = 8
SECONDS = 3


class Command(BaseCommand):
    help = "Measure pages of the demo week: the first answer, later ones, and many visitors."

    def add_arguments(self, parser):
        parser.add_argument("addresses", nargs="*", default=ADDRESSES)

    def handle(self, *, addresses, **options):
        if rundemo.is_answering():
            raise CommandError(f"Something answers at {settings.SITE_URL} already.")
        web = serve.start_web()
        try:
            rundemo.wait_for_answer(web)
            self.stdout.write(
                f"{'first':>9} {'median':>9} {'slowest':>9} {'per second':>11} {'kB':>7}  address"
            )
            for address in addresses:
                self.stdout.write(line(address))
        finally:
            serve.end([web])


def line(address):
    """One row of the table: milliseconds of the first and of fifty more, then under load."""
    visitor = Visitor()
    first, status, size = visitor.get(address)
    times = sorted(visitor.get(address)[0] for _ in range(50))
    rate = crowd(address)
    return (
        f"{first:7.1f} ms {statistics.median(times):6.1f} ms {times[-1]:6.1f} ms "
        f"{rate:11.0f} {size / 1000:7.1f}  {address}{'' if status == 200 else f' ({status})'}"
    )


def crowd(address):
    """Answers per second for VISITORS at once, each asking again as soon as it is answered."""
    counts = []

    def visit():
        visitor, answered, end = Visitor(), 0, time.monotonic() + SECONDS
        while time.monotonic() < end:
            visitor.get(address)
            answered += 1
        counts.append(answered)

    threads = [threading.Thread(target=visit) for _ in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(counts) / SECONDS


class Visitor:
    """One connection that stays open, as a browser's does."""

    def __init__(self):
        self.connection = http.client.HTTPConnection(urlsplit(settings.SITE_URL).netloc)

    def get(self, address):
        """(milliseconds, status, bytes) of one answer, compressed as browsers ask for it."""
        started = time.perf_counter()
        self.connection.request("GET", address, headers={"Accept-Encoding": "gzip, br"})
        answer = self.connection.getresponse()
        size = len(answer.read())
        return (time.perf_counter() - started) * 1000, answer.status, size
