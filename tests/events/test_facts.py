"""The facts of the day: public at once, logged, told to the coordinator, taken back in one step."""

import pytest

from enbyforalle.jobs.models import Job
from enbyforalle.publishing import generation
from events.domain import facts, takedowns
from events.domain.errors import NotAllowed, Refused
from events.models import Event, Image, Publication, SessionTime
from tests import factories as make

pytestmark = pytest.mark.django_db

VERBS = {
    "cancel": lambda s, by: facts.cancel_session(s, by=by, reason_nb="Syk"),
    "postpone": lambda s, by: facts.postpone_session(s, by=by, reason_nb="Is"),
    "full": lambda s, by: facts.mark_places(s, by=by, full=True),
    "few": lambda s, by: facts.mark_places(s, by=by, few=True),
    "room": lambda s, by: facts.change_room(s, by=by, room="Rom 2"),
    "notice": lambda s, by: facts.set_notice(s, by=by, nb="Ta med matte"),
    "time": lambda s, by: facts.report_time(s, by=by, starts_at=make.oslo("2027-02-10 19:00")),
    "cancel_event": lambda s, by: facts.cancel_event(s.event, by=by, reason_nb="Storm"),
}
# Time, place and status are what calendars must hear of (RFC 5545, 3.8.7.4).
RAISES_SEQUENCE = {"cancel", "postpone", "room", "time", "cancel_event"}


@pytest.fixture
def event(owner):
    return make.make_event(organiser=make.make_organiser(owner=owner), by=owner)


@pytest.mark.usefixtures("one_by_one")
@pytest.mark.parametrize("name", list(VERBS))
def test_a_fact_is_logged_recorded_told_and_public_at_once(name, event, owner):
    make.make_coordinator()
    session = event.sessions.get()
    before = generation.current()
    VERBS[name](session, owner)
    assert generation.current() == before + 1
    assert event.log.count() == 1
    assert Publication.objects.filter(event=event).count() == 1
    assert [job.payload["to"] for job in Job.objects.all()] == ["koordinator@example.org"]
    session.refresh_from_db()
    assert session.sequence == (1 if name in RAISES_SEQUENCE else 0)


@pytest.mark.parametrize("name", list(VERBS))
def test_strangers_report_nothing(name, event):
    stranger = make.make_user()
    with pytest.raises(NotAllowed):
        VERBS[name](event.sessions.get(), stranger)
    assert event.log.count() == 0


@pytest.mark.parametrize("name", list(VERBS))
def test_nothing_is_reported_of_an_event_nobody_approved(name, owner):
    event = make.make_event(organiser=make.make_organiser(owner=owner), by=owner, state="submitted")
    with pytest.raises(Refused):
        VERBS[name](event.sessions.get(), owner)


def test_a_cancelled_event_stays_public_and_marks_every_session(event, owner):
    facts.cancel_event(event, by=owner, reason_nb="Storm", reason_en="A storm")
    assert list(Event.objects.public()) == [event]
    assert SessionTime.objects.get().status == "cancelled"
    facts.restore_event(event, by=owner)
    assert SessionTime.objects.get().status == "scheduled"


def test_cancelling_twice_is_told_once(event, owner):
    facts.cancel_event(event, by=owner)
    facts.cancel_event(event, by=owner)
    assert event.log.count() == 1


@pytest.mark.parametrize(
    "text", ["x" * 201, "Se https://example.org", "Se www.example.org for mer"]
)
def test_a_notice_is_short_and_has_no_links(event, owner, text):
    with pytest.raises(Refused):
        facts.set_notice(event.sessions.get(), by=owner, nb=text)


def test_a_session_is_not_both_full_and_nearly_so(event, owner):
    with pytest.raises(Refused):
        facts.mark_places(event.sessions.get(), by=owner, full=True, few=True)


def test_unpublish_takes_the_event_off_the_site_with_a_reason(event, owner):
    coordinator = make.make_coordinator()
    other = make.make_event(organiser=event.organiser)
    with pytest.raises(NotAllowed):
        takedowns.unpublish(event, by=owner, reason="Feil")
    with pytest.raises(Refused):
        takedowns.unpublish(event, by=coordinator, reason=" ")
    takedowns.unpublish(event, by=coordinator, reason="Feil navn i teksten")
    assert list(Event.objects.public()) == [other]
    assert Publication.objects.get(event=event).content == {}
    takedowns.republish(event, by=coordinator)
    assert set(Event.objects.public()) == {event, other}


def test_a_picture_taken_down_is_public_nowhere(event, owner):
    coordinator = make.make_coordinator()
    image = Image.objects.create(event=event, width=10, height=10, uploaded_by=owner)
    event.live.pictures.create(image=image, alt_nb="Et hus")
    assert list(Image.objects.public()) == [image]
    takedowns.take_down_picture(image, by=coordinator)
    assert list(Image.objects.public()) == []
