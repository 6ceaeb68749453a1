"""The whole table: every verb × the situation it starts from × who asks."""

import inspect
import pkgutil
from functools import partial
from importlib import import_module
from pathlib import Path

import pytest

from events import domain
from events.domain.errors import Refused
from tests.events.situations import ROLES, SITUATIONS, Rows, fresh, scene_of, undone
from tests.events.table_rows import documented
from tests.events.verbs import SECTIONS, VERBS

pytestmark = pytest.mark.django_db

# A visitor reaches no verb: every address asks them to sign in first (test_address_table.py).
SIGNED_IN = [role for role in ROLES if role != "visitor"]

# Functions that take who acts and are no verbs: what verbs are made of, inside their transaction.
PARTS = {
    "announce",
    "ask",
    "check_decider",
    "check_may_change",
    "check_may_send",
    "check_may_start",
    "editable",
    "fill_in",
    "make_live",
    "move",
    "on_public_change",
    "prepare_picture",
    "record",
    "record_reference_change",
    "write_log",
}
# Verbs whose tables are told elsewhere: the archive is written by a command, not by a person at a
# page (tests/management), a picture needs a file (test_rows.py), a spreadsheet is read in whole.
ELSEWHERE = {"enter_past_event", "add_picture", "import_events"}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_table_holds(situation):
    """Allowed or which refusal, the state afterwards, and exactly the tables that were written."""
    scene = scene_of(situation)
    wrong = []
    for verb, row in VERBS.items():
        if situation in row.only:
            found = undone(partial(of_verb, row, situation, scene))
            wrong += [f"{verb}, {words}" for words in found]
    assert not wrong, "\n".join(wrong)


def of_verb(row, situation, scene):
    """What is not as the table says, in words."""
    if row.prepare:
        row.prepare(scene)
    wrong, before = [], Rows()
    for role in SIGNED_IN:
        scene.by = scene.cast[role]
        expected = row.refusal(situation, role)
        if expected is None:
            expected = row.end(situation), row.tables(situation)
            found = undone(partial(done, row, scene, before))
        else:
            found = refused(row, scene)
        if found != expected:
            wrong.append(f"{role}: {found}, but the table says {expected}")
    if changed := Rows() - before:
        wrong.append(f"somebody was refused, and yet {changed} changed")
    return wrong


def refused(row, scene):
    try:
        row.do(scene)
    except Refused as refusal:
        return type(refusal)
    return "allowed"


def done(row, scene, before):
    """(the state of the version afterwards, the tables that were written in), or the refusal."""
    try:
        row.do(scene)
    except Refused as refusal:
        return type(refusal)
    return fresh(scene.version).state, Rows() - before


def verbs_there_are():
    """The public functions of events.domain that ask who acts."""
    found = set()
    for info in pkgutil.iter_modules(domain.__path__):
        module = import_module(f"events.domain.{info.name}")
        for name, function in inspect.getmembers(module, inspect.isfunction):
            own = function.__module__ == module.__name__ and not name.startswith("_")
            if own and "by" in inspect.signature(function).parameters:
                found.add(name)
    return found


def test_every_verb_is_in_the_table():
    assert verbs_there_are() - PARTS - ELSEWHERE == set(VERBS)


def test_the_document_shows_the_table():
    table = documented(SECTIONS)
    text = Path("docs/workflow.md").read_text()
    assert table in text, f"Put this into docs/workflow.md:\n\n{table}"
