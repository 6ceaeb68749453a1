"""The table of addresses: what each verb's address answers to each role, and who changes anything.

One row says in which situation the address is used, with what, and who may; the answers to the
others follow from where it is: the desk says 404 to strangers, 403 to those who may only read;
the admin says 403 to staff without the right, and asks all others to sign in as staff.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.events import situations as at
from tests.events.situations import ROLES
from tests.events.table_rows import COORDINATOR, DECIDERS, MEMBERS, STAFF, WRITERS
from tests.factories import make_venue

# Who may see an event before it is public, and who is at work in the admin at all.
READERS = ("coordinator", "reviewer", "own_reviewer", "owner", "editor", "co_organiser")
AT_WORK = ("coordinator", "reviewer", "own_reviewer", "content_editor")


@dataclass(frozen=True)
class Address:
    """One address. ``data`` is what is posted, a dict or made of the scene; ``done`` the status
    when it is done; ``get`` what a GET answers to those who may."""

    name: str
    situation: str
    who: tuple
    data: Callable | dict
    args: Callable
    done: int = 302
    get: int = 302
    prepare: Callable | None = None
    # Those who get another answer than the rule says.
    refused: dict | None = None

    def url(self, scene):
        return reverse(self.name, args=self.args(scene))

    def posted(self, scene):
        return self.data(scene) if callable(self.data) else self.data

    @property
    def is_desk(self):
        return self.name.startswith("desk:")

    def status(self, role):
        """What a POST answers to this role."""
        if role in self.who:
            return self.done
        return (self.refused or {}).get(role) or self.status_of_others(role)

    def status_of_others(self, role):
        if role == "visitor":
            return 302
        if self.is_desk:
            return 403 if role in READERS else 404
        return 403 if role in AT_WORK else 302


def desk(name, situation, data=None, *, who=WRITERS, args=None, **more):
    """An address of an event on the organiser's desk."""
    args = args or (lambda s: [s.event.reference])
    return Address(f"desk:{name}", situation, who, data or {}, args, **more)


def answer(name, **more):
    """An address at which a co-organiser answers. Others who may see the event are led back."""
    back = dict.fromkeys(READERS, 302)
    return desk(name, "approved", who=("co_organiser",), args=helper, refused=back, **more)


def fact(name, **fields):
    """The address of a fact of a public session; ``fields`` as its form asks for them."""
    return desk(
        name,
        "approved",
        lambda s: {f"{name}-{s.session.uid}-{key}": value for key, value in fields.items()},
        args=lambda s: [s.event.reference, s.session.uid],
        prepare=at.call_off if name in ("restore_session", "undo_session") else None,
    )


def version(name, situation, data=None, *, who=DECIDERS, **more):
    """An address of a version in the admin."""
    more = {"get": 405} | more
    data = data if data is not None else {}
    return Address(
        f"admin:events_version_{name}", situation, who, data, lambda s: [s.version.pk], **more
    )


def event(name, situation, data=None, *, who=COORDINATOR, args=None, **more):
    """An address of an event in the admin."""
    args = args or (lambda s: [s.event.pk])
    more = {"get": 405} | more
    return Address(f"admin:events_event_{name}", situation, who, data or {}, args, **more)


def decision(**fields):
    """What a decision posts: that the reader saw the text as it is now, and words."""
    return lambda s: {"seen": s.version.updated_at.isoformat(), **fields}


def nothing(scene):
    return []


def helper(scene):
    return [scene.event.reference, scene.event.co_organisers.get().organiser.slug]


def image(scene):
    return [scene.event.pk, scene.image.pk]


def session(scene, *more):
    return [scene.event.pk, scene.session.uid, *more]


DESK = (
    desk("submit", "draft"),
    desk("take_back", "submitted"),
    desk("withdraw", "submitted", get=200),
    desk("open_change", "approved"),
    desk("new_event", "change rejected"),
    desk("again", "approved", get=200),
    desk("write", "approved", {"text": "Hei"}, who=MEMBERS, get=200),
    answer("accept", prepare=at.ask_anew),
    answer("decline", prepare=at.ask_anew),
    answer("leave", get=200),
    desk("cancel_event", "approved", {"cancel_event-reason_nb": "Sykdom"}),
    desk("postpone_event", "approved"),
    desk("undo_event", "approved", prepare=at.call_off),
    desk("restore_event", "approved", prepare=at.call_off),
    fact("cancel_session", reason_nb="Sykdom"),
    fact("postpone_session"),
    fact("undo_session"),
    fact("restore_session"),
    fact("mark_places", places="full"),
    fact("change_room", room="Salen"),
    fact("set_notice", nb="Ta med sko"),
    fact("report_time", date="13.2.2027", starts="18.30", ends="20.30"),
)

ADMIN = (
    version("approve", "submitted", decision()),
    version("request_changes", "submitted", decision(comment="Mer")),
    version("reject", "submitted", decision(comment="Nei")),
    version("another_event", "change waiting", decision()),
    version("assign", "submitted", {"to": "me"}, who=STAFF),
    version("edit", "submitted", decision(), who=COORDINATOR),
    version("close_edit", "being edited", who=COORDINATOR),
    version("correct", "approved", who=COORDINATOR),
    version("publish", "correction begun", decision(), who=COORDINATOR),
    version("drop", "correction begun", who=COORDINATOR),
    event("cancel", "approved"),
    event("postpone", "approved"),
    event("restore", "approved", prepare=at.call_off),
    event("unpublish", "approved", {"reason": "Trusler"}),
    event("republish", "approved", prepare=at.take_off),
    event("unfact", "approved", prepare=at.call_off),
    event("unfact_session", "approved", args=lambda s: session(s, "status"), prepare=at.call_off),
    event("confirm_time", "approved", args=session, prepare=at.report_time),
    event(
        "take_down_picture", "approved", {"reason": "Bedt om"}, args=image, prepare=at.add_picture
    ),
    event(
        "put_back_picture",
        "approved",
        {"reason": "Feil"},
        args=image,
        prepare=at.take_down_picture,
    ),
    event("message", "approved", {"text": "Hei"}, who=DECIDERS),
    event("note", "approved", {"text": "Ringt"}, who=DECIDERS),
    event("no_answer", "approved", who=DECIDERS),
    event("hand_over", "approved", lambda s: {"organiser": s.other.pk, "language": "nb"}, get=200),
    event(
        "translate",
        "approved",
        decision(title_en="Other words"),
        args=lambda s: [s.version.pk],
        get=200,
    ),
    Address(
        "admin:events_sessiontime_adopt",
        "approved",
        COORDINATOR,
        lambda s: {"venue": make_venue().pk},
        lambda s: [s.time.pk],
        prepare=at.type_place,
        get=200,
    ),
    Address(
        "admin:events_material_approve",
        "approved",
        DECIDERS,
        {},
        lambda s: [s.material.pk],
        prepare=at.add_material,
        get=405,
    ),
    Address(
        "admin:events_material_reject",
        "approved",
        DECIDERS,
        {"comment": "Uten teksting"},
        lambda s: [s.material.pk],
        prepare=at.add_material,
        get=405,
    ),
    Address(
        "admin:events_report_handle",
        "approved",
        COORDINATOR,
        {"note": "Ringt"},
        lambda s: [s.extra["report"].pk],
        prepare=at.add_report,
        get=405,
    ),
    Address(
        "admin:events_lateaccess_withdraw",
        "approved",
        COORDINATOR,
        {},
        lambda s: [s.extra["late"].pk],
        prepare=at.add_late_access,
        get=405,
    ),
    Address(
        "admin:events_week_open_next",
        "approved",
        COORDINATOR,
        {"year": "2029"},
        lambda s: [s.week.pk],
        get=200,
    ),
)


def step(name, who=WRITERS):
    """A page of the form, saved with nothing in it: the required fields are asked for again."""
    return desk(name, "draft", who=who, get=200, done=422)


STEPS = tuple(map(step, ("about", "when", "who", "price", "organiser", "short", "short_more")))

# Pages that only tell something: who may read them.
PAGES = (
    desk("home", "approved", who=tuple(role for role in ROLES if role != "visitor"), args=nothing),
    desk("event", "submitted", who=READERS),
    desk("preview", "submitted", who=READERS),
    desk("receipt", "submitted"),
    desk("hints", "draft"),
    desk("facts", "approved"),
    version("review", "submitted", who=STAFF),
    event("change", "submitted", who=STAFF),
    event("conversation", "submitted", who=STAFF),
    event("english", "submitted", args=nothing),
)
ADDRESSES = {row.name.partition(":")[2]: row for row in DESK + ADMIN}
READABLE = {row.name.partition(":")[2]: row for row in PAGES + STEPS}
