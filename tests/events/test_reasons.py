"""A stock reason stands in the reader's language before what was typed, and once."""

import pytest

from events.domain.reasons import language_of, with_reason
from events.models import StockReason
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_the_language_is_that_of_who_sent_it_in_while_they_get_the_mail():
    first = make.make_user(language="en")
    sender = make.make_user(language="nb")
    organiser = make.make_organiser(owner=first)
    own = organiser.memberships.create(user=sender, role="editor")
    version = make.make_event(organiser=organiser, by=sender, state="submitted").open
    assert language_of(version) == "nb"
    # Of those who are left the first counts, and Norwegian where nobody is.
    own.delete()
    assert language_of(version) == "en"
    assert language_of(make.make_event(organiser=organiser, state="draft").open) == "en"
    organiser.memberships.all().delete()
    version.contact_email = ""
    version.save()
    assert language_of(version) == "nb"


def test_what_the_organiser_reads():
    reader = make.make_user(language="en")
    organiser = make.make_organiser(owner=reader)
    version = make.make_event(organiser=organiser, by=reader, state="submitted").open
    reason = StockReason(text_nb="Skriv alder.", text_en=" Write the age. ")
    assert with_reason(version, " Thanks ", reason) == "Write the age.\n\nThanks"
    assert with_reason(version, " ", reason) == "Write the age."
    assert with_reason(version, " Thanks ") == "Thanks"
    assert with_reason(version, "", None) == ""
    said = "Dear you. Write the age. Thanks"
    assert with_reason(version, f" {said} ", reason) == said
    assert with_reason(version, "Thanks", StockReason(text_nb="Skriv alder.")) == "Thanks"
