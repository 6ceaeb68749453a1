"""Decisions on many at once: each through its own verb, and every refusal by name."""

import pytest

from enbyforalle.jobs.models import Mail
from events.models import LogEntry, StockReason, Version
from tests import factories as make

pytestmark = pytest.mark.django_db

QUEUE = "/en/admin/events/version/"


def address(name, *versions):
    return f"{QUEUE}many/{name}/?pk={','.join(str(version.pk) for version in versions)}"


def sent(page, *ticked, **fields):
    """What the browser sends: every mark of the page, and the rows that are ticked."""
    data = {"pk": [version.pk for version in ticked], **fields}
    for row in page.context["rows"]:
        data |= {f"{name}-{row.version.pk}": mark for name, mark in row.marks.items()}
    return data


def state(version):
    return Version.objects.get(pk=version.pk).state


@pytest.fixture
def three():
    """Three versions that wait, each of an organiser of its own."""
    return [
        make.make_event(
            organiser=make.make_organiser(f"Lag {n}"), state="submitted", title_nb=f"Sak {n}"
        ).open
        for n in range(3)
    ]


@pytest.fixture
def reason():
    return StockReason.objects.create(
        code="kort",
        kind="changes",
        title_nb="Kort",
        title_en="Short",
        text_nb="Skriv kortere.",
        text_en="Write less.",
    )


def test_the_ticked_rows_of_the_queue_lead_to_a_page_that_asks(at_work, three):
    data = {"action": "approve_many", "_selected_action": [three[0].pk, three[2].pk]}
    answer = at_work.post(f"{QUEUE}?what=new", data)
    page = at_work.get(answer["Location"])
    assert [row.version for row in page.context["rows"]] == [three[0], three[2]]
    assert page.context["walk"].back == "/en/admin/events/version/?what=new"
    assert {state(version) for version in three} == {"submitted"}


def test_many_are_approved_each_with_its_own_log_entry_and_mail(at_work, three):
    page = at_work.get(address("approve", *three))
    answer = at_work.post(address("approve", *three), sent(page, *three[:2], comment="Bra!"))
    assert [row.version for row in answer.context["done"]] == three[:2]
    assert [state(version) for version in three] == ["approved", "approved", "submitted"]
    assert LogEntry.objects.filter(verb="approve").count() == 2
    assert {row.decision_comment for row in Version.objects.filter(is_live=True)} == {"Bra!"}


def test_one_that_was_saved_meanwhile_is_refused_by_name_and_the_others_go(at_work, three):
    page = at_work.get(address("approve", *three))
    data = sent(page, *three, comment="")
    Version.objects.filter(pk=three[1].pk).update(updated_at=make.oslo("2027-02-10 11:00"))
    answer = at_work.post(address("approve", *three), data)
    assert answer.status_code == 200
    assert [row.version for row in answer.context["done"]] == [three[0], three[2]]
    refused = answer.context["refused"]
    assert [(row.version, row.refusal) for row in refused] == [
        (three[1], "The text was changed after you opened it. Read it again first.")
    ]
    assert state(three[1]) == "submitted"


def test_damaged_or_missing_marks_are_old_ones(at_work, three):
    answer = at_work.post(address("approve", *three), {"pk": [three[0].pk], "comment": ""})
    assert (answer.status_code, len(answer.context["refused"])) == (422, 1)
    assert state(three[0]) == "submitted"


def test_own_events_and_decided_ones_are_refused_as_one_by_one(at_work, coordinator, three):
    own = make.make_organiser("Eget", owner=coordinator)
    make.make_reviewer()
    mine = make.make_event(organiser=own, state="submitted", title_nb="Min").open
    decided = make.make_event(state="rejected", title_nb="Avgjort").versions.get()
    chosen = (mine, decided, three[0])
    page = at_work.get(address("approve", *chosen))
    obstacles = {row.version.title_nb: row.obstacle for row in page.context["rows"]}
    assert obstacles == {
        "Min": "You belong to the organiser or a co-organiser.",
        "Avgjort": "Nothing is to be decided now.",
        "Sak 0": "",
    }
    # Even where the page is not believed, the verbs are the same.
    answer = at_work.post(address("approve", *chosen), sent(page, *chosen, comment=""))
    assert [row.version for row in answer.context["refused"]] == [mine, decided]
    assert (state(mine), state(decided), state(three[0])) == ("submitted", "rejected", "approved")


def test_a_stock_reason_reaches_each_organiser_in_their_own_language(at_work, reason):
    versions = []
    for language in ("nb", "en"):
        owner = make.make_user(language=language)
        organiser = make.make_organiser(language, owner=owner)
        event = make.make_event(organiser=organiser, by=owner, state="submitted")
        versions.append(event.open)
    page = at_work.get(address("request-changes", *versions))
    data = sent(page, *versions, reason=reason.pk, comment="Hilsen oss")
    assert at_work.post(address("request-changes", *versions), data).status_code == 200
    comments = [Version.objects.get(pk=version.pk).decision_comment for version in versions]
    assert comments == ["Skriv kortere.\n\nHilsen oss", "Write less.\n\nHilsen oss"]
    references = [version.event.reference for version in versions]
    assert sorted(Mail.objects.values_list("about", flat=True)) == sorted(references)


def test_no_text_no_tick_and_no_right_do_nothing(at_work, client_for, owner, three):
    url = address("reject", *three)
    page = at_work.get(url)
    no_text = at_work.post(url, sent(page, *three, comment=" "))
    assert (no_text.status_code, list(no_text.context["form"].errors)) == (422, ["comment"])
    no_tick = at_work.post(url, sent(page, comment="Nei."))
    assert (no_tick.status_code, list(no_tick.context["form"].errors)) == (422, ["__all__"])
    for user in (owner, make.make_content_editor()):
        assert client_for(user).post(url, {"pk": three[0].pk}).status_code in (302, 403)
    assert {state(version) for version in three} == {"submitted"}


def test_many_are_assigned(at_work, reviewer, three):
    url = address("assign", *three)
    answer = at_work.post(url, {"pk": [three[0].pk, three[1].pk], "to": reviewer.pk})
    assert len(answer.context["done"]) == 2
    taken = Version.objects.filter(event__assigned_to=reviewer)
    assert set(taken) == set(three[:2])


def test_the_page_costs_the_same_for_three_and_for_many(at_work, django_assert_max_num_queries):
    organisers = [make.make_organiser(f"Lag {n}") for n in range(3)]
    versions = [
        make.make_event(organiser=organisers[n % 3], state="submitted").open for n in range(40)
    ]
    at_work.get(address("approve", *versions))
    with django_assert_max_num_queries(16):
        at_work.get(address("approve", *versions))


def test_more_than_can_be_looked_through_is_said(at_work, three, monkeypatch):
    monkeypatch.setattr("events.admin.queue.many.MOST", 2)
    data = {"action": "approve_many", "_selected_action": [version.pk for version in three]}
    page = at_work.get(at_work.post(QUEUE, data)["Location"])
    assert [row.version for row in page.context["rows"]] == three[:2]
    assert "Only the first 2 are here" in page.content.decode()
