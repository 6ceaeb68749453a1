"""The front page: what presses, and the week as a picture with what is missing."""

from datetime import timedelta

import pytest

from enbyforalle.lib import clock
from events.models import Audience, GroundTerm, Version
from events.overview.week import overview
from tests import factories as make

pytestmark = pytest.mark.django_db

FRONT = "/en/admin/"


def waiting(title, *, days, event=None, **more):
    if event is None:
        version = make.make_event(state="submitted", title_nb=title, **more).open
    else:
        version = make.make_version(event, state="submitted", title_nb=title)
    at = clock.now() - timedelta(days=days)
    Version.objects.filter(pk=version.pk).update(submitted_at=at)
    return version


def cards(answer):
    return {str(item.words): item.count for item in answer.context["waiting"]}


def first(answer):
    return [
        (case.version.title_nb, [str(tag.words) for tag in case.tags])
        for case in answer.context["desk"].pressing.cases
    ]


def test_changes_near_the_week_stand_first_then_the_promised_day(at_work, organiser):
    new = make.make_organiser("Ny", state="submitted")
    waiting("Lenge", days=2, organiser=organiser)
    waiting("Ute", days=12, organiser=organiser)
    waiting("Snart", days=8, organiser=new)
    waiting("Endring", days=1, event=make.make_event(organiser=organiser))
    answer = at_work.get(FRONT)
    assert first(answer) == [
        ("Endring", ["change to an approved event, and the week is near"]),
        ("Ute", ["promised answer is overdue"]),
        ("Snart", ["answer due in 2 days", "new to us"]),
        ("Lenge", []),
    ]
    found = cards(answer)
    names = ("to decide on", "promised answer is overdue", "answer due soon")
    assert [found[name] for name in names] == [4, 1, 1]
    assert found["from organisers new to us"] == 1


def test_a_change_long_before_the_week_waits_its_turn(at_work, organiser, settings):
    settings.DEMO_NOW = "2026-12-15T12:00"
    waiting("Endring", days=1, event=make.make_event(organiser=organiser))
    waiting("Ute", days=12, organiser=organiser)
    assert [title for title, _tags in first(at_work.get(FRONT))] == ["Ute", "Endring"]


def test_the_numbers_lead_to_the_same_cases(at_work, coordinator, organiser):
    late = waiting("Ute", days=12, organiser=organiser)
    soon = waiting("Snart", days=10, organiser=organiser)
    waiting("Lenge", days=2, organiser=organiser)
    type(late.event).objects.filter(pk=soon.event_id).update(assigned_to=coordinator)
    assert cards(at_work.get(FRONT))["yours to decide on"] == 1
    for query, version in (({"due": "overdue"}, late), ({"due": "soon"}, soon)):
        found = at_work.get("/en/admin/events/version/", query).context["cl"].result_list
        assert [row.pk for row in found] == [version.pk]


def test_internal_cases_press_only_on_those_who_may_see_them(client_for, reviewer):
    waiting("Internt", days=12, visibility="internal")
    group = reviewer.groups.get()
    group.permissions.remove(group.permissions.get(codename="see_internal"))
    assert first(client_for(reviewer).get(FRONT)) == []


def test_a_content_editor_sees_no_cases(client_for, content_editor, submitted):
    answer = client_for(content_editor).get(FRONT)
    assert answer.context["desk"] is None
    assert "Korkveld" not in answer.content.decode()


# The week


def bars(found, code):
    (picture,) = (one for one in found.pictures if one.code == code)
    return {bar.label: (bar.approved, bar.waiting) for bar in picture.bars}


@pytest.fixture
def week():
    week = make.make_week()
    make.make_district("tveit", "Tveit")
    make.make_district("digital", "Digitalt")
    make.make_term(Audience, "families", name_nb="Familier", name_en="Families")
    monday = (("2027-02-08 10:00", "2027-02-08 12:00"), ("2027-02-08 18:00", "2027-02-08 19:00"))
    event = make.make_event(week=week, times=monday, facts={"created_at": clock.now()})
    event.live.audiences.set([Audience.objects.get(code="families")])
    event.live.grounds.set([GroundTerm.objects.get(code="age")])
    return week


def test_events_are_counted_once_by_day_and_district(week):
    found = overview(week)
    assert (found.approved, found.waiting) == (1, 0)
    days = bars(found, "days")
    assert (days["Mon 8 Feb"], days["Tue 9 Feb"]) == ((1, 0), (0, 0))
    assert bars(found, "districts")["Kvadraturen (English)"] == (1, 0)
    assert bars(found, "audiences")["Families"] == (1, 0)
    assert bars(found, "grounds")["age"] == (1, 0)


def test_a_change_counts_only_for_what_it_adds(week):
    event = week.events.get()
    change = make.make_version(event, state="submitted")
    make.make_time(change, "2027-02-08 10:00", "2027-02-08 11:00")
    make.make_time(change, "2027-02-09 10:00", "2027-02-09 11:00")
    days = bars(overview(week), "days")
    assert (days["Mon 8 Feb"], days["Tue 9 Feb"]) == ((1, 0), (0, 1))


def test_what_does_not_take_place_does_not_count(week):
    tuesday = (("2027-02-09 18:00", "2027-02-09 19:00"),)
    at = clock.now()
    off = {"status": "cancelled", "status_changed_at": at}
    make.make_event(week=week, times=tuesday, facts=off)
    make.make_event(week=week, times=tuesday, visibility="internal")
    make.make_event(week=week, times=tuesday, state="draft")
    called_off = make.make_event(week=week, times=tuesday)
    called_off.sessions.update(status="cancelled")
    assert bars(overview(week), "days")["Tue 9 Feb"] == (0, 0)


def gaps(week):
    return {gap.words: gap.waiting for gap in overview(week).gaps}


def test_what_is_missing_is_said_in_words(week):
    found = gaps(week)
    assert "No event on Mon 8 Feb" not in found
    assert "Nothing for families or children on Mon 8 Feb" not in found
    assert "No evening event on Mon 8 Feb" not in found
    assert found["No event on Tue 9 Feb"] == 0
    assert found["No event with sign language"] == 0
    assert found["No event in Tveit (English)"] == 0
    assert "No event in Digitalt (English)" not in found
    assert "No event takes up the ground age" not in found
    assert found["No event takes up the ground gender"] == 0


def test_what_waits_and_would_mend_it_is_told_beside(week):
    tuesday = (("2027-02-09 10:00", "2027-02-09 12:00"),)
    approved = make.make_event(week=week, times=tuesday)
    evening = make.make_event(
        week=week, state="submitted", times=(("2027-02-09 17:00", "2027-02-09 19:00"),)
    )
    evening.open.access_answers.update(answer="no")
    make.make_feature("sign_language", group="hearing")
    evening.open.access_answers.create(
        feature=make.make_feature("sign_language", group="hearing"), answer="yes"
    )
    found = gaps(week)
    assert approved.live is not None
    assert found["No evening event on Tue 9 Feb"] == 1
    assert found["No event with sign language"] == 1
    assert found["Nothing for families or children on Tue 9 Feb"] == 0
