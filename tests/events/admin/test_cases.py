"""Events as cases: the page, what can be done from it, and who may."""

import pytest

from enbyforalle.jobs.models import Job
from events.models import Event, Picture, Publication, Version
from events.models import Image as StoredImage
from organisers.models import Invitation, Organiser
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

EVENTS = "/en/admin/events/event/"


@pytest.fixture
def approved(organiser, owner):
    return make.make_event(organiser=organiser, by=owner, title_nb="Korfest", slug="korfest")


@pytest.fixture
def image(approved, owner):
    stored = StoredImage.objects.create(
        event=approved, width=480, height=320, widths=[480], uploaded_by=owner
    )
    Picture.objects.create(version=approved.live, image=stored, alt_nb="Et kor")
    return stored


def post(client, event, what, **data):
    return client.post(f"{EVENTS}{event.pk}/{what}/", data)


def fresh(event):
    return Event.objects.get(pk=event.pk)


def test_the_case_page_holds_all_that_happened(at_work, approved, coordinator, image):
    post(at_work, approved, "cancel", reason_nb="Sykdom", reason_en="Illness")
    text = at_work.get(f"{EVENTS}{approved.pk}/change/").content.decode()
    for words in ("Version 1", "public now", "Illness", "cancelled the event", "Take down the"):
        assert words in text
    [publication] = Publication.objects.filter(event=approved)
    assert f"/en/admin/events/publication/{publication.pk}/change/" in text


@pytest.mark.parametrize(
    ("what", "data", "status"),
    [
        ("cancel", {"reason_nb": "Sykdom", "reason_en": ""}, "cancelled"),
        ("postpone", {"reason_nb": "Snø", "reason_en": "Snow"}, "postponed"),
    ],
)
def test_an_event_is_called_off_and_put_back(at_work, client, approved, what, data, status):
    assert post(at_work, approved, what, **data).status_code == 302
    event = fresh(approved)
    assert (event.status, event.status_reason_nb) == (status, data["reason_nb"])
    page = client.get(f"/program/2027/{event.slug}/")
    assert data["reason_nb"] in page.content.decode()
    assert post(at_work, approved, "restore").status_code == 302
    assert fresh(approved).status == "scheduled"


def test_a_refused_reason_keeps_what_was_typed(at_work, approved):
    answer = post(at_work, approved, "cancel", reason_nb="Se www.example.org")
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "A notice cannot hold links." in text
    assert 'value="Se www.example.org"' in text
    assert fresh(approved).status == "scheduled"


def test_taking_an_event_off_the_site_needs_a_reason(at_work, client, approved):
    answer = post(at_work, approved, "unpublish", reason="")
    assert answer.status_code == 422
    assert "Write the reason." in answer.content.decode()
    assert client.get(approved.get_absolute_url()).status_code == 200
    post(at_work, approved, "unpublish", reason="Trusler mot arrangøren")
    assert fresh(approved).unpublished_reason == "Trusler mot arrangøren"
    assert client.get(approved.get_absolute_url()).status_code in (404, 410)
    post(at_work, approved, "republish")
    assert client.get(approved.get_absolute_url()).status_code == 200


def test_a_picture_is_taken_down_with_a_reason(at_work, approved, image):
    path = f"picture/{image.pk}/take-down"
    assert post(at_work, approved, path, reason=" ").status_code == 422
    image.refresh_from_db()
    assert image.taken_down_at is None
    assert post(at_work, approved, path, reason="Samtykket er trukket").status_code == 302
    image.refresh_from_db()
    assert image.taken_down_at is not None
    assert approved.log.get(verb="take_down_picture").comment == "Samtykket er trukket"


@pytest.mark.parametrize(
    "what", ["cancel", "postpone", "restore", "unpublish", "republish", "hand-over"]
)
def test_only_the_coordinator_acts_on_cases(
    client_for, client, reviewer, content_editor, owner, stranger, approved, what
):
    for user in (reviewer, content_editor, owner, stranger):
        answer = client_for(user).post(f"{EVENTS}{approved.pk}/{what}/", {"reason": "x"})
        followed = client_for(user).get(answer["Location"]) if answer.status_code == 302 else answer
        assert followed.status_code == 403, user
    assert client.post(f"{EVENTS}{approved.pk}/{what}/").status_code == 302
    event = fresh(approved)
    assert (event.status, event.unpublished_at) == ("scheduled", None)


def test_a_reviewer_reads_the_case_and_meets_no_buttons(client_for, reviewer, approved, image):
    text = client_for(reviewer).get(f"{EVENTS}{approved.pk}/change/").content.decode()
    assert "Korfest" in text or "Language café" in text
    assert [
        word for word in ("/cancel/", "/unpublish/", "take-down", "hand-over") if word in text
    ] == []


def test_internal_cases_need_the_right(client_for, reviewer, owner):
    event = make.make_event(visibility="internal", by=owner, title_en="Internal course")
    client = client_for(reviewer)
    assert "Internal course" in client.get(EVENTS).content.decode()
    group = reviewer.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_internal"))
    client = client_for(reviewer)
    assert "Internal course" not in client.get(EVENTS).content.decode()
    assert client.get(f"{EVENTS}{event.pk}/change/").status_code == 404


def test_an_event_is_entered_for_somebody_who_phoned(at_work, coordinator):
    week = make.make_week()
    answer = at_work.post(
        f"{EVENTS}add/",
        {
            "week": week.pk,
            "name": "Strikkeklubben",
            "kind": "informal_group",
            "contact_name": "Turid",
            "contact_email": "turid@example.org",
            "visibility": "public",
        },
    )
    event = Event.objects.get()
    assert answer["Location"] == f"/en/organiser/{event.reference}/go-on/"
    assert (str(event.organiser), event.organiser.memberships.count()) == ("Strikkeklubben", 0)
    draft = event.open
    assert (draft.state, draft.contact_email) == ("draft", "turid@example.org")
    assert at_work.get(answer["Location"], follow=True).status_code == 200


def test_entering_asks_for_what_a_new_organiser_needs(at_work):
    week = make.make_week()
    answer = at_work.post(
        f"{EVENTS}add/", {"week": week.pk, "contact_name": "Turid", "visibility": "public"}
    )
    assert answer.status_code == 422
    assert answer.context["form"].errors == {
        "name": ["A new organiser needs this."],
        "kind": ["A new organiser needs this."],
    }
    assert 'value="Turid"' in answer.content.decode()
    assert not Organiser.objects.exists()


def test_only_who_may_enter_events_gets_the_form(client_for, reviewer, content_editor):
    for user in (reviewer, content_editor):
        assert client_for(user).get(f"{EVENTS}add/").status_code == 403


@pytest.mark.parametrize("language", ["nb", "en"])
def test_handing_over_invites_the_owner_in_the_chosen_language(at_work, coordinator, language):
    organiser = make.make_organiser("Strikkeklubben", state="draft")
    event = make.make_event(organiser=organiser, by=coordinator, state="draft")
    form = at_work.get(f"{EVENTS}{event.pk}/hand-over/").context["form"]
    assert form["email"].value() == "kontakt@example.org"
    data = {"organiser": organiser.pk, "email": "turid@example.org", "language": language}
    assert post(at_work, event, "hand-over", **data).status_code == 302
    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role, invitation.language) == (
        "turid@example.org",
        "owner",
        language,
    )
    languages = dict(Job.objects.mails().values_list("payload__to", "language"))
    assert languages["turid@example.org"] == language
    assert event.log.get(verb="hand_over").by == coordinator


def test_handing_over_to_another_organiser_changes_the_owner(
    at_work, coordinator, organiser, owner
):
    event = make.make_event(by=coordinator, state="draft")
    data = {"organiser": organiser.pk, "email": "", "language": "nb"}
    assert post(at_work, event, "hand-over", **data).status_code == 302
    assert fresh(event).organiser == organiser
    assert Version.objects.get(event=event).state == "draft"


def test_the_list_finds_events_by_what_people_say(at_work, approved):
    make.make_event(organiser=make.make_organiser("Andre"), state="draft", title_nb="Annet")

    def found(**query):
        return [row.pk for row in at_work.get(EVENTS, query).context["cl"].result_list]

    for words in ("korfest", approved.reference, "naboforeningen"):
        assert found(q=words) == [approved.pk]
    assert found(site="approved") == [approved.pk]
    assert found(site="down") == []
    assert found(english="lacking") == []
    approved.versions.update(summary_en="")
    assert found(english="lacking") == [approved.pk]
