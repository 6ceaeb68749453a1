"""Arranging an event again from the desk: what is offered, what comes of it, what it costs."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enbyforalle.lib import images
from events.domain import again, drafts, rows
from events.models import CoOrganiser, Event, Version
from tests import factories as make
from tests.events.desk.conftest import url
from tests.events.desk.pictures import jpeg
from tests.events.rows import a_picture

pytestmark = pytest.mark.one_database

EARLIER = {"nb": "/arrangor/tidligere/", "en": "/en/organiser/earlier/"}


@pytest.fixture
def event(organiser, owner, words):
    return make.make_event(organiser=organiser, by=owner, slug="korkveld", title_nb="Korkveld")


@pytest.fixture
def next_week(clock, event):
    clock.set("2027-11-01T12:00")
    return make.make_week(2028, released=False)


@pytest.mark.parametrize("language", ["nb", "en"])
def test_a_past_event_is_started_again(client, event, next_week, language):
    assert url("again", event, language=language) in client.get(EARLIER[language]).text
    page = client.get(url("again", event, language=language))
    assert page.status_code == 200
    answer = client.post(url("again", event, language=language), follow=True)
    [copy] = Event.objects.filter(copied_from=event)
    assert answer.redirect_chain == [(url("event", copy, language=language), 302)]
    assert copy.open.title_nb == "Korkveld"
    assert url("event", copy, language=language) in client.get(EARLIER[language]).text


def test_the_first_page_offers_the_newest_ones(client, event, next_week):
    assert url("again", event) in client.get("/arrangor/nytt/").text


def test_a_past_event_offers_it_on_its_own_page_and_a_coming_one_does_not(client, event, next_week):
    coming = make.make_event(week=next_week, organiser=event.organiser, by=event.created_by)
    assert url("again", event) in client.get(url("event", event)).text
    assert url("again", coming) not in client.get(url("event", coming)).text


def test_two_open_weeks_are_asked_about(client, event, next_week):
    later = make.make_week(2029, released=False, submissions_open_at=make.oslo("2027-10-01 00:00"))
    assert client.post(url("again", event)).status_code == 422
    client.post(url("again", event), {"week": "2029"})
    assert [copy.week for copy in event.copies.all()] == [later]


def test_no_open_week_says_when_to_come_back(client, event, clock):
    clock.set("2027-08-01T12:00")
    make.make_week(2028, released=False)
    page = client.get(url("again", event))
    assert "2028" in page.text
    assert client.post(url("again", event)).status_code == 422
    assert event.copies.count() == 0
    assert url("again", event) not in client.get(EARLIER["nb"]).text


def test_strangers_find_nothing_and_partners_may_not(client_for, stranger, event, next_week):
    assert client_for(stranger).post(url("again", event)).status_code == 404
    joined = make.make_user("med@example.org")
    friend = make.make_organiser("Med", owner=joined)
    CoOrganiser.objects.create(event=event, organiser=friend, accepted_at=make.LONG_AGO)
    assert client_for(joined).post(url("again", event)).status_code == 403
    assert "Korkveld" not in client_for(joined).get(EARLIER["nb"]).text
    assert event.copies.count() == 0


def test_an_empty_list_says_so(client, week):
    assert client.get(EARLIER["nb"]).status_code == 200


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_costs_the_same_at_any_length(client, organiser, owner, next_week, count):
    for number in range(count - 1):
        make.make_event(organiser=organiser, by=owner, times=(), slug=f"e{number}")
    client.get(EARLIER["nb"])
    with CaptureQueriesContext(connection) as queries:
        assert client.get(EARLIER["nb"]).status_code == 200
    assert len(queries) == 9


def test_a_partner_leaves_from_the_desk(client_for, owner, event, week):
    joined = make.make_user("med@example.org")
    friend = make.make_organiser("Med", owner=joined)
    when = {"accepted_at": make.LONG_AGO, "approved_at": make.LONG_AGO}
    row = CoOrganiser.objects.create(event=event, organiser=friend, **when)
    partner = client_for(joined)
    leave = url("leave", event, friend.slug)
    assert leave in partner.get(url("event", event)).text
    assert partner.get(leave).status_code == 200
    row.refresh_from_db()
    assert row.accepted_at == make.LONG_AGO
    assert partner.post(leave).url == "/arrangor/"
    row.refresh_from_db()
    assert row.accepted_at is None
    assert row.declined_at is not None
    assert partner.get(url("event", event)).status_code == 404
    assert client_for(owner).get(url("event", event)).status_code == 200


def test_the_draft_shows_the_pictures_of_the_first(
    client, client_for, stranger, clock, event, owner, settings, tmp_path
):
    """The files belong to the event that brought them, and both show them."""
    settings.MEDIA_ROOT = tmp_path
    change = drafts.open_change(event, by=owner)
    upload = SimpleUploadedFile("kor.jpg", jpeg(), "image/jpeg")
    words = {"alt_nb": "Kor", "credit": "Oss", "consent_basis": "no_people"}
    shown = rows.add_picture(change, upload, by=owner, **words)
    Version.objects.filter(pk=event.live.pk).update(is_live=False)
    Version.objects.filter(pk=change.pk).update(
        state="approved", is_live=True, decided_at=make.LONG_AGO, decided_by=owner
    )
    clock.set("2027-11-01T12:00")
    copy = again.copy_event(event, make.make_week(2028, released=False), by=owner).event
    path = url("picture", copy, shown.image_id, 480)
    assert client.get(path).status_code == 200
    assert client_for(stranger).get(path).status_code == 404


def test_a_copied_picture_is_seen_in_the_new_draft(client, event, next_week):
    picture = a_picture(event.live)
    name = images.path(picture.image_id, 480, "webp")
    default_storage.save(name, ContentFile(b"webp"))
    client.post(url("again", event))
    [copy] = Event.objects.filter(copied_from=event)
    assert client.get(url("picture", copy, picture.image_id, 480)).content == b"webp"
