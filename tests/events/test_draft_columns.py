"""Exactly what the verbs of writing write, return and leave alone."""

import pytest

from events.domain import drafts, rows
from events.domain.errors import Refused
from events.models import Image as StoredImage
from events.models import Picture, Session
from tests import factories as make
from tests.events.situations import scene_of

pytestmark = pytest.mark.django_db

WORDS = {
    "is_decorative": True,
    "alt_nb": "Et kor",
    "alt_en": "A choir",
    "caption_nb": "Koret synger",
    "caption_en": "The choir sings",
    "credit": "Ola",
    "consent_basis": "consent",
    "consent_expires_on": None,
    "position": 3,
}


@pytest.fixture
def scene():
    return scene_of("draft")


@pytest.fixture
def owner(scene):
    return scene.cast["owner"]


@pytest.mark.parametrize("name", ["pk", "id", "version", "version_id", "session", "session_id"])
def test_a_session_is_not_moved_to_another_text(scene, owner, name):
    with pytest.raises(TypeError):
        drafts.add_time(scene.version, by=owner, **{name: 1})
    with pytest.raises(TypeError):
        drafts.change_time(scene.time, by=owner, **{name: 1})


@pytest.mark.parametrize(("given", "found"), [(None, "public"), ("internal", "internal")])
def test_an_event_is_started_for_those_it_is_for(scene, given, found):
    by = scene.cast["coordinator"]
    version = drafts.start_event(scene.week, scene.event.organiser, by=by, visibility=given)
    version.refresh_from_db()
    assert version.visibility == found


def test_a_new_change_goes_out_from_what_is_public_not_from_what_was_refused():
    scene = scene_of("change rejected")
    version = drafts.open_change(scene.event, by=scene.cast["owner"])
    assert (version.based_on, version.number) == (scene.event.live, 3)
    assert version.title_nb == scene.event.live.title_nb


def test_after_two_refusals_the_last_is_written_on():
    scene = scene_of("rejected")
    last = make.make_version(scene.event, state="withdrawn", title_nb="Den siste")
    version = drafts.open_change(scene.event, by=scene.cast["owner"])
    assert (version.based_on, version.number, version.title_nb) == (last, 3, "Den siste")


def test_what_has_been_held_is_changed_by_the_coordinator_alone(clock):
    scene = scene_of("approved")
    clock.set("2027-02-14T12:00")
    with pytest.raises(Refused):
        drafts.open_change(scene.event, by=scene.cast["owner"])
    assert drafts.open_change(scene.event, by=scene.cast["coordinator"]).number == 2


def test_a_session_taken_out_takes_no_other_along(scene, owner):
    lonely = Session.objects.create(event=scene.event)
    taken = scene.time.session
    drafts.remove_time(scene.time, by=owner)
    assert Session.objects.filter(pk=lonely.pk).exists()
    assert not Session.objects.filter(pk=taken.pk).exists()


def test_whoever_is_asked_still_keeps_the_first_question(scene, owner):
    assert drafts.set_co_organisers(scene.version, [scene.other], by=owner) == scene.event
    asked = scene.event.co_organisers.get(organiser=scene.other)
    third = make.make_organiser("Tredje")
    drafts.set_co_organisers(scene.version, [scene.other, third], by=owner)
    assert scene.event.co_organisers.get(organiser=scene.other) == asked
    drafts.set_co_organisers(scene.version, [third], by=owner)
    names = sorted(str(row.organiser) for row in scene.event.co_organisers.all())
    # Who has accepted stays until it leaves itself.
    assert names == ["Medarrangør", "Tredje"]


@pytest.mark.parametrize(
    "act",
    [
        lambda v, by: rows.set_access(v, {}, by=by),
        lambda v, by: rows.set_languages(v, "spoken", ["ar"], by=by),
        lambda v, by: rows.set_prices(v, [], by=by),
        lambda v, by: rows.set_contributors(v, [], by=by),
        lambda v, by: drafts.save_draft(v, by=by, changed={}),
    ],
    ids=["access", "languages", "prices", "contributors", "words"],
)
def test_what_writes_in_a_text_returns_it(scene, owner, act):
    assert act(scene.version, owner) == scene.version


@pytest.mark.parametrize("name", WORDS)
def test_every_word_about_a_picture_can_be_changed(scene, owner, name):
    image = StoredImage.objects.create(
        event=scene.event, width=480, height=320, widths=[480], uploaded_by=owner
    )
    picture = Picture.objects.create(version=scene.version, image=image, alt_nb="Noe")
    changed = rows.change_picture(picture, by=owner, **{name: WORDS[name]})
    changed.refresh_from_db()
    assert getattr(changed, name) == WORDS[name]


def test_rows_are_numbered_from_nought(scene, owner):
    rows.set_languages(scene.version, "spoken", ["ar", "nb", "ar", "so"], by=owner)
    spoken = scene.version.languages.filter(use="spoken")
    assert dict(spoken.values_list("code", "position")) == {"ar": 0, "nb": 1, "so": 2}
    rows.set_prices(
        scene.version, [{"label_nb": "A", "amount": 1}, {"label_nb": "B", "amount": 2}], by=owner
    )
    assert dict(scene.version.price_tiers.values_list("label_nb", "position")) == {"A": 0, "B": 1}


def test_lists_of_many_are_written_too(scene, owner):
    term = make.make_term(scene.version.topics.model, "another")
    drafts.save_draft(scene.version, by=owner, changed={"topics": [term]})
    assert list(scene.version.topics.all()) == [term]
