"""A co-organiser is asked by letter, answers on its own desk, and hears no more than it may."""

import pytest

from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock as site_clock
from events.domain import co_organisers, drafts
from events.domain.errors import NotAllowed
from events.models import CoOrganiser, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", language="nb")


@pytest.fixture
def partner():
    return make.make_user("partner@example.org", language="en")


@pytest.fixture
def friend(partner):
    return make.make_organiser("Vennene", owner=partner)


@pytest.fixture
def draft(owner):
    organiser = make.make_organiser("Naboforeningen", owner=owner)
    return make.make_event(organiser=organiser, by=owner, state="draft", title_nb="Korkveld").open


def mails():
    return [(job.payload["to"], job.payload["subject"]) for job in Job.objects.order_by("pk")]


def test_the_asked_one_gets_one_letter_in_its_own_language(draft, friend, owner):
    drafts.set_co_organisers(draft, [friend], by=owner)
    drafts.set_co_organisers(draft, [friend], by=owner)
    reference = draft.event.reference
    organiser = "Naboforeningen (English)"
    assert mails() == [
        ("partner@example.org", f"{organiser} asks you to be co-organiser ({reference})")
    ]
    assert "/en/organiser/" in Job.objects.get().payload["text"]


def test_being_asked_stands_on_its_desk_and_shows_nothing_yet(
    draft, friend, owner, partner, client_for
):
    drafts.set_co_organisers(draft, [friend], by=owner)
    desk = client_for(partner)
    assert draft.event.reference in desk.get("/arrangor/").text
    assert desk.get(f"/arrangor/{draft.event.reference}/").status_code == 404


def test_who_has_accepted_sees_and_does_not_send_in(draft, friend, owner, partner, client_for):
    drafts.set_co_organisers(draft, [friend], by=owner)
    reference = draft.event.reference
    desk = client_for(partner)
    desk.post(f"/arrangor/{reference}/medarrangor/{friend.slug}/ja/")
    assert desk.get(f"/arrangor/{reference}/").status_code == 200
    assert desk.get(f"/arrangor/{reference}/forhandsvis/").status_code == 200
    for act in ("send-inn", "trekk", "ta-tilbake", "ny-versjon", "arranger-igjen"):
        assert desk.post(f"/arrangor/{reference}/{act}/").status_code == 403
    draft.refresh_from_db()
    assert draft.state == "draft"


@pytest.mark.parametrize("says_yes", [True, False])
def test_those_who_asked_hear_the_answer(draft, friend, owner, partner, says_yes):
    drafts.set_co_organisers(draft, [friend], by=owner)
    Job.objects.all().delete()
    row = CoOrganiser.objects.get()
    co_organisers.answer(row, by=partner, says_yes=says_yes)
    co_organisers.answer(row, by=partner, says_yes=says_yes)
    assert [to for to, _subject in mails()] == ["eier@example.org"]
    assert "Vennene" in Job.objects.get().payload["text"]


def test_one_who_leaves_a_public_event_is_gone_from_its_page(friend, owner, partner, client):
    organiser = make.make_organiser("Naboforeningen", owner=owner)
    event = make.make_event(organiser=organiser, by=owner, slug="korkveld")
    when = {"accepted_at": make.LONG_AGO, "approved_at": make.LONG_AGO}
    row = CoOrganiser.objects.create(event=event, organiser=friend, **when)
    assert "Vennene" in client.get("/program/2027/korkveld/").text
    co_organisers.answer(row, by=partner, says_yes=False)
    assert "Vennene" not in client.get("/program/2027/korkveld/").text
    assert [to for to, _subject in mails()] == ["eier@example.org"]


def test_each_is_asked_in_the_order_of_the_table_and_told_by_whom(draft, friend, owner):
    colleague = make.make_user("kollega@example.org")
    later = make.make_organiser("Senere", owner=colleague)
    # Whoever asks and belongs to both is told nothing new.
    later.memberships.create(user=owner)
    asked = co_organisers.ask(draft.event, {later, friend}, by=owner)
    assert [(row.event, row.organiser) for row in asked] == [
        (draft.event, friend),
        (draft.event, later),
    ]
    assert [to for to, _subject in mails()] == ["partner@example.org", "kollega@example.org"]
    assert co_organisers.ask(draft.event, [friend], by=owner) == []


def test_an_answer_is_the_members_own_and_may_be_changed(draft, friend, owner, partner, clock):
    make.make_organiser("Andre", owner=make.make_user())
    drafts.set_co_organisers(draft, [friend], by=owner)
    # Of an event that is not public there is no record, whatever was approved of it.
    CoOrganiser.objects.update(approved_at=make.LONG_AGO)
    row = CoOrganiser.objects.get()
    for by in (owner, make.make_coordinator()):
        with pytest.raises(NotAllowed):
            co_organisers.answer(row, by=by, says_yes=True)
    first, second = make.oslo("2027-02-10 12:30"), make.oslo("2027-02-10 13:00")
    said = []
    for when, says_yes in ((first, True), (first, True), (second, False), (second, False)):
        clock.set(f"{site_clock.local(when):%Y-%m-%dT%H:%M}")
        Job.objects.all().delete()
        assert co_organisers.answer(row, by=partner, says_yes=says_yes) == row
        row.refresh_from_db()
        assert (row.accepted_at, row.declined_at) == ((when, None) if says_yes else (None, when))
        said.append(len(mails()))
    assert not Publication.objects.exists()
    # The same answer again is told to nobody.
    assert said == [1, 0, 1, 0]
    comments = [entry.comment for entry in draft.event.log.order_by("pk")]
    assert comments == ["Vennene: ja", "Vennene: nei"]
    assert {entry.by for entry in draft.event.log.all()} == {partner}
