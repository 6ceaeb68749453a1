"""A picture's address answers only while a public event shows it."""

from io import BytesIO
from uuid import uuid4

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow

from enbyforalle.lib import images
from tests.events.rows import LONG_AGO, a_picture, an_event, an_organiser, someone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def stored(key):
    """Real files under the key, through the real pipeline."""
    buffer = BytesIO()
    Pillow.new("RGB", (1700, 900), "#FFD166").save(buffer, "JPEG")
    images.store(ContentFile(buffer.getvalue(), name="x.jpg"), key)
    return key


def shown(version, **fields):
    return stored(a_picture(version, **fields).image.key)


def status(client, key, name="480.webp"):
    return client.get(f"/bilder/{key}/{name}").status_code


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_public_picture_comes_in_each_width_and_format(client, prefix):
    key = shown(an_event())
    for width in (480, 960, 1600):
        for ext, content_type, form in (
            ("webp", "image/webp", "WEBP"),
            ("jpg", "image/jpeg", "JPEG"),
        ):
            response = client.get(f"{prefix}/bilder/{key}/{width}.{ext}")
            assert response.status_code == 200
            assert response["Content-Type"] == content_type
            picture = Pillow.open(BytesIO(response.content))
            assert (picture.format, picture.width) == (form, width)


def test_a_picture_is_the_same_for_everyone_and_asked_for_again_soon(client):
    key = shown(an_event())
    response = client.get(f"/bilder/{key}/480.webp")
    assert response["Cache-Control"] == "public, max-age=60, s-maxage=1"
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")
    again = client.get(f"/bilder/{key}/480.webp", headers={"If-None-Match": response["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(f"/bilder/{key}/480.webp")
    assert (head.status_code, head["ETag"]) == (200, response["ETag"])
    assert client.post(f"/bilder/{key}/480.webp").status_code == 405


@pytest.mark.parametrize("name", ["481.webp", "480.png", "480.svg", "0.jpg", "99999999999.jpg"])
def test_other_widths_and_endings_do_not_exist(client, name):
    assert status(client, shown(an_event()), name) == 404


@pytest.mark.parametrize("path", ["x/480.webp", "../../etc/passwd", f"{uuid4()}/480.webp"])
def test_other_keys_do_not_exist(client, path):
    shown(an_event())
    assert client.get(f"/bilder/{path}").status_code == 404


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft"},
        {"state": "submitted"},
        {"state": "changes_requested"},
        {"state": "rejected"},
        {"state": "withdrawn"},
        {"visibility": "internal"},
        {"is_live": False},
    ],
)
def test_a_picture_of_what_is_not_public_is_not_found_even_by_its_exact_address(client, hidden):
    key = shown(an_event("Hemmelig", **hidden))
    assert (images_exist(key), status(client, key)) == (True, 404)


def images_exist(key):
    return images.default_storage.exists(images.path(key, 480, "webp"))


def test_a_picture_of_an_unpublished_event_is_not_found(client):
    version = an_event()
    key = shown(version)
    event = version.event
    event.unpublished_at, event.unpublished_by, event.unpublished_reason = LONG_AGO, someone(), "x"
    event.save()
    assert status(client, key) == 404


def test_a_picture_of_a_waiting_change_is_not_found(client):
    live = an_event()
    change = live.event.versions.create(number=2, title_nb="Ny", created_by=someone())
    assert status(client, shown(change)) == 404


def test_a_picture_whose_consent_has_run_out_is_not_found(client, clock):
    key = shown(an_event(), consent_expires_on="2027-02-10")
    assert status(client, key) == 200
    clock.set("2027-02-11T00:00")
    assert status(client, key) == 404


def test_a_taken_down_picture_says_so_at_once(client):
    picture = a_picture(an_event())
    key = stored(picture.image.key)
    assert status(client, key) == 200
    picture.image.taken_down_at, picture.image.taken_down_by = LONG_AGO, someone()
    picture.image.save()
    response = client.get(f"/en/bilder/{key}/480.webp")
    assert response.status_code == 410
    assert response.content.decode() == "The picture has been taken down."


@pytest.mark.parametrize("hidden", [{"state": "draft"}, {"visibility": "internal"}])
def test_of_a_picture_that_was_never_public_nobody_learns_that_it_was_taken_down(client, hidden):
    version = an_event(**hidden)
    key = shown(version, taken_down_at=LONG_AGO, taken_down_by=someone())
    assert status(client, key) == 404


def test_a_logo_is_public_with_its_organisers_approved_words(client):
    key = stored(uuid4())
    organiser = an_organiser("koret")
    text = organiser.live_text
    text.logo = key
    text.save()
    assert status(client, key) == 404
    an_event(organiser="koret")
    assert status(client, key) == 200
    new = organiser.texts.create(name_nb="Nytt", logo=stored(uuid4()), state="submitted")
    assert status(client, new.logo) == 404


def test_a_missing_file_is_not_found(client):
    assert status(client, a_picture(an_event()).image.key) == 404


def test_a_picture_takes_one_query(client, django_assert_num_queries):
    key = shown(an_event())
    with django_assert_num_queries(1):
        assert status(client, key) == 200
