"""What becomes of an organiser's own words: written, sent in, decided on, public."""

import uuid
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import images
from enbyforalle.publishing.announcing import announce, tell
from organisers import emails
from organisers.domain import workflow
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.enums import TextState
from organisers.models import Organiser, OrganiserText, User
from organisers.permissions import can_edit, can_review, may_decide

# What may be written; who, when and state are the verbs' own.
WRITABLE = (
    "name_nb",
    "name_en",
    "description_nb",
    "description_en",
    "language_nb",
    "website",
    "public_email",
    "public_phone",
    "logo_alt_nb",
    "logo_alt_en",
)
_COPIED = (*WRITABLE, "logo")


@transaction.atomic
def change_text(organiser: Organiser, *, by: User, **fields: Any) -> OrganiserText:
    """Write in the organiser's open text, opening one as a copy of the latest words if need be.

    The live text stays public as it is. Returns the open text. Raises Conflict while the words
    are with the coordinator: what is being read must not change under the reader.
    """
    organiser = workflow.locked_organiser(organiser)
    _check_may_edit(by, organiser)
    unknown = set(fields) - set(WRITABLE)
    if unknown:
        raise TypeError(f"Not words of an organiser: {sorted(unknown)}")
    text = _writable(organiser)
    for name, value in fields.items():
        setattr(text, name, value)
    text.clean_fields()
    text.save(update_fields=list(fields) if text.pk and fields else None)
    return text


@transaction.atomic
def submit_text(text: OrganiserText, *, by: User) -> OrganiserText:
    """Send the words in for approval; the coordinator is told where live words wait to be replaced.

    A first text is sent in together with the organiser's first event, which brings its own mail.
    Whoever decides may also send in: they approve the first event of an organiser that waited.
    """
    text = workflow.locked(text)
    if not can_review(by):
        _check_may_edit(by, text.organiser)
    workflow.move(text, workflow.SUBMIT, by=by)
    if text.organiser.live_text:
        emails.text_submitted(text)
    return text


@transaction.atomic
def take_back_text(text: OrganiserText, *, by: User) -> OrganiserText:
    """Make submitted words a draft again, to be written in."""
    text = workflow.locked(text)
    _check_may_edit(by, text.organiser)
    return workflow.move(text, workflow.TAKE_BACK, by=by)


@transaction.atomic
def withdraw_text(text: OrganiserText, *, by: User) -> OrganiserText:
    """Drop an open change; the live words stay.

    A first text cannot be dropped: it is all there is.
    """
    text = workflow.locked(text)
    _check_may_edit(by, text.organiser)
    if text.organiser.live_text is None:
        raise Refused(_("These are the only words about you. Change them instead."))
    return workflow.move(text, workflow.WITHDRAW, by=by)


@transaction.atomic
def approve_text(
    text: OrganiserText, *, by: User, comment: str = "", seen: Any = None, is_part: bool = False
) -> OrganiserText:
    """Make submitted words the live ones, in place of those that were.

    ``seen`` is the ``submitted_at`` that the decider looked at; another one raises Conflict. The
    organiser is told when words change; a first approval is told of with the event it comes with.
    It is a part (``is_part``) of that, which is announced when all of it is written.
    """
    text = _locked_for_decision(text, by, seen)
    replaced = text.organiser.texts.filter(is_live=True).update(is_live=False)
    workflow.move(text, workflow.APPROVE, by=by, comment=comment, is_live=True)
    if replaced:
        emails.text_approved(text)
    (tell if is_part else announce)("approve organiser", instance=text.organiser, by=by)
    return text


@transaction.atomic
def reject_text(text: OrganiserText, *, by: User, comment: str, seen: Any = None) -> OrganiserText:
    """Turn submitted words down, with a reason; live words stay public.

    First words cannot be turned down: the organiser's events would stand without a name.
    """
    _check_comment(comment)
    text = _locked_for_decision(text, by, seen)
    if text.organiser.live_text is None:
        raise Refused(_("These are the organiser's first words. Ask for changes instead."))
    workflow.move(text, workflow.REJECT, by=by, comment=comment)
    emails.text_rejected(text)
    return text


@transaction.atomic
def request_text_changes(
    text: OrganiserText, *, by: User, comment: str, seen: Any = None
) -> OrganiserText:
    """Hand submitted words back, saying what should be different."""
    _check_comment(comment)
    text = _locked_for_decision(text, by, seen)
    workflow.move(text, workflow.REQUEST_CHANGES, by=by, comment=comment)
    emails.text_changes_requested(text)
    return text


def change_logo(
    organiser: Organiser, upload: Any, *, by: User, logo_alt_nb: str, logo_alt_en: str = ""
) -> OrganiserText:
    """Put a logo, with what it shows in words, into the open text.

    Raises images.PictureRefused, whose sentence says what to send instead. The picture is stored
    before the transaction, since drawing three sizes takes long and a lock would keep others
    waiting; a file that no text names harms nobody.
    """
    _check_may_edit(by, organiser)
    if not logo_alt_nb.strip():
        raise Refused(_("Describe the logo for those who cannot see it."), "logo_alt_nb")
    key = uuid.uuid4()
    images.store(upload, key)
    return _write_logo(organiser, key, by=by, logo_alt_nb=logo_alt_nb, logo_alt_en=logo_alt_en)


def remove_logo(organiser: Organiser, *, by: User) -> OrganiserText:
    """Take the logo out of the open text; a live one stays until the change is approved."""
    return _write_logo(organiser, None, by=by, logo_alt_nb="", logo_alt_en="")


@transaction.atomic
def _write_logo(organiser, key, *, by, **alt):
    text = change_text(organiser, by=by, **alt)
    text.logo = key
    text.save(update_fields=["logo"])
    return text


def _writable(organiser):
    """The open text where it may be written in, else a new draft that is not saved yet."""
    text = organiser.texts.open().first()
    if text is None:
        source = _latest_words(organiser)
        return OrganiserText(
            organiser=organiser, **{name: getattr(source, name) for name in _COPIED}
        )
    if text.state == TextState.SUBMITTED:
        raise Conflict(_("The text is being read. Take it back before you change it."))
    return text


def _latest_words(organiser):
    """What a new draft starts from: words that were turned down after the live ones, or those."""
    newest = organiser.texts.order_by("-pk").first()
    if newest.state == TextState.REJECTED:
        return newest
    return organiser.texts.filter(is_live=True).first() or newest


def _locked_for_decision(text, by, seen):
    text = workflow.locked(text)
    if not can_review(by):
        raise NotAllowed(_("You may not decide on this."))
    if not may_decide(by, text.organiser):
        raise NotAllowed(_("You belong to this organiser, so somebody else must decide."))
    if seen is not None and text.submitted_at != seen:
        raise Conflict(_("The text was changed after you opened it. Read it again first."))
    return text


def _check_may_edit(by, organiser):
    if not can_edit(by, organiser):
        raise NotAllowed(_("You do not belong to this organiser."))


def _check_comment(comment):
    if not comment.strip():
        raise Refused(_("Write a reason: the organiser reads it."), "comment")
