"""Events entered for somebody who phoned: for whom, with which contact, and given to them after."""

import pytest

from events.domain import entering
from events.domain.errors import NotAllowed
from events.models import Event
from organisers.models import Invitation, Organiser
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def week():
    return make.make_week()


def test_for_an_organiser_we_have(week, coordinator):
    organiser = make.make_organiser()
    contact = {"contact_name": "Ola", "contact_email": "", "contact_phone": "+4738075000"}
    version = entering.enter_event(
        week, by=coordinator, organiser=organiser, contact=contact, visibility="internal"
    )
    version.refresh_from_db()
    assert (version.event.organiser, version.event.week) == (organiser, week)
    assert (version.visibility, version.state) == ("internal", "draft")
    assert (version.contact_name, version.contact_phone) == ("Ola", "+4738075000")
    # What was not told keeps what the draft began with.
    plain = entering.enter_event(week, by=coordinator, organiser=organiser)
    assert plain.visibility == "public"
    assert version.contact_email == plain.contact_email
    assert Organiser.objects.count() == 1


def test_for_one_we_have_not(week, coordinator):
    version = entering.enter_event(week, by=coordinator, name="Turlaget", kind="informal_group")
    organiser = Organiser.objects.get()
    assert (version.event.organiser, organiser.kind) == (organiser, "informal_group")
    assert (organiser.open_text.name_nb, organiser.memberships.count()) == ("Turlaget", 0)


def test_handing_over_invites_the_owner_where_an_address_is_given(week, coordinator):
    mine, theirs = make.make_organiser(), make.make_organiser("Andre")
    event = entering.enter_event(week, by=coordinator, organiser=mine).event
    assert entering.hand_over_to(event, theirs, by=coordinator) == event
    assert Event.objects.get().organiser == theirs
    assert not Invitation.objects.exists()
    entering.hand_over_to(event, mine, by=coordinator, email="ny@example.org")
    invitation = Invitation.objects.get()
    assert (invitation.organiser, invitation.email) == (mine, "ny@example.org")
    assert (invitation.role, invitation.language) == ("owner", "nb")
    entering.hand_over_to(event, theirs, by=coordinator, email="two@example.org", language="en")
    assert Invitation.objects.get(email="two@example.org").language == "en"


def test_only_those_who_enter_for_others(week, coordinator):
    owner = make.make_user()
    organiser = make.make_organiser(owner=owner)
    event = make.make_event(week=week, organiser=organiser, by=owner)
    other = make.make_organiser("Andre")
    # Nor one who may invite people to the organiser that would get it.
    other.memberships.create(user=owner, role="owner")
    for by in (owner, make.make_reviewer(), make.make_content_editor()):
        with pytest.raises(NotAllowed):
            entering.enter_event(week, by=by, organiser=organiser)
        with pytest.raises(NotAllowed):
            entering.enter_event(week, by=by, name="Nye", kind="company")
        with pytest.raises(NotAllowed):
            entering.hand_over_to(event, other, by=by, email="ny@example.org")
    assert (Event.objects.count(), Organiser.objects.count()) == (1, 2)
    assert not Invitation.objects.exists()
