"""The pages of the form: each saves a draft, and what is stored comes back as it was."""

import io
from datetime import date, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from enbyforalle.jobs.domain import ask_again
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker
from enbyforalle.lib import clock, images
from enbyforalle.publishing.announcing import in_own_transaction
from events.domain.drafts import start_event
from events.enums import Attendance
from events.forms.steps import BY_NAME
from events.models import AccessFeature, EventType, VenueAccess
from tests.events.desk.conftest import url
from tests.events.desk.pictures import jpeg
from tests.events.desk.sheet import Sheet, open_sheet, send
from tests.factories import make_feature, make_organiser, make_time, make_venue, oslo

pytestmark = pytest.mark.one_database


def after(version):
    version.refresh_from_db()
    return version


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("name", BY_NAME)
def test_a_page_sent_back_untouched_changes_nothing(client, version, name, language):
    before = version.updated_at
    response = send(client, url(name, version.event, language=language), {})
    assert Sheet(response).errors == {}
    assert response.status_code == 302
    assert after(version).updated_at == before


@pytest.mark.parametrize("name", BY_NAME)
def test_an_empty_page_is_a_draft_too(client, week, organiser, owner, words, name):
    version = start_event(week, organiser, by=owner)
    response = send(client, url(name, version.event), {})
    assert Sheet(response).errors == {}
    assert response.status_code == 302


def test_about_saves_texts_and_choices(client, version):
    types = EventType.objects.order_by("pk")
    changes = {
        "title_nb": "  Språk­kafé\tfor alle ",
        "description_nb": "Første avsnitt.\r\n\r\nAndre avsnitt.",
        "types": [row.code for row in types],
        "title_en": "Language café for everyone",
        "needs_english": "on",
        "language_nb": "nn",
    }
    response = send(client, url("about", version.event), changes | {"go": "next"})
    assert response.url == url("when", version.event)
    version = after(version)
    assert version.title_nb == "Språk­kafé for alle"
    assert version.description_nb == "Første avsnitt.\n\nAndre avsnitt."
    assert set(version.types.all()) == set(types)
    assert (version.title_en, version.needs_english) == ("Language café for everyone", True)
    assert version.language_nb == "nn"


def test_unticking_the_last_choice_is_saved(client, version):
    response = send(client, url("about", version.event), {"types": []})
    assert response.status_code == 302
    assert version.types.count() == 0


def test_save_and_go_to_the_list(client, version):
    response = send(client, url("about", version.event), {"title_nb": "Ny", "go": "list"})
    assert response.url == reverse("desk:home")
    assert after(version).title_nb == "Ny"


def test_the_last_page_leads_to_the_preview(client, version):
    assert send(client, url("organiser", version.event), {}).url == url("preview", version.event)
    assert send(client, url("short_more", version.event), {}).url == url("preview", version.event)


# Sessions

WHEN = {"times-0-date": "9.2.2027", "times-0-starts": "18.00", "times-0-ends": "kl. 20"}


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        ("9.2.2027", "18.00", "20.00"),
        ("9. februar 2027", "1800", "2000"),
        ("9/2/27", "kl. 18", "kl 20"),
        ("9.2", "18", "20:00"),
        ("9. februar", "18:00", "20"),
        ("tirsdag 9. februar 2027", "18", "20"),
        ("2027-02-09", "18:00:00", "20.00"),
        ("9 February 2027", "18:00", "20:00"),
    ],
)
def test_norwegian_days_and_times_are_understood(client, version, day, starts, ends):
    changes = {"times-0-date": day, "times-0-starts": starts, "times-0-ends": ends}
    response = send(client, url("when", version.event), changes)
    assert Sheet(response).errors == {}
    row = version.times.get()
    assert (row.starts_at, row.ends_at) == (oslo("2027-02-09 18:00"), oslo("2027-02-09 20:00"))


def test_a_night_ends_the_day_after(client, version):
    send(client, url("when", version.event), WHEN | {"times-0-starts": "22", "times-0-ends": "02"})
    assert version.times.get().ends_at == oslo("2027-02-10 02:00")
    sheet = open_sheet(client, url("when", version.event))
    assert sheet.fields["times-0-ends"] == "02.00"
    assert sheet.fields["times-0-ends_on"] == ""


def test_an_exhibition_has_a_last_day(client, version):
    send(client, url("when", version.event), WHEN | {"times-0-ends_on": "13.2.2027"})
    assert version.times.get().ends_at == oslo("2027-02-13 20:00")
    sheet = open_sheet(client, url("when", version.event))
    assert sheet.fields["times-0-ends_on"] == "13.2.2027"


def test_doors_before_midnight_belong_to_the_evening_before(client, version):
    changes = {"times-0-starts": "00.30", "times-0-ends": "02.00", "times-0-doors": "23.30"}
    send(client, url("when", version.event), WHEN | changes)
    assert version.times.get().doors_at == oslo("2027-02-08 23:30")


def test_a_day_outside_the_week_is_a_warning(client, version):
    response = send(client, url("when", version.event), {"times-0-date": "6.2.2027"})
    assert response.status_code == 302
    assert clock.local(version.times.get().starts_at).date() == date(2027, 2, 6)
    page = client.get(url("when", version.event, language="en")).content.decode()
    assert "It lies before the week, on Saturday 6 February 2027" in page


def test_a_session_is_added_without_scripts(client, version):
    address = url("when", version.event)
    response = send(client, address, {"add": "times", "times-0-room": "Sal 1"})
    assert response.status_code == 302
    assert version.times.get().room == "Sal 1"
    sheet = open_sheet(client, response.url)
    assert "times-1-date" in sheet.fields
    venue = make_venue()
    changes = {
        "times-1-date": "11.2.2027",
        "times-1-starts": "10",
        "times-1-venue": venue.slug,
        "times-1-label_nb": "For barn",
    }
    assert send(client, address, changes, fields=sheet.fields).status_code == 302
    first, second = version.times.all()
    assert second.starts_at == oslo("2027-02-11 10:00")
    assert (second.ends_at, second.venue, second.label_nb) == (None, venue, "For barn")
    assert (second.attendance, second.session.event) == (Attendance.IN_PERSON, version.event)


def test_a_session_is_removed_without_scripts_and_the_rest_is_saved(client, version):
    make_time(version, "2027-02-11 18:00", "2027-02-11 20:00")
    keep = version.times.last()
    changes = {"remove": "times-0", "times-1-room": "Kjelleren"}
    response = send(client, url("when", version.event), changes)
    assert response.status_code == 302
    assert [(row.pk, row.room) for row in version.times.all()] == [(keep.pk, "Kjelleren")]


def test_another_place_and_online(client, version):
    changes = WHEN | {
        "times-0-venue": "",
        "times-0-place_name": "Gapahuken",
        "times-0-place_address": "Skogen 1",
        "times-0-place_district": "kvadraturen",
        "times-0-is_address_hidden": "on",
        "times-0-attendance": "both",
        "joining_url": "meet.example.org/uka",
        "is_joining_url_hidden": "on",
    }
    response = send(client, url("when", version.event), changes)
    assert Sheet(response).errors == {}
    row = version.times.get()
    assert (row.venue, row.place_name, row.place_district.slug) == (
        None,
        "Gapahuken",
        "kvadraturen",
    )
    assert (row.is_address_hidden, row.attendance) == (True, Attendance.BOTH)
    assert after(version).joining_url == "https://meet.example.org/uka"
    assert version.is_joining_url_hidden


def test_the_same_new_session_sent_twice_is_one(client, version):
    address = url("when", version.event)
    sheet = open_sheet(client, f"{address}?add=times")
    changes = {"times-1-date": "11.2.2027", "times-1-starts": "10"}
    for _time in range(2):
        assert send(client, address, changes, fields=sheet.fields).status_code == 302
    assert version.times.count() == 2


# For whom


def test_languages_by_name_ages_and_access(client, version):
    lift = make_feature("lift", is_key=True)
    ramp = make_feature("ramp")
    changes = {
        "spoken": "norsk, arabisk og tegnspråk",
        "interpreted": "Ukrainian",
        "age_min": "6",
        "age_max": "12 år",
        f"access-{lift.code}": "no",
        f"access-{ramp.code}": "yes",
    }
    response = send(client, url("who", version.event), changes)
    assert Sheet(response).errors == {}
    used = [(row.use, row.code) for row in version.languages.order_by("use", "position")]
    assert used == [
        ("interpreted", "uk"),
        ("spoken", "nb"),
        ("spoken", "ar"),
        ("spoken", "nsl"),
    ]
    version = after(version)
    assert (version.age_min, version.age_max) == (6, 12)
    answers = dict(version.access_answers.values_list("feature__code", "answer"))
    assert answers == {"step_free_entrance": "yes", "lift": "no", "ramp": "yes"}


def test_dont_know_takes_an_answer_away(client, version):
    send(client, url("who", version.event), {"access-step_free_entrance": ""})
    assert version.access_answers.count() == 0


def test_what_the_venue_says_stands_beside_the_question(client, version):
    feature = AccessFeature.objects.get(code="step_free_entrance")
    VenueAccess.objects.create(
        venue=make_venue(), feature=feature, answer="no", confirmed_on=date(2026, 11, 3)
    )
    english = client.get(url("who", version.event, language="en")).content.decode()
    assert "Hovedbiblioteket (English): no (last confirmed 3 Nov 2026)." in english


# Price


def test_prices_and_registration(client, version):
    address = url("price", version.event)
    response = send(
        client,
        address,
        {
            "price_type": "paid",
            "prices-0-label_nb": "Ordinær",
            "prices-0-amount": "50 kr",
            "registration_mode": "required",
            "registration_email": "Post <pamelding@example.org>",
            "registration_deadline": "8.2.2027",
            "capacity": "1 000 plasser",
            "add": "prices",
        },
    )
    assert Sheet(response).errors == {}
    sheet = open_sheet(client, response.url)
    send(
        client, address, {"prices-1-label_nb": "Barn", "prices-1-amount": "0"}, fields=sheet.fields
    )
    tiers = [(row.label_nb, row.amount) for row in version.price_tiers.all()]
    assert tiers == [("Ordinær", 50), ("Barn", 0)]
    version = after(version)
    assert version.registration_email == "pamelding@example.org"
    assert version.registration_deadline == oslo("2027-02-08 23:59")
    assert version.capacity == 1000


def test_a_price_is_removed(client, version):
    version.price_tiers.create(label_nb="Ordinær", amount=100, position=0)
    version.price_tiers.create(label_nb="Barn", amount=20, position=1)
    send(client, url("price", version.event), {"remove": "prices-0"})
    assert [row.label_nb for row in version.price_tiers.all()] == ["Barn"]


# Organiser


def test_contacts_contributors_and_criteria(client, version):
    changes = {
        "public_phone": "38 07 50 00",
        "website": "www.example.org",
        "contributors-0-name": "Kari",
        "contributors-0-role": "artist",
        "partners": "Biblioteket",
    }
    response = send(client, url("organiser", version.event), changes | {"accepts_criteria": None})
    assert Sheet(response).errors == {}
    version = after(version)
    assert (version.public_phone, version.website) == ("+4738075000", "https://www.example.org")
    assert [(row.name, row.role) for row in version.contributors.all()] == [("Kari", "artist")]
    assert (version.partners, version.accepts_criteria) == ("Biblioteket", False)


def test_a_co_organiser_is_asked_and_taken_back(client, version):
    other = make_organiser("Røde Kors ungdom")
    address = url("organiser", version.event)
    send(client, address, {"co_organiser": "røde kors ungdom"})
    assert [row.organiser for row in version.event.co_organisers.all()] == [other]
    assert version.event.co_organisers.get().accepted_at is None
    send(client, address, {"remove": f"co-{other.slug}"})
    assert version.event.co_organisers.count() == 0


def test_a_picture_is_stored_with_its_words(client, version):
    changes = {
        "picture-new-file": SimpleUploadedFile("bilde.jpg", jpeg()),
        "picture-new-alt_nb": "Et hus i snø",
        "picture-new-credit": "Kari",
        "picture-new-consent_basis": "no_people",
        "picture-new-consent_expires_on": "1.2.2030",
    }
    address = url("organiser", version.event)
    assert send(client, address, changes).status_code == 302
    picture = version.pictures.get()
    assert (picture.alt_nb, picture.credit) == ("Et hus i snø", "Kari")
    assert picture.consent_expires_on == date(2030, 2, 1)
    shown = client.get(url("picture", version.event, picture.image_id, 480))
    assert (shown.status_code, shown["Content-Type"]) == (200, "image/webp")
    send(client, address, {f"picture-{picture.pk}-caption_nb": "Vinter"})
    picture.refresh_from_db()
    assert picture.caption_nb == "Vinter"
    send(client, address, {"remove": f"picture-{picture.pk}"})
    assert version.pictures.count() == 0


def test_a_picture_is_drawn_before_the_transaction_in_which_others_wait(
    client, version, monkeypatch
):
    paint, seen = images._painted, []
    monkeypatch.setattr(
        images, "_painted", lambda *told: seen.append(in_own_transaction()) or paint(*told)
    )
    changes = {
        "picture-new-file": SimpleUploadedFile("bilde.jpg", jpeg()),
        "picture-new-alt_nb": "Et hus",
        "picture-new-consent_basis": "no_people",
    }
    assert send(client, url("organiser", version.event), changes).status_code == 302
    # The smallest alone: the others are a job's, which does nobody harm when it is done again.
    assert (seen, version.pictures.count()) == ([False], 1)
    key = version.pictures.get().image_id
    sizes = [images.default_storage.exists(images.path(key, width, "webp")) for width in (480, 960)]
    assert sizes == [True, False]
    for _time in range(2):
        Worker().run(once=True)
        assert ask_again(Job.objects.get())
    assert list(Job.objects.values_list("task", "state")) == [("finish-picture", "waiting")]
    _folders, names = images.default_storage.listdir(f"pictures/{key}")
    assert sorted(names) == sorted(f"{w}.{ext}" for w in images.WIDTHS for ext in images.EXTENSIONS)


def test_a_larger_picture_is_shown_before_the_job_has_come_to_it(client, version):
    changes = {
        "picture-new-file": SimpleUploadedFile("bilde.jpg", jpeg()),
        "picture-new-alt_nb": "Et hus",
        "picture-new-consent_basis": "no_people",
    }
    send(client, url("organiser", version.event), changes)
    key = version.pictures.get().image_id
    shown = client.get(url("picture", version.event, key, 1600))
    assert (shown.status_code, Image.open(io.BytesIO(shown.content)).format) == (200, "WEBP")


def test_an_unfinished_hour_is_shown_as_norwegians_write_it(client, version):
    sheet = open_sheet(client, url("when", version.event))
    assert sheet.fields["times-0-date"] == "10.2.2027"
    assert sheet.fields["times-0-starts"] == "18.00"
    english = open_sheet(client, url("when", version.event, language="en"))
    assert english.fields["times-0-starts"] == "18:00"
    assert time(18) == clock.local(version.times.get().starts_at).time()
