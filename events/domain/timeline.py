"""One event's timeline: what was done, said and sent, by whom and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Mail
from events.enums import Verb
from events.mail.letters import ORGANISER
from events.models import LogEntry

# Of each kind the newest: the busiest case of a year has some forty.
MOST = 300

SAID = {Verb.TO_ORGANISER: "staff", Verb.FROM_ORGANISER: "organiser", Verb.NOTE: "note"}


@dataclass(frozen=True)
class SentMail:
    """What the timeline tells of a mail; the text stands on the mail's own page."""

    pk: int
    to: list
    subject: str
    state: str

    @property
    def state_label(self):
        return State(self.state).label


@dataclass(frozen=True)
class Moment:
    """One thing on the timeline: a row of the change log, or a mail."""

    at: datetime
    who: Any = ""
    what: str = ""
    text: str = ""
    # "staff" or "organiser" for a message, "note" for a note, empty for whatever else was done.
    said_by: str = ""
    version: int | None = None
    is_internal: bool = False
    as_disqualified: bool = False
    mail: SentMail | None = None
    order: tuple = ()


def timeline(event, *, for_staff):
    """The event's Moments, newest first, in two queries however many there are.

    The organiser's timeline lacks the internal rows, mails to those who decide, and mails that
    have not gone: a decision may still be held back.
    """
    moments = [*_log(event, for_staff), *_mails(event, for_staff)]
    return sorted(moments, key=lambda moment: moment.order, reverse=True)


def _log(event, for_staff):
    rows = LogEntry.objects.filter(event=event).select_related("by", "version")
    if not for_staff:
        rows = rows.filter(is_internal=False)
    for row in rows.order_by("-at", "-pk")[:MOST]:
        yield Moment(
            at=row.at,
            who=row.by,
            what=row.get_verb_display(),
            text=row.comment,
            said_by=SAID.get(row.verb, ""),
            version=row.version.number if row.version else None,
            is_internal=row.is_internal,
            as_disqualified=row.as_disqualified,
            order=(row.at, 0, row.pk),
        )


def _mails(event, for_staff):
    """Mails of one text to several people are one moment, unless they fared differently."""
    rows = Mail.objects.mails().filter(about=event.reference)
    if not for_staff:
        rows = rows.filter(payload__side=ORGANISER, state=State.DONE)
    names = ("pk", "created_at", "finished_at", "state")
    parts = ("payload__to", "payload__subject", "payload__acts")
    together = {}
    for row in rows.order_by("-pk").values(*names, *parts)[:MOST]:
        at = row["finished_at"] or row["created_at"]
        key = (row["payload__subject"], at, row["state"], len(row["payload__acts"] or ()))
        if key in together:
            together[key].mail.to.append(row["payload__to"])
            continue
        together[key] = Moment(
            at=at,
            mail=SentMail(row["pk"], [row["payload__to"]], row["payload__subject"], row["state"]),
            # After what it tells of, where both have the same instant.
            order=(at, 1, row["pk"]),
        )
    return together.values()
