"""Recordings and material: who may what, what is written, and when the public site hears of it."""

from datetime import date

import pytest

from events.domain import materials
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Material, Publication
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

# All that whoever adds material may say of it.
WORDS = {
    "kind": "recording",
    "title_nb": "Opptak",
    "title_en": "Recording",
    "url": "https://example.org/opptak",
    "file_format": "mp4",
    "size_kb": 900,
    "language": "en",
    "caption_type": "auto",
    "available_on": date(2027, 3, 1),
}


@pytest.fixture
def event(owner):
    return make.make_event(organiser=make.make_organiser(owner=owner), by=owner)


def last(event):
    entry = event.log.latest("pk")
    return entry.verb, entry.by, entry.comment


def test_what_is_added_waits(event, owner):
    material = materials.add_material(event, by=owner, **WORDS)
    assert {name: getattr(material, name) for name in WORDS} == WORDS
    material.refresh_from_db()
    assert {name: getattr(material, name) for name in WORDS} == WORDS
    assert (material.event, material.created_by, material.state) == (event, owner, "submitted")
    assert last(event) == ("material", owner, "Recording")
    assert not Publication.objects.exists()
    with pytest.raises(NotAllowed):
        materials.add_material(event, by=make.make_user(), **WORDS)
    for wrong in ({"state": "approved"}, {"event": event}, {"decided_by": owner}):
        with pytest.raises(TypeError):
            materials.add_material(event, by=owner, **WORDS | wrong)
    with pytest.raises(Refused):
        materials.add_material(event, by=owner, **WORDS | {"caption_type": ""})
    slides = {"kind": "slides", "title_nb": "Lysark", "caption_type": ""}
    assert materials.add_material(event, by=owner, **slides).kind == "slides"
    assert Material.objects.count() == 2


def test_a_decision_is_written_told_and_made_once(event, owner, coordinator, clock):
    other = materials.add_material(event, by=owner, kind="slides", title_nb="Lysark")
    material = materials.add_material(event, by=owner, **WORDS)
    for by in (owner, make.make_content_editor()):
        with pytest.raises(NotAllowed):
            materials.approve_material(material, by=by)
    clock.set("2027-02-10T12:30")
    assert materials.approve_material(material, by=coordinator) == material
    material.refresh_from_db()
    assert (material.state, material.decided_by, material.decided_at) == (
        "approved",
        coordinator,
        make.oslo("2027-02-10 12:30"),
    )
    assert last(event) == ("material", coordinator, "Recording (Approved)")
    record = Publication.objects.get()
    assert (record.event, record.by, record.what) == (event, coordinator, "material")
    with pytest.raises(Conflict):
        materials.approve_material(material, by=coordinator)
    for nothing in ("", " \n"):
        with pytest.raises(Refused):
            materials.reject_material(material, by=coordinator, comment=nothing)
    assert materials.reject_material(material, by=coordinator, comment=" Tatt bort ") == material
    assert last(event) == (
        "material",
        coordinator,
        "Recording (Not accepted in the programme): Tatt bort",
    )
    assert Publication.objects.count() == 2
    other.refresh_from_db()
    assert (other.state, other.decided_by) == ("submitted", None)


def test_only_the_coordinator_changes_and_the_public_hears_of_what_it_reads(
    event, owner, coordinator
):
    other = materials.add_material(event, by=owner, kind="slides", title_nb="Lysark")
    material = materials.add_material(event, by=owner, **WORDS)
    for by in (owner, make.make_reviewer()):
        with pytest.raises(NotAllowed):
            materials.change_material(material, by=by, title_nb="Nytt")
    changed = materials.change_material(material, by=coordinator, title_en="All of it")
    assert (changed.pk, changed.title_en) == (material.pk, "All of it")
    assert last(event) == ("material", coordinator, "All of it (Submitted)")
    assert not Publication.objects.exists()
    materials.approve_material(material, by=coordinator)
    materials.change_material(material, by=coordinator, title_en="Whole")
    record = Publication.objects.latest("pk")
    assert (record.by, record.what, Publication.objects.count()) == (coordinator, "material", 2)
    with pytest.raises(Refused):
        materials.change_material(material, by=coordinator, caption_type="")
    material.refresh_from_db()
    other.refresh_from_db()
    assert (material.title_en, material.caption_type) == ("Whole", "auto")
    assert other.title_nb == "Lysark"
