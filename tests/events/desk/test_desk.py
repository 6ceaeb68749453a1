"""The list of own events, starting one, sending it in, and answering as co-organiser."""

import pytest
from django.urls import reverse

from enbyforalle.jobs.models import Job
from events.domain import review
from events.enums import VersionState
from events.models import CoOrganiser, Event, Publication
from tests.events.desk.conftest import url
from tests.events.desk.sheet import open_sheet
from tests.factories import (
    LONG_AGO,
    make_coordinator,
    make_event,
    make_organiser,
    make_user,
    make_week,
)

pytestmark = pytest.mark.one_database

HOME = "/arrangor/"


def text_of(response):
    return response.content.decode()


# The list


def test_without_an_organiser_one_is_led_to_register(client_for, week):
    page = text_of(client_for(make_user()).get(HOME))
    assert reverse("organisers:register") in page
    assert reverse("desk:start") not in page


def test_an_empty_list_helps(client_for, owner, organiser, week):
    page = text_of(client_for(owner).get("/en/organiser/"))
    assert "No events yet" in page
    assert "/en/organiser/new/" in page


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (VersionState.DRAFT, "Send it in by Monday 1 March 2027, 00:00 (18 days left)."),
        (VersionState.SUBMITTED, "You will have an answer by Friday 11 December 2026."),
        (VersionState.CHANGES_REQUESTED, "The coordinator asks for changes."),
        (VersionState.APPROVED, "See it on the site"),
        (VersionState.REJECTED, "The event was not taken into the programme."),
        (VersionState.WITHDRAWN, "You have withdrawn it."),
    ],
)
def test_each_state_says_what_is_next(client, week, organiser, owner, state, words):
    event = make_event(week=week, organiser=organiser, by=owner, state=state)
    page = text_of(client.get("/en/organiser/"))
    assert words in page
    assert event.reference in page
    reason = state in (VersionState.CHANGES_REQUESTED, VersionState.REJECTED)
    assert ("Fordi." in page) == reason


def test_before_the_release_there_is_no_public_link(client, organiser, owner):
    week = make_week(2027, released=False)
    event = make_event(week=week, organiser=organiser, by=owner)
    page = text_of(client.get("/en/organiser/"))
    assert "It becomes public when the programme is released." in page
    assert event.slug not in page


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_list_takes_the_same_queries(
    client, week, organiser, owner, django_assert_num_queries, count
):
    for _number in range(count):
        make_event(week=week, organiser=organiser, by=owner, times=())
    # Session, user, organisers with two texts, questions, events with versions and organisers
    # Session, user; own organisers, their two kinds of texts; questions to them; events, their
    # versions, their organisers with both kinds of texts; weeks and late access.
    with django_assert_num_queries(13):
        assert client.get(HOME).status_code == 200


# Starting


def test_one_is_told_before_the_first_field(client, week, organiser):
    page = text_of(client.get("/en/organiser/new/"))
    notice = page.index("offentleglova")
    assert notice < page.index('name="path"')
    assert "journal" in page[notice : notice + 200]
    assert "health, belief or private life" in page


def test_starting_makes_a_draft_and_leads_to_the_short_form(client, week, organiser, owner):
    response = client.post("/arrangor/nytt/", {"path": "short"}, follow=True)
    event = Event.objects.get()
    assert (event.organiser, event.week, event.created_by) == (organiser, week, owner)
    assert response.redirect_chain[-1][0] == url("short", event)
    assert event.open.contact_email == owner.email


def test_the_whole_form_may_be_chosen(client, week, organiser):
    response = client.post("/arrangor/nytt/", {"path": "full"}, follow=True)
    assert response.redirect_chain[-1][0] == url("about", Event.objects.get())


def test_pressing_twice_makes_one_draft(client, week, organiser):
    for _time in range(2):
        client.post("/arrangor/nytt/", {"path": "short"})
    assert Event.objects.count() == 1


def test_one_with_several_organisers_chooses(client, week, owner, organiser):
    other = make_organiser("Korpset", owner=owner)
    stranger = make_organiser("Ikke min")
    page = text_of(client.get("/arrangor/nytt/"))
    assert "Korpset" in page
    assert "Ikke min" not in page
    response = client.post("/arrangor/nytt/", {"path": "short"})
    assert response.status_code == 422
    response = client.post("/arrangor/nytt/", {"path": "short", "organiser": stranger.slug})
    assert response.status_code == 422
    client.post("/arrangor/nytt/", {"path": "short", "organiser": other.slug})
    assert [event.organiser for event in Event.objects.all()] == [other]


def test_when_no_week_takes_submissions_it_says_so(client, organiser):
    make_week(submissions_close_at=None, submissions_open_at=None)
    assert "Submissions are closed" in text_of(client.get("/en/organiser/new/"))
    assert client.post("/arrangor/nytt/", {"path": "short"}).status_code == 200
    assert Event.objects.count() == 0


# Sending in


def test_the_preview_lists_what_is_missing_with_links(client, version):
    version.times.all().delete()
    type(version).objects.filter(pk=version.pk).update(title_nb="", accepts_criteria=False)
    page = text_of(client.get(url("preview", version.event, language="en")))
    assert "3 things are missing" in page
    for name, field in (
        ("about", "id_title_nb"),
        ("when", "id_times-0-date"),
        ("organiser", "id_accepts_criteria"),
    ):
        assert f'href="{url(name, version.event, language="en")}#{field}"' in page
        assert f'id="{field}"' in open_sheet(client, url(name, version.event)).html
    assert url("submit", version.event) not in page


def test_the_preview_shows_the_event_in_both_languages(client, version):
    assert version.title_nb in text_of(client.get(url("preview", version.event)))
    assert version.title_en in text_of(client.get(url("preview", version.event, language="en")))


def test_the_preview_names_an_organiser_that_is_new(client, version):
    organiser = version.event.organiser
    organiser.texts.update(is_live=False, state="draft", decided_at=None, decided_by=None)
    page = text_of(client.get(url("preview", version.event, language="en")))
    assert "A new organiser" not in page
    assert "Naboforeningen" in page.partition("Who is behind it")[2]


def test_who_is_asked_for_changes_is_led_to_the_text_and_sees_what_is_asked(
    client, week, organiser, owner, words
):
    event = make_event(
        week=week, organiser=organiser, by=owner, state=VersionState.CHANGES_REQUESTED
    )
    assert client.get(url("go_on", event)).url == url("about", event)
    for name in ("about", "preview"):
        page = text_of(client.get(url(name, event, language="en")))
        assert "The coordinator asks for changes" in page
        assert "Fordi." in page


def test_sending_in_gives_a_receipt_and_an_email(client, version, owner, week):
    response = client.post(url("submit", version.event, language="en"), follow=True)
    page = text_of(response)
    assert version.event.reference in page
    assert "Saturday 20 February 2027" in page
    version.refresh_from_db()
    assert version.state == VersionState.SUBMITTED
    assert {job.payload["to"] for job in Job.objects.mails()} >= {owner.email}
    # Once more: the first time counted.
    again = client.post(url("submit", version.event))
    assert again.url == url("receipt", version.event)
    assert version.event.log.filter(verb="submit").count() == 1


def test_an_incomplete_event_is_not_sent_in(client, version):
    type(version).objects.filter(pk=version.pk).update(title_nb="")
    response = client.post(url("submit", version.event))
    assert response.url == url("preview", version.event)
    version.refresh_from_db()
    assert version.state == VersionState.DRAFT


def test_take_back_withdraw_and_start_again(client, version, owner):
    event = version.event
    review.submit(version, by=owner)
    assert client.get(url("about", event)).url == url("event", event)
    client.post(url("take_back", event))
    assert event.open.state == VersionState.DRAFT
    assert client.get(url("withdraw", event)).status_code == 200
    client.post(url("withdraw", event))
    assert event.open is None
    client.post(url("open_change", event))
    assert (event.open.number, event.open.title_nb) == (2, version.title_nb)


def test_an_approved_event_is_changed_in_a_new_version(client, organiser, owner):
    event = make_event(organiser=organiser, by=owner)
    response = client.post(url("open_change", event), follow=True)
    assert response.redirect_chain == [(url("about", event), 302)]
    assert (event.live.number, event.open.number) == (1, 2)
    sheet = open_sheet(client, url("about", event))
    client.post(url("about", event), sheet.fields | {"title_nb": "Ny tittel"})
    assert event.live.title_nb != "Ny tittel"
    assert event.open.title_nb == "Ny tittel"


def test_a_refused_verb_says_why(client, version, owner):
    event = version.event
    review.submit(version, by=owner)
    review.approve(event.open, by=make_coordinator())
    page = text_of(client.post(url("take_back", event, language="en"), follow=True))
    assert "Somebody has dealt with the event in the meantime." in page


# Co-organisers


@pytest.fixture
def asked(version, client_for):
    """An organiser that was asked, and its owner's browser."""
    user = make_user("med@example.org")
    other = make_organiser("Medforeningen", owner=user)
    row = CoOrganiser.objects.create(event=version.event, organiser=other)
    return row, client_for(user)


@pytest.mark.parametrize(("answer", "says_yes"), [("accept", True), ("decline", False)])
def test_an_asked_organiser_answers_on_its_own_desk(asked, answer, says_yes):
    row, browser = asked
    path = url(answer, row.event, row.organiser.slug)
    assert path in text_of(browser.get(HOME))
    assert browser.get(path).status_code == 302
    row.refresh_from_db()
    assert (row.accepted_at, row.declined_at) == (None, None)
    browser.post(path)
    row.refresh_from_db()
    assert (row.accepted_at is not None, row.declined_at is not None) == (says_yes, not says_yes)
    assert path not in text_of(browser.get(HOME))
    shown = row.event.open.title_nb in text_of(browser.get(HOME))
    assert shown == says_yes


def test_nobody_answers_for_another(client, asked, stranger, client_for):
    row, _browser = asked
    for browser, status in ((client, 302), (client_for(stranger), 404)):
        path = url("accept", row.event, row.organiser.slug)
        assert browser.post(path).status_code == status
    row.refresh_from_db()
    assert row.accepted_at is None


def test_an_accepted_co_organiser_of_a_live_event_is_published(organiser, owner, client_for):
    event = make_event(organiser=organiser, by=owner)
    user = make_user("med@example.org")
    other = make_organiser("Medforeningen", owner=user)
    CoOrganiser.objects.create(event=event, organiser=other, approved_at=LONG_AGO)
    address = event.get_absolute_url()
    assert "Medforeningen" not in text_of(client_for(user).get(address))
    client_for(user).post(url("accept", event, other.slug))
    assert "Medforeningen" in text_of(client_for(user).get(address))
    assert Publication.objects.filter(event=event, what="co_organiser").count() == 1
