"""What the tests of accounts share: somebody with a confirmed address, and the mails."""

import re

import pytest

from enbyforalle.jobs.models import Job
from organisers.domain.people import trust_email
from tests.factories import make_user


@pytest.fixture(autouse=True)
def no_counts_yet(shared_cache):
    """Limits on guessing count from nothing in every test."""


@pytest.fixture
def person(db):
    user = make_user("kari@example.org", name="Kari")
    trust_email(user)
    return user


class Mailbox:
    """The mails in the queue, oldest first."""

    def __iter__(self):
        return (job.payload for job in Job.objects.mails().order_by("pk"))

    def last(self):
        return list(self)[-1]

    def code(self):
        return re.search(r"\b\d{3}-\d{3}-\d{3}\b", self.last()["text"])[0]

    def subjects(self):
        return [mail["subject"] for mail in self]


@pytest.fixture
def mailbox(db):
    return Mailbox()
