"""The cast: an owner and an editor of one organiser, a stranger with another, and the office."""

import pytest

from organisers.domain import texts
from tests.factories import make_coordinator, make_organiser, make_reviewer, make_user


@pytest.fixture
def owner(db):
    return make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def editor(db):
    return make_user("redaktor@example.org", name="Rune Redaktør", language="en")


@pytest.fixture
def stranger(db):
    user = make_user("fremmed@example.org")
    make_organiser("En annen", owner=user)
    return user


@pytest.fixture
def coordinator(db):
    return make_coordinator()


@pytest.fixture
def reviewer(db):
    return make_reviewer()


@pytest.fixture
def organiser(owner, editor):
    return make_organiser("Naboforeningen", owner=owner, editor=editor)


@pytest.fixture
def newcomer(owner, editor):
    """An organiser whose first words are still a draft."""
    return make_organiser("Nykommerne", owner=owner, editor=editor, state="draft")


@pytest.fixture
def waiting(organiser, owner):
    """A submitted change of the name of an approved organiser."""
    text = texts.change_text(organiser, by=owner, name_nb="Nytt navn")
    return texts.submit_text(text, by=owner)
