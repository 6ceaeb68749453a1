"""What one row of the table of verbs says, and how the document shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from events.domain.errors import Conflict, NotAllowed
from events.enums import VersionState as S
from tests.events.situations import LIVE, SITUATIONS

ALL = tuple(SITUATIONS)
OPEN = ("draft", "submitted", "being edited", "changes requested")
OPEN += ("change begun", "change waiting", "correction begun")
WAITING = ("submitted", "being edited", "change waiting")

# Verbs of a whole week or an organiser are the same whatever the state of an event.
ANY = ("approved",)

MEMBERS = ("owner", "editor", "own_reviewer")
WRITERS = ("coordinator", *MEMBERS)
DECIDERS = ("coordinator", "reviewer")
STAFF = ("coordinator", "reviewer", "own_reviewer")
COORDINATOR = ("coordinator",)

# What a public change always writes: the record, and the number that makes every page anew.
PUBLIC = "log publication generation"
FACT = f"{PUBLIC} mail"


# All that a copied version consists of.
COPY = "version sessiontime versionaccess versionlanguage"


@dataclass(frozen=True)
class Row:
    """One verb. ``ends`` is the state the version ends in, where it moves at all; ``writes`` the
    tables it writes in (from another situation: see ``also``); ``otherwise`` what is raised where
    it cannot start, to those who have the right."""

    do: Callable
    who: tuple
    starts: tuple
    writes: str
    ends: S | dict | None = None
    otherwise: type = Conflict
    # What is raised where nothing is public, if that is something else.
    where_not_live: type | None = None
    prepare: Callable | None = None
    also: dict | None = None
    # Where the coordinator may, and the organiser may not.
    by_coordinator: tuple = ()

    @property
    def only(self):
        """The situations in which the table is tried."""
        return ANY if self.starts == ANY else ALL

    def end(self, situation):
        """The state that the version is in afterwards."""
        moved = self.ends.get(situation) if isinstance(self.ends, dict) else self.ends
        return moved or SITUATIONS[situation][1]

    def refusal(self, situation, role):
        """What is raised to this role, or None."""
        if role not in self.who:
            return NotAllowed
        if self.may_start(situation, role):
            return None
        return situation not in LIVE and self.where_not_live or self.otherwise

    def may_start(self, situation, role):
        """Whether one who has the right may do it in this situation."""
        if role == "coordinator" and situation in self.by_coordinator:
            return True
        return situation in self.starts

    def tables(self, situation):
        """The tables written in from this situation."""
        return set((self.also or {}).get(situation, self.writes).split())


def documented(sections):
    """The table as docs/workflow.md shows it, in Markdown."""
    lines = []
    for heading, section in sections.items():
        lines += [f"**{heading}**", "", "| verb | who | where | the version ends as | writes |"]
        lines += ["|---|---|---|---|---|"]
        for name, row in section.items():
            cells = (f"`{name}`", _listed(row.who), _where(row), _ends(row), _writes(row))
            lines.append(f"| {' | '.join(cells)} |")
        lines.append("")
    return "\n".join(lines)


def _listed(names):
    return ", ".join(name.replace("_", " ") for name in names)


def _where(row):
    known = {ALL: "anywhere", ANY: "–", LIVE: "where it is public", OPEN: "where a text is open"}
    words = known.get(row.starts) or ", ".join(row.starts)
    return (
        f"{words}; the coordinator: {', '.join(row.by_coordinator)}"
        if row.by_coordinator
        else words
    )


def _ends(row):
    ends = set(row.ends.values()) if isinstance(row.ends, dict) else {row.ends} - {None}
    return ", ".join(sorted(S(end).value.replace("_", " ") for end in ends)) or "as it was"


def _writes(row):
    words = [" ".join(sorted(row.writes.split())) or "nothing"]
    grouped = {}
    for situation, tables in (row.also or {}).items():
        grouped.setdefault(" ".join(sorted(tables.split())) or "nothing", []).append(situation)
    words += [f"{tables} ({', '.join(where)})" for tables, where in grouped.items()]
    return "; ".join(words)
