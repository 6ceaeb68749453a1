"""gunicorn with our worker: stored pages beside forms, over real connections."""

import errno
import http.client
import os
import socket
import subprocess
import sys
import time

import pytest
from django.conf import settings
from django.urls import reverse

from enbyforalle.serving import Worker
from tests import factories as make
from tests.jobs.test_processes import address_of_test_database
from tests.test_processes import PATIENCE, free_port, read, wait_for

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.one_database]

ADDRESS = "/program/2027/"
BODY = b"login=nobody%40example.org&password=wrong"


@pytest.fixture
def port():
    """One process with two threads for stored pages and one for everything else."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.settings",
        "DATABASE_URL": address_of_test_database(),
    }
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "enbyforalle.wsgi", "--threads", "2"]
        + ["--worker-class", "enbyforalle.serving.Worker", "--keep-alive", "30"]
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


class NobodyComes:
    """A listening socket whose connection another process has taken."""

    def accept(self):
        raise BlockingIOError(errno.EAGAIN, "taken")


@pytest.mark.parametrize(("mine", "others", "waits"), [(3, 2, 1), (2, 2, 0), (0, 300, 0)])
def test_who_has_more_connections_than_another_leaves_it_the_next(monkeypatch, mine, others, waits):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    workers = {}
    for age, connections in ((1, mine), (2, others)):
        workers[age] = worker = Worker.__new__(Worker)
        worker.age, worker.nr_conns = age, connections
        worker.told()
    workers[1].accept(NobodyComes())
    assert len(slept) == waits
    for worker in workers.values():
        worker.gone()
    workers[1].accept(NobodyComes())
    assert len(slept) == waits
    workers[1].gone()
