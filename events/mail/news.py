"""What those who decide are told: several things in a few minutes make one mail.

Each thing is a row in the queue of its own, written in the verb's transaction, so that none can be
lost. The first whose time has come takes along all the others for the same reader: in one
transaction they are marked as told and the mail is queued.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from enbyforalle.jobs import domain as queue
from enbyforalle.jobs.enums import State
from enbyforalle.jobs.mail import queue_mail
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.tasks import task
from enbyforalle.lib import clock
from events.enums import Verb, VersionState
from events.mail.letters import STAFF, queue_letter, title_of
from events.mail.readers import coordinators
from events.models import Version

# Long enough for an evening of corrections, short enough for whoever waits for an answer.
WAIT = timedelta(minutes=10)

TASK = "coordinator-news"

SUBMITTED, FACT, MESSAGE = "submitted", "fact-reported", "message-to-coordinator"


@dataclass(frozen=True)
class Item:
    """One thing that happened: the template that tells of it alone, and its values there."""

    kind: str
    version: Version
    details: dict

    @property
    def values(self):
        """What the template of a single item reads, in the active language."""
        verb = self.details.get("verb")
        return {**self.details, **({"verb": Verb(verb).label} if verb else {})}

    @property
    def title(self):
        return title_of(self.version)

    @property
    def sentence(self):
        """The same in a line of a list, in the active language."""
        values = self.values | {"organiser": self.version.event.organiser, "title": self.title}
        if self.kind == SUBMITTED:
            return _("%(organiser)s has sent in “%(title)s”.") % values
        if self.kind == MESSAGE:
            return _("%(by)s has written about “%(title)s”:") % values
        return _("%(by)s %(verb)s for “%(title)s”. It is public already.") % values


def tell_later(kind, version, *, except_to="", **details):
    """Queue one thing for each of those who decide. ``details`` must be JSON."""
    for reader in coordinators():
        if reader.email != except_to:
            tell_coordinator.enqueue(
                run_at=clock.now() + WAIT,
                to=reader.email,
                kind=kind,
                version=version.pk,
                details=details,
            )


@task(TASK)
def tell_coordinator(*, to, **_item):
    """Write one mail of all that waits to be told to this reader, this item among it."""
    with transaction.atomic():
        rows = _untold(to)
        reader = next((reader for reader in coordinators() if reader.email == to), None)
        items = _items(rows) if reader else []
        for row in rows:
            queue.done_by_another(row, is_told=True)
        if len(items) == 1:
            [item] = items
            with translation.override(reader.language):
                values = item.values
            queue_letter(item.kind, reader, item.version, side=STAFF, **values)
        elif items:
            _queue_list(reader, items)


def _untold(to):
    """Rows in the order they came. Those that another worker has in hand come along: it finds
    them told and writes nothing."""
    rows = Job.objects.select_for_update().filter(
        task=TASK, payload__to=to, state__in=(State.WAITING, State.RUNNING)
    )
    return [row for row in rows.order_by("pk") if not row.payload.get("is_told")]


def _items(rows):
    """What is still news: sent in and not taken back or decided since, and each thing once."""
    asked = {row.payload["version"] for row in rows}
    versions = (
        Version.objects.filter(pk__in=asked)
        .select_related("event__week", "event__organiser")
        .in_bulk()
    )
    items, seen = [], set()
    for row in rows:
        version = versions.get(row.payload["version"])
        kind, details = row.payload["kind"], row.payload["details"]
        if version is None or (kind == SUBMITTED and version.state != VersionState.SUBMITTED):
            continue
        mark = (kind, version.pk, tuple(sorted(details.items())))
        if mark not in seen:
            seen.add(mark)
            items.append(Item(kind, version, details))
    return items


def _queue_list(reader, items):
    references = list(dict.fromkeys(item.version.event.reference for item in items))
    with translation.override(reader.language):
        context = {
            "items": items,
            "n": len(items),
            "n_events": len(references),
            "title": title_of(items[0].version),
            "reference": references[0],
        }
        queue_mail(
            "events/mail/news",
            to=reader.email,
            language=reader.language,
            context=context,
            about=references[0] if len(references) == 1 else "",
            marks={"side": STAFF, "abouts": references},
        )
