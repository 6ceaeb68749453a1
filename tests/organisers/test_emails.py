"""Each mail in the receiver's language, to the right people, with links that lead somewhere."""

import re

import pytest
from django.urls import resolve

from enbyforalle.jobs.models import Job
from organisers.domain import team, texts
from organisers.enums import Role
from organisers.models import Membership
from tests.factories import make_user


def mails():
    return [job.payload | {"language": job.language} for job in Job.objects.mails().order_by("pk")]


def last():
    return mails()[-1]


def links_of(mail):
    """The paths that the mail leads to, in its text and in its HTML."""
    found = re.findall(r"https://enbyforalle\.test(/[^\s\"<]+)", mail["text"] + mail["html"])
    return set(found)


def leads_to(mail):
    paths = links_of(mail)
    assert len(paths) == 1
    (path,) = paths
    assert path.startswith("/en/") == (mail["language"] == "en")
    return resolve(path).view_name if mail["language"] == "nb" else path


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("nb", "Du er invitert til Naboforeningen hos En by for alle-uka"),
        ("en", "You are invited to Naboforeningen (English) on A City for All Week"),
    ],
)
def test_an_invitation_in_the_language_asked_for(organiser, owner, language, subject):
    letter = team.invite(organiser, by=owner, email="ny@example.org", language=language)
    mail = last()
    assert (mail["to"], mail["subject"]) == ("ny@example.org", subject)
    assert mail["is_confidential"] is True
    assert str(letter.token) in mail["text"]
    assert str(letter.token) in mail["html"]
    assert "Eva Eier" in mail["text"]
    leads_to(mail)


def test_an_invitation_to_somebody_we_know_is_in_their_language(organiser, owner):
    make_user("kjent@example.org", language="en")
    team.invite(organiser, by=owner, email="kjent@example.org", language="nb")
    assert last()["language"] == "en"


def test_welcome_and_farewell_in_the_members_own_language(organiser, owner):
    letter = team.invite(organiser, by=owner, email="ny@example.org", role=Role.OWNER)
    person = make_user("ny@example.org", language="en")
    team.accept_invitation(letter.token, by=person)
    assert (last()["to"], last()["subject"]) == (
        "ny@example.org",
        "Welcome to Naboforeningen (English)",
    )
    team.remove_member(Membership.objects.get(user=person), by=owner)
    assert last()["subject"] == "You no longer belong to Naboforeningen (English)"


def test_the_coordinator_is_told_of_a_change_that_waits(waiting):
    mail = last()
    assert (mail["to"], mail["language"]) == ("post@enbyforalle.test", "nb")
    assert mail["subject"] == "Ny tekst om Naboforeningen å lese"
    assert leads_to(mail) == "admin:organisers_organisertext_change"


@pytest.mark.parametrize(
    ("verb", "nb", "en"),
    [
        (
            texts.approve_text,
            "Den nye teksten om Nytt navn er offentlig",
            "The new words about Naboforeningen (English) are public",
        ),
        (
            texts.reject_text,
            "Den nye teksten om Naboforeningen ble ikke tatt inn",
            "The new words about Naboforeningen (English) were not accepted",
        ),
        (
            texts.request_text_changes,
            "Teksten om Naboforeningen trenger endringer",
            "Please change the words about Naboforeningen (English)",
        ),
    ],
)
def test_a_decision_is_told_to_every_owner_in_their_language(
    organiser, editor, owner, waiting, reviewer, verb, nb, en
):
    membership = organiser.memberships.get(user=editor)
    team.change_role(membership, by=owner, role=Role.OWNER)
    verb(waiting, by=reviewer, comment="Takk & <hilsen>")
    told = {mail["to"]: mail["subject"] for mail in mails()[-2:]}
    assert told == {"eier@example.org": nb, "redaktor@example.org": en}
    assert "Takk & <hilsen>" in last()["text"]
    assert "Takk &amp; &lt;hilsen&gt;" in last()["html"]


def test_editors_are_not_told_of_decisions(waiting, reviewer):
    before = len(mails())
    texts.approve_text(waiting, by=reviewer)
    assert [mail["to"] for mail in mails()[before:]] == ["eier@example.org"]


def test_a_refused_verb_sends_nothing(organiser, waiting, stranger):
    before = len(mails())
    with pytest.raises(texts.NotAllowed):
        texts.approve_text(waiting, by=stranger)
    assert len(mails()) == before
