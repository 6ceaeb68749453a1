"""The table of the workflow: who may do what, from where, and which tables it writes in.

docs/workflow.md shows this table; test_verb_table.py tries every field of it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace

from events.domain import (
    again,
    assigning,
    co_organisers,
    confirming,
    conversation,
    corrections,
    drafts,
    editing,
    english,
    entering,
    facts,
    late_access,
    materials,
    new_events,
    places,
    reports,
    review,
    rows,
    takedowns,
    weeks,
)
from events.domain.errors import Conflict, NotAllowed, Refused
from events.enums import VersionState as S
from tests.events import situations as at
from tests.events.situations import LIVE, SITUATIONS, WRITABLE
from tests.factories import make_venue, oslo

ALL = tuple(SITUATIONS)
OPEN = ("draft", "submitted", "being edited", "changes requested")
OPEN += ("change begun", "change waiting", "correction begun")
WAITING = ("submitted", "being edited", "change waiting")

MEMBERS = ("owner", "editor", "own_reviewer")
WRITERS = ("coordinator", *MEMBERS)
DECIDERS = ("coordinator", "reviewer")
STAFF = ("coordinator", "reviewer", "own_reviewer")
COORDINATOR = ("coordinator",)

# What a public change always writes: the record, and the number that makes every page anew.
PUBLIC = "log publication generation"
FACT = f"{PUBLIC} mail"


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


WORDS = {"title_nb": "Nye ord"}
HOUR = {"starts_at": oslo("2027-02-13 17:00"), "ends_at": oslo("2027-02-13 18:00")}
REPORTED = {"starts_at": oslo("2027-02-13 18:30"), "ends_at": oslo("2027-02-13 20:30")}
UNTIL = oslo("2027-04-01 12:00")
PRICES = [{"label_nb": "Voksen", "amount": 50}]
LINK = {"kind": "link", "title_nb": "Mer", "url": "https://example.org/"}
# All that a copied version consists of.
COPY = "version sessiontime versionaccess versionlanguage"
# Verbs of a whole week or an organiser are the same whatever the state of an event.
ANY = ("approved",)


def asked(scene):
    return scene.event.co_organisers.get()


def typed(do, writes, **more):
    """The row of a verb that writes in a text."""
    return Row(do, WRITERS, WRITABLE, writes, by_coordinator=("being edited",), **more)


# What is typed. A text that waits is the coordinator's alone, once it is opened for that.
WRITING = {
    "save_draft": typed(lambda s: drafts.save_draft(s.version, by=s.by, changed=WORDS), "version"),
    "add_time": typed(
        lambda s: drafts.add_time(s.version, by=s.by, venue=make_venue(), **HOUR),
        "version session sessiontime",
    ),
    "change_time": typed(
        lambda s: drafts.change_time(s.time, by=s.by, **HOUR),
        "version sessiontime",
    ),
    "remove_time": typed(
        lambda s: drafts.remove_time(s.time, by=s.by),
        "version session sessiontime",
        also={name: "version sessiontime" for name in (*LIVE, "being edited")},
    ),
    "set_access": typed(
        lambda s: rows.set_access(s.version, {"step_free_entrance": "no"}, by=s.by),
        "version versionaccess",
    ),
    "set_languages": typed(
        lambda s: rows.set_languages(s.version, "spoken", ["ar"], by=s.by),
        "version versionlanguage",
    ),
    "set_prices": typed(
        lambda s: rows.set_prices(s.version, PRICES, by=s.by),
        "version pricetier",
    ),
    "set_contributors": typed(
        lambda s: rows.set_contributors(s.version, [{"name": "Koret"}], by=s.by),
        "version contributor",
    ),
    "change_picture": typed(
        lambda s: rows.change_picture(s.version.pictures.get(), by=s.by, alt_nb="Et annet kor"),
        "version picture",
        prepare=at.add_own_picture,
    ),
    "remove_picture": typed(
        lambda s: rows.remove_picture(s.version.pictures.get(), by=s.by),
        "version picture",
        prepare=at.add_own_picture,
    ),
    "set_co_organisers": typed(
        lambda s: drafts.set_co_organisers(s.version, [s.other], by=s.by),
        "coorganiser mail",
    ),
}

# What an organiser does with an event.
TEXT = {
    "start_event": Row(
        lambda s: drafts.start_event(s.week, s.event.organiser, by=s.by),
        WRITERS,
        ANY,
        "event version log week",
    ),
    "submit": Row(
        lambda s: review.submit(s.version, by=s.by),
        WRITERS,
        WRITABLE,
        "version log mail",
        ends=S.SUBMITTED,
    ),
    "take_back": Row(
        lambda s: review.take_back(s.version, by=s.by),
        WRITERS,
        WAITING,
        "version log",
        ends=S.DRAFT,
        # The organiser is told what the coordinator had changed in it.
        also={"being edited": "version log mail"},
    ),
    "withdraw": Row(
        lambda s: review.withdraw(s.version, by=s.by),
        WRITERS,
        OPEN,
        "version log",
        ends=S.WITHDRAWN,
    ),
    "open_change": Row(
        lambda s: drafts.open_change(s.event, by=s.by),
        WRITERS,
        ALL,
        f"log {COPY}",
        also={name: "" for name in OPEN},
    ),
    "start_from_refused": Row(
        lambda s: new_events.start_from_refused(s.version, by=s.by),
        WRITERS,
        ("change rejected",),
        f"event session log week {COPY}",
        otherwise=Refused,
    ),
    "copy_event": Row(
        lambda s: again.copy_event(s.event, s.next_week, by=s.by),
        WRITERS,
        ALL,
        f"event session coorganiser log week mail {COPY}",
    ),
    "add_material": Row(
        lambda s: materials.add_material(s.event, by=s.by, **LINK), WRITERS, ALL, "material log"
    ),
    "answer": Row(
        lambda s: co_organisers.answer(asked(s), by=s.by, says_yes=False),
        ("co_organiser",),
        ALL,
        "coorganiser log mail",
        also={name: f"coorganiser version {FACT}" for name in LIVE},
    ),
}

# What those who decide do with what was sent in.
DECISIONS = {
    "request_changes": Row(
        lambda s: review.request_changes(s.version, by=s.by, comment="Mer"),
        DECIDERS,
        WAITING,
        "version log mail",
        ends=S.CHANGES_REQUESTED,
    ),
    "reject": Row(
        lambda s: review.reject(s.version, by=s.by, comment="Nei"),
        DECIDERS,
        WAITING,
        "version log mail",
        ends=S.REJECTED,
    ),
    "refuse_as_another_event": Row(
        lambda s: review.refuse_as_another_event(s.version, by=s.by),
        DECIDERS,
        ("change waiting",),
        "version log mail",
        ends=S.REJECTED,
        where_not_live=Refused,
    ),
    "approve": Row(
        lambda s: review.approve(s.version, by=s.by),
        DECIDERS,
        WAITING,
        f"version event {FACT}",
        ends=S.APPROVED,
        also={"change waiting": f"version session {FACT}"},
    ),
    "assign": Row(
        lambda s: assigning.assign(s.event, to=s.cast["reviewer"], by=s.by),
        STAFF,
        ALL,
        "event log",
    ),
}

# The coordinator's own hand in a text: the organiser is told what is different.
HAND = {
    "begin_edit": Row(
        lambda s: editing.begin_edit(s.version, by=s.by),
        COORDINATOR,
        WAITING,
        f"log {COPY}",
        ends={"submitted": S.REPLACED, "change waiting": S.REPLACED},
        also={"being edited": ""},
    ),
    "close_edit": Row(
        lambda s: editing.close_edit(s.version, by=s.by),
        COORDINATOR,
        ("being edited",),
        "version log mail",
    ),
    "open_correction": Row(
        lambda s: corrections.open_correction(s.event, by=s.by),
        COORDINATOR,
        ("approved", "change rejected", "correction begun"),
        f"log {COPY}",
        also={"correction begun": ""},
        where_not_live=Refused,
    ),
    "publish_correction": Row(
        lambda s: corrections.publish_correction(s.version, by=s.by),
        COORDINATOR,
        ("correction begun",),
        f"version session {FACT}",
        ends=S.APPROVED,
        otherwise=NotAllowed,
    ),
    "add_english": Row(
        lambda s: english.add_english(s.version, by=s.by, words={"title_en": "A new title"}),
        COORDINATOR,
        ("approved", "submitted", "being edited", "change waiting"),
        f"log mail {COPY}",
        ends={"submitted": S.REPLACED, "change waiting": S.REPLACED},
        also={"approved": f"{FACT} {COPY}", "being edited": "version log mail"},
    ),
    "enter_event": Row(
        lambda s: entering.enter_event(s.week, by=s.by, name="Ny", kind="association"),
        COORDINATOR,
        ANY,
        "event version log week organiser organisertext",
    ),
    "hand_over": Row(
        lambda s: drafts.hand_over(s.event, s.other, by=s.by),
        COORDINATOR,
        ALL,
        "event log mail",
        also={name: f"event version {FACT}" for name in LIVE},
    ),
    "hand_over_to": Row(
        lambda s: entering.hand_over_to(s.event, s.other, by=s.by, email="ny@example.org"),
        COORDINATOR,
        ALL,
        "event log mail invitation",
        also={name: f"event version invitation {FACT}" for name in LIVE},
    ),
    "adopt_place": Row(
        lambda s: places.adopt_place(s.time, by=s.by, venue=make_venue()),
        COORDINATOR,
        (*OPEN, "approved"),
        "sessiontime version log generation",
        also={name: f"sessiontime version {PUBLIC}" for name in LIVE}
        | {"approved": f"sessiontime {PUBLIC}"},
        prepare=at.type_place,
    ),
}

# The facts of the day: public at once, for the event and its public session.
FACTS = {
    "cancel_event": Row(
        lambda s: facts.cancel_event(s.event, by=s.by, reason_nb="Sykdom"),
        WRITERS,
        LIVE,
        f"event session {FACT}",
    ),
    "postpone_event": Row(
        lambda s: facts.postpone_event(s.event, by=s.by), WRITERS, LIVE, f"event session {FACT}"
    ),
    "restore_event": Row(
        lambda s: facts.restore_event(s.event, by=s.by),
        WRITERS,
        LIVE,
        f"event session {FACT}",
        prepare=at.call_off,
    ),
    "cancel_session": Row(
        lambda s: facts.cancel_session(s.session, by=s.by), WRITERS, LIVE, f"session {FACT}"
    ),
    "postpone_session": Row(
        lambda s: facts.postpone_session(s.session, by=s.by), WRITERS, LIVE, f"session {FACT}"
    ),
    "restore_session": Row(
        lambda s: facts.restore_session(s.session, by=s.by),
        WRITERS,
        LIVE,
        f"session {FACT}",
        prepare=at.call_off,
    ),
    "undo_event": Row(
        lambda s: facts.undo_event(s.event, by=s.by),
        WRITERS,
        LIVE,
        f"event session {FACT}",
        prepare=at.call_off,
    ),
    "undo_session": Row(
        lambda s: facts.undo_session(s.session, by=s.by),
        WRITERS,
        LIVE,
        f"session {FACT}",
        prepare=at.call_off,
    ),
    "mark_places": Row(
        lambda s: facts.mark_places(s.session, by=s.by, full=True), WRITERS, LIVE, f"session {FACT}"
    ),
    "change_room": Row(
        lambda s: facts.change_room(s.session, by=s.by, room="Salen"),
        WRITERS,
        LIVE,
        f"session {FACT}",
    ),
    "set_notice": Row(
        lambda s: facts.set_notice(s.session, by=s.by, nb="Ta med sko"),
        WRITERS,
        LIVE,
        f"session {FACT}",
    ),
    "report_time": Row(
        lambda s: facts.report_time(s.session, by=s.by, **REPORTED),
        WRITERS,
        LIVE,
        f"session {FACT}",
    ),
}
FACTS = {name: replace(row, otherwise=Refused) for name, row in FACTS.items()}

# What is taken off the site at once, and put back; and what was told that day.
OFF = {
    "remove_fact": Row(
        lambda s: confirming.remove_fact(s.session, "status", by=s.by),
        COORDINATOR,
        LIVE,
        f"session {FACT}",
        otherwise=Refused,
        prepare=at.call_off,
    ),
    "confirm_time": Row(
        lambda s: confirming.confirm_time(s.session, by=s.by),
        COORDINATOR,
        ("approved", "change rejected"),
        f"session {FACT} {COPY}",
        prepare=at.report_time,
    ),
    "unpublish": Row(
        lambda s: takedowns.unpublish(s.event, by=s.by, reason="Trusler"),
        COORDINATOR,
        LIVE,
        f"event {FACT}",
        otherwise=Refused,
    ),
    "republish": Row(
        lambda s: takedowns.republish(s.event, by=s.by),
        COORDINATOR,
        ALL,
        "",
        also={name: f"event {PUBLIC}" for name in LIVE},
        prepare=at.take_off,
    ),
    "take_down_picture": Row(
        lambda s: takedowns.take_down_picture(s.image, by=s.by, reason="Bedt om"),
        COORDINATOR,
        ALL,
        f"image {PUBLIC}",
        prepare=at.add_picture,
    ),
    "put_back_picture": Row(
        lambda s: takedowns.put_back_picture(s.image, by=s.by, reason="Feil bilde"),
        COORDINATOR,
        ALL,
        f"image {PUBLIC}",
        prepare=at.take_down_picture,
    ),
    "handle_report": Row(
        lambda s: reports.handle_report(s.extra["report"], by=s.by, note="Ringt"),
        COORDINATOR,
        ALL,
        "report log",
        prepare=at.add_report,
    ),
    "approve_material": Row(
        lambda s: materials.approve_material(s.material, by=s.by),
        DECIDERS,
        ALL,
        f"material {PUBLIC}",
        prepare=at.add_material,
    ),
    "reject_material": Row(
        lambda s: materials.reject_material(s.material, by=s.by, comment="Uten teksting"),
        DECIDERS,
        ALL,
        f"material {PUBLIC}",
        prepare=at.add_material,
    ),
    "change_material": Row(
        lambda s: materials.change_material(s.material, by=s.by, title_nb="Andre lysbilder"),
        COORDINATOR,
        ALL,
        "material log",
        prepare=at.add_material,
    ),
}

# What is said about an event.
TALK = {
    "write_to_coordinator": Row(
        lambda s: conversation.write_to_coordinator(s.event, by=s.by, text="Hei"),
        MEMBERS,
        ALL,
        "log mail",
    ),
    "write_to_organiser": Row(
        lambda s: conversation.write_to_organiser(s.event, by=s.by, text="Hei"),
        DECIDERS,
        ALL,
        "log mail",
    ),
    "add_note": Row(
        lambda s: conversation.add_note(s.event, by=s.by, text="Ringt"), DECIDERS, ALL, "log"
    ),
    "needs_no_answer": Row(
        lambda s: conversation.needs_no_answer(s.event, by=s.by), DECIDERS, ALL, "log"
    ),
}

# The week, and who may send in when.
WEEK = {
    "open_week": Row(
        lambda s: weeks.open_week(s.week, 2029, by=s.by), COORDINATOR, ANY, "week generation"
    ),
    "grant_late_access": Row(
        lambda s: late_access.grant_late_access(s.week, s.other, until=UNTIL, by=s.by),
        COORDINATOR,
        ANY,
        "lateaccess mail",
    ),
    "withdraw_late_access": Row(
        lambda s: late_access.withdraw_late_access(s.extra["late"], by=s.by),
        COORDINATOR,
        ANY,
        "lateaccess mail",
        prepare=at.add_late_access,
    ),
}

SECTIONS = {
    "Writing": WRITING,
    "The event": TEXT,
    "The decision": DECISIONS,
    "The coordinator’s hand": HAND,
    "The facts of the day": FACTS,
    "Off the site": OFF,
    "The conversation": TALK,
    "The week": WEEK,
}
VERBS = {name: row for section in SECTIONS.values() for name, row in section.items()}


def documented():
    """The table as docs/workflow.md shows it, in Markdown."""
    lines = []
    for heading, section in SECTIONS.items():
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
