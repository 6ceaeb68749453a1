"""Undoing within the hour, confirming a reported time, and taking facts away."""

import pytest

from enbyforalle.jobs.models import Job
from events.domain import confirming, drafts, facts, takedowns
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Event, Image, Picture, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(owner):
    return make.make_event(
        organiser=make.make_organiser(owner=owner), by=owner, slug="korkveld", title_nb="Korkveld"
    )


@pytest.fixture
def session(event):
    return event.sessions.get()


def fresh(row):
    return type(row).objects.get(pk=row.pk)


# Undo


def test_an_undone_cancellation_leaves_no_mark(event, session, owner):
    facts.set_notice(session, by=owner, nb="Ta med matte", en="Bring a mat")
    before = Publication.objects.filter(event=event).latest("pk").content
    facts.cancel_session(fresh(session), by=owner, reason_nb="Syk")
    undone = facts.undo_session(fresh(session), by=owner)
    assert (undone.status, undone.status_changed_at) == ("scheduled", None)
    assert Publication.objects.filter(event=event).latest("pk").content == before
    # Calendars may have fetched the cancellation, so they must hear again.
    assert undone.sequence == 2
    assert [entry.verb for entry in event.log.all()][-2:] == ["cancel_session", "undo"]


def test_from_cancelled_to_postponed_keeps_the_first_notice(session, owner):
    facts.set_notice(session, by=owner, nb="Ta med matte")
    facts.cancel_session(fresh(session), by=owner, reason_nb="Syk")
    facts.postpone_session(fresh(session), by=owner, reason_nb="Ny dag kommer")
    assert facts.undo_session(fresh(session), by=owner).notice_nb == "Ta med matte"


@pytest.mark.parametrize(("time", "is_undone"), [("12:59:59", True), ("13:00:00", False)])
def test_the_hour(event, owner, clock, time, is_undone):
    facts.cancel_event(event, by=owner, reason_nb="Storm")
    clock.set(f"2027-02-10T{time}")
    if is_undone:
        undone = facts.undo_event(event, by=owner)
        assert (undone.status, undone.status_reason_nb) == ("scheduled", "")
        assert undone.status_changed_at is None
    else:
        with pytest.raises(Conflict):
            facts.undo_event(event, by=owner)
        assert fresh(event).status == "cancelled"
        assert facts.restore_event(event, by=owner).status_changed_at is not None


def test_what_is_as_planned_needs_no_undo(event, session, owner):
    facts.undo_event(event, by=owner)
    facts.undo_session(session, by=owner)
    assert event.log.count() == 0


def test_strangers_undo_nothing(event, session, owner):
    facts.cancel_event(event, by=owner)
    facts.cancel_session(session, by=owner)
    for undo, row in ((facts.undo_event, event), (facts.undo_session, session)):
        with pytest.raises(NotAllowed):
            undo(row, by=make.make_user())
    assert fresh(event).status == "cancelled"


@pytest.mark.parametrize(("nb", "en"), [("Syk", "Ill"), ("Syk", ""), ("", "Ill"), ("", "")])
def test_a_reason_is_given_in_one_or_both_languages(event, owner, client, nb, en):
    facts.cancel_event(event, by=owner, reason_nb=nb, reason_en=en)
    norwegian = client.get("/program/2027/korkveld/").text
    english = client.get("/en/programme/2027/korkveld/").text
    assert (nb or en) in norwegian
    assert (en or nb) in english


# A reported time


def test_a_confirmed_time_is_the_approved_one(event, session, owner, coordinator, client):
    facts.report_time(session, by=owner, starts_at=make.oslo("2027-02-10 19:00"))
    Job.objects.all().delete()
    version = confirming.confirm_time(session, by=coordinator)
    time = version.times.get()
    assert version.is_live
    assert (time.starts_at, time.ends_at) == (
        make.oslo("2027-02-10 19:00"),
        make.oslo("2027-02-10 21:00"),
    )
    changed = fresh(session)
    assert (changed.reported_starts_at, changed.reported_ends_at) == (None, None)
    assert changed.previous_starts_at == make.oslo("2027-02-10 18:00")
    assert "confirm_time" in [entry.verb for entry in event.log.all()]
    assert {job.payload["to"] for job in Job.objects.all()} == {"eier@example.org"}


def test_a_reported_end_is_taken_as_it_is(session, owner, coordinator):
    facts.report_time(
        session,
        by=owner,
        starts_at=make.oslo("2027-02-10 19:00"),
        ends_at=make.oslo("2027-02-10 19:30"),
    )
    time = confirming.confirm_time(session, by=coordinator).times.get()
    assert time.ends_at == make.oslo("2027-02-10 19:30")


def test_a_time_is_not_confirmed_behind_an_open_change(event, session, owner, coordinator):
    facts.report_time(session, by=owner, starts_at=make.oslo("2027-02-10 19:00"))
    drafts.open_change(event, by=owner)
    with pytest.raises(Conflict):
        confirming.confirm_time(session, by=coordinator)
    assert fresh(session).reported_starts_at is not None
    assert event.live.number == 1


def test_only_what_is_reported_is_confirmed_and_only_by_the_coordinator(
    session, owner, coordinator
):
    with pytest.raises(Conflict):
        confirming.confirm_time(session, by=coordinator)
    facts.report_time(session, by=owner, starts_at=make.oslo("2027-02-10 19:00"))
    with pytest.raises(NotAllowed):
        confirming.confirm_time(session, by=owner)
    assert fresh(session).reported_starts_at is not None


# Taking away


TOLD = {
    "status": lambda s, by: facts.cancel_session(s, by=by, reason_nb="Syk"),
    "places": lambda s, by: facts.mark_places(s, by=by, full=True),
    "room": lambda s, by: facts.change_room(s, by=by, room="Kjelleren"),
    "notice": lambda s, by: facts.set_notice(s, by=by, nb="Ta med matte"),
    "time": lambda s, by: facts.report_time(s, by=by, starts_at=make.oslo("2027-02-10 19:00")),
}


@pytest.mark.parametrize("name", list(TOLD))
def test_each_fact_goes_with_one_click(event, session, owner, coordinator, client_for, name):
    before = Publication.objects.filter(event=event)
    TOLD[name](session, owner)
    at_work = client_for(coordinator)
    case = f"/en/admin/events/event/{event.pk}/"
    address = f"{case}facts/{session.uid}/{name}/remove/"
    assert address in at_work.get(f"{case}change/").text
    Job.objects.all().delete()
    assert at_work.post(address).status_code == 302
    found = fresh(session)
    empty = (found.status, found.is_full, found.room, found.notice_nb, found.reported_starts_at)
    assert empty == ("scheduled", False, "", "", None)
    assert address not in at_work.get(f"{case}change/").text
    assert before.count() == 2
    assert "eier@example.org" in {job.payload["to"] for job in Job.objects.all()}


def test_the_whole_event_is_as_planned_again_with_one_click(event, owner, coordinator, client_for):
    facts.cancel_event(event, by=owner, reason_nb="Storm")
    at_work = client_for(coordinator)
    address = f"/en/admin/events/event/{event.pk}/facts/status/remove/"
    assert address in at_work.get(f"/en/admin/events/event/{event.pk}/change/").text
    assert at_work.post(address).status_code == 302
    assert fresh(event).status == "scheduled"


def test_a_time_is_confirmed_with_one_click(event, session, owner, coordinator, client_for):
    TOLD["time"](session, owner)
    at_work = client_for(coordinator)
    case = f"/en/admin/events/event/{event.pk}/"
    assert at_work.post(f"{case}facts/{session.uid}/confirm/").status_code == 302
    assert event.live.number == 2
    assert at_work.post(f"{case}facts/{session.uid}/confirm/").status_code == 409


def test_reviewers_read_the_facts_and_change_none(event, session, owner, client_for):
    TOLD["notice"](session, owner)
    reviewer = client_for(make.make_reviewer())
    case = f"/en/admin/events/event/{event.pk}/"
    text = reviewer.get(f"{case}change/").text
    assert "Ta med matte" in text
    for address in (f"facts/{session.uid}/notice/remove/", f"facts/{session.uid}/confirm/"):
        assert address not in text
        assert reviewer.post(case + address).status_code == 403
    assert reviewer.post(f"{case}facts/status/remove/").status_code == 403
    assert fresh(session).notice_nb == "Ta med matte"


def test_a_fact_that_is_none_is_refused(session, coordinator, owner):
    with pytest.raises(Refused):
        confirming.remove_fact(session, "title", by=coordinator)
    with pytest.raises(NotAllowed):
        confirming.remove_fact(session, "notice", by=owner)


# Pictures


@pytest.fixture
def image(event, owner):
    stored = Image.objects.create(
        event=event, width=480, height=320, widths=[480], uploaded_by=owner
    )
    Picture.objects.create(version=event.live, image=stored, alt_nb="Et kor")
    return stored


def test_a_picture_is_put_back(event, image, coordinator, client_for, client):
    at_work = client_for(coordinator)
    case = f"/en/admin/events/event/{event.pk}/picture/{image.pk}/"
    file = f"/bilder/{image.pk}/480.webp"
    at_work.post(f"{case}take-down/", {"reason": "Ikke samtykke"})
    gone = client.get(file)
    assert (gone.status_code, gone.content.decode()) == (410, "Bildet er tatt ned.")
    assert f"{case}put-back/" in at_work.get(f"/en/admin/events/event/{event.pk}/change/").text
    assert at_work.post(f"{case}put-back/").status_code == 302
    found = fresh(image)
    assert (found.taken_down_at, found.taken_down_by) == (None, None)
    assert [entry.verb for entry in event.log.all()] == ["take_down_picture", "put_back_picture"]
    newest = Publication.objects.filter(event=event).latest("pk")
    assert [row["key"] for row in newest.content["nb"]["pictures"]] == [str(image.pk)]


def test_only_those_who_may_take_down_put_back(image, owner, coordinator, client_for):
    takedowns.take_down_picture(image, by=coordinator)
    with pytest.raises(NotAllowed):
        takedowns.put_back_picture(image, by=owner)
    reviewer = client_for(make.make_reviewer())
    address = f"/en/admin/events/event/{image.event_id}/picture/{image.pk}/put-back/"
    assert reviewer.post(address).status_code == 403
    assert fresh(image).taken_down_at is not None


def test_a_picture_taken_down_is_gone_from_the_copy_of_next_year_too(
    event, image, owner, coordinator
):
    copy = make.make_event(organiser=event.organiser, by=owner, slug="igjen")
    Event.objects.filter(pk=copy.pk).update(copied_from=event)
    Picture.objects.create(version=copy.live, image=image, alt_nb="Et kor")
    takedowns.take_down_picture(image, by=coordinator)
    [record] = Publication.objects.filter(event=copy)
    assert record.content["nb"]["pictures"] == []
