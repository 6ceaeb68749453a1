"""English beside the Norwegian: what is to be translated, and publishing it in one act."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events import permissions
from events.domain.corrections import in_the_way, open_correction, publish_correction
from events.domain.drafts import save_draft
from events.domain.editing import begin_edit, close_edit
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.workflow import check_seen, locked
from events.enums import VersionState
from events.models.content import Content

# Rows of a version that have words of their own, and which of them. Copies keep the order, so
# that a row is known by its place.
ROWS = (
    ("times", "label"),
    ("price_tiers", "label"),
    ("contributors", "subject"),
    ("pictures", "alt"),
    ("pictures", "caption"),
)


@dataclass(frozen=True)
class Wording:
    """One Norwegian text and its English; ``key`` is the form field's name."""

    key: str
    label: str
    original: Any
    english: str
    max_length: int
    is_long: bool


def wordings(version):
    """Every text of the version that has Norwegian words, in the order of the form."""
    found = []
    for name in _columns():
        found += _wording(version, name, f"{name}_en")
    for rows, name in ROWS:
        for number, row in enumerate(getattr(version, rows).all()):
            found += _wording(row, name, f"{rows}-{number}-{name}")
    return found


@transaction.atomic
def add_english(version, *, by, words, is_machine_translated=False, seen=None):
    """Put English into a public text and publish it, or into a text that waits; returns a version.

    ``words`` maps the keys of ``wordings`` to English. Of a live version a new one is made and
    approved in the same transaction, and the organiser is told with the difference. Of one that
    waits the words are written into what waits, and the decision is still to be made. Raises
    NotAllowed, Conflict (saved after ``seen``, decided, or the organiser has a change open) or
    Refused.
    """
    version = locked(version)
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not edit this event."))
    check_seen(version, seen)
    if not any(text.strip() for text in words.values()):
        raise Refused(_("Write some English first."))
    if version.is_live:
        _check_alone(version)
        target = open_correction(version.event, by=by)
    elif version.state == VersionState.SUBMITTED:
        target = begin_edit(version, by=by)
    else:
        raise Conflict(_("The text is neither public nor waiting any more."))
    _write(target, by, words, is_machine_translated)
    if version.is_live:
        return publish_correction(target, by=by)
    return close_edit(target, by=by)


def _check_alone(version):
    """A correction somebody has begun may hold words that are not meant to be published yet."""
    already = version.event.open
    if already is not None:
        raise Conflict(in_the_way(already))


def _write(target, by, words, is_machine_translated):
    changed = {name: text for name, text in words.items() if name in _english_columns()}
    for rows, name in ROWS:
        for number, row in enumerate(getattr(target, rows).all()):
            text = words.get(f"{rows}-{number}-{name}")
            if text is not None and text != getattr(row, f"{name}_en"):
                setattr(row, f"{name}_en", text)
                row.save(update_fields=[f"{name}_en"])
    # Help is needed until readers of English meet a title and a summary.
    needed = [changed.get(name, getattr(target, name)) for name in ("title_en", "summary_en")]
    changed["needs_english"] = target.needs_english and not all(needed)
    changed["is_machine_translated"] = is_machine_translated
    save_draft(target, by=by, changed=changed)


def _columns():
    """The names of the bilingual fields, without the language."""
    for field in Content._meta.get_fields():
        if field.name.endswith("_nb") and field.name != "language_nb":
            yield field.name.removesuffix("_nb")


def _english_columns():
    return {f"{name}_en" for name in _columns()}


def _wording(row, name, key):
    original = getattr(row, f"{name}_nb")
    if not original:
        return []
    column = row._meta.get_field(f"{name}_en")
    label = capfirst(row._meta.get_field(f"{name}_nb").verbose_name)
    is_long = column.max_length > 160
    return [Wording(key, label, original, getattr(row, f"{name}_en"), column.max_length, is_long)]
