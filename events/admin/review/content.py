"""What a version says, field by field, for those who must read all of it and not only the page."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enbyforalle.lib.dates import format_datetime, format_day, format_time_range
from enbyforalle.lib.i18n import language_name
from events.enums import LanguageUse
from events.models import AccessFeature, Version
from events.models.content import Contacts, ForWhom, Joining, PriceAndRegistration, Words
from events.programme.access import facts_of
from events.programme.cards import place_of

STEPS = (Words, Joining, ForWhom, PriceAndRegistration, Contacts)
# For the coordinator alone; on the page marked as not shown to the public.
PRIVATE = ("contact_name", "contact_email", "contact_phone")
# Must be confirmed before it is sent in, so it says nothing here.
NOT_FACTS = ("accepts_criteria",)


@dataclass(frozen=True)
class Line:
    """One question and its answer; ``before`` is the answer of the live version, to compare."""

    label: str
    value: Any
    before: Any = ""


def facts(version):
    """Every answer of the form that is not empty, the contact person's left out."""
    found = [
        Line(_label(field), _display(version, field))
        for field in _fields()
        if field.name not in (*PRIVATE, *NOT_FACTS)
    ]
    return [line for line in found + _rows(version) if line.value]


def private_contacts(version):
    """Who the coordinator may call, never shown to the public."""
    lines = [Line(_label(_field(name)), getattr(version, name)) for name in PRIVATE]
    return [line for line in lines if line.value]


def access(version):
    """Yes, no and not known about access, at each place the version uses.

    Returns ``[(place, {"yes": [...], "no": [...], "unknown": [...]}), …]``; the venue's own
    answers count where the event is silent.
    """
    asked = [feature for feature in AccessFeature.objects.all() if feature.is_active]
    venues = {time.venue for time in version.times.all() if time.venue} or {None}
    found = []
    for venue in sorted(venues, key=str):
        answers = facts_of(version, venue)
        known = list(answers.values())
        unknown = [row for row in asked if row.code not in answers and row.is_key]
        groups = {
            "yes": [fact for fact in known if fact.is_yes],
            "no": [fact for fact in known if fact.is_no],
            "unknown": unknown,
        }
        found.append((venue, groups))
    return found


def sessions(version):
    """Each session on a line: «mandag 8. februar 2027 kl. 18.00–20.00, Hovedbiblioteket»."""
    return "\n".join(_session(time) for time in version.times.all())


def _session(time):
    when = f"{format_day(time.starts_at)} {format_time_range(time.starts_at, time.ends_at)}"
    parts = [when, str(time.venue or time.place_name or place_of(time).name), time.room]
    return ", ".join(part for part in (*parts, str(time.label)) if part)


def _rows(version):
    spoken = version.languages.all()
    lines = [
        Line(use.label, ", ".join(language_name(row.code) for row in spoken if row.use == use))
        for use in LanguageUse
    ]
    answers = [
        f"{row.feature}: {row.get_answer_display().lower()}" for row in version.access_answers.all()
    ]
    people = [
        ", ".join(
            str(part) for part in (row.name, row.get_role_display(), row.organisation) if part
        )
        for row in version.contributors.all()
    ]
    pictures = [
        "; ".join(part for part in (str(row.alt), str(row.caption), row.credit) if part)
        for row in version.pictures.all()
    ]
    prices = [f"{tier.label}: {tier.amount:f}" for tier in version.price_tiers.all()]
    more = (
        (_("Prices"), prices),
        (_("Access"), answers),
        (_("Contributors"), people),
        (_("Pictures"), pictures),
        (_("Sessions"), [sessions(version)]),
    )
    return lines + [Line(label, "\n".join(values)) for label, values in more]


def _fields():
    for step in STEPS:
        yield from (_field(field.name) for field in step._meta.local_fields)
        yield from (_field(field.name) for field in step._meta.local_many_to_many)


def _field(name):
    return Version._meta.get_field(name)


def _label(field):
    return capfirst(field.verbose_name)


def _display(version, field):
    """An answer in words; nothing for an answer not given and for a tick not set."""
    value = getattr(version, field.name)
    if isinstance(field, models.ManyToManyField):
        return ", ".join(str(row) for row in value.all())
    if isinstance(field, models.BooleanField):
        return {True: _("Yes"), False: "" if not field.null else _("No")}.get(value, "")
    if isinstance(field, models.DateTimeField):
        return format_datetime(value) if value else ""
    if field.choices:
        return str(getattr(version, f"get_{field.name}_display")())
    return "" if value is None else str(value)
