"""The table of the workflow: who may do what, from where, and which tables it writes in.

docs/workflow.md shows this table; test_verb_table.py tries every field of it.
"""

from dataclasses import replace

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
from events.domain.errors import NotAllowed, Refused
from events.enums import VersionState as S
from tests.events import situations as at
from tests.events.situations import LIVE, WRITABLE
from tests.events.table_rows import (
    ALL,
    ANY,
    COORDINATOR,
    COPY,
    DECIDERS,
    FACT,
    MEMBERS,
    OPEN,
    PUBLIC,
    STAFF,
    WAITING,
    WRITERS,
    Row,
)
from tests.factories import make_venue, oslo

WORDS = {"title_nb": "Nye ord"}
HOUR = {"starts_at": oslo("2027-02-13 17:00"), "ends_at": oslo("2027-02-13 18:00")}
REPORTED = {"starts_at": oslo("2027-02-13 18:30"), "ends_at": oslo("2027-02-13 20:30")}
UNTIL = oslo("2027-04-01 12:00")
PRICES = [{"label_nb": "Voksen", "amount": 50}]
LINK = {"kind": "link", "title_nb": "Mer", "url": "https://example.org/"}


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
        also=dict.fromkeys((*LIVE, "being edited"), "version sessiontime"),
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
        also=dict.fromkeys(OPEN, ""),
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
        also=dict.fromkeys(LIVE, f"coorganiser version {FACT}"),
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
        also=dict.fromkeys(LIVE, f"event version {FACT}"),
    ),
    "hand_over_to": Row(
        lambda s: entering.hand_over_to(s.event, s.other, by=s.by, email="ny@example.org"),
        COORDINATOR,
        ALL,
        "event log mail invitation",
        also=dict.fromkeys(LIVE, f"event version invitation {FACT}"),
    ),
    "adopt_place": Row(
        lambda s: places.adopt_place(s.time, by=s.by, venue=make_venue()),
        COORDINATOR,
        (*OPEN, "approved"),
        "sessiontime version log generation",
        also=dict.fromkeys(LIVE, f"sessiontime version {PUBLIC}")
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
        also=dict.fromkeys(LIVE, f"event {PUBLIC}"),
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
