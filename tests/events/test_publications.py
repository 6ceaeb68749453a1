"""The record of what was public: every public change appends one row, in both languages."""

import json

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from enbyforalle.publishing import generation
from enbyforalle.publishing.signals import public_change
from events.domain import (
    archive,
    co_organisers,
    drafts,
    facts,
    materials,
    publications,
    review,
    takedowns,
)
from events.domain.snapshots import PRIVATE
from events.enums import Answer
from events.models import (
    AccessFeature,
    Audience,
    EventType,
    GroundTerm,
    Image,
    Publication,
    SustainableGoal,
    Topic,
)
from events.models.content import Content
from organisers.domain.registration import change_facts
from organisers.domain.texts import approve_text, change_text, submit_text
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def event(organiser, owner):
    return make.make_event(organiser=organiser, by=owner)


def session(event):
    return event.sessions.get()


def a_picture(event, **words):
    image = Image.objects.create(event=event, width=10, height=10, uploaded_by=event.created_by)
    return event.live.pictures.create(image=image, alt_nb="Et hus", **words)


def a_material(event, by, **fields):
    fields = {"kind": "slides", "title_nb": "Lysark", "url": "https://example.org/l.pdf"} | fields
    return materials.add_material(event, by=by, **fields)


def approve_a_change(event, owner, coordinator):
    change = drafts.open_change(event, by=owner)
    changed = {"title_nb": "Ny", "title_en": "New", "accepts_criteria": True}
    drafts.save_draft(change, by=owner, changed=changed)
    review.submit(change, by=owner)
    before = Publication.objects.count()
    review.approve(change, by=coordinator)
    return before


# name → what is done to a live event; returns how many records there were right before it.
PUBLIC_VERBS = {
    "approve": approve_a_change,
    "cancel_event": lambda e, o, c: facts.cancel_event(e, by=o, reason_nb="Storm") and None,
    "postpone_event": lambda e, o, c: facts.postpone_event(e, by=o) and None,
    "cancel_session": lambda e, o, c: facts.cancel_session(session(e), by=o) and None,
    "postpone_session": lambda e, o, c: facts.postpone_session(session(e), by=o) and None,
    "mark_places": lambda e, o, c: facts.mark_places(session(e), by=o, full=True) and None,
    "change_room": lambda e, o, c: facts.change_room(session(e), by=o, room="2") and None,
    "set_notice": lambda e, o, c: facts.set_notice(session(e), by=o, nb="Hei") and None,
    "report_time": lambda e, o, c: (
        facts.report_time(session(e), by=o, starts_at=make.oslo("2027-02-10 19:00")) and None
    ),
    "unpublish": lambda e, o, c: takedowns.unpublish(e, by=c, reason="Feil") and None,
    "take_down_picture": lambda e, o, c: (
        takedowns.take_down_picture(a_picture(e).image, by=c) and None
    ),
    "hand_over": lambda e, o, c: drafts.hand_over(e, make.make_organiser("Andre"), by=c) and None,
}


@pytest.mark.parametrize("what", list(PUBLIC_VERBS))
def test_every_public_verb_appends_one_record_in_both_languages(what, event, owner, coordinator):
    number = generation.current()
    before = PUBLIC_VERBS[what](event, owner, coordinator) or 0
    assert generation.current() > number
    rows = list(Publication.objects.order_by("pk"))[before:]
    assert [(row.event, row.what) for row in rows] == [(event, what)]
    assert rows[0].by in (owner, coordinator)
    assert set(rows[0].content) == (set() if what == "unpublish" else {"nb", "en"})


@pytest.mark.parametrize(
    ("what", "off", "on"),
    [
        (
            "restore_event",
            lambda e, o: facts.cancel_event(e, by=o),
            lambda e, o: facts.restore_event(e, by=o),
        ),
        (
            "restore_session",
            lambda e, o: facts.cancel_session(session(e), by=o),
            lambda e, o: facts.restore_session(session(e), by=o),
        ),
    ],
)
def test_what_is_put_back_is_recorded(what, off, on, event, owner):
    off(event, owner)
    on(event, owner)
    assert list(Publication.objects.values_list("what", flat=True))[-1] == what
    assert Publication.objects.count() == 2


def test_an_event_put_back_on_the_site_is_recorded_whole(event, coordinator):
    takedowns.unpublish(event, by=coordinator, reason="Feil")
    takedowns.republish(event, by=coordinator)
    gone, back = Publication.objects.order_by("pk")
    assert gone.content == {}
    assert back.content["nb"]["title"] == event.live.title_nb


def test_a_past_event_is_recorded_when_it_is_entered(coordinator):
    week = make.make_week(2020)
    archive.enter_past_event(
        week, by=coordinator, title_nb="Åpning", source_url="https://example.org/kilde"
    )
    assert Publication.objects.get().what == "archive"


def test_material_is_recorded_when_it_becomes_public(event, owner, coordinator):
    material = a_material(event, owner)
    assert Publication.objects.count() == 0
    materials.approve_material(material, by=coordinator)
    found = Publication.objects.get()
    assert [row["title"] for row in found.content["nb"]["materials"]] == ["Lysark"]
    materials.reject_material(material, by=coordinator, comment="Feil fil")
    assert Publication.objects.order_by("pk").last().content["nb"]["materials"] == []


# What is in it


@pytest.mark.parametrize("field", Content._meta.get_fields(), ids=lambda field: field.name)
def test_the_record_holds_every_public_field_of_the_form(field, event):
    content = publications.snapshot(event.live)
    stem, _line, code = field.name.rpartition("_")
    is_pair = code in ("nb", "en") and hasattr(Content, stem)
    name = stem if is_pair else field.name
    for language in ("nb", "en"):
        assert (name in content[language]) == (field.name not in PRIVATE)


def test_private_is_what_the_page_never_shows():
    contacts = {"contact_name", "contact_email", "contact_phone"}
    assert contacts | {"accepts_criteria", "needs_english"} == PRIVATE


def test_the_record_is_plain_json_in_two_languages(event):
    version = event.live
    content = json.loads(json.dumps(publications.snapshot(version)))
    assert (content["nb"]["title"], content["en"]["title"]) == (version.title_nb, version.title_en)
    assert content["nb"]["organiser"] == "Naboforeningen"
    assert content["en"]["organiser"] == "Naboforeningen (English)"
    (time,) = content["en"]["sessions"]
    assert (time["place"], time["address"]) == (
        "Hovedbiblioteket (English)",
        "Rådhusgata 11, 4611 Kristiansand",
    )
    assert time["starts_at"] == "2027-02-10T17:00:00+00:00"


def test_what_is_given_to_few_is_in_no_record(organiser, owner):
    event = make.make_event(
        organiser=organiser,
        times=(),
        joining_url="https://example.org/hemmelig-lenke",
        is_joining_url_hidden=True,
        contact_name="Hemmelig Navn",
        contact_email="hemmelig@example.org",
        contact_phone="41234567",
    )
    venue = make.make_venue(
        "hemmelig", "Hemmelig sted", street_address="Hemmeligveien 1", directions_nb="Hemmelig vei"
    )
    make.make_time(event.live, venue=venue, is_address_hidden=True, room="Hemmelig rom")
    make.make_time(
        event.live,
        place_name="Hemmelig hjem",
        place_address="Hemmeligveien 2",
        is_address_hidden=True,
    )
    facts.mark_places(event.sessions.first(), by=owner, few=True)
    written = json.dumps(Publication.objects.get().content, ensure_ascii=False).lower()
    assert "hemmelig" not in written
    assert "41234567" not in written
    assert '"place": ""' in written


def test_pictures_nobody_may_see_are_in_no_record(event, coordinator):
    shown = a_picture(event, credit="Ola")
    expired = a_picture(event, consent_expires_on="2027-02-09")
    down = a_picture(event)
    takedowns.take_down_picture(down.image, by=coordinator)
    content = Publication.objects.get().content["nb"]
    assert [row["key"] for row in content["pictures"]] == [str(shown.image_id)]
    assert str(expired.image_id) not in json.dumps(content)


def test_an_organisers_unapproved_name_is_in_no_record(event, coordinator):
    new = make.make_organiser("Ikke lest av noen", state="draft")
    drafts.hand_over(event, new, by=coordinator)
    assert "Ikke lest" not in json.dumps(Publication.objects.get().content)


def test_a_private_persons_name_is_in_no_record_unless_asked_for(event, owner, coordinator):
    person = make.make_organiser("Per Privat", kind="individual")
    drafts.hand_over(event, person, by=coordinator)
    assert "Per Privat" not in json.dumps(Publication.objects.get().content)
    change_facts(person, by=coordinator, kind="individual", organisation_number="", is_listed=True)
    assert Publication.objects.order_by("pk").last().content["nb"]["organiser"] == "Per Privat"


def test_an_internal_event_is_recorded_as_such(organiser, owner):
    event = make.make_event(organiser=organiser, visibility="internal")
    facts.set_notice(session(event), by=owner, nb="Ta med kort")
    assert Publication.objects.get().content["nb"]["visibility"] == "internal"


# Co-organisers


def test_a_partner_is_public_when_it_has_accepted_what_was_approved(owner, organiser, coordinator):
    friend_owner = make.make_user()
    friend = make.make_organiser("Vennene", owner=friend_owner)
    event = make.make_event(organiser=organiser, by=owner)
    change = drafts.open_change(event, by=owner)
    drafts.set_co_organisers(change, [friend], by=owner)
    asked = event.co_organisers.get()
    co_organisers.answer(asked, by=friend_owner, says_yes=True)
    # Nobody has approved the text that names it, so nothing public has changed.
    assert Publication.objects.count() == 0
    assert event.co_organisers.public().count() == 0
    drafts.save_draft(change, by=owner, changed={"accepts_criteria": True})
    review.submit(change, by=owner)
    review.approve(change, by=coordinator)
    assert Publication.objects.get().content["nb"]["co_organisers"] == ["Vennene"]
    co_organisers.answer(asked, by=friend_owner, says_yes=False)
    assert [row.content["nb"]["co_organisers"] for row in Publication.objects.order_by("pk")] == [
        ["Vennene"],
        [],
    ]


def test_who_declined_before_the_approval_waits_for_another(owner, organiser, coordinator):
    friend_owner = make.make_user()
    friend = make.make_organiser("Vennene", owner=friend_owner)
    version = make.make_event(organiser=organiser, by=owner, state="draft").open
    drafts.set_co_organisers(version, [friend], by=owner)
    asked = version.event.co_organisers.get()
    co_organisers.answer(asked, by=friend_owner, says_yes=False)
    review.submit(version, by=owner)
    review.approve(version, by=coordinator)
    co_organisers.answer(asked, by=friend_owner, says_yes=True)
    assert version.event.co_organisers.public().count() == 0


def test_answering_twice_is_logged_once(owner, organiser):
    friend_owner = make.make_user()
    friend = make.make_organiser("Vennene", owner=friend_owner)
    version = make.make_event(organiser=organiser, by=owner, state="draft").open
    drafts.set_co_organisers(version, [friend], by=owner)
    asked = version.event.co_organisers.get()
    for _time in range(2):
        co_organisers.answer(asked, by=friend_owner, says_yes=True)
    assert version.event.log.count() == 1


def test_the_new_owner_of_an_event_is_no_partner_of_it(event, coordinator):
    friend = make.make_organiser("Vennene")
    approved = {"accepted_at": make.LONG_AGO, "approved_at": make.LONG_AGO}
    event.co_organisers.create(organiser=friend, **approved)
    drafts.hand_over(event, friend, by=coordinator)
    content = Publication.objects.get().content["nb"]
    assert (content["organiser"], content["co_organisers"]) == ("Vennene", [])


# Reference data


def reference_rows(event):
    """One row of every kind that the live event shows."""
    time = event.live.times.get()
    venue = time.venue
    own, of_venue = make.make_feature(), make.make_feature("lift")
    venue.access.create(feature=of_venue, answer=Answer.YES)
    typed = make.make_district("typed", "Skrevet")
    make.make_time(event.live, place_name="Grendehuset", place_district=typed)
    return {
        "venue": venue,
        "district": venue.district,
        "district of a typed place": typed,
        "topic": Topic.objects.get(code="language_integration"),
        "event type": EventType.objects.get(),
        "audience": Audience.objects.get(),
        "access feature": own,
        "access feature of the venue": of_venue,
        "week": event.week,
        "organiser": event.organiser,
    }


KINDS = (
    "venue",
    "district",
    "district of a typed place",
    "topic",
    "event type",
    "audience",
    "access feature",
    "access feature of the venue",
    "week",
    "organiser",
)


@pytest.mark.parametrize("kind", KINDS)
def test_a_change_of_reference_data_is_recorded_where_it_shows(kind, event, coordinator):
    week = make.make_week(2026)
    elsewhere = make.make_district("annet", "Annet")
    other = make.make_event(week=week, times=())
    make.make_time(other.live, venue=make.make_venue("annet", district=elsewhere))
    for name in ("types", "topics", "audiences"):
        getattr(other.live, name).clear()
    other.live.access_answers.all().delete()
    make.make_event(organiser=event.organiser, week=event.week, state="draft")
    row = reference_rows(event)[kind]
    publications.record_reference_change(row, by=coordinator)
    found = Publication.objects.get()
    assert (found.event, found.by) == (event, coordinator)
    assert found.what == f"reference:{row._meta.model_name}"


def test_marks_and_partners_are_recorded_where_they_show(event, coordinator):
    partner, asked = make.make_organiser("Vennene"), make.make_organiser("Spurt")
    accepted = {"accepted_at": make.LONG_AGO}
    event.co_organisers.create(organiser=partner, approved_at=make.LONG_AGO, **accepted)
    event.co_organisers.create(organiser=asked, **accepted)
    ground, goal = make.make_term(GroundTerm, "new"), make.make_term(SustainableGoal, "new")
    event.live.grounds.add(ground)
    event.live.goals.add(goal)
    make.make_event(organiser=make.make_organiser("En annen"))
    for row in (ground, goal, partner, partner.live_text, event.organiser.live_text):
        Publication.objects.all().delete()
        publications.record_reference_change(row, by=coordinator)
        found = Publication.objects.get()
        assert (found.event, found.by) == (event, coordinator), row
        assert found.what == f"reference:{row._meta.model_name}"
        assert found.content["nb"]["co_organisers"] == ["Vennene"]
    # Who has not been approved shows nowhere; news of other rows is no organiser's.
    Publication.objects.all().delete()
    publications.record_reference_change(asked, by=coordinator)
    for row in (coordinator, event.week, event.live.times.get().venue):
        publications.on_public_change(None, what="x", instance=row, by=coordinator)
    assert not Publication.objects.exists()
    publications.on_public_change(None, what="x", instance=event.organiser, by=coordinator)
    assert Publication.objects.get().what == "reference:organiser"


def test_what_was_renamed_is_found_by_its_new_name(event, coordinator):
    venue = event.live.times.get().venue
    other = make.make_event()
    for number, record in enumerate(
        (
            lambda: publications.record_reference_change(venue, by=coordinator),
            lambda: publications.record(event, by=coordinator, what="x"),
            lambda: publications.announce(event, by=coordinator, what="x"),
        )
    ):
        type(venue).objects.update(name_nb=f"Salen{number}")
        with transaction.atomic():
            record()
        assert f"salen{number}" in event.live.search_text
    assert "salen2" not in other.live.search_text
    assert publications.snapshot(event.live)["nb"]["title"] == event.live.title_nb
    found = list(Publication.objects.values_list("event", "what", "by").order_by("pk"))
    assert found[2:] == [(event.pk, "x", coordinator.pk)] * 2


@pytest.mark.usefixtures("one_by_one")
def test_an_announcement_tells_of_what_and_by_whom(event, coordinator):
    number, heard = generation.current(), []

    def listen(sender, **news):
        heard.append((sender, news["what"], news["instance"], news["by"]))

    public_change.connect(listen)
    with transaction.atomic():
        publications.announce(event, by=coordinator, what="x")
    public_change.disconnect(listen)
    assert heard == [(type(event), "x", event, coordinator)]
    assert generation.current() == number + 1


def test_what_is_not_shown_is_recorded_as_nothing(event, owner, coordinator):
    draft = make.make_event(state="draft")
    assert publications.record(draft, by=coordinator, what="x").content == {}
    takedowns.unpublish(event, by=coordinator, reason="Feil")
    venue = event.live.times.get().venue
    publications.record_reference_change(venue, by=coordinator)
    assert Publication.objects.latest("pk").content == {}


def test_a_word_nobody_uses_is_recorded_nowhere(event, coordinator):
    for row in (make.make_term(Topic, "unused"), make.make_feature("unused"), coordinator):
        publications.record_reference_change(row, by=coordinator)
    assert Publication.objects.count() == 0


def test_new_words_of_an_organiser_are_recorded_when_they_are_approved(event, owner, coordinator):
    change_text(event.organiser, by=owner, name_nb="Nytt navn")
    text = submit_text(event.organiser.open_text, by=owner)
    assert Publication.objects.count() == 0
    approve_text(text, by=coordinator)
    assert Publication.objects.get().content["nb"]["organiser"] == "Nytt navn"


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_renamed_word_takes_the_same_queries_for_any_number_of_events(count, coordinator):
    make.make_events(count)
    topic = Topic.objects.get()
    topic.name_nb = "Nytt ord"
    topic.save()
    # The first time every search text is written anew; that is one update for each.
    publications.record_reference_change(topic, by=coordinator)
    with CaptureQueriesContext(connection) as taken:
        publications.record_reference_change(topic, by=coordinator)
    chunks = -(-count // publications.CHUNK)
    assert len(taken) <= 1 + chunks * 30
    assert Publication.objects.count() == 2 * count
    assert AccessFeature.objects.count() == 1
