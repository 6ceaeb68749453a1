"""What stands on an event's timeline, moment by moment, and who reads which."""

from dataclasses import asdict

import pytest
from django.utils import translation

from enbyforalle.jobs.models import Mail
from events.domain.timeline import MOST, timeline
from events.models import LogEntry
from tests import factories as make

pytestmark = pytest.mark.django_db

NOON = make.oslo("2027-02-10 12:00")
NOTHING = {
    "who": "",
    "what": "",
    "text": "",
    "said_by": "",
    "version": None,
    "is_internal": False,
    "as_disqualified": False,
    "mail": None,
}


@pytest.fixture
def event():
    event = make.make_event(state="submitted")
    other = make.make_event(state="submitted")
    log(other, text="En annens")
    mail(other, subject="En annens")
    return event


def log(event, verb="assign", *, at=NOON, text="", **fields):
    fields = {"by": event.created_by, "comment": text} | fields
    return LogEntry.objects.create(event=event, verb=verb, at=at, **fields)


def mail(event, *, at=NOON, to="eier@example.org", subject="Svar", state="done", **payload):
    payload = {"to": to, "subject": subject, "side": "organiser"} | payload
    is_done = state in ("done", "dead", "cancelled")
    return Mail.objects.create(
        task="send-mail",
        about=event.reference,
        payload=payload,
        state=state,
        created_at=make.LONG_AGO if is_done else at,
        run_at=at,
        finished_at=at if is_done else None,
    )


def told(event, *, for_staff=True):
    found = [asdict(moment) for moment in timeline(event, for_staff=for_staff)]
    for moment in found:
        moment.pop("order")
    return found


def test_every_row_of_the_log_is_a_moment_with_all_it_says(event):
    by = event.created_by
    said = {
        verb: log(event, verb, text=verb, is_internal=verb == "note")
        for verb in ("to_organiser", "from_organiser", "note")
    }
    log(event, "approve", version=event.open, as_disqualified=True)
    with translation.override("en"):
        whole, organisers = told(event), told(event, for_staff=False)
        whats = [entry.get_verb_display() for entry in said.values()]
    everything = [
        {"text": "to_organiser", "said_by": "staff"},
        {"text": "from_organiser", "said_by": "organiser"},
        {"text": "note", "said_by": "note", "is_internal": True},
    ]
    rows = [
        NOTHING | {"at": NOON, "who": by, "what": what} | row
        for row, what in zip(everything, whats, strict=True)
    ]
    decision = {"at": NOON, "who": by, "version": 1, "as_disqualified": True, "what": "approved"}
    assert whole == [NOTHING | decision, *reversed(rows)]
    # What is internal is not the organiser's, and all else is.
    assert organisers == [NOTHING | decision, *reversed(rows[:2])]


def test_mails_stand_after_what_they_tell_of(event):
    first = mail(event, subject="Mottatt")
    log(event, "submit")
    sent = mail(event, acts=[{"what": "let_go"}])
    later = mail(event, at=make.oslo("2027-02-10 13:00"), state="held", subject="Et svar")
    log(event, "reject", at=make.oslo("2027-02-10 12:30"))
    moments = [moment for moment in timeline(event, for_staff=True) if not moment.what]
    orders = [moment.what or moment.mail.pk for moment in timeline(event, for_staff=True)]
    assert [pk for pk in orders if isinstance(pk, int)] == [later.pk, sent.pk, first.pk]
    assert [isinstance(pk, int) for pk in orders] == [True, False, True, True, False]
    with translation.override("en"):
        assert [moment.mail.state_label for moment in moments] == ["Held back", "Done", "Done"]
    shown = {"pk": sent.pk, "to": ["eier@example.org"], "subject": "Svar", "state": "done"}
    assert asdict(moments[1]) | {"order": ()} == NOTHING | {
        "at": NOON,
        "order": (),
        "mail": shown,
    }
    assert moments[0].at == make.oslo("2027-02-10 13:00")


def test_one_text_to_several_is_one_moment_unless_they_fared_differently(event):
    mail(event)
    mail(event, to="to@example.org")
    for different in (
        {"subject": "Et annet"},
        {"state": "dead"},
        {"at": make.oslo("2027-02-10 11:59")},
        {"acts": [{"what": "edit"}]},
    ):
        mail(event, to="tre@example.org", **different)
    found = timeline(event, for_staff=True)
    assert sorted(len(moment.mail.to) for moment in found) == [1, 1, 1, 1, 2]
    assert {"eier@example.org", "to@example.org"} in [set(row.mail.to) for row in found]


def test_the_organiser_reads_of_what_has_gone_to_organisers(event):
    gone = mail(event)
    mail(event, subject="Til dem som avgjør", side="staff")
    mail(event, subject="Venter", state="waiting")
    assert [row.mail.pk for row in timeline(event, for_staff=False)] == [gone.pk]
    assert len(timeline(event, for_staff=True)) == 3


def test_of_each_kind_the_newest(event):
    more = MOST + 1
    assert MOST == 300
    LogEntry.objects.bulk_create(
        LogEntry(event=event, verb="assign", by=event.created_by, at=NOON, comment=str(number))
        for number in range(more)
    )
    # The first row of the table is the newest by its moment.
    LogEntry.objects.filter(event=event, comment="0").update(at=make.oslo("2027-02-10 12:01"))
    Mail.objects.bulk_create(
        Mail(
            task="send-mail",
            about=event.reference,
            payload={"to": "a@example.org", "subject": f"Nr. {number}"},
            created_at=NOON,
            run_at=NOON,
        )
        for number in range(more)
    )
    found = timeline(event, for_staff=True)
    texts = [row.text for row in found if row.mail is None]
    assert texts == ["0", *(str(number) for number in range(300, 1, -1))]
    subjects = [row.mail.subject for row in found if row.mail]
    assert subjects == [f"Nr. {number}" for number in range(300, 0, -1)]
