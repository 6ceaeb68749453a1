"""Again next year: what comes along, what does not, and who may."""

from datetime import date

import pytest
from django.utils import translation

from enbyforalle.jobs.models import Job
from enbyforalle.lib import clock as site_clock
from events.domain import again, review
from events.domain.errors import NotAllowed, Refused
from events.enums import Answer, LanguageUse
from events.models import (
    AccessFeature,
    Audience,
    Contributor,
    CoOrganiser,
    Event,
    GroundTerm,
    Picture,
    SustainableGoal,
    Topic,
    Venue,
    Version,
    VersionLanguage,
)
from events.models import Image as StoredImage
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner():
    return make.make_user("eier@example.org", name="Eva Eier")


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def event(organiser, owner):
    return make.make_event(
        organiser=organiser,
        by=owner,
        slug="korkveld",
        title_nb="Korkveld",
        title_en="Choir evening",
        times=(
            ("2027-02-06 12:00", "2027-02-06 14:00"),
            ("2027-02-10 22:00", "2027-02-11 02:00"),
        ),
    )


@pytest.fixture
def week(clock):
    """The week of 2028, open for submissions in November."""
    clock.set("2027-11-01T12:00")
    return make.make_week(2028, released=False)


def wall(time):
    """The day and hour in Oslo at which a session starts and ends."""
    starts, ends = site_clock.local(time.starts_at), site_clock.local(time.ends_at)
    return f"{starts:%a %Y-%m-%d %H:%M}", f"{ends:%a %Y-%m-%d %H:%M}"


def an_image(event, owner, **fields):
    return StoredImage.objects.create(
        event=event, width=480, height=320, widths=[480], uploaded_by=owner, **fields
    )


def test_sessions_keep_weekday_and_hour_and_get_new_identities(event, week, owner):
    copy = again.copy_event(event, week, by=owner)
    assert [wall(time) for time in copy.times.all()] == [
        # The pre-programme stays before the week, the night a night.
        ("Sat 2028-02-05 12:00", "Sat 2028-02-05 14:00"),
        ("Wed 2028-02-09 22:00", "Thu 2028-02-10 02:00"),
    ]
    old = {time.session_id for time in event.live.times.all()}
    assert not old & {time.session_id for time in copy.times.all()}


def test_weekdays_stay_where_a_week_began_on_another_day(owner, organiser, week):
    past = make.make_week(2025, starts_on=date(2025, 2, 4), ends_on=date(2025, 2, 9))
    event = make.make_event(
        week=past, organiser=organiser, by=owner, times=(("2025-02-05 18:00", "2025-02-05 19:00"),)
    )
    [time] = again.copy_event(event, week, by=owner).times.all()
    assert wall(time)[0] == "Wed 2028-02-09 18:00"


def test_the_hour_of_oslo_stays_over_a_change_of_the_clock():
    summer = make.oslo("2027-06-01 18:00")
    winter = again.moved(summer, date(2027, 12, 1) - date(2027, 6, 1))
    assert f"{site_clock.local(winter):%Y-%m-%d %H:%M}" == "2027-12-01 18:00"


def test_it_is_a_draft_that_knows_where_it_came_from(event, week, owner):
    copy = again.copy_event(event, week, by=owner)
    assert (copy.state, copy.number, copy.event.week, copy.is_live) == ("draft", 1, week, False)
    assert Event.objects.get(pk=copy.event_id).copied_from == event
    assert copy.event.slug == ""
    assert [entry.verb for entry in copy.event.log.all()] == ["create", "copy"]
    assert event.log.count() == 0


def test_what_was_answered_last_year_is_not_asked_empty(event, week, owner):
    old = event.live
    VersionLanguage.objects.create(version=old, code="ar", use=LanguageUse.INTERPRETED)
    copy = again.copy_event(event, week, by=owner)
    for name in ("title_nb", "summary_nb", "description_nb", "price_type", "public_email"):
        assert getattr(copy, name) == getattr(old, name) != ""
    for name in ("types", "topics", "audiences"):
        assert list(getattr(copy, name).all()) == list(getattr(old, name).all()) != []
    assert [(row.code, row.use) for row in copy.languages.all()] == [
        ("nb", "spoken"),
        ("ar", "interpreted"),
    ]
    assert [row.answer for row in copy.access_answers.all()] == [Answer.YES]


def test_people_and_consents_are_not_copied(event, week, owner):
    Contributor.objects.create(version=event.live, name="Ola Nordmann")
    event.versions.update(contact_phone="+4738075000")
    copy = again.copy_event(event, week, by=owner)
    assert copy.contributors.count() == 0
    assert (copy.contact_name, copy.contact_email) == ("Eva Eier", "eier@example.org")
    assert copy.contact_phone == ""
    assert event.live.accepts_criteria
    assert not copy.accepts_criteria
    assert any("contributor" in note or "medvirkende" in note for note in copy.notes)


def test_pictures_only_while_their_consent_lasts(event, week, owner):
    words = {"version": event.live, "consent_basis": "consent"}
    down = an_image(event, owner, taken_down_at=make.LONG_AGO, taken_down_by=owner)
    Picture.objects.create(image=down, alt_nb="Tatt ned", **words)
    ended = {"consent_expires_on": date(2027, 10, 31)}
    Picture.objects.create(image=an_image(event, owner), alt_nb="Utløpt", **words, **ended)
    today = {"consent_expires_on": date(2027, 11, 1)}
    Picture.objects.create(image=an_image(event, owner), alt_nb="I dag", **words, **today)
    Picture.objects.create(image=an_image(event, owner), alt_nb="Varer", **words)
    copy = again.copy_event(event, week, by=owner)
    assert [picture.alt_nb for picture in copy.pictures.all()] == ["I dag", "Varer"]
    assert len(copy.notes) == 2


def test_facts_of_the_day_are_not_copied(event, week, owner):
    event.sessions.update(is_full=True, notice_nb="Fullt", status="cancelled", sequence=3)
    Event.objects.filter(pk=event.pk).update(status="cancelled", status_changed_at=make.LONG_AGO)
    copy = again.copy_event(Event.objects.get(pk=event.pk), week, by=owner)
    assert copy.event.status == "scheduled"
    for session in copy.event.sessions.all():
        facts = (session.status, session.is_full, session.notice_nb, session.sequence)
        assert facts == ("scheduled", False, "", 0)


def test_what_is_no_longer_in_use_is_left_out_with_a_note(event, week, owner):
    Venue.objects.update(is_active=False)
    Topic.objects.update(is_active=False)
    copy = again.copy_event(event, week, by=owner)
    assert {time.venue for time in copy.times.all()} == {None}
    assert copy.topics.count() == 0
    assert len(copy.notes) == 2
    assert all(note in copy.event.log.get(verb="copy").comment for note in copy.notes)


def test_dates_of_registration_move_with_the_week(event, week, owner):
    event.versions.update(registration_deadline=make.oslo("2027-02-08 23:59"))
    copy = again.copy_event(event, week, by=owner)
    assert site_clock.local(copy.registration_deadline).isoformat()[:16] == "2028-02-07T23:59"


def test_the_year_in_the_text_is_pointed_out(event, week, owner):
    event.versions.update(summary_nb="Vi feirer 2027")
    assert len(again.copy_event(event, week, by=owner).notes) == 1


def test_co_organisers_are_asked_again_and_those_who_said_no_are_not(event, week, owner):
    yes = make.make_organiser("Ja", owner=make.make_user("ja@example.org"))
    no = make.make_organiser("Nei", owner=make.make_user("nei@example.org"))
    when = {"accepted_at": make.LONG_AGO, "approved_at": make.LONG_AGO}
    CoOrganiser.objects.create(event=event, organiser=yes, **when)
    CoOrganiser.objects.create(event=event, organiser=no, declined_at=make.LONG_AGO)
    copy = again.copy_event(event, week, by=owner)
    [asked] = copy.event.co_organisers.all()
    assert (asked.organiser, asked.accepted_at, asked.approved_at) == (yes, None, None)
    assert [job.payload["to"] for job in Job.objects.all()] == ["ja@example.org"]


def test_a_button_pressed_twice_makes_one_draft(event, week, owner):
    first = again.copy_event(event, week, by=owner)
    second = again.copy_event(event, week, by=owner)
    assert (first.pk, second.notes) == (second.pk, [])
    assert Event.objects.filter(week=week).count() == 1


@pytest.mark.parametrize("role", ["owner", "editor", "coordinator", "stranger", "co"])
def test_members_and_the_coordinator_may(event, organiser, week, owner, role):
    joined = make.make_user("med@example.org")
    friend = make.make_organiser("Med", owner=joined)
    CoOrganiser.objects.create(event=event, organiser=friend, accepted_at=make.LONG_AGO)
    people = {
        "owner": owner,
        "editor": make.make_user(),
        "coordinator": make.make_coordinator(),
        "stranger": make.make_user(),
        "co": joined,
    }
    organiser.memberships.create(user=people["editor"], role="editor")
    if role in ("stranger", "co"):
        with pytest.raises(NotAllowed):
            again.copy_event(event, week, by=people[role])
        assert not Event.objects.filter(week=week).exists()
    else:
        assert again.copy_event(event, week, by=people[role]).event.organiser == organiser


def test_a_closed_week_takes_copies_from_the_coordinator_alone(event, week, owner, clock):
    clock.set("2027-09-30T23:59")
    with pytest.raises(Refused):
        again.copy_event(event, week, by=owner)
    assert again.copy_event(event, week, by=make.make_coordinator()).event.week == week


def test_only_an_earlier_event_is_arranged_again(event, owner):
    with pytest.raises(Refused):
        again.copy_event(event, event.week, by=owner)


def test_a_rejected_text_can_be_the_start_of_next_years(organiser, week, owner):
    old = make.make_event(organiser=organiser, by=owner, state="rejected", title_nb="Avslått")
    copy = again.copy_event(old, week, by=owner)
    assert (copy.title_nb, copy.decision_comment, copy.state) == ("Avslått", "", "draft")


# What is said of the copy


@pytest.fixture
def in_english():
    with translation.override("en"):
        yield


def test_who_may_not_start_a_copy_may_not_fetch_one_either(event, week, owner):
    again.copy_event(event, week, by=owner)
    for by in (make.make_user(), make.make_reviewer()):
        with pytest.raises(NotAllowed):
            again.copy_event(event, week, by=by)


def test_another_copy_of_another_event_or_week_is_not_there_already(event, week, owner, organiser):
    first = again.copy_event(event, week, by=owner)
    other = make.make_event(organiser=organiser, by=owner)
    later = make.make_week(2029, submissions_open_at=make.LONG_AGO)
    drafts = [again.copy_event(other, week, by=owner), again.copy_event(event, later, by=owner)]
    # A copy that was withdrawn is begun anew.
    review.withdraw(first, by=owner)
    drafts.append(again.copy_event(event, week, by=owner))
    assert len({first.pk, *(draft.pk for draft in drafts)}) == 4
    assert drafts[2].event.copied_from == event


def test_nothing_to_note_of_what_holds_again(event, week, owner, in_english):
    for position, last_day in enumerate((None, week.ends_on)):
        words = {"version": event.live, "image": an_image(event, owner), "position": position}
        Picture.objects.create(**words, consent_basis="consent", consent_expires_on=last_day)
    copy = again.copy_event(event, week, by=owner)
    assert copy.notes == []
    log = copy.event.log.get(verb="copy")
    assert (log.comment, log.by, log.version) == (f"From {event.reference}.", owner, copy)
    assert copy.event.copied_from == event


def test_every_note_on_what_does_not_hold(event, week, owner, organiser, in_english):
    old = event.live
    Venue.objects.update(is_active=False)
    for model in (Topic, Audience):
        model.objects.update(is_active=False)
    kept = make.make_term(Topic, "music")
    old.topics.add(kept)
    # Words that never go out of use.
    marks = [make.make_term(model, "new") for model in (SustainableGoal, GroundTerm)]
    old.goals.add(marks[0])
    old.grounds.add(marks[1])
    day_only = {"is_time_known": False, "room": "Salen"}
    for _twice in range(2):
        make.make_time(old, "2027-02-09 00:00", None, **day_only)
    old.times.filter(is_time_known=True).update(is_address_hidden=True, room="Salen")
    ends = {"consent_basis": "consent", "consent_expires_on": date(2028, 2, 12)}
    Picture.objects.create(version=old, image=an_image(event, owner), **ends)
    for number in (1, 2):
        gone = {"taken_down_at": make.LONG_AGO, "taken_down_by": owner}
        Picture.objects.create(
            version=old, image=an_image(event, owner, **gone), position=number + 1
        )
    Contributor.objects.create(version=old, name="Ola")
    Contributor.objects.create(version=old, name="Kari", position=1)
    event.versions.update(
        registration_url="https://example.org/",
        registration_opens_at=make.oslo("2027-01-10 12:00"),
        good_to_know_en="As in 2027",
    )
    hall = "Hovedbiblioteket (English)"
    copy = again.copy_event(event, week, by=owner)
    assert copy.notes == [
        "No longer in use: language_integration en, everyone en. Choose others.",
        f"{hall} is no longer in use. Choose another place.",
        "The hours are not known from last time. Write when it is.",
        "2 pictures are left out: they may no longer be shown.",
        "The consent to a picture ends before the week is over.",
        "2 contributors are not copied: ask first, then write the names.",
        "The links are last time’s. See that they lead to the right place.",
        "The dates for registration are moved as many days as the event.",
        "The text speaks of 2027.",
        "The address is still given to those who register alone.",
    ]
    comment = copy.event.log.get(verb="copy").comment
    assert comment.split("\n") == [f"From {event.reference}.", *copy.notes]
    assert list(copy.topics.all()) == [kept]
    assert [*copy.goals.all(), *copy.grounds.all()] == marks
    assert [(time.venue, time.room) for time in copy.times.all()] == [(None, "")] * 2
    assert copy.registration_opens_at == make.oslo("2028-01-09 12:00")
    assert copy.event.sessions.count() == 2


def test_one_note_for_each_kind_of_link_date_and_year(event, week, owner, in_english):
    links = "The links are last time’s. See that they lead to the right place."
    dates = "The dates for registration are moved as many days as the event."
    hidden = "The address is still given to those who register alone."
    empty = {
        "joining_url": "",
        "registration_url": "",
        "registration_deadline": None,
        "registration_opens_at": None,
    }
    for changed, note in (
        ({"joining_url": "https://example.org/2027"}, links),
        ({"registration_url": "https://example.org/2027"}, links),
        ({"registration_deadline": make.oslo("2027-02-01 12:00")}, dates),
        ({"contact_name": "Kontor 2027"}, None),
    ):
        event.versions.update(**empty | changed)
        copy = again.copy_event(event, week, by=owner)
        assert copy.notes == ([note] if note else []), changed
        review.withdraw(copy, by=owner)
    event.live.times.update(is_address_hidden=True, attendance="online", venue=None)
    copy = again.copy_event(event, week, by=owner)
    assert copy.notes == []
    review.withdraw(copy, by=owner)
    event.live.times.update(attendance="both")
    Contributor.objects.create(version=event.live, name="Ola")
    Picture.objects.create(
        version=event.live,
        image=an_image(event, owner, taken_down_at=make.LONG_AGO, taken_down_by=owner),
    )
    assert again.copy_event(event, week, by=owner).notes == [
        "1 picture is left out: it may no longer be shown.",
        "1 contributor is not copied: ask first, then write the name.",
        hidden,
    ]


def test_what_the_organiser_says_of_itself_stands_where_nothing_was_said(event, week, owner):
    own = {"public_email": "", "public_phone": "+4738075000", "website": "", "age_min": 0}
    make.make_feature("old", is_active=False)
    event.live.access_answers.create(feature=AccessFeature.objects.get(code="old"), answer="yes")
    event.live.price_tiers.create(label_nb="Voksen", amount=50)
    event.versions.update(**own)
    make.make_time(
        event.live, "2027-02-12 18:00", None, doors_at=make.oslo("2027-02-12 17:30"), room="Salen"
    )
    copy = Version.objects.get(pk=again.copy_event(event, week, by=owner).pk)
    assert (copy.title_nb, copy.age_min) == ("Korkveld", 0)
    address = event.organiser.live_text.public_email
    assert (copy.public_email, copy.public_phone) == (address, "+4738075000")
    # Those questions that are still asked keep their answers.
    assert [row.feature.code for row in copy.access_answers.all()] == ["step_free_entrance"]
    assert event.live.access_answers.count() == 2
    assert [(row.label_nb, row.amount) for row in copy.price_tiers.all()] == [("Voksen", 50)]
    last = copy.times.order_by("starts_at").last()
    assert (last.ends_at, last.room) == (None, "Salen")
    assert last.doors_at == make.oslo("2028-02-11 17:30")


def test_what_nobody_is_known_to_have_arranged_is_entered_anew(event, week):
    Event.objects.filter(pk=event.pk).update(organiser=None, source_url="https://example.org/")
    with pytest.raises(Refused):
        again.copy_event(event, week, by=make.make_coordinator())
    assert not Event.objects.filter(week=week).exists()


def test_the_text_that_is_public_is_copied_not_the_change_of_it(event, week, owner):
    make.make_version(event, state="draft", title_nb="Et utkast")
    assert again.copy_event(event, week, by=owner).title_nb == "Korkveld"
