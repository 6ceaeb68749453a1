"""English put beside the Norwegian: which words, who may, and what becomes of the text."""

import pytest

from events.domain import english
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Contributor, Image, PriceTier, Version
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

NORWEGIAN = {
    "title_nb": "Korkveld",
    "title_en": "",
    "summary_en": "",
    "needs_english": True,
}


@pytest.fixture
def event(owner):
    event = make.make_event(organiser=make.make_organiser(owner=owner), by=owner, **NORWEGIAN)
    version = event.live
    make.make_time(version, "2027-02-11 18:00", "2027-02-11 19:00")
    version.times.filter(starts_at__day=11).update(label_nb="Øving", label_en="Rehearsal")
    PriceTier.objects.create(version=version, label_nb="Voksen", amount=50)
    Contributor.objects.create(version=version, name="Ola", role="speaker")
    Contributor.objects.create(
        version=version, name="Kari", role="speaker", subject_nb="Sang", position=1
    )
    image = Image.objects.create(event=event, width=9, height=9, uploaded_by=owner)
    shown = {"credit": "Ola", "consent_basis": "artwork"}
    version.pictures.create(image=image, alt_nb="Et kor", caption_nb="Koret", **shown)
    return event


def test_every_norwegian_text_with_its_english(event):
    event.live.times.filter(label_nb="").update(label_en="Alone")
    found = {row.key: row for row in english.wordings(event.live)}
    assert [(key, row.original, row.english) for key, row in found.items()] == [
        ("title_en", "Korkveld", ""),
        ("summary_en", "Snakk norsk over en kopp kaffe.", ""),
        ("description_en", "Alle er velkomne.", "Everyone is welcome."),
        ("contribution_en", "Folk møtes på tvers.", ""),
        ("times-1-label", "Øving", "Rehearsal"),
        ("price_tiers-0-label", "Voksen", ""),
        ("contributors-1-subject", "Sang", ""),
        ("pictures-0-alt", "Et kor", ""),
        ("pictures-0-caption", "Koret", ""),
    ]
    fields = {key: (row.label, row.max_length, row.is_long) for key, row in found.items()}
    assert fields["title_en"] == ("Title", 120, False)
    assert fields["summary_en"] == ("Summary", 200, True)
    assert fields["description_en"][1:] == (5000, True)
    assert fields["times-1-label"][1:] == (120, False)
    assert fields["contributors-1-subject"][1:] == (160, False)


def add(version, by, **words):
    return english.add_english(version, by=by, words=words)


def test_the_words_go_where_they_belong(event, coordinator):
    before = event.live
    live = english.add_english(
        before,
        by=coordinator,
        is_machine_translated=True,
        words={
            "title_en": "Choir night",
            "times-1-label": "Practice",
            "price_tiers-0-label": "Adult",
            "contributors-1-subject": "Song",
            "pictures-0-alt": "A choir",
            "title_nb": "Ikke dette",
            "needs_english": "nor this",
        },
    )
    assert (live.is_live, live.pk != before.pk, live.decided_by) == (True, True, coordinator)
    live = Version.objects.get(pk=live.pk)
    assert (live.title_nb, live.title_en, live.summary_en) == ("Korkveld", "Choir night", "")
    assert [row.label_en for row in live.times.all()] == ["", "Practice"]
    assert [row.label_en for row in live.price_tiers.all()] == ["Adult"]
    assert [row.subject_en for row in live.contributors.all()] == ["", "Song"]
    [picture] = live.pictures.all()
    assert (picture.alt_nb, picture.alt_en, picture.caption_en) == ("Et kor", "A choir", "")
    # Without a summary help is still needed.
    assert (live.needs_english, live.is_machine_translated) == (True, True)
    live = add(live, coordinator, summary_en="Sing")
    live = Version.objects.get(pk=live.pk)
    assert (live.needs_english, live.is_machine_translated, live.title_en) == (
        False,
        False,
        "Choir night",
    )
    # A label may be taken away again.
    live = add(live, coordinator, summary_en="Sing!", **{"times-1-label": ""})
    assert [row.label_en for row in live.times.all()] == ["", ""]
    live = add(live, coordinator, summary_en="Sing", title_en="")
    assert Version.objects.get(pk=live.pk).needs_english is False


def test_what_nobody_asked_help_for_does_not_ask_now(owner, coordinator):
    words = NORWEGIAN | {"needs_english": False}
    organiser = make.make_organiser(owner=owner)
    waiting = make.make_event(organiser=organiser, by=owner, state="submitted", **words).open
    version = add(waiting, coordinator, title_en="Choir")
    version = Version.objects.get(pk=version.pk)
    assert (version.needs_english, version.state, version.edit_of) == (False, "submitted", waiting)
    assert version.edit_closed_at is not None
    # Nor does a summary alone help those who ask.
    asks = make.make_event(organiser=organiser, by=owner, state="submitted", **NORWEGIAN).open
    version = add(asks, coordinator, summary_en="Sing")
    assert Version.objects.get(pk=version.pk).needs_english


def test_only_what_is_public_or_waits_and_only_with_words(event, owner, coordinator):
    for by in (owner, make.make_reviewer(), make.make_content_editor()):
        with pytest.raises(NotAllowed):
            add(event.live, by, title_en="Choir")
        with pytest.raises(NotAllowed):
            add(event.live, by)
    for words in ({}, {"title_en": " ", "summary_en": "\n"}):
        with pytest.raises(Refused, match="some English first"):
            add(event.live, coordinator, **words)
    with pytest.raises(Conflict, match="after you opened it"):
        english.add_english(
            event.live, by=coordinator, words={"title_en": "Choir"}, seen=make.LONG_AGO
        )
    for state in ("draft", "changes_requested", "rejected", "withdrawn"):
        text = make.make_event(state=state, **NORWEGIAN).latest
        with pytest.raises(Conflict, match="neither public nor waiting"):
            add(text, coordinator, title_en="Choir")
    assert event.versions.count() == 1


def test_what_somebody_has_begun_is_not_published_along(event, coordinator):
    begun = make.make_version(event, state="draft")
    with pytest.raises(Conflict, match="organiser has begun a change"):
        add(event.live, coordinator, title_en="Choir")
    Version.objects.filter(pk=begun.pk).update(is_correction=True, based_on=event.live)
    with pytest.raises(Conflict, match="A correction of this event has been begun"):
        add(event.live, coordinator, title_en="Choir")
    assert Version.objects.get(pk=event.live.pk).title_en == ""
