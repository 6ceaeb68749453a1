"""The vocabularies a new site starts with. What the coordinator has edited since is kept."""

import json
from datetime import date
from pathlib import Path

from django.db import transaction

from enbyforalle import publishing
from enbyforalle.pages.domain import ensure_pages
from events.models import (
    AccessFeature,
    Audience,
    District,
    EventType,
    NotableDay,
    StockReason,
    Topic,
)

DATA = Path(__file__).parent / "data"


def read(name):
    """One of the project's own data files, parsed."""
    return json.loads((DATA / name).read_text(encoding="utf-8"))


@transaction.atomic
def load_reference():
    """Add the words, districts and pages that are missing; returns how many rows are new."""
    data = read("reference.json")
    made = len(ensure_pages())
    for model, key in ((Topic, "topics"), (EventType, "event_types"), (Audience, "audiences")):
        made += sum(_term(model, row, at) for at, row in enumerate(data[key], start=1))
    for at, row in enumerate(data["access_features"], start=1):
        made += _term(AccessFeature, row, at)
    made += sum(_district(row) for row in data["districts"])
    made += sum(_notable_day(row) for row in data["notable_days"])
    made += sum(_reason(row, at) for at, row in enumerate(data["stock_reasons"], start=1))
    if made:
        publishing.announce("load reference data")
    return made


def _term(model, row, position):
    columns = {"name_nb": row["nb"], "name_en": row["en"], "position": position}
    names = {field.name for field in model._meta.fields}
    columns |= {name: row[name] for name in row if name in names and name != "code"}
    _row, created = model.objects.get_or_create(code=row["code"], defaults=columns)
    return created


def _district(row):
    columns = {
        "name_nb": row["name_nb"],
        "name_en": row["name_en"],
        "aliases": row["aliases"],
        "latitude": row["lat"],
        "longitude": row["lon"],
        "position": row["order"],
    }
    _row, created = District.objects.get_or_create(slug=row["slug"], defaults=columns)
    return created


def _reason(row, position):
    columns = {"position": position} | {name: row[name] for name in row if name != "code"}
    _row, created = StockReason.objects.get_or_create(code=row["code"], defaults=columns)
    return created


def _notable_day(row):
    columns = {
        "name_en": row["en"],
        "ends_on": date.fromisoformat(row["to"]),
        "note_nb": row.get("note_nb", ""),
        "note_en": row.get("note_en", ""),
        "is_approximate": row.get("approximate", False),
        "is_fast": row.get("fast", False),
    }
    _row, created = NotableDay.objects.get_or_create(
        name_nb=row["nb"], starts_on=date.fromisoformat(row["from"]), defaults=columns
    )
    return created
