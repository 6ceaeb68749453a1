"""What people may do with the queue. Each act is kept with the mail: who, when and what."""

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.jobs.enums import ENDED, State
from enbyforalle.jobs.mail import html_of, new_identity, send_mail
from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock
from enbyforalle.lib.text import clean, clean_line

LONGEST_SUBJECT = 200
LONGEST_TEXT = 20_000


class NotPossible(Exception):
    """The mail is no longer where the act could reach it; the message says so to the user."""


def send_again(job):
    """Put a job that was given up back into the queue with all its attempts; True if it was.

    It does nothing to a job in another state: one that waits will run, one that is done is done.
    """
    revived = Job.objects.filter(pk=job.pk, state=State.DEAD).update(
        state=State.WAITING, attempts=0, run_at=clock.now(), finished_at=None
    )
    return bool(revived)


def ask_again(job):
    """Put a job that has ended, well or not, back into the queue from now; True if it had ended.

    For work that goes out of date and is asked for anew under the same key.
    """
    now = clock.now()
    again = Job.objects.filter(pk=job.pk, state__in=ENDED).update(
        state=State.WAITING, attempts=0, created_at=now, run_at=now, finished_at=None
    )
    return bool(again)


def done_by_another(job, **marks):
    """Say that another job did this one's work; the caller holds the transaction.

    The marks are kept in its payload. One that a worker has in hand is ended by that worker, which
    reads there that nothing is left to do.
    """
    payload = job.payload | marks
    Job.objects.filter(pk=job.pk).update(payload=payload)
    Job.objects.filter(pk=job.pk, state=State.WAITING).update(
        state=State.DONE, finished_at=clock.now()
    )


@transaction.atomic
def hold(mail, *, by):
    """Keep a waiting mail back, until it is let go or stopped. Raises NotPossible: it has gone."""
    return _move(mail, (State.WAITING,), State.HELD, by=by)


@transaction.atomic
def let_go(mail, *, by):
    """Send a mail that was held back, or one that still waits for its time, now."""
    return _move(mail, (State.HELD, State.WAITING), State.WAITING, by=by, what="let_go")


@transaction.atomic
def stop(mail, *, by):
    """Stop a mail that has not gone. The row stays, with its text, as part of the case."""
    return _move(mail, (State.HELD, State.WAITING), State.CANCELLED, by=by)


@transaction.atomic
def edit(mail, *, by, subject, text, with_others=False):
    """Change the words of a mail that is held back; the html part is made anew from the text.

    `with_others` gives the same words to the other held mails about the same matter that read as
    this one did, since a team of three gets three mails. Returns how many were changed. What was
    to be said before stays with the mail. Raises NotPossible where the mail is not held, is
    confidential, or would say nothing.
    """
    mail = _locked(mail, (State.HELD,))
    _check_open_text(mail)
    subject, text = clean_line(subject), clean(text).strip() + "\n"
    if not subject or not text.strip():
        raise NotPossible(_("A mail needs a subject and a text."))
    if len(subject) > LONGEST_SUBJECT or len(text) > LONGEST_TEXT:
        raise NotPossible(_("The mail is too long."))
    mails = [mail, *(others_like(mail, is_locked=True) if with_others else ())]
    words = {"subject": subject, "text": text, "html": html_of(subject, text, mail.language)}
    for row in mails:
        before = {"subject": row.payload["subject"], "text": row.payload["text"]}
        row.payload = row.payload | words
        _note(row, "edit", by=by, **before)
        row.save(update_fields=["payload"])
    return len(mails)


@transaction.atomic
def send_copy(mail, *, by):
    """Send a mail once more as a new one, linked to the first; returns the new Job.

    Raises NotPossible for what has not gone yet, and for a confidential mail: its code or link is
    asked for anew by whoever needs it.
    """
    mail = _locked(mail, (State.DONE, State.CANCELLED, State.DEAD))
    _check_open_text(mail)
    kept = {name: mail.payload[name] for name in mail.payload if name not in ("acts", "copies")}
    copy = send_mail.enqueue(
        about=mail.about,
        language=mail.language,
        **(kept | new_identity() | {"copy_of": mail.pk, "acts": [_act("copy", by)]}),
    )
    mail.payload["copies"] = [*mail.payload.get("copies", ()), copy.pk]
    mail.save(update_fields=["payload"])
    return copy


def others_like(mail, *, is_locked=False):
    """Other held mails about the same matter with the same words, to other people.

    ``is_locked`` keeps them where they are until the caller's transaction ends.
    """
    same = Job.objects.mails().filter(state=State.HELD, about=mail.about, language=mail.language)
    if not mail.about:
        return []
    if is_locked:
        same = same.select_for_update()
    return [
        row
        for row in same.exclude(pk=mail.pk)
        if row.payload["text"] == mail.payload["text"] and not row.payload.get("is_confidential")
    ]


def _check_open_text(mail):
    if mail.payload.get("is_confidential"):
        raise NotPossible(_("This mail is for its receiver alone."))


def _locked(mail, states):
    found = Job.objects.mails().select_for_update().filter(pk=mail.pk).first()
    if found is None or found.state not in states:
        label = State(found.state).label if found else _("gone")
        raise NotPossible(
            _("This can no longer be done: the mail is now “%(state)s”.") % {"state": label}
        )
    return found


def _move(mail, states, end, *, by, what=None):
    """Move a mail that no worker has in hand; the state is asked again by the UPDATE itself.

    A worker claims by an UPDATE too, and on SQLite nothing but that stands between the two.
    """
    found = _locked(mail, states)
    _note(found, what or end.value, by=by)
    now = clock.now()
    moved = Job.objects.filter(pk=found.pk, state__in=states).update(
        state=end,
        payload=found.payload,
        run_at=now if end == State.WAITING else found.run_at,
        finished_at=now if end == State.CANCELLED else None,
    )
    if not moved:
        raise NotPossible(_("The mail has just been sent."))
    found.refresh_from_db()
    return found


def _note(mail, what, *, by, **more):
    mail.payload["acts"] = [*mail.payload.get("acts", ()), _act(what, by, **more)]


def _act(what, by, **more):
    return {"what": what, "by": str(by), "at": clock.now().isoformat(), **more}
