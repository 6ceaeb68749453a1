"""Short turns on the processor, for a process that has little to do and should do it at once."""

import ctypes
import os
import platform
import struct

# sched_setattr(2), which Python does not have, nor the C library of Debian 12 by its name.
_NUMBERS = {"x86_64": 314, "aarch64": 274}

# struct sched_attr as it was first: size, policy, flags, nice, priority, runtime and two more.
_ATTRIBUTES = struct.Struct("=IIQiIQQQ")


def take_short(seconds):
    """Ask for turns of so many seconds, from 0.0001 to 0.1; whether the system has heard it.

    Linux gives whoever takes short turns the next one sooner, since 6.12 (EEVDF): who wakes up
    need not wait until another has used up his. It is no more of the processor in all. An older
    Linux hears it and does nothing; another system does not hear it.
    """
    number = _NUMBERS.get(platform.machine())
    if platform.system() != "Linux" or number is None or struct.calcsize("P") != 8:
        return False
    nice = os.getpriority(os.PRIO_PROCESS, 0)
    wanted = _ATTRIBUTES.pack(
        _ATTRIBUTES.size, os.SCHED_OTHER, 0, nice, 0, round(seconds * 1e9), 0, 0
    )
    return ctypes.CDLL(None).syscall(number, 0, wanted, 0) == 0
