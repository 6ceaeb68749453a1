"""Does a test notice when a rule is broken? Breaks each in turn, and names those nobody misses.

.venv/bin/python -m tests.mutation events/domain/review.py … [--tests PATH …] [--most N]

Works in a copy of the last commit under a temporary folder, at a low priority, on one core. Django
is loaded, the database made (in memory) and every test run once, to see that it passes and which
lines it reaches. Then a process is forked for each mutant: it puts the broken code in place of
the right one and runs the tests that reach that line until one fails.
"""

import argparse
import ast
import gc
import importlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from types import FunctionType

import coverage
import pytest
from django.db import connections

from tests.equivalent_mutants import EQUIVALENT
from tests.mutants import mutants_of

ROOT = Path(__file__).resolve().parent.parent
OURS = ("enbyforalle", "events", "organisers")
# Those that hold the rules; the rest of the suite would take an hour and adds pages, not rules.
EVENTS = (
    *("addresses", "advice", "again", "answers", "approval", "archive", "assigning", "changes"),
    *("clash_rules", "clashes", "co_organisers", "completeness", "confirmed_times", "confirming"),
    *("conversation", "copying", "correction_rules", "decision_columns", "differences"),
    *("draft_columns", "drafts", "emails", "english", "entering", "fact_columns", "facts"),
    *("importing", "materials", "moves", "muting", "permissions", "places", "publications"),
    *("reasons", "reminder_finding", "reminders", "reports", "review", "row_reading", "rows"),
    *("snapshots", "takedowns", "timeline", "verb_table", "waiting_change", "weeks", "windows"),
    "wording",
)
TESTS = (
    *(f"tests/events/test_{name}.py" for name in EVENTS),
    *(f"tests/events/admin/test_{name}.py" for name in ("cases", "decisions", "reference")),
    "tests/events/desk/test_questions.py",
)
# So many times as long as the tests took before, and at least so many seconds: a mutant that
# takes longer goes round in circles.
TIMES, SECONDS = 5, 30
KILLED, ENDLESS, SURVIVED, NOT_REACHED, EQUAL = (
    "killed",
    "endless",
    "SURVIVED",
    "NOT REACHED",
    "equivalent",
)


def main():
    options = arguments()
    if options.in_copy:
        return run_here(options)
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        # What is committed hangs together; what is being written may not.
        archive = subprocess.Popen(["git", "archive", "HEAD"], cwd=ROOT, stdout=subprocess.PIPE)
        subprocess.run(["tar", "-x", "-C", folder], stdin=archive.stdout, check=True)
        command = [sys.executable, "-m", "tests.mutation", "--in-copy", *sys.argv[1:]]
        return subprocess.run(command, cwd=folder, check=False).returncode


def arguments():
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="+", help="files such as events/domain/review.py")
    parser.add_argument("--tests", nargs="+", default=TESTS, help="where the tests are")
    parser.add_argument("--most", type=int, default=400, help="tests for one mutant at most")
    parser.add_argument("-k", dest="only", default="", help="only tests of this pytest expression")
    parser.add_argument("--again", type=Path, help="only what this output of a run says is left")
    parser.add_argument("--in-copy", action="store_true", help=argparse.SUPPRESS)
    return parser.parse_args()


def run_here(options):
    os.nice(10)
    left = None
    if options.again:
        left = {of_line(line) for line in options.again.read_text().splitlines()}
    check = Check(options.modules, options.most, left)
    quiet = ["-q", "--no-header", "-p", "no:randomly", "-p", "no:cacheprovider", "-p", "no:cov"]
    quiet += ["-s", "-o", "tmp_path_retention_policy=none", "-W", "ignore"]
    # A folder of its own: pytest clears away those of older runs while others still go on.
    quiet += ["--basetemp", str(ROOT / "temporary")]
    pytest.main([*quiet, "-k", options.only, *options.tests], plugins=[check])
    return check.summarise()


class Check:
    """A pytest plugin that takes over once the tests are collected."""

    def __init__(self, modules, most, left_before):
        self.modules = modules
        self.most = most
        self.left_before = left_before
        self.seconds = {}
        self.reach = {}
        self.kills = Counter()
        self.outcomes = Counter()
        self.left = []

    def pytest_collection_modifyitems(self, items):
        # Those that commit would leave their rows for the next one, and threads do not survive a
        # fork.
        items[:] = [item for item in items if not commits(item)]

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session):
        for connection in connections.all():
            connection.settings_dict["TEST"]["NAME"] = None
        self.items = {item.nodeid: item for item in session.items}
        self.run_all(session.items)
        if len(self.items) * 10 < len(session.items) * 9:
            say("too many tests fail as the code is: mend them first")
            return True
        gc.collect()
        gc.freeze()
        for path in self.modules:
            self.break_module(path)
        return True

    def run_all(self, items):
        """Run each test once as the code is, and note the lines of our modules it reaches."""
        watch = coverage.Coverage(
            data_file=None, include=[str(Path(p).resolve()) for p in self.modules]
        )
        watch.start()
        failed = []
        for item, following in zip(items, [*items[1:], items[0]], strict=True):
            watch.switch_context(item.nodeid)
            started = time.perf_counter()
            # A test to come is always named, so that the database stays.
            if not passes(item, following, aloud=not failed):
                failed.append(item.nodeid)
                del self.items[item.nodeid]
            self.seconds[item.nodeid] = time.perf_counter() - started
            if len(self.seconds) % 100 == 0:
                say(f"{len(self.seconds)} of {len(items)} tests run as the code is")
        watch.stop()
        for path in self.modules:
            lines = watch.get_data().contexts_by_lineno(str(Path(path).resolve()))
            self.reach[path] = {line: set(tests) - {""} for line, tests in lines.items()}
        say(f"{len(items)} tests, {sum(self.seconds.values()):.0f} s as the code is")
        for name in failed:
            say(f"left out, since it fails without any mutant: {name}")

    def break_module(self, path):
        name = path.removesuffix(".py").replace("/", ".")
        module = importlib.import_module(name)
        tree = ast.parse(Path(path).read_text(), path)
        started, counted = time.perf_counter(), Counter()
        # What stands in no function last: by then it is known which tests notice most.
        for mutant in sorted(mutants_of(tree), key=lambda one: not one.lines):
            line = f"{path}:{mutant.line} {mutant.function}: {mutant.words}"
            if self.left_before is not None and of_line(line) not in self.left_before:
                continue
            outcome = self.try_one(mutant, path, module, tree)
            counted[outcome] += 1
            if outcome in (SURVIVED, NOT_REACHED):
                self.left.append(f"{outcome:11} {line}")
                say(self.left[-1])
        self.outcomes.update(counted)
        say(f"{path}: {dict(counted)} in {time.perf_counter() - started:.0f} s")

    def try_one(self, mutant, path, module, tree):
        if (path, mutant.function, mutant.words) in EQUIVALENT:
            return EQUAL
        tests = self.tests_of(mutant, path)
        if not tests:
            return NOT_REACHED
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            self.try_in_child(mutant, module, tree, tests, tell)
        os.close(tell)
        _pid, status = os.waitpid(child, 0)
        with open(told) as pipe:
            self.kills.update(pipe.read().splitlines())
        if os.WIFSIGNALED(status):
            return ENDLESS
        return SURVIVED if status == 0 else KILLED

    def tests_of(self, mutant, path):
        """The quickest and those that have killed first.

        What stands outside functions concerns all who use the module, and where the module has
        none, nobody was seen using it.
        """
        reach = self.reach[path]
        lines = mutant.lines or reach
        names = set().union(*(reach.get(line, ()) for line in lines)) & set(self.items)
        names = names if reach or mutant.lines else set(self.items)
        return sorted(names, key=self.cost)[: self.most]

    def cost(self, name):
        return (self.seconds[name] + 0.05) / (1 + self.kills[name])

    def try_in_child(self, mutant, module, tree, names, tell):
        """Never returns: leaves with 0 when every test passed."""
        code = 1
        try:
            signal.alarm(SECONDS + TIMES * int(sum(self.seconds[name] for name in names)))
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, 1)
            os.dup2(nowhere, 2)
            mutant.apply()
            swap(module, tree, everywhere=not mutant.lines)
            tests = [self.items[name] for name in names]
            following = [*tests[1:], tests[0]]
            for test, after in zip(tests, following, strict=True):
                if not passes(test, after):
                    os.write(tell, test.nodeid.encode())
                    return
            code = 0
        finally:
            os._exit(code)

    def summarise(self):
        say("\n── left alive ──")
        for line in self.left:
            say(line)
        say(", ".join(f"{count} {outcome}" for outcome, count in self.outcomes.items()))
        return 1 if self.left or not self.outcomes else 0


def of_line(line):
    """What a line of output says of a mutant, without the number, which moves as code is added."""
    place, _colon, words = line.removeprefix(SURVIVED).removeprefix(NOT_REACHED).partition(":")
    return place.strip(), words.lstrip("0123456789")


def commits(item):
    marker = item.get_closest_marker("django_db")
    transactional = marker is not None and marker.kwargs.get("transaction")
    return transactional or {"transactional_db", "live_server"} & set(item.fixturenames)


def passes(item, following, *, aloud=False):
    """Run one test with its fixtures; whether nothing in it failed."""
    hook = item.ihook
    hook.pytest_runtest_logstart(nodeid=item.nodeid, location=item.location)
    reports = pytest_protocol(item, following)
    failed = [report for report in reports if report.failed]
    if aloud and failed:
        say(f"the first that fails without any mutant: {failed[0].longreprtext[-500:]}")
    return not failed


def pytest_protocol(item, following):
    runner = item.config.pluginmanager.get_plugin("runner")
    return runner.runtestprotocol(item, log=False, nextitem=following)


def swap(module, tree, *, everywhere):
    """Let the functions of ``module`` do what ``tree`` says, for all who imported them already."""
    fresh = {"__name__": module.__name__, "__file__": module.__file__}
    exec(compile(tree, module.__file__, "exec"), fresh)  # noqa: S102
    for name, new in fresh.items():
        old = module.__dict__.get(name)
        if getattr(old, "__module__", None) == module.__name__:
            graft(old, new)
        if everywhere and not name.startswith("__") and not callable(old):
            replace(old, new)


def graft(old, new):
    """Give an old function, or those of an old class, the code of the new."""
    if isinstance(old, type):
        for name, member in vars(new).items():
            graft(vars(old).get(name), member)
        return
    old, new = innermost(old), innermost(new)
    if isinstance(old, FunctionType) and isinstance(new, FunctionType):
        old.__code__, old.__defaults__ = new.__code__, new.__defaults__
        old.__kwdefaults__ = new.__kwdefaults__


def innermost(function):
    """The function under its decorators."""
    # A property, a method of the class, a cached property.
    for name in ("fget", "__func__", "func"):
        function = getattr(function, name, None) or function
    while hasattr(function, "__wrapped__"):
        function = function.__wrapped__
    return function


def replace(old, new):
    """Put ``new`` wherever one of our modules holds ``old`` under any name."""
    for module in list(sys.modules.values()):
        if getattr(module, "__name__", "").partition(".")[0] in OURS:
            for name, value in list(vars(module).items()):
                if value is old and type(new) is type(old):
                    setattr(module, name, new)


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
