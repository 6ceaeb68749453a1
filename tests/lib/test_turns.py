"""Whether Linux was told is asked of Linux; what it makes of it is told by the benchmark."""

import ctypes
import os
import platform
import struct

import pytest

from enbyforalle.lib import turns

IS_KNOWN = platform.system() == "Linux" and platform.machine() in turns._NUMBERS


def attributes():
    """(policy, nice, runtime in nanoseconds) of this thread, by sched_getattr(2)."""
    number = {"x86_64": 315, "aarch64": 275}[platform.machine()]
    found = ctypes.create_string_buffer(48)
    assert ctypes.CDLL(None).syscall(number, 0, found, 48, 0) == 0
    _size, policy, _flags, nice, _priority, runtime, _deadline, _period = struct.unpack(
        "=IIQiIQQQ", found.raw
    )
    return policy, nice, runtime


@pytest.mark.skipif(not IS_KNOWN, reason="another system, or another processor")
def test_turns_are_short_and_all_else_stays():
    told, hear = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.nice(3)
            before = attributes()
            heard = turns.take_short(0.0002)
            after = attributes()
            is_right = heard and after[:2] == before[:2] and after[2] in (before[2], 200_000)
            os.write(hear, b"1" if is_right else repr((heard, before, after)).encode())
        finally:
            os._exit(0)
    os.close(hear)
    with open(told, "rb") as file:
        assert file.read() == b"1"
    os.waitpid(child, 0)


@pytest.mark.parametrize(("system", "machine"), [("Darwin", "x86_64"), ("Linux", "riscv64")])
def test_elsewhere_nothing_is_asked(monkeypatch, system, machine):
    monkeypatch.setattr(platform, "system", lambda: system)
    monkeypatch.setattr(platform, "machine", lambda: machine)
    monkeypatch.setattr(ctypes, "CDLL", None)
    assert turns.take_short(0.0001) is False
