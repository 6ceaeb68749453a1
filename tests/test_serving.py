"""gunicorn with our worker: stored pages beside forms, over real connections."""

import errno
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.urls import reverse
from gunicorn.config import Config

from enbyforalle.serving import Worker, pre_fork
from enbyforalle.serving.connection import Connection
from enbyforalle.serving.worker import NICENESS
from tests import factories as make
from tests.jobs.test_processes import address_of_test_database
from tests.test_processes import PATIENCE, free_port, read, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

ADDRESS = "/program/2027/"
PROCESSES_OF: dict = {}
BODY = b"login=nobody%40example.org&password=wrong"


@pytest.fixture
def port():
    """One process that answers stored pages, and two that draw, of two threads each."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_test_database(),
    }
    port = free_port()
    PROCESSES_OF[port] = process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "enbyforalle.wsgi", "--threads", "2"]
        + ["--worker-class", "enbyforalle.serving.Worker", "--keep-alive", "30"]
        + ["--config", "python:enbyforalle.serving", "--preload", "--workers", "3"]
        + ["--bind", f"127.0.0.1:{port}", "--log-level", "error"],
        env=environment,
    )
    yield wait_for(port)
    process.terminate()
    process.wait(PATIENCE)


def begin_to_send(port):
    """A form of which half has arrived: the thread that reads it waits for the rest."""
    connection = socket.create_connection(("127.0.0.1", port), PATIENCE)
    token = "a" * 32
    head = [
        f"POST {reverse('account_login')} HTTP/1.1",
        f"Host: 127.0.0.1:{port}",
        f"Cookie: {settings.CSRF_COOKIE_NAME}={token}",
        "Content-Type: application/x-www-form-urlencoded",
        f"Content-Length: {len(BODY)}",
    ]
    connection.sendall("\r\n".join([*head, "", ""]).encode() + BODY[:10])
    return connection


def test_who_sends_slowly_holds_up_nobody_who_reads_a_stored_page(port):
    make.make_event(title_nb="Første arrangement")
    for _ in range(2):
        assert "Første arrangement" in read(port, ADDRESS)
    slow = [begin_to_send(port) for _ in range(4)]
    try:
        for _ in range(20):
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", ADDRESS)
            answer = connection.getresponse()
            assert (answer.status, "Første arrangement" in answer.read().decode()) == (200, True)
            connection.close()
        for connection in slow:
            connection.sendall(BODY[10:])
        # The token is nobody's: each of them is answered, and none is lost.
        assert [connection.recv(12) for connection in slow] == [b"HTTP/1.1 403"] * 4
    finally:
        for connection in slow:
            connection.close()


def test_one_connection_is_used_for_stored_pages_and_all_else(port):
    make.make_event(title_nb="Første arrangement")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
    login, statuses = reverse("account_login"), []
    for method, path, body in (
        *(("GET", ADDRESS, None), ("GET", login, None), ("GET", ADDRESS, None)),
        *(("POST", login, BODY), ("HEAD", ADDRESS, None), ("GET", "/finnes-ikke/", None)),
        *(("POST", ADDRESS, BODY), ("GET", ADDRESS, None)),
    ):
        connection.request(method, path, body, {"Content-Type": "text/plain"})
        used = connection.sock
        answer = connection.getresponse()
        content = answer.read()
        statuses.append((answer.status, bool(content)))
        assert connection.sock is used
    connection.close()
    assert statuses == [
        *((200, True), (200, True), (200, True)),
        *((403, True), (200, False), (404, True)),
        *((403, True), (200, True)),
    ]


def stored(port):
    """Let the page be stored and known to the process that answers; its answer by Django."""
    make.make_event(title_nb="Første arrangement")
    first = ask(port, head())
    for _ in range(3):
        assert b"arrangement" in ask(port, head())
    return first


def head(*fields, method="GET", path=ADDRESS, version="1.1"):
    """The bytes of a request that asks for the connection to be closed after it."""
    lines = [f"{method} {path} HTTP/{version}", "Host: 127.0.0.1", *fields]
    return "\r\n".join([*lines, "Connection: close", "", ""]).encode()


def ask(port, *parts, pause=0.0):
    """All that is answered to these bytes, sent one after the other."""
    with socket.create_connection(("127.0.0.1", port), PATIENCE) as connection:
        for part in parts:
            connection.sendall(part)
            time.sleep(pause)
        return b"".join(iter(lambda: connection.recv(65536), b""))


def without_date(answer):
    """The lines of the head in their order, but for the hour; and the body."""
    lines, _, body = answer.partition(b"\r\n\r\n")
    return [line for line in lines.split(b"\r\n") if not line.startswith(b"Date: ")], body


def test_a_stored_page_comes_with_the_bytes_and_headers_that_django_gave(port):
    first = stored(port)
    assert without_date(ask(port, head())) == without_date(first)
    assert first.startswith(b"HTTP/1.1 200 OK\r\nServer: gunicorn\r\nDate: ")
    etag = next(line[6:] for line in first.split(b"\r\n") if line.lower().startswith(b"etag: "))
    condition = f"If-None-Match: {etag.decode()}"
    for _ in range(2):
        lines, body = without_date(ask(port, head(condition)))
        assert (lines[0], body) == (b"HTTP/1.1 304 Not Modified", b"")


@pytest.mark.parametrize(
    ("parts", "answers"),
    [
        ([head(version="1.0")], 1),
        ([head()[:20], head()[20:]], 1),
        ([head().replace(b"Connection: close", b"Connection: keep-alive") + head()], 2),
        ([head("X-Note: \t much", "x-note: twice")], 1),
        ([head("Content-Length: 3") + b"abc"], 1),
    ],
)
def test_what_is_no_plain_request_is_answered_too(port, parts, answers):
    stored(port)
    answer = ask(port, *parts, pause=0.1)
    assert len(re.findall(rb"HTTP/1\.[01] 200 OK\r\n", answer)) == answers
    assert answer.count("Første arrangement".encode()) >= answers


@pytest.mark.parametrize(
    ("request_line", "status"),
    [(b"GET / HTTP/9.9", b"400"), (b"G@T / HTTP/1.1", b"400"), (b"GET  / HTTP/1.1", b"400")],
)
def test_what_is_no_request_is_refused_and_the_others_are_served(port, request_line, status):
    stored(port)
    answer = ask(port, request_line + b"\r\nHost: 127.0.0.1\r\n\r\n")
    assert answer.split(b" ")[1] == status
    assert "Første arrangement".encode() in ask(port, head())


def test_who_sends_much_that_is_refused_sees_why(port):
    body = b"x" * 4_000_000
    fields = "Content-Type: application/x-www-form-urlencoded", f"Content-Length: {len(body)}"
    refused = head(*fields, method="POST", path=reverse("account_login"))
    answer = ask(port, refused, *(body[at : at + 400_000] for at in range(0, 4_000_000, 400_000)))
    assert answer.startswith(b"HTTP/1.1 403 Forbidden\r\n")
    assert answer.endswith(b"</html>\n")


def test_who_reads_a_long_page_slowly_gets_it_whole_and_holds_up_nobody(port):
    event = make.make_event(description_nb="Tekst. " * 100_000)
    long = head(path=event.get_absolute_url())
    whole = ask(port, long)
    for _ in range(3):
        assert len(ask(port, long)) == len(whole)
    slow = socket.socket()
    slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    slow.settimeout(PATIENCE)
    slow.connect(("127.0.0.1", port))
    # More than the system keeps for one line: the rest waits in the process.
    for request in [long.replace(b"Connection: close", b"Connection: keep-alive")] * 9 + [long]:
        slow.sendall(request)
        time.sleep(0.05)
    for _ in range(5):
        assert len(ask(port, long)) == len(whole)
    answers = b"".join(iter(lambda: slow.recv(65536), b"")).split(b"HTTP/1.1 200 OK")[1:]
    slow.close()
    ends = {answer.partition(b"\r\n\r\n")[2] for answer in answers}
    assert (len(answers), ends) == (10, {whole.partition(b"\r\n\r\n")[2]})
    assert len(whole) > 700_000


def test_a_form_is_drawn_by_a_process_that_steps_aside(port):
    own, ends, found = os.nice(0), time.monotonic() + PATIENCE, []
    while found != [own, own + NICENESS, own + NICENESS] and time.monotonic() < ends:
        time.sleep(0.05)
        found = sorted(int(stat(pid)[16]) for pid in workers(port))
    assert found == [own, own + NICENESS, own + NICENESS]


def test_forms_are_answered_though_the_processes_that_draw_them_were_killed(port):
    stored(port)
    for pid in workers(port):
        if int(stat(pid)[16]) > os.nice(0):
            os.kill(pid, signal.SIGKILL)
    login = head(path=reverse("account_login"))
    assert ask(port, login).startswith(b"HTTP/1.1 200 OK\r\n")
    assert "Første arrangement".encode() in ask(port, head())


def workers(port):
    """The processes that gunicorn, which listens on the port, has made."""
    parent = PROCESSES_OF[port].pid
    return [int(p) for p in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def stat(pid):
    """The fields of /proc/PID/stat after the name; the 17th is the niceness."""
    return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()


@pytest.mark.parametrize(
    ("wanted", "processes", "drawing"),
    [(2, 4, 2), (1, 3, 1), (0, 2, 0), (2, 1, 0), (1, 2, 1), (3, 8, 3), (9, 3, 2)],
)
def test_so_many_processes_draw_and_their_successors_too(monkeypatch, wanted, processes, drawing):
    monkeypatch.setattr("enbyforalle.serving.worker.FORM_PROCESSES", wanted)
    arbiter = SimpleNamespace(WORKERS={}, num_workers=processes)

    def fill():
        while len(arbiter.WORKERS) < processes:
            worker = SimpleNamespace(draws=False, has_others=False)
            pre_fork(arbiter, worker)
            arbiter.WORKERS[object()] = worker
        return sum(worker.draws for worker in arbiter.WORKERS.values())

    assert fill() == drawing
    assert {worker.has_others for worker in arbiter.WORKERS.values()} == {drawing > 0}
    for key in list(arbiter.WORKERS):
        del arbiter.WORKERS[key]
        assert fill() == drawing


@pytest.mark.parametrize(
    ("fields", "trusted", "scheme"),
    [
        ({}, True, "http"),
        ({"HTTP_X_FORWARDED_PROTO": "https"}, True, "https"),
        ({"HTTP_X_FORWARDED_PROTO": "https"}, False, "http"),
        ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "on"}, True, "https"),
        ({"HTTP_X_FORWARDED_PROTO": "https", "HTTP_X_FORWARDED_SSL": "off"}, True, None),
    ],
)
def test_a_visit_is_by_https_if_a_trusted_proxy_says_so(fields, trusted, scheme):
    mine, theirs = socket.socketpair()
    client = ("127.0.0.1" if trusted else "192.0.2.1", 1)
    connection = Connection(Config(), mine, client, ("127.0.0.1", 8000))
    assert connection.scheme(fields) == scheme
    mine.close()
    theirs.close()


class NobodyComes:
    """A listening socket whose connection another process has taken."""

    def accept(self):
        raise BlockingIOError(errno.EAGAIN, "taken")


@pytest.mark.parametrize(("mine", "others", "waits"), [(3, 2, 1), (2, 2, 0), (0, 300, 0)])
def test_who_has_more_connections_than_another_leaves_it_the_next(monkeypatch, mine, others, waits):
    slept, known = [], bytearray([255]) * 256
    monkeypatch.setattr(time, "sleep", slept.append)
    monkeypatch.setattr("enbyforalle.serving.worker._connections", known)
    workers = {}
    for age, connections, draws in ((1, mine, False), (2, others, False), (3, 0, True)):
        workers[age] = worker = Worker.__new__(Worker)
        worker.age, worker.nr_conns, worker.draws = age, connections, draws
        worker.told()
    workers[1].accept(NobodyComes())
    assert len(slept) == waits
    # The other has ended.
    known[2] = 255
    workers[1].accept(NobodyComes())
    assert len(slept) == waits
