"""Many readers at once: by wrk where it is installed, else by threads of our own."""

import http.client
import math
import re
import selectors
import shutil
import signal
import socket
import statistics
import subprocess
import threading
import time
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Answer:
    """One answer: seconds it took, its status, its head as it came, its body as it came."""

    seconds: float
    status: int
    head: bytes
    body: bytes


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
    command = ["wrk", "-t1", f"-c{connections}", f"-d{math.ceil(seconds) + 5}s", "--latency"]
    for name, value in headers.items():
        command += ["-H", f"{name}: {value}"]
    told = _for_so_long([*command, url], seconds)
    found = dict(re.findall(r"^\s+(50|99)%\s+(\S+)$", told, flags=re.M))
    times = {name: _milliseconds(value) for name, value in found.items()}
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", told)
    socket_errors = re.search(r"connect (\d+), read (\d+), write (\d+), timeout (\d+)", told)
    errors = int(refused[1]) if refused else 0
    errors += sum(map(int, socket_errors.groups())) if socket_errors else 0
    rate = float(re.search(r"Requests/sec:\s+([\d.]+)", told)[1])
    answers = int(re.search(r"(\d+) requests in", told)[1])
    return Load(rate, times.get("50", 0.0), times.get("99", 0.0), errors, answers)


def _for_so_long(command, seconds):
    # wrk counts whole seconds; interrupted, it tells what it has seen until then.
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    time.sleep(seconds)
    process.send_signal(signal.SIGINT)
    told = process.communicate()[0]
    if process.returncode:
        raise RuntimeError(f"wrk ended with {process.returncode}: {told}")
    return told


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


def at_once(port, address, n, accepted="br"):
    """The answers to so many readers who all ask at the same moment.

    One thread asks for all of them: two hundred would take from the site the processor that the
    readers' own machines have in life.
    """
    asked = (
        f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
        f"Accept-Encoding: {accepted}\r\nConnection: close\r\n\r\n"
    ).encode()
    waiting = selectors.DefaultSelector()
    for _ in range(n):
        one = socket.create_connection(("127.0.0.1", port), timeout=60)
        waiting.register(one, selectors.EVENT_READ, [])
    began = {}
    for key in list(waiting.get_map().values()):
        began[key.fd] = time.perf_counter()
        key.fileobj.sendall(asked)
    answers = []
    while waiting.get_map():
        for key, _event in waiting.select(timeout=60):
            part = key.fileobj.recv(1 << 20)
            key.data.append(part)
            if not part:
                answers.append(_answer(time.perf_counter() - began[key.fd], key.data))
                waiting.unregister(key.fileobj)
                key.fileobj.close()
    return answers


def _answer(seconds, parts):
    head, _, body = b"".join(parts).partition(b"\r\n\r\n")
    return Answer(seconds, int(head.split()[1]) if head else 0, head, body)
