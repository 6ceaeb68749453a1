"""What one version says that another does not: field by field, row by row, session by session.

All words are in the active language; ask for it again under another language for another reader.
"""

from collections import Counter
from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enbyforalle.lib import edits
from events.domain import wording
from events.domain.materiality import CONTACT, MATERIAL, PLACE, SPELLED, TIME
from events.models import CoOrganiser, Picture, Version
from events.models.content import Contacts, ForWhom, Joining, PriceAndRegistration, Words

STEPS = (Words, Joining, ForWhom, PriceAndRegistration, Contacts)
# Each version must confirm the criteria itself, so the answer is no difference between two.
NOT_COMPARED = frozenset(("accepts_criteria",))

TIME_FIELDS = ("starts_at", "ends_at", "doors_at", "is_time_known")
PLACE_FIELDS = (
    *("attendance", "venue_id", "place_name", "place_address", "place_district_id"),
    *("room", "is_address_hidden"),
)
LABEL_FIELDS = ("label_nb", "label_en")
PICTURE_FIELDS = (
    *("alt_nb", "alt_en", "is_decorative", "caption_nb", "caption_en", "credit"),
    *("consent_basis", "consent_expires_on"),
)


@dataclass(frozen=True)
class Difference:
    """One thing that is no longer the same.

    ``kind`` is "text" (read ``runs``), "value" (``before`` and ``after``), "rows" (``removed`` and
    ``added``, or the two orders in ``before`` and ``after``), or, of a session or a picture,
    "moved", "changed", "added" or "removed", with the rows themselves in ``old`` and ``new``.
    ``material`` are the words for what people go by; ``lang`` is the language of a text.
    """

    name: str
    label: str
    kind: str
    before: str = ""
    after: str = ""
    lang: str = ""
    runs: tuple = ()
    removed: tuple = ()
    added: tuple = ()
    old: object = None
    new: object = None
    parts: tuple = ()
    material: tuple = ()
    is_small: bool = False

    @property
    def is_material(self):
        """Whether it is of what people go by when they decide to come."""
        return bool(self.material)

    @property
    def excerpt(self):
        """The runs, with what is the same shortened to the words around a difference."""
        return edits.excerpt(self.runs)

    @property
    def was(self):
        """What it was before, short enough for a letter."""
        if self.kind != "text":
            return self.before or ", ".join(self.removed)
        return edits.text_of(self.excerpt, edits.REMOVED)

    @property
    def now(self):
        """What it is now, short enough for a letter."""
        if self.kind != "text":
            return self.after or ", ".join(self.added)
        return edits.text_of(self.excerpt, edits.ADDED)


@dataclass(frozen=True)
class Differences:
    """All differences, in the order of the form."""

    all: tuple

    def __iter__(self):
        return iter(self.all)

    def __len__(self):
        return len(self.all)

    @property
    def is_empty(self):
        """Whether the two say the same."""
        return not self.all

    def lines(self):
        """Each difference in one line: «Tittel: «Kor» → «Allsang»»."""
        for one in self.all:
            for part in one.parts or (one,):
                was, now = (f"“{text}”" if text else "–" for text in (part.was, part.now))
                yield f"{part.label}: {was} → {now}"

    @property
    def is_material(self):
        """Whether time, place, title, price, access, audience or visibility changed."""
        return any(one.is_material for one in self.all)

    @property
    def is_small_and_safe(self):
        """Whether it is spelling, contacts and links alone, and may be approved unopened."""
        return bool(self.all) and all(one.is_small for one in self.all)

    @property
    def by_need(self):
        """What is material first, each group in the order of the form."""
        return sorted(self.all, key=lambda one: not one.is_material)

    @property
    def material(self):
        """The words for what is material, each once."""
        return list(dict.fromkeys(str(word) for one in self.all for word in one.material))

    @property
    def summary(self):
        """«3 endringer, hvorav 1 vesentlig: tid» / "3 changes, of which 1 material: time"."""
        if self.is_empty:
            return _("No changes")
        n = len(self.all)
        said = ngettext("%(n)d change", "%(n)d changes", n) % {"n": n}
        if not self.is_material:
            return said
        important = sum(one.is_material for one in self.all)
        words = {"changes": said, "n": important, "what": ", ".join(self.material)}
        return (
            ngettext(
                "%(changes)s, of which %(n)d material: %(what)s",
                "%(changes)s, of which %(n)d material: %(what)s",
                important,
            )
            % words
        )


def differences(old, new, *, joining=None):
    """All that ``new`` says otherwise than ``old``: two versions of ``with_content()``.

    ``joining`` are the co-organisers that were asked and would be approved with ``new``; they are
    looked up where they are not given.
    """
    if joining is None:
        joining = CoOrganiser.objects.filter(event=new.event_id).joining() if new.is_open else ()
    found = []
    for name in _names():
        found.extend(_of_field(name, old, new))
    for name, label, read in ROWS:
        found.extend(_of_rows(name, label(), read(old), read(new)))
    asked = [str(row.organiser) for row in joining]
    found.extend(_of_rows("co_organisers", _("Co-organisers"), [], asked))
    found.extend(_of_pictures(old, new))
    return Differences((*_of_sessions(old, new), *found))


def _names():
    """The fields of the form, in its order."""
    for step in STEPS:
        for each in (*step._meta.local_fields, *step._meta.local_many_to_many):
            if each.name not in NOT_COMPARED:
                yield each.name


def _of_field(name, old, new):
    column = Version._meta.get_field(name)
    label, material = str(capfirst(column.verbose_name)), _material(name)
    if column.many_to_many:
        lists = [[str(row) for row in getattr(row, name).all()] for row in (old, new)]
        # What is chosen from a list has no order of its own.
        yield from _of_rows(name, label, *map(sorted, lists))
        return
    values = getattr(old, name), getattr(new, name)
    if values[0] == values[1]:
        return
    if wording.is_text(column):
        yield Difference(
            name,
            label,
            "text",
            *values,
            lang="en" if name.endswith("_en") else new.language_nb if name.endswith("_nb") else "",
            runs=edits.runs(*values),
            material=material,
            is_small=name in CONTACT or (name in SPELLED and edits.is_spelling(*values)),
        )
        return
    before, after = wording.shown(old, column), wording.shown(new, column)
    yield Difference(name, label, "value", before, after, material=material)


def _material(name):
    return (MATERIAL[name],) if name in MATERIAL else ()


# Rows


ROWS = (
    ("languages", lambda: _("Languages"), wording.languages),
    ("access_answers", lambda: _("Access"), wording.access),
    ("price_tiers", lambda: _("Prices"), wording.prices),
    ("contributors", lambda: _("Contributors"), wording.contributors),
)


def _of_rows(name, label, old, new):
    """Rows that went and came; where only their order changed, the two orders."""
    if old == new:
        return
    gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
    orders = {} if gone or come else {"before": ", ".join(old), "after": ", ".join(new)}
    yield Difference(
        name,
        label,
        "rows",
        removed=tuple(gone.elements()),
        added=tuple(come.elements()),
        material=_material(name),
        **orders,
    )


# Sessions


def _of_sessions(old, new):
    before = {time.session_id: time for time in old.times.all()}
    after = {time.session_id: time for time in new.times.all()}
    for key, time in after.items():
        if key not in before:
            yield _session("added", None, time, (TIME,))
        else:
            yield from _of_session(before[key], time)
    for key, time in before.items():
        if key not in after:
            yield _session("removed", time, None, (TIME,))


def _of_session(old, new):
    def differs(names):
        return any(getattr(old, name) != getattr(new, name) for name in names)

    material = (TIME,) * differs(TIME_FIELDS) + (PLACE,) * differs(PLACE_FIELDS)
    if material or differs(LABEL_FIELDS):
        yield _session("moved" if material else "changed", old, new, material)


def _session(kind, old, new, material):
    before, after = (wording.session_words(time) if time else "" for time in (old, new))
    return Difference(
        "times",
        _("Session"),
        kind,
        before,
        after,
        runs=edits.runs(before, after),
        old=old,
        new=new,
        material=material,
    )


# Pictures


def _of_pictures(old, new):
    before = {picture.image_id: picture for picture in old.pictures.all()}
    after = {picture.image_id: picture for picture in new.pictures.all()}
    label = str(capfirst(Picture._meta.verbose_name))
    for key, picture in after.items():
        if key not in before:
            yield Difference(
                "pictures", label, "added", after=wording.picture_words(picture), new=picture
            )
            continue
        parts = tuple(_of_picture(before[key], picture))
        if parts:
            pair = {"old": before[key], "new": picture, "parts": parts}
            said = wording.picture_words(before[key]), wording.picture_words(picture)
            yield Difference("pictures", label, "changed", *said, **pair)
    for key, picture in before.items():
        if key not in after:
            yield Difference(
                "pictures", label, "removed", before=wording.picture_words(picture), old=picture
            )
    stayed = [[key for key in rows if key in before and key in after] for rows in (before, after)]
    if stayed[0] != stayed[1]:
        orders = (", ".join(map(wording.picture_words, rows.values())) for rows in (before, after))
        yield Difference("pictures", _("Pictures"), "rows", *orders)


def _of_picture(old, new):
    for name in PICTURE_FIELDS:
        column = Picture._meta.get_field(name)
        before, after = wording.shown(old, column), wording.shown(new, column)
        if getattr(old, name) == getattr(new, name):
            continue
        kind = "text" if wording.is_text(column) else "value"
        runs = edits.runs(before, after) if kind == "text" else ()
        yield Difference(name, str(capfirst(column.verbose_name)), kind, before, after, runs=runs)


# Many at once


def of_change(version):
    """What an open version changes in the public text, or None where nothing is public yet."""
    rows = Version.objects.filter(event=version.event_id).with_content()
    live = rows.filter(is_live=True).exclude(pk=version.pk).first()
    return None if live is None else differences(live, rows.get(pk=version.pk))


def small_and_safe(versions):
    """The keys of those changes that may be approved unopened, in a fixed number of queries.

    ``versions`` are waiting versions (rows or keys). Where other words would be approved with it,
    a co-organiser's name or those of an organiser that is new, somebody must read them first; and
    what the coordinator is editing now is not ready.
    """
    keys = [getattr(version, "pk", version) for version in versions]
    joining = CoOrganiser.objects.joining().values("event")
    waiting = Version.objects.waiting().filter(pk__in=keys).exclude(event__in=joining)
    waiting = waiting.exclude(edit_of__isnull=False, edit_closed_at=None)
    waiting = list(waiting.filter(event__organiser__texts__is_live=True).with_content())
    lives = Version.objects.filter(event__in=[row.event_id for row in waiting], is_live=True)
    live_of = {row.event_id: row for row in lives.with_content()}
    return {
        row.pk
        for row in waiting
        if row.event_id in live_of
        and differences(live_of[row.event_id], row, joining=()).is_small_and_safe
    }
