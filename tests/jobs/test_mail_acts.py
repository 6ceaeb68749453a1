"""A mail that waits is held, changed, let go or stopped; one that has gone is sent once more."""

import pytest
from django.contrib.auth.models import Permission

from enbyforalle.jobs import domain
from enbyforalle.jobs.models import Job
from enbyforalle.jobs.worker import Worker, claim
from enbyforalle.lib import clock as site_clock
from tests.jobs.test_admin import LIST, write

pytestmark = pytest.mark.django_db

STATES = ("waiting", "running", "done", "dead", "held", "cancelled")


def work():
    Worker().run(once=True)


def put(job, state):
    """The row in this state, as the database allows it."""
    now = site_clock.now()
    Job.objects.filter(pk=job.pk).update(
        state=state,
        lease_until=now if state == "running" else None,
        finished_at=now if state in ("done", "dead", "cancelled") else None,
    )
    job.refresh_from_db()
    return job


ACTS = {
    "hold": (domain.hold, {"waiting": "held"}),
    "let_go": (domain.let_go, {"waiting": "waiting", "held": "waiting"}),
    "stop": (domain.stop, {"waiting": "cancelled", "held": "cancelled"}),
    "send_copy": (domain.send_copy, {"done": "done", "cancelled": "cancelled", "dead": "dead"}),
    "edit": (lambda mail, by: domain.edit(mail, by=by, subject="S", text="T"), {"held": "held"}),
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("act", list(ACTS))
def test_what_can_be_done_in_which_state(act, state):
    verb, allowed = ACTS[act]
    mail = put(write(), state)
    if state in allowed:
        verb(mail, by="Kari")
        mail.refresh_from_db()
        assert mail.state == allowed[state]
    else:
        before = Job.objects.values().get(pk=mail.pk)
        with pytest.raises(domain.NotPossible):
            verb(mail, by="Kari")
        assert Job.objects.values().get(pk=mail.pk) == before


def test_a_held_mail_is_not_sent_until_it_is_let_go(mailoutbox):
    mail = write(is_held=True)
    assert claim() is None
    work()
    assert mailoutbox == []
    domain.let_go(mail, by="Kari")
    work()
    assert [sent.subject for sent in mailoutbox] == ["Mottatt"]
    mail.refresh_from_db()
    assert [(act["what"], act["by"]) for act in mail.payload["acts"]] == [("let_go", "Kari")]


def test_a_stopped_mail_is_never_sent(mailoutbox):
    domain.stop(write(), by="Kari")
    work()
    assert mailoutbox == []


def test_an_edited_mail_says_the_new_words_in_both_parts_and_keeps_the_old(mailoutbox):
    mail = write(is_held=True)
    text = "Nye ord & <b>\n\n-- \nfoten"
    assert domain.edit(mail, by="Kari", subject="Nytt\nemne", text=text) == 1
    mail.refresh_from_db()
    assert mail.payload["subject"] == "Nytt emne"
    assert mail.payload["text"] == text + "\n"
    assert "<p>Nye ord &amp; &lt;b&gt;</p>" in mail.payload["html"]
    assert "foten" not in mail.payload["html"]
    [act] = mail.payload["acts"]
    assert (act["what"], act["subject"]) == ("edit", "Mottatt")
    domain.let_go(mail, by="Kari")
    work()
    assert (mailoutbox[0].subject, mailoutbox[0].body) == ("Nytt emne", text + "\n")


def test_the_same_words_to_a_whole_team_are_changed_at_once():
    mail = write(is_held=True)
    same = write(to="b@example.org", is_held=True)
    other = write(to="c@example.org", about="E-2", is_held=True)
    waiting = write(to="d@example.org")
    assert domain.edit(mail, by="Kari", subject="Ny", text="Ny", with_others=True) == 2
    subjects = [Job.objects.get(pk=row.pk).payload["subject"] for row in (same, other, waiting)]
    assert subjects == ["Ny", "Mottatt", "Mottatt"]


@pytest.mark.parametrize("words", [{"subject": " "}, {"text": " \n"}, {"text": "x" * 20_001}])
def test_words_that_say_nothing_or_too_much_are_refused(words):
    mail = write(is_held=True)
    with pytest.raises(domain.NotPossible):
        domain.edit(mail, by="Kari", **({"subject": "S", "text": "T"} | words))


def test_a_mail_sent_once_more_is_another_mail_linked_to_the_first(mailoutbox):
    mail = write()
    work()
    mail.refresh_from_db()
    copy = domain.send_copy(mail, by="Kari")
    work()
    assert [sent.subject for sent in mailoutbox] == ["Mottatt", "Mottatt"]
    ids = [sent.extra_headers["Message-ID"] for sent in mailoutbox]
    assert len(set(ids)) == 2
    assert copy.payload["copy_of"] == mail.pk
    mail.refresh_from_db()
    assert mail.payload["copies"] == [copy.pk]


@pytest.mark.parametrize("act", [domain.send_copy, ACTS["edit"][0]])
def test_a_confidential_mail_is_neither_changed_nor_sent_to_others(act):
    mail = write(is_confidential=True)
    put(mail, "held" if act is ACTS["edit"][0] else "done")
    with pytest.raises(domain.NotPossible):
        act(mail, by="Kari")


# The page


@pytest.fixture
def staff(client_for, django_user_model):
    def sign_in(*codenames):
        user = django_user_model.objects.create_user("koordinator@example.org", is_staff=True)
        user.user_permissions.set(
            Permission.objects.filter(content_type__app_label="jobs", codename__in=codenames)
        )
        return client_for(user)

    return sign_in


@pytest.mark.parametrize(
    ("name", "start", "end"),
    [
        ("hold", "waiting", "held"),
        ("let-go", "held", "waiting"),
        ("stop", "held", "cancelled"),
        ("send-copy", "done", "done"),
    ],
)
def test_each_button_does_its_act_for_those_with_the_right(staff, name, start, end):
    mail = put(write(), start)
    client = staff("view_job", "change_job")
    assert f"/{mail.pk}/{name}/" in client.get(f"{LIST}{mail.pk}/change/").content.decode()
    assert client.post(f"{LIST}{mail.pk}/{name}/").status_code == 302
    mail.refresh_from_db()
    assert mail.state == end
    assert client.get(f"{LIST}{mail.pk}/{name}/").status_code == 405


@pytest.mark.parametrize("name", ["hold", "let-go", "stop", "send-copy", "edit"])
def test_who_may_only_look_finds_no_button_and_no_way(staff, name):
    mail = put(write(), "held")
    client = staff("view_job")
    assert (
        'method="post" action="/en/admin/jobs'
        not in client.get(f"{LIST}{mail.pk}/change/").content.decode()
    )
    assert client.post(f"{LIST}{mail.pk}/{name}/").status_code == 403
    mail.refresh_from_db()
    assert mail.state == "held"


def test_a_mail_that_went_in_the_meantime_is_told_and_no_word_is_lost(staff):
    mail = put(write(), "held")
    client = staff("view_job", "change_job")
    put(mail, "done")
    response = client.post(f"{LIST}{mail.pk}/edit/", {"subject": "Nytt", "text": "Mine ord"})
    page = response.content.decode()
    assert response.status_code == 409
    assert "Mine ord" in page
    assert client.post(f"{LIST}{mail.pk}/hold/").status_code == 409


def test_an_empty_text_is_refused_beside_its_field(staff):
    mail = put(write(), "held")
    client = staff("view_job", "change_job")
    response = client.post(f"{LIST}{mail.pk}/edit/", {"subject": "Nytt", "text": ""})
    assert response.status_code == 422
    assert 'value="Nytt"' in response.content.decode()


def test_many_are_held_at_once_and_what_has_gone_is_told(staff):
    waiting, gone = write(), put(write(subject="Borte"), "done")
    data = {"action": "hold", "_selected_action": [waiting.pk, gone.pk]}
    response = staff("view_job", "change_job").post(LIST, data, follow=True)
    told = sorted(str(message) for message in response.context["messages"])
    assert told == [
        "Borte: This can no longer be done: the mail is now “Done”.",
        "Done with 1 email.",
    ]
    waiting.refresh_from_db()
    assert waiting.state == "held"
