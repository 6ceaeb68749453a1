"""What a first draft says already, of the organiser and of who begins it."""

import pytest

from events.domain import drafts
from organisers.models import OrganiserText
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_approved_words_count_before_those_that_wait():
    owner = make.make_user("eier@example.org", name="Eva Eier")
    organiser = make.make_organiser(owner=owner)
    approved = organiser.live_text
    OrganiserText.objects.create(
        organiser=organiser,
        name_nb="Nytt",
        state="draft",
        language_nb="nn",
        public_email="ny@example.org",
        website="https://ny.example.org",
    )
    week = make.make_week()
    draft = drafts.start_event(week, organiser, by=owner)
    draft.refresh_from_db()
    assert (draft.public_email, draft.website, draft.language_nb) == (
        approved.public_email,
        "",
        "nb",
    )
    assert draft.access_contact == approved.public_email
    assert (draft.contact_name, draft.contact_email) == ("Eva Eier", "eier@example.org")
    assert draft.is_companion_free is None
    # Where nothing is approved yet, what waits is better than nothing.
    OrganiserText.objects.filter(pk=approved.pk).delete()
    draft = drafts.start_event(week, organiser, by=make.make_coordinator())
    assert (draft.public_email, draft.language_nb) == ("ny@example.org", "nn")
    assert (draft.contact_name, draft.contact_email) == ("", "")
    organiser.texts.all().delete()
    type(organiser).objects.filter(pk=organiser.pk).update(kind="municipal_unit")
    organiser.refresh_from_db()
    draft = drafts.start_event(week, organiser, by=owner)
    assert (draft.public_email, draft.is_companion_free) == ("", True)
