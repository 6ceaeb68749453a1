"""The steps of bin/test: all are run, each is timed, and the summary tells what failed.

.venv/bin/python -m tests.run [--long] [--only NAME …] [--list]
"""

import argparse
import os
import subprocess
import sys
import time
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


def tool(name, *arguments):
    return [str(BIN / name), *arguments]


def manage(*arguments):
    return [sys.executable, str(ROOT / "manage.py"), *arguments]


def quick_steps():
    """Style, types and configuration: seconds each."""
    developer = {"DEBUG": "1"}
    return [
        Step("ruff check", tool("ruff", "check", ".")),
        Step("ruff format", tool("ruff", "format", "--check", ".")),
        Step("mypy", tool("mypy")),
        Step("djlint", tool("djlint", "--lint", "--quiet", "templates")),
        Step("makemigrations", manage("makemigrations", "--check", "--dry-run"), developer),
        Step("check --deploy", manage("check", "--deploy", "--fail-level", "WARNING"), PRODUCTION),
    ]


def test_steps(postgresql, lacks, long):
    """The same tests on both databases, then the browser."""
    chosen = "not browser" if long else "not browser and not long"
    browser = "browser" if long else "browser and not long"
    sqlite = tool("pytest", "-m", chosen, "--cov", "--cov-report=")
    on_postgresql = {"DATABASE_URL": postgresql} if postgresql else {}
    return [
        Step("pytest on SQLite", sqlite),
        Step("coverage", tool("coverage", "report", "--format=total")),
        Step(
            "pytest on PostgreSQL",
            tool("pytest", "-m", chosen),
            on_postgresql,
            lacks=lacks.get("postgresql"),
        ),
        Step("pytest in Chromium", tool("pytest", "-m", browser), lacks=lacks.get("chromium")),
    ]


def run(step):
    """Run one step with its output on the screen, and remember its last line."""
    print(f"\n── {step.name} ──", flush=True)
    if step.lacks:
        print(step.lacks)
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
    last = ""
    for line in process.stdout:
        print(line, end="", flush=True)
        last = line.strip() or last
    failed = process.wait() != 0
    words = f"{'FAILED' if failed else 'ok'}  {last.strip('= ')[:90]}"
    return Outcome(step.name, words, time.perf_counter() - started, failed)


def summarise(outcomes, notes):
    print("\n── summary ──")
    for outcome in outcomes:
        print(f"{outcome.seconds:6.1f} s  {outcome.name:22} {outcome.words}")
    for note in notes:
        print(f"Note: {note}")
    failures = [outcome.name for outcome in outcomes if outcome.is_failure]
    total = sum(outcome.seconds for outcome in outcomes)
    print(f"{total:6.1f} s  {len(outcomes) - len(failures)} of {len(outcomes)} steps passed")
    if failures:
        print("Failed: " + ", ".join(failures))
    return 1 if failures else 0


def arguments():
    parser = argparse.ArgumentParser(prog="bin/test", description=__doc__)
    parser.add_argument("--long", action="store_true", help="the long runs too")
    parser.add_argument("--only", nargs="+", metavar="NAME", help="steps whose names hold NAME")
    parser.add_argument("--list", action="store_true", help="show the steps and end")
    return parser.parse_args()


def main():
    options = arguments()
    if options.list:
        print("\n".join(step.name for step in [*quick_steps(), *test_steps("", {}, False)]))
        return 0
    started = time.perf_counter()
    lacks, notes = install_missing()
    outcomes = [Outcome("what the machine lacks", "", time.perf_counter() - started, False)]
    with throwaway_postgresql() as (address, refusal):
        if refusal:
            lacks.setdefault("postgresql", refusal)
        for step in [*quick_steps(), *test_steps(address, lacks, options.long)]:
            if not options.only or any(name in step.name for name in options.only):
                outcomes.append(run(step))
    return summarise(outcomes, notes)


if __name__ == "__main__":
    sys.exit(main())
