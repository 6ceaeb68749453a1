"""Connections that one process gives and another takes."""

import os
import select
import signal
import socket
from contextlib import ExitStack, contextmanager

import pytest

from enbyforalle.lib import handing

# Seconds after which what has not come does not come.
PATIENCE = 10


@pytest.fixture
def inbox():
    inbox = handing.Inbox()
    yield inbox
    inbox.close()


@pytest.fixture
def connect():
    """Opens connections: (the visitor's end, ours)."""
    with ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))

        def opened():
            visitor = stack.enter_context(socket.create_connection(listener.getsockname()))
            visitor.settimeout(PATIENCE)
            return visitor, stack.enter_context(listener.accept()[0])

        yield opened


@contextmanager
def another(work, *args):
    """Another process that does this, as gunicorn makes its own; killed if it is left before."""
    process = os.fork()
    if not process:
        try:
            work(*args)
        finally:
            # Nothing of the test's own end, such as its report, is done twice.
            os._exit(0)
    try:
        yield process
    finally:
        os.kill(process, signal.SIGKILL)
        os.waitpid(process, 0)


def wait(inbox):
    """Whether there is something to take, before long."""
    return select.select([inbox], [], [], PATIENCE)[0] == [inbox]


def heard(visitor):
    """All that comes until the connection ends."""
    return b"".join(iter(lambda: visitor.recv(4096), b""))


def answer(inbox, ending):
    """Take a connection, repeat the bytes that came with it and those that come, and end it."""
    wait(inbox)
    connection, data = inbox.take()
    with connection:
        connection.settimeout(PATIENCE)
        connection.sendall(data + connection.recv(4096) + ending)


def test_another_process_takes_a_connection_and_answers_on_it(inbox, connect):
    with another(answer, inbox, b"!"):
        visitor, ours = connect()
        visitor.sendall(b"more")
        assert inbox.give(ours, b"GET / \0\r\n")
        ours.close()
        assert heard(visitor) == b"GET / \0\r\nmore!"


def test_what_is_taken_is_the_same_connection(inbox, connect):
    visitor, ours = connect()
    assert inbox.give(ours, b"a")
    connection, _data = inbox.take()
    with connection:
        assert connection.getpeername() == visitor.getsockname()
        assert (connection.family, connection.type) == (socket.AF_INET, socket.SOCK_STREAM)


def test_it_is_kept_while_nobody_takes_it(inbox, connect):
    def give_and_die():
        inbox.give(ours, b"first")
        inbox.give(late, b"second")
        os.kill(os.getpid(), signal.SIGKILL)

    (visitor, ours), (later, late) = connect(), connect()
    with another(give_and_die) as giver:
        os.waitid(os.P_PID, giver, os.WEXITED | os.WNOWAIT)
    # Neither the one who gave nor whoever else had them holds them open.
    ours.close()
    late.close()
    for whose, said in [(visitor, b"first"), (later, b"second")]:
        assert wait(inbox)
        connection, data = inbox.take()
        with connection:
            connection.sendall(b"answer to " + data)
        assert heard(whose) == b"answer to " + said


def test_it_is_not_lost_with_a_process_that_might_have_taken_it(inbox, connect):
    def see_and_wait():
        wait(inbox)
        os.write(tell, b"seen")
        signal.pause()

    told, tell = os.pipe()
    with open(told, "rb", buffering=0) as reader, open(tell, "wb", buffering=0):
        with another(see_and_wait):
            visitor, ours = connect()
            assert inbox.give(ours, b"a")
            ours.close()
            assert reader.read(4) == b"seen"
        with another(answer, inbox, b"!"):
            visitor.sendall(b"b")
            assert heard(visitor) == b"ab!"


def test_each_is_taken_by_one_of_several(inbox, connect):
    takers, each = 3, 20

    def take_some(name):
        left = each
        while left and wait(inbox):
            found = inbox.take()
            if found is None:
                # Another one was quicker.
                continue
            connection, data = found
            with connection:
                connection.sendall(data + name)
            left -= 1

    with ExitStack() as stack:
        for name in (b"a", b"b", b"c"):
            stack.enter_context(another(take_some, name))
        visitors = []
        for number in range(takers * each):
            visitor, ours = connect()
            assert inbox.give(ours, b"%02d" % number)
            ours.close()
            visitors.append(visitor)
        said = [heard(visitor) for visitor in visitors]
    # One answer each, to what they had asked.
    assert [text[:2] for text in said] == [b"%02d" % number for number in range(takers * each)]
    assert sorted(text[2:] for text in said) == [b"a"] * each + [b"b"] * each + [b"c"] * each


def test_nothing_is_there_unless_something_was_given(inbox, connect):
    assert inbox.take() is None
    assert select.select([inbox], [], [], 0)[0] == []
    _visitor, ours = connect()
    assert inbox.give(ours)
    assert select.select([inbox], [], [], 0)[0] == [inbox]
    connection, data = inbox.take()
    with connection:
        assert data == b""
    assert inbox.take() is None
    assert select.select([inbox], [], [], 0)[0] == []


def test_a_full_inbox_refuses_and_keeps_what_it_has(inbox, connect):
    visitor, ours = connect()
    size = handing.LONGEST - 1
    given = 0
    while inbox.give(ours, str(given).encode().ljust(size)):
        given += 1
    # What is given is not beyond all measure, nor is it a handful.
    assert handing.ROOM // 8 < given * size < handing.ROOM * 4
    # Whoever found no room has the connection still.
    ours.sendall(b"stayed")
    assert visitor.recv(4096) == b"stayed"
    taken = []
    while found := inbox.take():
        connection, data = found
        with connection:
            assert len(data) == size
            taken.append(int(data))
    assert taken == list(range(given))
    # And there is room again.
    assert inbox.give(ours, b"again")
    connection, data = inbox.take()
    with connection:
        assert data == b"again"


def test_more_bytes_than_may_go_along_are_refused(inbox, connect):
    _visitor, ours = connect()
    assert not inbox.give(ours, b"a" * handing.LONGEST)
    assert inbox.take() is None
    longest = b"a" * (handing.LONGEST - 2) + b"b"
    assert inbox.give(ours, longest)
    connection, data = inbox.take()
    with connection:
        assert data == longest


def test_a_connection_that_is_closed_is_refused(inbox, connect):
    _visitor, ours = connect()
    ours.close()
    assert not inbox.give(ours, b"a")
    assert inbox.take() is None


def descriptors():
    return len(os.listdir("/proc/self/fd"))


def test_no_descriptor_stays_open(connect):
    visitor, ours = connect()
    before = descriptors()
    inbox = handing.Inbox()
    assert descriptors() == before + 2
    assert inbox.give(ours, b"a")
    assert not inbox.give(ours, b"a" * handing.LONGEST)
    assert descriptors() == before + 2
    connection, _data = inbox.take()
    assert descriptors() == before + 3
    connection.close()
    assert inbox.take() is None
    assert descriptors() == before + 2
    assert inbox.give(ours, b"left behind")
    inbox.close()
    assert descriptors() == before
    # What nobody took has ended too: only our own end held it open.
    ours.sendall(b"still there")
    ours.close()
    assert heard(visitor) == b"still there"
