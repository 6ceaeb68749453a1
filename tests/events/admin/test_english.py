"""«Trenger engelsk»: what is listed, and English published in one act."""

import pytest

from enbyforalle.jobs.models import Mail
from events.models import LogEntry, Publication, Version
from tests import factories as make

pytestmark = pytest.mark.django_db

LIST = "/en/admin/events/event/english/"
NORWEGIAN = {
    "title_en": "",
    "summary_en": "",
    "description_en": "",
    "contribution_en": "",
    "needs_english": True,
}


@pytest.fixture
def event(organiser, owner):
    return make.make_event(organiser=organiser, by=owner, title_nb="Korkveld", **NORWEGIAN)


def page(version):
    return f"{LIST}{version.pk}/"


def typed(version, **words):
    return {"seen": version.updated_at.isoformat(), "title_en": "Choir night"} | words


def test_public_texts_and_those_that_ask_are_listed(at_work, event):
    asks = make.make_event(state="submitted", **NORWEGIAN).open
    make.make_event()
    make.make_event(state="submitted")
    make.make_event(state="submitted", **{**NORWEGIAN, "needs_english": False})
    answer = at_work.get(LIST)
    assert list(answer.context["public"]) == [event.live]
    assert list(answer.context["waiting"]) == [asks]


def test_every_norwegian_text_stands_beside_its_field(at_work, event):
    event.live.times.update(label_nb="Øving")
    keys = [wording.key for wording in at_work.get(page(event.live)).context["form"].wordings]
    assert keys == [
        *("title_en", "summary_en", "description_en", "contribution_en"),
        "times-0-label",
    ]


def test_english_is_public_in_one_act_and_the_organiser_is_told(at_work, coordinator, event):
    event.live.times.update(label_nb="Øving")
    before = event.live
    words = {"summary_en": "Sing with us.", "times-0-label": "Rehearsal"}
    answer = at_work.post(page(before), typed(before, **words))
    assert answer["Location"] == LIST
    live = Version.objects.get(event=event, is_live=True)
    assert live.pk != before.pk
    assert (live.title_en, live.summary_en, live.title_nb) == (
        "Choir night",
        "Sing with us.",
        "Korkveld",
    )
    assert live.times.get().label_en == "Rehearsal"
    assert (live.needs_english, live.decided_by) == (False, coordinator)
    assert LogEntry.objects.filter(event=event, verb="correct").count() == 1
    assert Publication.objects.filter(event=event).count() == 1
    assert Mail.objects.get().payload["to"] == "eier@example.org"
    assert at_work.get(LIST).context["public"].count() == 0


def test_english_for_a_text_that_waits_is_put_into_it(at_work, organiser, owner):
    waiting = make.make_event(organiser=organiser, by=owner, state="submitted", **NORWEGIAN).open
    at_work.post(page(waiting), typed(waiting, summary_en="Sing with us."))
    (open_version,) = Version.objects.filter(event=waiting.event, state="submitted")
    assert (open_version.title_en, open_version.is_live) == ("Choir night", False)
    assert Publication.objects.filter(event=waiting.event).count() == 0


def test_it_is_refused_while_the_organiser_has_a_change_open(at_work, event):
    make.make_version(event, state="draft")
    shown = at_work.get(page(event.live))
    assert "The organiser has begun a change" in shown.context["obstacle"]
    answer = at_work.post(page(event.live), typed(event.live))
    assert answer.status_code == 409
    assert "Choir night" in answer.content.decode()
    assert Version.objects.filter(event=event, is_live=True, title_en="").exists()


def test_a_correction_begun_by_another_hand_is_not_published_along(at_work, coordinator, event):
    draft = make.make_version(event, state="draft", title_nb="Ikke ferdig")
    Version.objects.filter(pk=draft.pk).update(is_correction=True, based_on=event.live)
    assert at_work.post(page(event.live), typed(event.live)).status_code == 409
    assert event.versions.get(is_live=True).title_nb == "Korkveld"


@pytest.mark.parametrize("words", [{"title_en": " "}, {"title_en": "x" * 121}])
def test_nothing_and_too_much_are_not_published(at_work, event, words):
    assert at_work.post(page(event.live), typed(event.live, **words)).status_code == 422
    assert event.versions.count() == 1


def test_a_text_saved_meanwhile_is_read_again_first(at_work, event):
    data = typed(event.live)
    Version.objects.filter(event=event).update(updated_at=make.oslo("2027-02-10 11:00"))
    assert at_work.post(page(event.live), data).status_code == 409


def test_only_those_who_enter_and_decide_may(client_for, reviewer, owner, event):
    for user in (reviewer, owner, make.make_content_editor()):
        for address in (LIST, page(event.live)):
            assert client_for(user).get(address).status_code in (302, 403)
        client_for(user).post(page(event.live), typed(event.live))
    assert event.versions.count() == 1
