"""Whose case it is: who may say so, to whom it may be given, and what is logged."""

import pytest

from events.domain.assigning import assign
from events.domain.errors import NotAllowed, Refused
from events.models import Event
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    return make.make_event(state="submitted")


def entries(event):
    return list(event.log.filter(verb="assign").values_list("by__email", "comment", "is_internal"))


def test_a_case_is_given_taken_back_and_logged_once_each(event):
    by, to = make.make_coordinator(name="Kari"), make.make_reviewer(name="Vidar")
    assert assign(event, to=to, by=by).assigned_to == to
    assign(event, to=to, by=by)
    assert Event.objects.get(pk=event.pk).assigned_to == to
    assert assign(event, to=None, by=to).assigned_to is None
    assert [row[:1] + row[2:] for row in entries(event)] == [(by.email, True), (to.email, True)]
    assert entries(event)[0][1] == "Vidar"


def test_those_who_may_not_decide_say_nothing_of_it(event):
    owner = make.make_user()
    for user in (owner, make.make_content_editor()):
        with pytest.raises(NotAllowed):
            assign(event, to=None, by=user)
    with pytest.raises(Refused):
        assign(event, to=owner, by=make.make_coordinator())
    assert entries(event) == []


def test_assigning_gives_no_right(event):
    reviewer = make.make_reviewer()
    assign(event, to=reviewer, by=make.make_coordinator())
    reviewer.groups.clear()
    fresh = type(reviewer).objects.get(pk=reviewer.pk)
    with pytest.raises(NotAllowed):
        assign(event, to=None, by=fresh)
