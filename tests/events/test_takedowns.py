"""Taking things off the site once, and the facts nobody may report of what is not public."""

import pytest

from enbyforalle.jobs.models import Job
from events.domain import drafts, facts, takedowns
from events.domain.errors import NotAllowed, Refused
from events.models import Image, Publication
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event(owner):
    return make.make_event(organiser=make.make_organiser(owner=owner), by=owner)


def test_what_is_not_public_cannot_be_taken_off_the_site(owner, coordinator):
    """Else an approval later would bring out an event that stays away without anybody knowing."""
    draft = make.make_event(organiser=make.make_organiser(owner=owner), state="submitted")
    with pytest.raises(Refused):
        takedowns.unpublish(draft, by=coordinator, reason="Feil")
    assert Publication.objects.count() == 0


def test_who_took_it_off_first_stands(event, coordinator):
    takedowns.unpublish(event, by=coordinator, reason="Den første")
    other = make.make_coordinator("annen@example.org")
    again = takedowns.unpublish(event, by=other, reason="Den andre")
    assert (again.unpublished_by, again.unpublished_reason) == (coordinator, "Den første")
    assert event.log.count() == Publication.objects.count() == 1
    takedowns.republish(event, by=other)
    takedowns.republish(event, by=other)
    assert event.log.count() == 2


def test_a_picture_is_taken_down_once_by_those_with_the_right(event, owner, coordinator):
    image = Image.objects.create(event=event, width=9, height=9, uploaded_by=owner)
    event.live.pictures.create(image=image)
    with pytest.raises(NotAllowed):
        takedowns.take_down_picture(image, by=owner)
    takedowns.take_down_picture(image, by=coordinator, reason="Ønsket fjernet")
    other = make.make_coordinator("annen@example.org")
    assert takedowns.take_down_picture(image, by=other).taken_down_by == coordinator
    assert event.log.get().comment == "Ønsket fjernet"


def test_a_picture_taken_down_stays_down_in_later_texts(event, owner, coordinator):
    image = Image.objects.create(event=event, width=9, height=9, uploaded_by=owner)
    event.live.pictures.create(image=image)
    takedowns.take_down_picture(image, by=coordinator)
    change = drafts.open_change(event, by=owner)
    assert not change.pictures.get().is_showable


def state_of(event):
    event.refresh_from_db()
    return event.unpublished_at, event.unpublished_by, event.unpublished_reason


def test_off_the_site_and_back_with_who_when_and_why(event, owner, coordinator, clock):
    for by in (owner, make.make_reviewer()):
        with pytest.raises(NotAllowed):
            takedowns.unpublish(event, by=by, reason="Feil")
    for nothing in ("", " \n"):
        with pytest.raises(Refused):
            takedowns.unpublish(event, by=coordinator, reason=nothing)
    clock.set("2027-02-10T12:30")
    reason = f" {'x' * 201}"
    assert takedowns.unpublish(event, by=coordinator, reason=reason) == event
    assert state_of(event) == (make.oslo("2027-02-10 12:30"), coordinator, "x" * 200)
    [mail] = Job.objects.mails()
    assert mail.payload["to"] == owner.email
    with pytest.raises(NotAllowed):
        takedowns.republish(event, by=make.make_reviewer("to@example.org"))
    assert takedowns.republish(event, by=coordinator) == event
    assert takedowns.republish(event, by=coordinator) == event
    assert state_of(event) == (None, None, "")
    log = [(row.verb, row.by, row.comment) for row in event.log.order_by("pk")]
    assert log == [
        ("unpublish", coordinator, "x" * 200),
        ("republish", coordinator, ""),
    ]
    records = [(row.event, row.by, row.what) for row in Publication.objects.order_by("pk")]
    assert records == [(event, coordinator, "unpublish"), (event, coordinator, "republish")]


def test_a_picture_goes_from_every_page_that_shows_it(event, owner, coordinator, clock):
    file = {"width": 9, "height": 9, "uploaded_by": owner}
    image = Image.objects.create(event=event, **file)
    untouched = Image.objects.create(event=event, **file)
    event.live.pictures.create(image=image)
    other, draft, third = make.make_event(), make.make_event(state="draft"), make.make_event()
    other.live.pictures.create(image=image)
    draft.open.pictures.create(image=image)
    third.live.pictures.create(image=Image.objects.create(event=third, **file))
    for verb in (takedowns.take_down_picture, takedowns.put_back_picture):
        with pytest.raises(NotAllowed):
            verb(image, by=owner)
    # What is not down cannot be put back.
    assert takedowns.put_back_picture(image, by=coordinator) == image
    assert (event.log.count(), Publication.objects.count()) == (0, 0)
    clock.set("2027-02-10T12:30")
    taken = takedowns.take_down_picture(image, by=coordinator)
    assert taken == image
    image.refresh_from_db()
    untouched.refresh_from_db()
    assert (image.taken_down_at, image.taken_down_by, untouched.taken_down_at) == (
        make.oslo("2027-02-10 12:30"),
        coordinator,
        None,
    )
    assert takedowns.put_back_picture(image, by=coordinator, reason=" Feil bilde ") == image
    image.refresh_from_db()
    assert (image.taken_down_at, image.taken_down_by) == (None, None)
    log = [(row.verb, row.by, row.comment) for row in event.log.order_by("pk")]
    assert log == [
        ("take_down_picture", coordinator, str(image.pk)),
        ("put_back_picture", coordinator, "Feil bilde"),
    ]
    takedowns.take_down_picture(image, by=coordinator)
    takedowns.put_back_picture(image, by=coordinator)
    assert event.log.latest("pk").comment == str(image.pk)
    records = [(row.event, row.by, row.what) for row in Publication.objects.order_by("pk")]
    assert records[:4] == [
        (where, coordinator, what)
        for what in ("take_down_picture", "put_back_picture")
        for where in (other, event)
    ]


VERBS = {
    "cancel": lambda session, by: facts.cancel_session(session, by=by, reason_nb="Syk"),
    "full": lambda session, by: facts.mark_places(session, by=by, full=True),
    "room": lambda session, by: facts.change_room(session, by=by, room="2"),
    "notice": lambda session, by: facts.set_notice(session, by=by, nb="Ikke lest av noen"),
    "time": lambda session, by: facts.report_time(
        session, by=by, starts_at=make.oslo("2027-02-10 19:00")
    ),
}


@pytest.mark.parametrize("name", list(VERBS))
def test_nothing_is_reported_of_a_session_that_only_a_change_has(name, event, owner):
    change = drafts.open_change(event, by=owner)
    time = drafts.add_time(change, by=owner, starts_at=make.oslo("2027-02-12 18:00"))
    with pytest.raises(Refused):
        VERBS[name](time.session, owner)
    session = type(time.session).objects.get(pk=time.session_id)
    assert (session.status, session.notice_nb, session.sequence) == ("scheduled", "", 0)
    assert Publication.objects.count() == 0
