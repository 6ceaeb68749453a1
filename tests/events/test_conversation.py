"""One timeline of an event: who may write what, who sees what, and who waits for an answer."""

import pytest

from enbyforalle.jobs import domain as queue
from enbyforalle.jobs.models import Job, Mail
from enbyforalle.jobs.worker import Worker
from events.domain import conversation, review
from events.domain.conversation import (
    LONGEST_MESSAGE,
    MOST_FROM_ORGANISER,
    timeline,
    unanswered,
)
from events.domain.errors import NotAllowed, Refused
from events.models import LogEntry
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def coordinator():
    return make.make_coordinator(name="Kari Koordinator")


@pytest.fixture
def event(organiser, owner, coordinator):
    return make.make_event(organiser=organiser, by=owner, state="submitted", title_nb="Korkveld")


@pytest.fixture
def cast(event, owner, coordinator):
    partner = make.make_user("partner@example.org")
    friends = make.make_organiser("Vennene", owner=partner)
    event.co_organisers.create(organiser=friends, accepted_at=make.LONG_AGO)
    own_reviewer = make.make_reviewer("begge@example.org")
    event.organiser.memberships.create(user=own_reviewer)
    editor = make.make_user("skribent@example.org")
    event.organiser.memberships.create(user=editor, role="editor")
    return {
        "coordinator": coordinator,
        "reviewer": make.make_reviewer(),
        "own reviewer": own_reviewer,
        "content editor": make.make_content_editor(),
        "owner": owner,
        "editor": editor,
        "co-organiser": partner,
        "stranger": make.make_user("fremmed@example.org"),
    }


WHO_MAY = {
    "write_to_organiser": {"coordinator", "reviewer"},
    "add_note": {"coordinator", "reviewer"},
    "needs_no_answer": {"coordinator", "reviewer"},
    "write_to_coordinator": {"own reviewer", "owner", "editor"},
}


@pytest.mark.parametrize("verb", list(WHO_MAY))
def test_who_may_write(verb, event, cast):
    act = getattr(conversation, verb)
    words = {} if verb == "needs_no_answer" else {"text": "Hei"}
    done = set()
    for name, user in cast.items():
        before = event.log.count(), Job.objects.count()
        try:
            act(event, by=user, **words)
        except NotAllowed:
            assert (event.log.count(), Job.objects.count()) == before
        else:
            done.add(name)
            assert event.log.count() == before[0] + 1
    assert done == WHO_MAY[verb]


def what(event, *, for_staff):
    return [moment.text or moment.what for moment in timeline(event, for_staff=for_staff)]


def test_each_side_reads_its_own_timeline(event, owner, coordinator):
    conversation.write_to_coordinator(event, by=owner, text="Når hører vi?")
    conversation.add_note(event, by=coordinator, text="Ring dem.")
    conversation.write_to_organiser(event, by=coordinator, text="I morgen.")
    said = [text for text in what(event, for_staff=True) if text]
    assert said == ["I morgen.", "Ring dem.", "Når hører vi?"]
    assert what(event, for_staff=False) == ["I morgen.", "Når hører vi?"]


def test_the_organiser_reads_of_a_mail_when_it_has_gone(event, owner, coordinator, clock):
    conversation.write_to_coordinator(event, by=owner, text="Når hører vi?")
    review.reject(event.open, by=coordinator, comment="Nei", hold_mail=True)
    clock.set("2027-02-10T12:30")
    Worker().run(once=True)

    def mails(**who):
        return [
            (moment.mail.to, moment.mail.state)
            for moment in timeline(event, **who)
            if moment.mail is not None
        ]

    assert mails(for_staff=True) == [
        (["koordinator@example.org"], "done"),
        (["eier@example.org"], "held"),
    ]
    assert mails(for_staff=False) == []
    held = Mail.objects.get(state="held")
    queue.let_go(held, by=coordinator)
    Worker().run(once=True)
    assert mails(for_staff=False) == [(["eier@example.org"], "done")]


def test_mails_of_one_text_to_a_team_are_one_moment(event, coordinator, organiser):
    organiser.memberships.create(user=make.make_user("to@example.org"))
    review.request_changes(event.open, by=coordinator, comment="Mer")
    [mail] = [m.mail for m in timeline(event, for_staff=True) if m.mail is not None]
    assert sorted(mail.to) == ["eier@example.org", "to@example.org"]


@pytest.mark.parametrize("number", [1, 3, 100])
@pytest.mark.parametrize("for_staff", [True, False])
def test_a_timeline_takes_two_queries(
    event, owner, coordinator, number, for_staff, django_assert_num_queries
):
    for row in range(number):
        conversation.add_note(event, by=coordinator, text=f"Notat {row}")
        if row < MOST_FROM_ORGANISER:
            conversation.write_to_coordinator(event, by=owner, text=f"Hei {row}")
        conversation.write_to_organiser(event, by=coordinator, text=f"Svar {row}")
    with django_assert_num_queries(2):
        moments = timeline(event, for_staff=for_staff)
        assert all(str(moment.who) or moment.mail for moment in moments)
    assert len(moments) >= number


# The text


@pytest.mark.parametrize("text", ["", " \n\u202e\x00", "x" * (LONGEST_MESSAGE + 1)])
@pytest.mark.parametrize("verb", ["write_to_organiser", "add_note"])
def test_what_says_nothing_or_too_much_is_refused(event, coordinator, text, verb):
    with pytest.raises(Refused) as refusal:
        getattr(conversation, verb)(event, by=coordinator, text=text)
    assert refusal.value.field == "text"
    assert (event.log.count(), Job.objects.count()) == (0, 0)


def test_the_text_is_kept_clean_and_whole(event, coordinator):
    entry = conversation.add_note(event, by=coordinator, text=" Hei\r\n\u202edu\x00 ")
    assert (entry.comment, entry.is_internal) == ("Hei\ndu", True)
    assert conversation.add_note(event, by=coordinator, text="å" * LONGEST_MESSAGE)


def test_a_button_pressed_twice_says_it_once(event, owner, clock):
    first = conversation.write_to_coordinator(event, by=owner, text="Hei")
    assert conversation.write_to_coordinator(event, by=owner, text="Hei") == first
    assert Job.objects.count() == 1
    clock.set("2027-02-10T12:05")
    assert conversation.write_to_coordinator(event, by=owner, text="Hei") != first


def test_nobody_writes_without_end(event, owner, clock):
    for number in range(MOST_FROM_ORGANISER):
        conversation.write_to_coordinator(event, by=owner, text=f"Hei {number}")
    with pytest.raises(Refused) as refusal:
        conversation.write_to_coordinator(event, by=owner, text="Enda en")
    assert refusal.value.field == "text"
    clock.set("2027-02-10T13:00:01")
    assert conversation.write_to_coordinator(event, by=owner, text="Enda en")


def test_the_same_words_are_another_message_elsewhere_later_or_from_another(
    event, organiser, owner, coordinator, clock
):
    other = make.make_event(organiser=organiser, by=owner, state="submitted")
    colleague = make.make_coordinator("kollega@example.org")
    first = conversation.add_note(event, by=coordinator, text="Ringt")
    others = [
        conversation.add_note(other, by=coordinator, text="Ringt"),
        conversation.add_note(event, by=coordinator, text="Mailet"),
        conversation.add_note(event, by=colleague, text="Ringt"),
        conversation.write_to_organiser(event, by=coordinator, text="Ringt"),
    ]
    assert len({first, *others}) == 5
    assert (others[0].event, others[2].by, others[3].is_internal) == (other, colleague, False)
    clock.set("2027-02-10T12:01:59")
    assert conversation.add_note(event, by=coordinator, text="Ringt") == first
    clock.set("2027-02-10T12:02")
    assert conversation.add_note(event, by=coordinator, text="Ringt") not in (first, *others)


def test_staff_may_write_two_hundred_times_an_hour_of_each_kind(event, coordinator, clock):
    clock.set("2027-02-10T11:00")
    conversation.add_note(event, by=coordinator, text="Før timen")
    clock.set("2027-02-10T12:00")
    row = {"event": event, "by": coordinator, "at": make.oslo("2027-02-10 12:00")}
    LogEntry.objects.bulk_create(
        LogEntry(**row, verb=verb, comment=f"Nr. {number}")
        for number in range(199)
        for verb in ("note", "to_organiser")
    )
    for write in (conversation.add_note, conversation.write_to_organiser):
        assert write(event, by=coordinator, text="Nr. 200")
        with pytest.raises(Refused) as refusal:
            write(event, by=coordinator, text="En til")
        assert refusal.value.field == "text"
        # A button pressed twice is no new message, and a colleague has a measure of their own.
        assert write(event, by=coordinator, text="Nr. 200")
    assert conversation.add_note(event, by=make.make_reviewer(), text="En til")
    assert conversation.needs_no_answer(event, by=coordinator).is_internal


def test_an_organiser_without_anybody_cannot_be_written_to(coordinator):
    event = make.make_event(
        organiser=make.make_organiser("Ingen"), by=coordinator, contact_email=""
    )
    with pytest.raises(Refused) as refusal:
        conversation.write_to_organiser(event, by=coordinator, text="Hei")
    assert refusal.value.field == "text"
    assert event.log.count() == 0


def test_who_is_told_in_which_words(event, owner, coordinator):
    asked = conversation.write_to_coordinator(event, by=owner, text="Når hører vi?")
    said = conversation.write_to_organiser(event, by=coordinator, text="I morgen.")
    noted = conversation.add_note(event, by=coordinator, text="Ring dem.")
    done = conversation.needs_no_answer(event, by=coordinator)
    written = [(row.verb, row.by, row.comment, row.is_internal) for row in (asked, said)]
    assert written == [
        ("from_organiser", owner, "Når hører vi?", False),
        ("to_organiser", coordinator, "I morgen.", False),
    ]
    assert [(row.verb, row.by, row.comment, row.is_internal) for row in (noted, done)] == [
        ("note", coordinator, "Ring dem.", True),
        ("no_answer", coordinator, "", True),
    ]
    to_staff, to_owner = Job.objects.order_by("pk")
    assert (to_staff.payload["to"], to_owner.payload["to"]) == (coordinator.email, owner.email)
    assert to_staff.payload["details"] == {"by": str(owner), "comment": "Når hører vi?"}
    assert "I morgen." in to_owner.payload["text"]


# Who waits for an answer


ANSWERS = {
    "words": lambda event, by: conversation.write_to_organiser(event, by=by, text="Svar"),
    "changes": lambda event, by: review.request_changes(event.open, by=by, comment="Mer"),
    "approval": lambda event, by: review.approve(event.open, by=by),
    "rejection": lambda event, by: review.reject(event.open, by=by, comment="Nei"),
    "none needed": lambda event, by: conversation.needs_no_answer(event, by=by),
}


@pytest.mark.parametrize("answer", list(ANSWERS))
def test_an_event_waits_until_somebody_answers(event, owner, coordinator, answer):
    assert list(unanswered(coordinator)) == []
    entry = conversation.write_to_coordinator(event, by=owner, text="Hei")
    assert [(row, row.asked_at) for row in unanswered(coordinator)] == [(event, entry.at)]
    conversation.add_note(event, by=coordinator, text="Et notat svarer ingen.")
    assert list(unanswered(coordinator)) == [event]
    ANSWERS[answer](event, coordinator)
    assert list(unanswered(coordinator)) == []
    conversation.write_to_coordinator(event, by=owner, text="Men hva med salen?")
    assert list(unanswered(coordinator)) == [event]


def test_those_who_have_waited_longest_come_first_and_own_events_not_at_all(
    event, owner, coordinator, organiser, clock
):
    other = make.make_event(organiser=organiser, by=owner, state="submitted")
    conversation.write_to_coordinator(other, by=owner, text="Først")
    clock.set("2027-02-10T12:30")
    conversation.write_to_coordinator(event, by=owner, text="Sist")
    assert list(unanswered(coordinator)) == [other, event]
    third = make.make_event(organiser=organiser, by=owner, state="submitted")
    clock.set("2027-02-10T13:00")
    # One who asks again stands where the last words came; what was said to another answers nobody.
    conversation.write_to_coordinator(other, by=owner, text="Igjen")
    entry = conversation.write_to_coordinator(third, by=owner, text="Samtidig")
    conversation.needs_no_answer(third, by=coordinator)
    conversation.add_note(other, by=coordinator, text="Et notat")
    clock.set("2027-02-10T13:30")
    conversation.add_note(other, by=coordinator, text="Et notat til")
    waiting = list(unanswered(coordinator))
    assert waiting == [event, other]
    assert waiting[1].asked_at == entry.at == make.oslo("2027-02-10 13:00")
    clock.set("2027-02-10T14:00")
    for row in (third, event):
        conversation.write_to_coordinator(row, by=owner, text="Nå")
    assert list(unanswered(coordinator)) == [other, event, third]
    organiser.memberships.create(user=coordinator)
    assert list(unanswered(coordinator)) == []


def test_an_internal_event_waits_for_those_who_may_see_it(owner, organiser, coordinator):
    event = make.make_event(organiser=organiser, by=owner, visibility="internal")
    conversation.write_to_coordinator(event, by=owner, text="Hei")
    assert list(unanswered(coordinator)) == [event]
    staff = make.make_user("uten@example.org")
    assert list(unanswered(staff)) == []
