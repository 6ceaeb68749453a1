"""The rows of a draft: access answers, languages, prices, contributors, pictures."""

import os
from datetime import date
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Drawing

from enbyforalle.lib import images
from events.domain import drafts, rows
from events.domain.errors import NotAllowed
from events.models import Image, VersionAccess
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(owner):
    organiser = make.make_organiser(owner=owner)
    return make.make_event(organiser=organiser, by=owner, state="draft").open


def an_upload(size=(640, 480)):
    file = BytesIO()
    Drawing.new("RGB", size, "navy").save(file, "PNG")
    return SimpleUploadedFile("bilde.png", file.getvalue(), "image/png")


def answers(version):
    return dict(version.access_answers.values_list("feature__code", "answer"))


def test_access_is_yes_no_or_not_known(draft, owner):
    for code in ("lift", "hearing_loop", "quiet_room"):
        make.make_feature(code)
    rows.set_access(draft, {"lift": "yes", "hearing_loop": "no", "quiet_room": None}, by=owner)
    assert answers(draft) == {"step_free_entrance": "yes", "lift": "yes", "hearing_loop": "no"}
    rows.set_access(draft, {"lift": "no", "hearing_loop": None, "no_such": "yes"}, by=owner)
    assert answers(draft) == {"step_free_entrance": "yes", "lift": "no"}


@pytest.mark.parametrize("count", [1, 3, 46])
def test_all_access_questions_take_a_fixed_number_of_queries(
    count, draft, owner, django_assert_num_queries
):
    given = {make.make_feature(f"feature_{number}").code: "yes" for number in range(count)}
    # A savepoint, the event's lock, the version with its week, membership, rights, and the rows.
    with django_assert_num_queries(11):
        rows.set_access(draft, given, by=owner)
    assert VersionAccess.objects.filter(version=draft).count() == count + 1


def test_languages_are_replaced_use_by_use_in_their_order(draft, owner):
    rows.set_languages(draft, "spoken", ["ar", "nb", "ar"], by=owner)
    rows.set_languages(draft, "interpreted", ["nsl"], by=owner)
    found = [(row.use, row.code) for row in draft.languages.order_by("use", "position")]
    assert found == [("interpreted", "nsl"), ("spoken", "ar"), ("spoken", "nb")]
    rows.set_languages(draft, "spoken", [], by=owner)
    assert [row.use for row in draft.languages.all()] == ["interpreted"]


def test_prices_and_contributors_are_replaced_in_their_order(draft, owner):
    prices = [{"label_nb": "Voksen", "label_en": "Adult", "amount": 100}]
    rows.set_prices(draft, [*prices, {"label_nb": "Barn", "amount": 0}], by=owner)
    assert [str(row) for row in draft.price_tiers.all()] == ["Voksen 100.00", "Barn 0.00"]
    rows.set_prices(draft, prices, by=owner)
    assert draft.price_tiers.count() == 1
    rows.set_contributors(draft, [{"name": "Kari", "role": "artist"}, {"name": "Ola"}], by=owner)
    found = [(row.name, row.role) for row in draft.contributors.all()]
    assert found == [("Kari", "artist"), ("Ola", "speaker")]


SETTERS = {
    "access": lambda v, by: rows.set_access(v, {"step_free_entrance": "no"}, by=by),
    "languages": lambda v, by: rows.set_languages(v, "spoken", ["en"], by=by),
    "prices": lambda v, by: rows.set_prices(v, [], by=by),
    "contributors": lambda v, by: rows.set_contributors(v, [], by=by),
    "add_picture": lambda v, by: rows.add_picture(v, an_upload(), by=by),
    "time": lambda v, by: drafts.change_time(v.times.get(), by=by, room="2"),
    "remove_time": lambda v, by: drafts.remove_time(v.times.get(), by=by),
}


@pytest.mark.parametrize("name", list(SETTERS))
def test_writing_a_row_counts_as_saving_the_text(name, draft, owner, clock):
    """Else a decision could be made on a text that was not read, see ``check_seen``."""
    clock.set("2027-02-10T12:30")
    SETTERS[name](draft, owner)
    draft.refresh_from_db()
    assert draft.updated_at == make.oslo("2027-02-10 12:30")


@pytest.mark.parametrize("name", list(SETTERS))
def test_a_stranger_writes_no_row(name, draft):
    with pytest.raises(NotAllowed):
        SETTERS[name](draft, make.make_user())
    assert Image.objects.count() == 0


# Pictures


def test_a_picture_is_stored_in_its_widths_with_its_words(draft, owner):
    words = {"alt_nb": "Et hus", "credit": "Ola", "consent_basis": "artwork"}
    picture = rows.add_picture(draft, an_upload(), by=owner, **words)
    image = picture.image
    assert (image.width, image.height, image.uploaded_by) == (640, 480, owner)
    assert (picture.alt_nb, picture.credit, picture.position) == ("Et hus", "Ola", 0)
    for width in image.widths:
        assert default_storage.exists(images.path(image.key, width, "webp"))
    assert rows.add_picture(draft, an_upload(), by=owner).position == 1


def test_a_refused_picture_leaves_nothing(draft, owner):
    upload = SimpleUploadedFile("bilde.png", b"no picture", "image/png")
    with pytest.raises(images.PictureRefused):
        rows.add_picture(draft, upload, by=owner)
    assert Image.objects.count() == draft.pictures.count() == 0


def test_words_of_a_change_leave_the_public_words(owner):
    event = make.make_event(organiser=make.make_organiser(owner=owner), by=owner)
    image = Image.objects.create(event=event, width=9, height=9, uploaded_by=owner)
    event.live.pictures.create(image=image, alt_nb="Før", consent_expires_on=date(2028, 1, 1))
    change = drafts.open_change(event, by=owner)
    mine = change.pictures.get()
    rows.change_picture(mine, by=owner, alt_nb="Etter", consent_expires_on=None)
    public = event.live.pictures.get()
    assert (public.alt_nb, public.consent_expires_on) == ("Før", date(2028, 1, 1))
    rows.remove_picture(mine, by=owner)
    assert change.pictures.count() == 0
    assert event.live.pictures.get().image == image


@pytest.mark.parametrize("name", ["version", "version_id", "image", "image_id", "pk"])
def test_a_picture_cannot_be_moved_to_another_text(name, draft, owner):
    image = Image.objects.create(event=draft.event, width=9, height=9, uploaded_by=owner)
    picture = draft.pictures.create(image=image)
    with pytest.raises(TypeError):
        rows.change_picture(picture, by=owner, **{name: 1})
    with pytest.raises(TypeError):
        rows.add_picture(draft, an_upload(), by=owner, **{name: 1})


def test_every_word_about_a_picture_can_be_written_and_none_else(draft, owner, clock):
    words = {
        **{"is_decorative": True, "alt_nb": "A", "alt_en": "B", "caption_nb": "C"},
        **{"caption_en": "D", "credit": "E", "consent_basis": "artwork", "position": 7},
        "consent_expires_on": date(2028, 1, 1),
    }
    assert set(words) == rows.PICTURE_WORDS
    image = Image.objects.create(event=draft.event, width=9, height=9, uploaded_by=owner)
    other = Image.objects.create(event=draft.event, width=9, height=9, uploaded_by=owner)
    picture, neighbour = draft.pictures.create(image=image), draft.pictures.create(image=other)
    clock.set("2027-02-10T12:30")
    assert rows.change_picture(picture, by=owner, **words) == picture
    picture.refresh_from_db()
    neighbour.refresh_from_db()
    assert {name: getattr(picture, name) for name in words} == words
    assert (neighbour.alt_nb, neighbour.position) == ("", 0)
    draft.refresh_from_db()
    assert draft.updated_at == make.oslo("2027-02-10 12:30")
    clock.set("2027-02-10T13:00")
    rows.remove_picture(picture, by=owner)
    draft.refresh_from_db()
    assert (draft.updated_at, list(draft.pictures.all())) == (
        make.oslo("2027-02-10 13:00"),
        [neighbour],
    )
    for stranger in (make.make_user(), make.make_reviewer()):
        with pytest.raises(NotAllowed):
            rows.change_picture(neighbour, by=stranger, alt_nb="X")
        with pytest.raises(NotAllowed):
            rows.remove_picture(neighbour, by=stranger)


def test_a_stored_picture_has_its_place_and_its_file(draft, owner, clock):
    clock.set("2027-02-10T12:30")
    first = rows.add_picture(draft, an_upload(), by=owner, position=5, alt_nb="A")
    assert (first.position, first.alt_nb, first.version) == (5, "A", draft)
    draft.refresh_from_db()
    assert draft.updated_at == make.oslo("2027-02-10 12:30")
    image = Image.objects.get()
    assert (image.event, image.uploaded_by, image.widths) == (draft.event, owner, [480, 960])
    # Nobody's file is worked on who may not add it.
    before = stored()
    for wrong in ("image", "version", "state"):
        with pytest.raises(TypeError):
            rows.add_picture(draft, an_upload(), by=owner, **{wrong: 1})
    with pytest.raises(NotAllowed):
        rows.add_picture(draft, an_upload(), by=make.make_user())
    assert stored() == before != []


def stored():
    return sorted(
        name for _root, _folders, names in os.walk(default_storage.path("")) for name in names
    )


def test_what_is_replaced_comes_back_as_it_is_now(draft, owner):
    for changed in (
        rows.set_access(draft, {"step_free_entrance": "no"}, by=owner),
        rows.set_languages(draft, "spoken", ["en", "ar"], by=owner),
        rows.set_prices(draft, [{"label_nb": "Voksen", "amount": 5}] * 2, by=owner),
        rows.set_contributors(draft, [{"name": "Kari"}, {"name": "Ola"}], by=owner),
    ):
        assert changed == draft
    for name in ("price_tiers", "contributors"):
        assert [row.position for row in getattr(draft, name).all()] == [0, 1]
    assert [(row.code, row.position) for row in draft.languages.all()] == [("en", 0), ("ar", 1)]
