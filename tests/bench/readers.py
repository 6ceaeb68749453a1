"""Readers who do not hurry: so many pages in a second, by wrk, and how long they wait."""

import json
import re
import shutil
import subprocess
import tempfile
from dataclasses import dataclass

from enbyforalle.lib import turns

CONNECTIONS = 32

# Seconds of wrk's turns on the processor, where it keeps a pace. It stands for machines that are
# not the site's: with turns of the usual length it often sees an answer a tick of four
# milliseconds after it has come, and takes that for the site's. It is no more of the processor.
TURN = 0.0001

# `delay` spreads the questions, in whole milliseconds that come to the pause on the average;
# without it each connection asks again at once. `done` prints what --latency does not. Every
# answer from 400 on counts as an error.
_SCRIPT = """
local addresses, pause, n, ready = {%(addresses)s}, %(pause)f, 0, {}
function init() for i, a in ipairs(addresses) do ready[i] = wrk.format("GET", a) end end
function request() n = n + 1; return ready[n %% #ready + 1] end
local random, floor = math.random, math.floor
if pause > 0 then function delay() return floor(2 * pause * random() + random()) end end
function done(told, latency)
  local e = told.errors
  local ms = function(n) return latency:percentile(n) / 1000 end
  local line = '{"p50": %%f, "p95": %%f, "p99": %%f, "answers": %%d, "seconds": %%f, "errors": %%d}'
  local errors = e.connect + e.read + e.write + e.status + e.timeout
  line = line:format(ms(50), ms(95), ms(99), told.requests, told.duration / 1e6, errors)
  io.write("\\nTOLD" .. line .. "\\n")
end
"""


@dataclass(frozen=True)
class Reading:
    """Times in milliseconds; `rate` in answers a second."""

    p50: float
    p95: float
    p99: float
    answers: int
    seconds: float
    errors: int

    @property
    def rate(self):
        return self.answers / self.seconds


def read(url, addresses, seconds, *, rate=None, connections=CONNECTIONS):
    """Ask the addresses in turn for so long, at most `rate` times a second; a Reading.

    Without a rate each connection asks as soon as it is answered.
    """
    if shutil.which("wrk") is None:
        raise RuntimeError("wrk is missing: readers at a pace cannot be had without it")
    # On the average; what an answer takes comes on top, and is little beside it.
    pause = connections / rate * 1000 if rate else 0
    quoted = ", ".join(json.dumps(address) for address in addresses)
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_SCRIPT % {"addresses": quoted, "pause": pause})
        script.flush()
        told = subprocess.run(
            ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "-H", "Accept-Encoding: br"]
            # Slow is told by p95; only what never comes is an error.
            + ["--timeout", "30s", "-s", script.name, url],
            capture_output=True,
            text=True,
            check=True,
            preexec_fn=(lambda: turns.take_short(TURN)) if rate else None,
        ).stdout
    return Reading(**json.loads(re.search(r"^TOLD(.*)$", told, flags=re.M)[1]))
