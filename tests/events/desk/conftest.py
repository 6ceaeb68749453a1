"""The cast on the desk, and one draft of theirs."""

import pytest
from django.urls import reverse
from django.utils import translation

from events.enums import VersionState
from events.models import Audience, EventType, Topic
from tests.factories import make_event, make_organiser, make_term, make_user, make_venue, make_week


@pytest.fixture
def owner(db):
    return make_user("eier@example.org", name="Eier")


@pytest.fixture
def editor(db):
    return make_user("skribent@example.org", name="Skribent")


@pytest.fixture
def stranger(db):
    """Somebody who is signed in and belongs to another organiser."""
    user = make_user("fremmed@example.org", name="Fremmed")
    make_organiser("Fremmed forening", owner=user)
    return user


@pytest.fixture
def week(db):
    return make_week()


@pytest.fixture
def organiser(owner, editor):
    return make_organiser("Naboforeningen", owner=owner, editor=editor)


@pytest.fixture
def words(db):
    """The smallest vocabularies a form can be filled in with."""
    for model in (EventType, Topic, Audience):
        make_term(model, "first")
        make_term(model, "second")
    return make_venue()


@pytest.fixture
def draft(week, organiser, owner, words):
    """The event of a complete draft."""
    return make_event(week=week, organiser=organiser, by=owner, state=VersionState.DRAFT)


@pytest.fixture
def version(draft):
    return draft.open


@pytest.fixture
def client(client_for, owner):
    return client_for(owner)


def url(name, event, *args, language="nb"):
    """The address of a page of the desk in either language."""
    with translation.override(language):
        return reverse(f"desk:{name}", args=[event.reference, *args])
