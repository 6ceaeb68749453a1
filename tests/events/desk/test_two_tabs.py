"""Two tabs, on every page of the form: the second save shows both texts and lets one choose."""

import re
from datetime import date
from functools import partial

import pytest

from enbyforalle.lib import clock
from events.domain import rows
from events.models import Image as StoredImage
from events.models import Picture
from tests import factories as make
from tests.events.desk.conftest import url
from tests.events.desk.sheet import Sheet, open_sheet
from tests.events.situations import undone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

JSON = {"headers": {"accept": "application/json"}}

# Page → what stands in the same field of the two tabs, one field of each kind there is.
FIELDS = {
    ("about", "title_nb"): ("Fra den ene", "Fra den andre"),
    ("about", "summary_en"): ("From one", "From the other"),
    ("about", "types"): (["first"], ["second"]),
    ("when", "times-0-starts"): ("17.00", "17.30"),
    ("when", "times-0-room"): ("Salen", "Kjelleren"),
    ("when", "directions_nb"): ("Inngang øst", "Inngang vest"),
    ("who", "audiences"): (["first"], ["second"]),
    ("who", "age_min"): ("6", "7"),
    ("who", "spoken"): ("arabisk", "polsk"),
    ("who", "access-step_free_entrance"): ("no", ""),
    ("who", "food_note_nb"): ("Suppe", "Vafler"),
    ("price", "price_type"): ("paid", "pay_what_you_can"),
    ("price", "prices-0-label_nb"): ("Voksen", "Barn"),
    ("price", "registration_deadline"): ("8.2.2027", "9.2.2027"),
    ("organiser", "public_email"): ("en@example.org", "to@example.org"),
    ("organiser", "contributors-0-name"): ("Koret", "Korpset"),
    ("organiser", "partners"): ("Knuden", "Samsen"),
    ("organiser", "picture-0-alt_nb"): ("Et kor", "Et korps"),
    ("short", "title_nb"): ("Fra den ene", "Fra den andre"),
    ("short", "times-0-room"): ("Salen", "Kjelleren"),
    ("short_more", "spoken"): ("arabisk", "polsk"),
    ("short_more", "prices-0-label_nb"): ("Voksen", "Barn"),
}
EVERY = [(step, field, *values) for (step, field), values in FIELDS.items()]


@pytest.fixture
def written(version, owner):
    """A draft with something in every list, so that rows too can be changed in two tabs."""
    rows.set_prices(version, [{"label_nb": "Alle", "amount": 50}], by=owner)
    rows.set_contributors(version, [{"name": "Noen"}], by=owner)
    image = StoredImage.objects.create(
        event=version.event, width=480, height=320, widths=[480], uploaded_by=owner
    )
    picture = Picture.objects.create(version=version, image=image, alt_nb="Noe", credit="Noen")
    version.types.set([make.make_term(version.types.model, "third")])
    version.audiences.set([make.make_term(version.audiences.model, "third")])
    version.picture_key = picture.pk
    return version


def named(field, version):
    return field.replace("picture-0", f"picture-{version.picture_key}")


def changed(fields, name, value):
    """The fields of a page with one changed; a list is ticked boxes, none of them if empty."""
    fields = dict(fields)
    if value == []:
        fields.pop(name, None)
        return fields
    return fields | {name: value}


def two_tabs(client, page, name, first, second):
    """The answer to the second of two tabs that save the same field."""
    # Opened in the same moment, so they hold the same.
    one = other = open_sheet(client, page).fields
    assert client.post(page, changed(one, name, first)).status_code == 302
    return client.post(page, changed(other, name, second))


def shown(response):
    """What the page says was saved in the other window."""
    return re.findall(r'<dd class="kept-text">(.*?)</dd>', response.content.decode(), re.S)


def in_page(client, page, name):
    return open_sheet(client, page).fields.get(name)


@pytest.mark.parametrize(("step", "field", "first", "second"), EVERY)
def test_both_are_shown_and_either_is_kept(client, written, step, field, first, second):
    page, name = url(step, written.event), named(field, written)
    response = two_tabs(client, page, name, first, second)
    assert response.status_code == 409
    assert len(shown(response)) == 1
    sheet = Sheet(response)
    assert sheet.fields.get(name) == (None if second == [] else second)
    assert sheet.fields["contested"]
    assert 'name="go" value="theirs"' in sheet.html
    # A script must not save before one has chosen.
    assert "data-autosave" not in sheet.html
    undone(partial(one_s_own_is_kept, client, page, sheet, name, second))
    the_other_is_kept(client, page, sheet, name, first)


def one_s_own_is_kept(client, page, sheet, name, second):
    assert client.post(page, sheet.fields | {"go": "next"}).status_code == 302
    mine = in_page(client, page, name)
    theirs_again = two_tabs(client, page, name, second, second)
    assert theirs_again.status_code == 302
    assert mine == in_page(client, page, name)


def the_other_is_kept(client, page, sheet, name, first):
    """With one press; and the page no longer shows what the second had typed."""
    stored = in_page(client, page, name)
    answer = client.post(page, sheet.fields | {"go": "theirs"})
    assert (answer.status_code, answer.headers["Location"]) == (302, page)
    again = open_sheet(client, page)
    theirs = again.fields.get(name)
    # The first tab's text stands.
    assert theirs != stored or theirs == first
    assert "kept-text" not in again.html
    assert client.post(page, changed(again.fields, name, first)).status_code == 302
    assert in_page(client, page, name) == theirs


def test_choosing_the_other_saves_the_rest_of_the_page(client, version):
    page = url("about", version.event)
    response = two_tabs(client, page, "title_nb", "Fra den ene", "Fra den andre")
    fields = Sheet(response).fields | {"go": "theirs", "summary_nb": "Skrevet etterpå"}
    client.post(page, fields)
    version.refresh_from_db()
    assert (version.title_nb, version.summary_nb) == ("Fra den ene", "Skrevet etterpå")


@pytest.mark.parametrize(("step", "field", "first", "second"), EVERY)
def test_the_script_never_saves_over_what_nobody_has_read(
    client, written, step, field, first, second
):
    page, name = url(step, written.event), named(field, written)
    one = other = open_sheet(client, page).fields
    assert client.post(page, changed(one, name, first)).status_code == 302
    stored = in_page(client, page, name)
    typed = changed(other, name, second)
    for _time in range(2):
        told = client.post(page, typed, **JSON).json()
        assert told["complete"] is False
        assert "vindu" in told["message"] or "window" in told["message"]
        typed |= {"seen": told["seen"]}
    client.session.pop("kept_texts", None)
    response = client.post(page, typed)
    assert response.status_code == 409
    assert len(shown(response)) == 1
    assert client.post(page, Sheet(response).fields | {"go": "theirs"}).status_code == 302
    assert in_page(client, page, name) == stored or stored == second


@pytest.mark.parametrize(("step", "field", "first", "_second"), EVERY)
def test_the_script_does_not_set_back_what_was_saved_elsewhere(
    client, written, step, field, first, _second
):
    """The page holds the old text of a field that nobody has touched in it."""
    page, name = url(step, written.event), named(field, written)
    one = other = open_sheet(client, page).fields
    assert client.post(page, changed(one, name, first)).status_code == 302
    saved = in_page(client, page, name)
    for _time in range(3):
        told = client.post(page, other, **JSON).json()
        assert told["complete"] is True
        other |= {"seen": told["seen"]}
    assert client.post(page, other).status_code == 302
    assert in_page(client, page, name) == saved


def test_a_field_that_was_not_understood_is_counted_beside_a_contested_one(client, version):
    page = url("when", version.event)
    one = other = open_sheet(client, page).fields
    client.post(page, one | {"times-0-room": "Salen"})
    typed = other | {"times-0-room": "Kjelleren", "times-0-starts": "halv åtte"}
    told = client.post(page, typed, **JSON).json()
    assert told["complete"] is False
    assert re.search(r"\b1 (felt|field)\b", told["message"])
    assert clock.local(version.times.get().starts_at).date() == date(2027, 2, 10)
