"""An organiser's words: who may do what in which state, and what becomes of the live ones."""

import pytest
from django.contrib.admin.models import LogEntry

from enbyforalle.jobs.models import Job
from enbyforalle.lib.clock import now
from enbyforalle.publishing import generation
from organisers.domain import texts
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.domain.workflow import TRANSITIONS
from organisers.enums import TextState
from organisers.models import OrganiserText
from tests.factories import make_coordinator, make_organiser, make_user

VERBS = {
    "submit": lambda text, by: texts.submit_text(text, by=by),
    "take_back": lambda text, by: texts.take_back_text(text, by=by),
    "withdraw": lambda text, by: texts.withdraw_text(text, by=by),
    "approve": lambda text, by: texts.approve_text(text, by=by),
    "reject": lambda text, by: texts.reject_text(text, by=by, comment="Fordi."),
    "request_changes": lambda text, by: texts.request_text_changes(text, by=by, comment="Fordi."),
}
WRITERS = {"owner", "editor", "coordinator"}
DECIDERS = {"coordinator", "reviewer"}
ALLOWED = {
    # Whoever approves a first event sends in the words that come with it.
    "submit": WRITERS | {"reviewer"},
    "take_back": WRITERS,
    "withdraw": WRITERS,
    "approve": DECIDERS,
    "reject": DECIDERS,
    "request_changes": DECIDERS,
}
ROLES = ("owner", "editor", "stranger", "coordinator", "reviewer")


@pytest.fixture
def text_in(organiser, coordinator):
    """text_in(state): another text of the approved organiser, in any state."""

    def make(state):
        decided = state in (TextState.APPROVED, TextState.REJECTED)
        return OrganiserText.objects.create(
            organiser=organiser,
            name_nb="Nytt navn",
            state=state,
            submitted_at=now(),
            decided_at=now() if decided else None,
            decided_by=coordinator if decided else None,
        )

    return make


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("state", TextState.values)
@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_in_every_state_by_every_role(request, text_in, verb, state, role):
    text = text_in(state)
    by = request.getfixturevalue(role)
    starts, end = TRANSITIONS[verb]
    if role not in ALLOWED[verb]:
        with pytest.raises(NotAllowed):
            VERBS[verb](text, by)
        expected = state
    elif state not in starts:
        with pytest.raises(Conflict):
            VERBS[verb](text, by)
        expected = state
    else:
        VERBS[verb](text, by)
        expected = end
    text.refresh_from_db()
    assert text.state == expected


@pytest.mark.usefixtures("one_by_one")
def test_approval_moves_the_live_mark(waiting, organiser, coordinator):
    before = generation.current()
    old = organiser.live_text
    texts.approve_text(waiting, by=coordinator)
    old.refresh_from_db()
    assert (old.is_live, old.state) == (False, TextState.APPROVED)
    assert organiser.live_text == waiting
    assert organiser.open_text is None
    assert generation.current() == before + 1


def test_the_live_text_stays_while_a_change_waits(organiser, waiting):
    assert organiser.live_text.name_nb == "Naboforeningen"
    assert waiting.is_live is False


@pytest.mark.parametrize("verb", ["submit", "take_back", "withdraw", "reject", "request_changes"])
def test_what_changes_nothing_public_raises_no_generation(text_in, coordinator, verb):
    text = text_in(TRANSITIONS[verb][0][0])
    before = generation.current()
    VERBS[verb](text, coordinator)
    assert generation.current() == before


def test_a_change_starts_as_a_copy_of_the_live_words(organiser, owner):
    live = organiser.live_text
    text = texts.change_text(organiser, by=owner, website="https://nabo.example.org")
    assert (text.name_nb, text.public_email) == (live.name_nb, live.public_email)
    assert (text.state, text.website) == (TextState.DRAFT, "https://nabo.example.org")
    live.refresh_from_db()
    assert live.website == ""


def test_a_second_change_goes_into_the_same_draft(organiser, owner, editor):
    first = texts.change_text(organiser, by=owner, name_en="Neighbours")
    second = texts.change_text(organiser, by=editor, description_nb="Vi er naboer.")
    assert first.pk == second.pk
    assert (second.name_en, second.description_nb) == ("Neighbours", "Vi er naboer.")


def test_submitted_words_cannot_be_written_in(organiser, waiting, owner):
    with pytest.raises(Conflict):
        texts.change_text(organiser, by=owner, name_nb="Smugbytte")
    waiting.refresh_from_db()
    assert waiting.name_nb == "Nytt navn"


def test_after_a_rejection_one_writes_on_in_the_rejected_words(organiser, waiting, owner, reviewer):
    texts.reject_text(waiting, by=reviewer, comment="For langt.")
    assert texts.change_text(organiser, by=owner).name_nb == "Nytt navn"


def test_after_a_withdrawal_one_starts_from_the_live_words(organiser, waiting, owner):
    texts.withdraw_text(waiting, by=owner)
    assert texts.change_text(organiser, by=owner).name_nb == "Naboforeningen"


def test_unknown_columns_are_refused(organiser, owner):
    with pytest.raises(TypeError):
        texts.change_text(organiser, by=owner, is_live=True)


def test_first_words_can_be_neither_dropped_nor_turned_down(newcomer, owner, coordinator):
    text = newcomer.open_text
    with pytest.raises(Refused):
        texts.withdraw_text(text, by=owner)
    texts.submit_text(text, by=owner)
    with pytest.raises(Refused):
        texts.reject_text(text, by=coordinator, comment="Nei.")
    text.refresh_from_db()
    assert text.state == TextState.SUBMITTED


@pytest.mark.parametrize("verb", [texts.reject_text, texts.request_text_changes])
@pytest.mark.parametrize("comment", ["", "  \n"])
def test_saying_no_takes_a_reason(waiting, coordinator, verb, comment):
    with pytest.raises(Refused) as refused:
        verb(waiting, by=coordinator, comment=comment)
    assert refused.value.field == "comment"


def test_nobody_approves_what_they_have_not_read(waiting, owner, coordinator, clock):
    seen = waiting.submitted_at
    texts.take_back_text(waiting, by=owner)
    texts.change_text(waiting.organiser, by=owner, name_nb="Noe helt annet")
    clock.set("2027-02-10T12:05")
    texts.submit_text(waiting, by=owner)
    with pytest.raises(Conflict):
        texts.approve_text(waiting, by=coordinator, seen=seen)


def test_two_decide_at_once_and_one_wins(waiting, coordinator, reviewer):
    texts.approve_text(waiting, by=coordinator)
    with pytest.raises(Conflict):
        texts.request_text_changes(waiting, by=reviewer, comment="For sent.")
    waiting.refresh_from_db()
    assert (waiting.state, waiting.decided_by) == (TextState.APPROVED, coordinator)


def test_nobody_decides_on_their_own_organiser_while_another_can(reviewer):
    coordinator = make_coordinator("egen@example.org")
    own = make_organiser("Koordinatorens kor", owner=coordinator)
    text = texts.change_text(own, by=coordinator, name_nb="Koret")
    texts.submit_text(text, by=coordinator)
    with pytest.raises(NotAllowed):
        texts.approve_text(text, by=coordinator)
    texts.approve_text(text, by=reviewer)
    assert own.live_text.name_nb == "Koret"


def test_the_only_one_with_the_right_may_decide_on_their_own(db):
    alone = make_coordinator("alene@example.org")
    own = make_organiser("Koordinatorens kor", owner=alone)
    text = texts.submit_text(texts.change_text(own, by=alone, name_nb="Koret"), by=alone)
    texts.approve_text(text, by=alone)
    assert own.live_text.name_nb == "Koret"


def test_every_step_is_logged_with_who_and_why(organiser, waiting, owner, coordinator):
    texts.reject_text(waiting, by=coordinator, comment="For langt.")
    rows = LogEntry.objects.filter(object_id=str(organiser.pk)).order_by("pk")
    assert [row.user for row in rows] == [owner, coordinator]
    assert "For langt." in rows[1].change_message


def test_an_inactive_reviewer_decides_nothing(waiting, coordinator):
    coordinator.is_active = False
    coordinator.save()
    with pytest.raises(NotAllowed):
        texts.approve_text(waiting, by=coordinator)


def test_first_words_are_sent_in_without_a_mail_of_their_own(newcomer, owner, coordinator):
    text = texts.submit_text(newcomer.open_text, by=owner)
    texts.approve_text(text, by=coordinator)
    assert Job.objects.mails().count() == 0
    assert newcomer.live_text == text


def test_a_member_of_another_organiser_is_a_stranger(organiser):
    other = make_user()
    make_organiser("Andre", owner=other)
    with pytest.raises(NotAllowed):
        texts.change_text(organiser, by=other, name_nb="Kapret")
