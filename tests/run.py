"""The steps of bin/test: all are run, each is timed, and the summary tells what failed.

.venv/bin/python -m tests.run [--long] [--only NAME …]
"""

import argparse
import os
import signal
import subprocess
import sys
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.machine import install_missing, throwaway_postgresql

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent

# What a municipality would set; `check --deploy` must find nothing to say about it.
PRODUCTION = {
    "SECRET_KEY": "a-long-text-for-the-check-only-7Jm2Qp9Xc4Vb8Nz1Lk6Hg3Fd5Sa0Wer",
    "SITE_URL": "https://enbyforalle.test",
    "TRUSTED_PROXIES": "1",
    "EMAIL_URL": "smtp://user:password@mail.enbyforalle.test:587",
    "CONTACT_EMAIL": "post@enbyforalle.test",
    "UID_DOMAIN": "enbyforalle.test",
    "DATABASE_URL": "postgres://user@127.0.0.1/enbyforalle",
}

# The tests that look at every page; the others of the browser follow somebody's way.
SWEEPS = ("tests/browser/test_axe.py", "tests/browser/test_reflow.py")

# The processes that were started, and the steps that nobody has begun.
running, waiting = [], deque()


@dataclass
class Step:
    name: str
    command: list[str]
    environment: dict = field(default_factory=dict)
    # What must be there for the step to mean anything; None is fine, a text says what is missing.
    lacks: str | None = None


@dataclass
class Outcome:
    name: str
    words: str
    seconds: float
    is_failure: bool
    output: str = ""


def tool(name, *arguments):
    return [str(BIN / name), *arguments]


def manage(*arguments):
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def quick_steps():
    """Style, types and configuration: seconds each."""
    # An empty database in memory: otherwise Django warns that it cannot compare the two.
    developer = {"DEBUG": "1", "DATABASE_URL": "sqlite:///:memory:"}
    return [
        Step("ruff check", tool("ruff", "check", ".")),
        Step("ruff format", tool("ruff", "format", "--check", ".")),
        Step("mypy", tool("mypy")),
        Step("djlint", tool("djlint", "--lint", "--quiet", "templates")),
        Step("makemigrations", manage("makemigrations", "--check", "--dry-run"), developer),
        Step("check --deploy", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ]


def test_steps(postgresql, lacks, long):
    """(steps of which two run beside each other, the longest first; what follows on them).

    They are cut so that two cores are busy to the end, whichever step takes longer than it did.
    """
    chosen = "not browser" if long else "not browser and not long"
    browser = "browser" if long else "browser and not long"
    no_chromium = lacks.get("chromium")
    server = {"DATABASE_URL": postgresql} if postgresql else {}
    first, *second = sqlite_steps(chosen, long)
    beside = [
        first,
        Step(
            "pytest on PostgreSQL",
            tool("pytest", "-m", chosen, "--database-only", "--ignore=tests/browser"),
            server,
            lacks=lacks.get("postgresql"),
        ),
        Step(
            "Chromium, ways",
            tool("pytest", "-m", browser, "tests/browser", *left_out(*SWEEPS)),
            lacks=no_chromium,
        ),
        Step("Chromium, all pages", tool("pytest", "-m", browser, *SWEEPS), lacks=no_chromium),
        # What is quickly done fills the gap at the end.
        *second,
    ]
    afterwards = [Step("coverage", tool("coverage", "report"))] if long else []
    return beside, afterwards


def sqlite_steps(chosen, long):
    """The tests on SQLite in two halves, or in one where lines are counted.

    Counting takes half as long again, so it is done in the long run only; two at a time would
    write over each other's count.
    """
    pytest = tool("pytest", "-m", chosen)
    if long:
        return [Step("pytest on SQLite", [*pytest, "--cov", "--cov-report="])]
    return [
        Step("pytest on SQLite, events", [*pytest, "tests/events"]),
        Step("pytest on SQLite, others", pytest + left_out("tests/events", "tests/browser")),
    ]


def left_out(*paths):
    return [f"--ignore={path}" for path in paths]


def run(step, aloud=True):
    """Run one step and remember its last line; its output comes on the screen, or is kept."""
    say(f"\n── {step.name} ──", aloud)
    if step.lacks:
        say(step.lacks, aloud)
        return Outcome(step.name, f"NOT RUN: {step.lacks}", 0, is_failure=True)
    started = time.perf_counter()
    process = subprocess.Popen(
        step.command,
        cwd=ROOT,
        env=os.environ | step.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )
    running.append(process)
    lines = []
    for line in process.stdout:
        say(line.rstrip("\n"), aloud)
        lines.append(line)
    failed = process.wait() != 0
    last = next((line for line in reversed(lines) if line.strip()), "")
    words = f"{'FAILED' if failed else 'ok'}  {last.strip('= ' + chr(10))[:90]}"
    seconds = time.perf_counter() - started
    return Outcome(step.name, words, seconds, failed, "" if aloud else "".join(lines))


def run_beside(steps):
    """Run two steps at a time: one aloud, the other's output when all are done."""
    waiting.extend(steps)

    def work(aloud):
        outcomes = []
        while True:
            try:
                step = waiting.popleft()
            except IndexError:
                return outcomes
            outcomes.append(run(step, aloud))

    with ThreadPoolExecutor() as threads:
        quiet = threads.submit(work, aloud=False)
        aloud = work(aloud=True)
        silent = quiet.result()
    for outcome in silent:
        say(f"\n── {outcome.name} ──\n{outcome.output or outcome.words}", True)
    return aloud + silent


def say(words, aloud):
    if aloud:
        print(words, flush=True)


def stop(*_signal):
    """End the steps that run and then ourselves, by way of the clean-up that stops PostgreSQL."""
    waiting.clear()
    for process in running:
        if process.poll() is None:
            process.terminate()
    sys.exit(143)


def summarise(outcomes, notes, seconds):
    print("\n── summary ──")
    for outcome in outcomes:
        print(f"{outcome.seconds:6.1f} s  {outcome.name:24} {outcome.words}")
    for note in notes:
        print(f"Note: {note}")
    failures = [outcome.name for outcome in outcomes if outcome.is_failure]
    print(f"{seconds:6.1f} s  {len(outcomes) - len(failures)} of {len(outcomes)} steps passed")
    if failures:
        print("Failed: " + ", ".join(failures))
    return 1 if failures else 0


def arguments():
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long runs too")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="steps whose names hold NAME")
    return parser.parse_args()


def main():
    signal.signal(signal.SIGTERM, stop)
    options = arguments()
    started = time.perf_counter()
    lacks, notes = install_missing()
    outcomes = [Outcome("what the machine lacks", "", time.perf_counter() - started, False)]

    def wanted(steps):
        names = options.only or [""]
        return [step for step in steps if any(name in step.name for name in names)]

    with throwaway_postgresql() as (address, refusal):
        if refusal:
            lacks.setdefault("postgresql", refusal)
        beside, afterwards = test_steps(address, lacks, options.long)
        outcomes += [run(step) for step in wanted(quick_steps())]
        outcomes += run_beside(wanted(beside))
        outcomes += [run(step) for step in wanted(afterwards)]
    return summarise(outcomes, notes, time.perf_counter() - started)


if __name__ == "__main__":
    sys.exit(main())
