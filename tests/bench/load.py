"""Many readers at once: by wrk where it is installed, else by threads of our own."""

import http.client
import re
import shutil
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Load:
    """What a crowd was answered. Times are in milliseconds."""

    rate: float
    p50: float
    p99: float
    errors: int
    answers: int


_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}


def crowd(url, connections, seconds, headers=None, *, expected=(200,)):
    """Ask `url` on so many connections for so long, each again as soon as it is answered."""
    headers = {"Accept-Encoding": "br"} | (headers or {})
    if shutil.which("wrk"):
        return _by_wrk(url, connections, seconds, headers)
    return _by_threads(url, connections, seconds, headers, expected)


def _by_wrk(url, connections, seconds, headers):
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    found = dict(re.findall(r"^\s+(50|99)%\s+(\S+)$", told, flags=re.M))
    times = {name: _milliseconds(value) for name, value in found.items()}
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    socket_errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = int(refused[1]) if refused else 0
    errors += sum(map(int, socket_errors.groups())) if socket_errors else 0
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    answers = int(re.search(r"(\d+) requests in", told)[1])
    return Load(rate, times.get("50", 0.0), times.get("99", 0.0), errors, answers)


def _milliseconds(text):
    number, unit = re.fullmatch(r"([\d.]+)(us|ms|s|m)", text).groups()
    return float(number) * _UNITS[unit]


def _by_threads(url, connections, seconds, headers, expected):
    times, errors = [], []
    parts = urlsplit(url)
    address = parts.path + (f"?{parts.query}" if parts.query else "")
    end = time.monotonic() + seconds

    def read():
        connection = http.client.HTTPConnection(parts.netloc, timeout=30)
        while time.monotonic() < end:
            started = time.perf_counter()
            try:
                connection.request("GET", address, headers=headers)
                answer = connection.getresponse()
                answer.read()
                if answer.status not in expected:
                    errors.append(answer.status)
            except OSError as error:
                errors.append(error)
                connection.close()
            times.append((time.perf_counter() - started) * 1000)

    readers = [threading.Thread(target=read) for _ in range(connections)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    times.sort()
    return Load(
        len(times) / seconds,
        statistics.median(times),
        times[int(len(times) * 0.99)],
        len(errors),
        len(times),
    )
