"""Every message about an event: whole in each language, and to those it concerns alone."""

import pytest

from enbyforalle.jobs.models import Job
from events import emails
from events.domain import conversation, drafts, facts, review, takedowns
from events.mail.news import tell_coordinator
from tests import factories as make

pytestmark = pytest.mark.django_db

REASON = "4711"
TITLES = {"nb": "Strikkekafé", "en": "Knitting café"}


@pytest.fixture
def organiser():
    """Two members, one for each language."""
    organiser = make.make_organiser(owner=make.make_user("nb@example.org", name="Nora"))
    reader = make.make_user("en@example.org", name="Emma", language="en")
    organiser.memberships.create(user=reader)
    return organiser


@pytest.fixture
def owner(organiser):
    return organiser.members.get(email="nb@example.org")


@pytest.fixture
def coordinator():
    """Two who decide, one for each language; the Norwegian one acts."""
    make.make_coordinator("coordinator-en@example.org", language="en")
    return make.make_coordinator("coordinator-nb@example.org")


def an_event(organiser, owner, state="approved", **fields):
    words = {"title_nb": TITLES["nb"], "title_en": TITLES["en"]} | fields
    return make.make_event(organiser=organiser, by=owner, state=state, **words)


def approve_a_change(event, owner, coordinator):
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    review.submit(change, by=owner)
    Job.objects.all().delete()
    review.approve(change, by=coordinator)


def do_three_things(event, owner, coordinator):
    facts.set_notice(event.sessions.get(), by=owner, nb=REASON)
    conversation.write_to_coordinator(event, by=owner, text=REASON)
    change = drafts.open_change(event, by=owner)
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    review.submit(change, by=owner)
    Job.objects.mails().delete()


# message → (state of the event before, what is done, a word of the subject in nb and in en, who).
ORGANISER, DECIDERS = ("nb", "en"), ("coordinator-nb", "coordinator-en")
MESSAGES = {
    "received": ("draft", lambda e, o, c: review.submit(e.open, by=o), ORGANISER),
    "submitted": ("draft", lambda e, o, c: review.submit(e.open, by=o), DECIDERS),
    "changes_requested": (
        "submitted",
        lambda e, o, c: review.request_changes(e.open, by=c, comment=REASON),
        ORGANISER,
    ),
    "approved": (
        "submitted",
        lambda e, o, c: review.approve(e.open, by=c, comment=REASON),
        ORGANISER,
    ),
    "approved_change": ("approved", approve_a_change, ORGANISER),
    "rejected": (
        "submitted",
        lambda e, o, c: review.reject(e.open, by=c, comment=REASON),
        ORGANISER,
    ),
    "handed_over": (
        "approved",
        lambda e, o, c: drafts.hand_over(e, e.organiser, by=c),
        ORGANISER,
    ),
    "fact_reported": (
        "approved",
        lambda e, o, c: facts.cancel_event(e, by=o, reason_nb=REASON),
        DECIDERS,
    ),
    "fact_later": (
        "approved",
        lambda e, o, c: facts.set_notice(e.sessions.get(), by=o, nb=REASON),
        DECIDERS,
    ),
    "to_organiser": (
        "submitted",
        lambda e, o, c: conversation.write_to_organiser(e, by=c, text=REASON),
        ORGANISER,
    ),
    "to_coordinator": (
        "submitted",
        lambda e, o, c: conversation.write_to_coordinator(e, by=o, text=REASON),
        DECIDERS,
    ),
    "several": ("approved", do_three_things, DECIDERS),
}


def sent(to):
    return Job.objects.get(payload__to=f"{to}@example.org").payload


def tell_news():
    """Let the ten minutes pass in which news is gathered."""
    waiting = Job.objects.filter(task="coordinator-news", state="waiting")
    for job in list(waiting):
        tell_coordinator(**job.payload)
    Job.objects.filter(task="coordinator-news").delete()


def send(message, organiser, owner, coordinator):
    state, act, readers = MESSAGES[message]
    event = an_event(organiser, owner, state)
    act(event, owner, coordinator)
    tell_news()
    return event, [sent(reader) for reader in readers]


@pytest.mark.parametrize("message", list(MESSAGES))
def test_a_message_is_whole_in_each_language(message, organiser, owner, coordinator):
    event, mails = send(message, organiser, owner, coordinator)
    for language, mail in zip(("nb", "en"), mails, strict=True):
        assert TITLES[language] in mail["subject"]
        assert event.reference in mail["subject"]
        assert "\n" not in mail["subject"]
        for part in (mail["text"], mail["html"]):
            assert TITLES[language] in part
            assert "https://enbyforalle.test" in part
        path = "/arrangor/" if language == "nb" else "/en/organiser/"
        if MESSAGES[message][2] == DECIDERS:
            path = "/admin/" if language == "nb" else "/en/admin/"
        assert f"https://enbyforalle.test{path}" in mail["text"]
        assert f"https://enbyforalle.test{path}" in mail["html"]
        assert f'lang="{language}"' in mail["html"]


@pytest.mark.parametrize("message", list(MESSAGES))
def test_no_line_is_the_same_in_both_languages(message, organiser, owner, coordinator):
    """A sentence that nobody translated would be."""
    event, (nb, en) = send(message, organiser, owner, coordinator)
    same = set(nb["text"].splitlines()) & set(en["text"].splitlines())
    assert (
        same - {"", "-- ", "--", f"“{REASON}”", f"«{REASON}»", "https://enbyforalle.test"} == set()
    )
    assert nb["subject"] != en["subject"]


@pytest.mark.parametrize("message", ["changes_requested", "approved", "rejected"])
def test_what_the_coordinator_wrote_is_in_both_forms(message, organiser, owner, coordinator):
    for mail in send(message, organiser, owner, coordinator)[1]:
        assert REASON in mail["text"]
        assert REASON in mail["html"]


def test_text_is_not_escaped_and_html_is(organiser, owner, coordinator):
    event = an_event(organiser, owner, "submitted", title_nb="Ben & Jerry <b>")
    review.reject(event.open, by=coordinator, comment="<script>x</script> & mer")
    mail = sent("nb")
    assert "Ben & Jerry <b>" in mail["subject"]
    assert "<script>x</script> & mer" in mail["text"]
    assert "<script>" not in mail["html"]
    assert "Ben &amp; Jerry &lt;b&gt;" in mail["html"]


# Who is told


def readers(event):
    return [(reader.email, reader.language) for reader in emails.organiser_readers(event)]


def test_members_are_told_each_in_their_language(organiser, owner):
    event = an_event(organiser, owner)
    assert readers(event) == [("nb@example.org", "nb"), ("en@example.org", "en")]


def test_the_contact_person_is_told_while_nobody_belongs_to_the_organiser(coordinator):
    event = an_event(make.make_organiser(), coordinator, contact_email="ringte@example.org")
    assert readers(event) == [("ringte@example.org", "nb")]
    event = an_event(make.make_organiser(), coordinator, contact_email="")
    assert readers(event) == []


def test_a_contact_person_with_an_account_is_told_in_their_language(coordinator):
    make.make_user("reader@example.org", language="en")
    event = an_event(make.make_organiser(), coordinator, contact_email="Reader@example.org")
    assert readers(event) == [("Reader@example.org", "en")]


def test_a_deactivated_member_gets_nothing_as_contact_either(coordinator):
    gone = make.make_user("borte@example.org", is_active=False)
    organiser = make.make_organiser(owner=gone)
    event = an_event(organiser, coordinator, contact_email="borte@example.org")
    assert readers(event) == []
    organiser.memberships.create(user=make.make_user("her@example.org"))
    assert readers(event) == [("her@example.org", "nb")]


def test_those_who_decide_are_active_staff_with_the_right(coordinator):
    make.make_reviewer()
    make.make_content_editor()
    make.make_coordinator("borte@example.org", is_active=False)
    make.make_user("super@example.org", is_superuser=True)
    assert [reader.email for reader in emails.coordinators()] == [
        "coordinator-en@example.org",
        "coordinator-nb@example.org",
        "vurderer@example.org",
    ]


def test_nobody_is_told_of_what_they_did_themselves(organiser, owner, coordinator):
    facts.cancel_event(an_event(organiser, owner), by=coordinator)
    told = [job.payload["to"] for job in Job.objects.all()]
    assert told == ["coordinator-en@example.org"]


# What an approval promises


def test_the_approval_tells_where_the_event_stands(organiser, owner, coordinator):
    event = an_event(organiser, owner, "submitted")
    version = review.approve(event.open, by=coordinator)
    assert f"https://enbyforalle.test/program/2027/{version.event.slug}/" in sent("nb")["text"]
    assert f"/en/programme/2027/{version.event.slug}/" in sent("en")["text"]


@pytest.mark.parametrize(
    ("week", "starts", "is_public"),
    [
        ({"released": True}, "2027-02-10 18:00", True),
        ({"released": False}, "2027-02-10 18:00", False),
        ({"released": False, "pre_programme_released_at": make.LONG_AGO}, "2027-02-06 18:00", True),
        (
            {"released": False, "pre_programme_released_at": make.LONG_AGO},
            "2027-02-10 18:00",
            False,
        ),
    ],
    ids=["released", "not released", "pre-programme", "later than the pre-programme"],
)
def test_the_approval_promises_no_page_that_is_not_there(
    week, starts, is_public, organiser, owner, coordinator
):
    make.make_week(**week)
    event = an_event(organiser, owner, "submitted", times=((starts, None),))
    review.approve(event.open, by=coordinator)
    assert ("/program/2027/" in sent("nb")["text"]) == is_public


def test_the_organiser_is_told_that_an_event_is_taken_off_the_site(organiser, owner, coordinator):
    event = an_event(organiser, owner)
    takedowns.unpublish(event, by=coordinator, reason=REASON)
    assert TITLES["nb"] in sent("nb")["subject"]
    assert f"“{REASON}”" in sent("en")["text"]
    assert "off the site" in sent("en")["text"]
    assert Job.objects.count() == 2


def test_an_event_off_the_site_is_not_said_to_be_on_it(organiser, owner, coordinator):
    event = an_event(organiser, owner)
    takedowns.unpublish(event, by=coordinator, reason="Feil")
    Job.objects.all().delete()
    approve_a_change(event, owner, coordinator)
    assert "/program/2027/" not in sent("nb")["text"]
    assert "has taken the event off the site" in sent("en")["text"]


def test_an_internal_event_has_no_public_address(organiser, owner, coordinator):
    event = an_event(organiser, owner, "submitted", visibility="internal")
    review.approve(event.open, by=coordinator)
    assert "/program/2027/" not in sent("nb")["text"]
    assert "employees only" in sent("en")["text"]
