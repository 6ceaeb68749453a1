"""The read model of lists: days, hours, order, marks of the day, and how many queries it takes."""

from datetime import date, datetime

import pytest
from django.http import QueryDict

from enbyforalle.lib import clock as site_clock
from events.enums import HappeningStatus
from events.programme import days as module
from events.programme.days import (
    changes_at,
    highlights,
    near,
    programme_days,
    public_organisers,
    public_week,
    public_weeks,
    today_rows,
)
from events.programme.filters import ProgrammeFilter
from tests.events.rows import (
    LONG_AGO,
    a_picture,
    a_venue,
    a_week,
    an_event,
    an_organiser,
    cancel,
    oslo,
)

pytestmark = pytest.mark.django_db


def read(query="", week=None):
    week = week or a_week()
    chosen = ProgrammeFilter.from_query(QueryDict(query), week)
    return programme_days(week, chosen, site_clock.now())


def titles(cards):
    return [str(card.title) for card in cards]


def test_days_are_in_order_and_grouped_by_the_hour_of_the_start(db):
    an_event("Kveld", "2027-02-08T18:30")
    an_event("Også kveld", "2027-02-08T18:00")
    an_event("Morgen", "2027-02-08T09:00")
    an_event("Natt", "2027-02-09T00:30")
    an_event("Utkast", "2027-02-08T18:00", state="draft")
    found = read()
    assert [
        (day.date.day, [(hour.hour, titles(hour.rows)) for hour in day.hours]) for day in found.days
    ] == [
        (8, [(9, ["Morgen"]), (18, ["Også kveld", "Kveld"])]),
        (9, [(0, ["Natt"])]),
    ]
    assert (found.n_sessions, found.n_events, found.one_day) == (4, 4, None)
    assert found.day_counts == [(date(2027, 2, 8), 3), (date(2027, 2, 9), 1)]


def test_days_before_and_after_the_week_say_so(db):
    an_event("Før", "2027-02-06T10:00")
    an_event("I", "2027-02-10T10:00")
    an_event("Etter", "2027-02-15T10:00")
    assert [(day.part, day.is_today) for day in read().days] == [
        ("before", False),
        ("in", True),
        ("after", False),
    ]


def test_what_lasts_for_days_has_its_own_block(db):
    an_event("Utstilling", ("2027-02-08T10:00", "2027-02-12T15:00"))
    an_event("Jazz", "2027-02-10T18:00")
    found = read()
    assert titles(found.lasting) == ["Utstilling"]
    assert [titles(day.rows) for day in found.days] == [["Jazz"]]
    assert titles(found.rows) == ["Utstilling", "Jazz"]
    assert titles(read("day=2027-02-11").lasting) == ["Utstilling"]


def test_a_day_without_an_hour_stands_first_in_its_day(db):
    version = an_event("Fra arkivet", "2027-02-10T00:00")
    version.times.update(is_time_known=False)
    an_event("Tidlig", "2027-02-10T08:00")
    (day,) = read().days
    assert [(hour.hour, titles(hour.rows)) for hour in day.hours] == [
        (None, ["Fra arkivet"]),
        (8, ["Tidlig"]),
    ]


def test_past_events_without_a_date_are_named_too_but_not_in_a_filtered_list(db):
    week = a_week(2020)
    version = an_event("Uten dato", week=week)
    version.times.all().delete()
    hidden = an_event("Utkast", week=week, state="draft")
    hidden.times.all().delete()
    found = read(week=week)
    assert [str(event.live.title) for event in found.undated] == ["Uten dato"]
    assert (found.n_events, found.is_empty) == (1, False)
    assert read("q=dato", week=week).undated == []


def test_totals_count_events_once(db):
    an_event("Kafé", *(f"2027-02-{day:02}T12:00" for day in range(8, 13)))
    an_event("Jazz")
    assert (read().n_sessions, read().n_events) == (6, 2)
    assert (read("q=jazz").n_sessions, read("q=jazz").n_events) == (1, 1)
    assert read("q=finnesikke").is_empty


def test_a_long_programme_shows_one_day_at_a_time(db, monkeypatch, clock):
    monkeypatch.setattr(module, "ONE_PAGE", 5)
    for day in (8, 9, 10, 11):
        an_event(f"Dag {day}", f"2027-02-{day:02}T12:00", f"2027-02-{day:02}T14:00")
    found = read()
    assert found.one_day == date(2027, 2, 10)
    assert [(day.date.day, titles(day.rows)) for day in found.days] == [(10, ["Dag 10", "Dag 10"])]
    assert (found.n_sessions, found.n_events) == (8, 4)
    assert [count for _day, count in found.day_counts] == [2, 2, 2, 2]
    assert [day.date.day for day in read("day=2027-02-11").days] == [11]
    # Before the week the first day is shown, after it the last.
    for now, shown in (("2027-01-20T12:00", 8), ("2027-03-01T12:00", 11)):
        clock.set(now)
        assert read().one_day == date(2027, 2, shown)


def test_a_programme_of_four_hundred_is_one_page():
    assert module.ONE_PAGE == 400


def test_without_a_week_there_is_nothing(db):
    assert programme_days(None, ProgrammeFilter(None, {}), site_clock.now()).is_empty


def test_today_has_cancellations_first_then_what_runs_then_what_comes(db):
    cancel(an_event("Avlyst", "2027-02-10T19:00").event)
    postponed = an_event("Utsatt", "2027-02-10T20:00")
    postponed.event.sessions.update(status=HappeningStatus.POSTPONED)
    an_event("Nå", ("2027-02-10T11:30", "2027-02-10T13:00"))
    an_event("Senere", "2027-02-10T18:00")
    an_event("Over", ("2027-02-10T09:00", "2027-02-10T10:00"))
    an_event("Nettopp over", "2027-02-10T11:00")
    an_event("Utstilling", ("2027-02-08T10:00", "2027-02-12T15:00"))
    an_event("I morgen", "2027-02-11T18:00")
    an_event("Utkast", "2027-02-10T18:00", state="draft")
    today = today_rows(a_week(), site_clock.now())
    assert titles(today.rows) == ["Avlyst", "Utsatt", "Nå", "Senere"]
    assert titles(today.over) == ["Over", "Nettopp over"]
    assert titles(today.lasting) == ["Utstilling"]


def test_another_day_can_be_asked_for(db):
    an_event("I morgen", "2027-02-11T18:00")
    assert titles(today_rows(a_week(), site_clock.now(), date(2027, 2, 11)).coming) == ["I morgen"]


def test_highlights_are_to_come_and_of_different_events_and_topics(db):
    an_event("Kultur 1", "2027-02-10T18:00", "2027-02-11T18:00", topics=["kultur"])
    an_event("Kultur 2", "2027-02-10T19:00", topics=["kultur"])
    a_picture(an_event("Kultur med bilde", "2027-02-12T18:00", topics=["kultur"]))
    an_event("Språk", "2027-02-13T18:00", topics=["sprak"])
    an_event("Over", "2027-02-10T09:00", topics=["helse"])
    cancel(an_event("Avlyst", "2027-02-11T09:00", topics=["miljo"]).event)
    full = an_event("Fullt", "2027-02-11T09:00", topics=["arbeid"])
    full.event.sessions.update(is_full=True)
    assert titles(highlights(a_week(), site_clock.now(), 2)) == ["Kultur med bilde", "Språk"]
    assert titles(highlights(a_week(), site_clock.now())) == [
        "Kultur 1",
        "Kultur 2",
        "Kultur med bilde",
        "Språk",
    ]


def test_near_is_what_is_on_at_the_same_time_the_same_district_first(db):
    hall = a_venue("hallen", district="vagsbygd")
    here = an_event("Her", "2027-02-08T18:00", "2027-02-11T18:00")
    an_event("Samme tid, annet sted", "2027-02-11T18:00", venue=hall)
    an_event("Nabo", "2027-02-11T20:00", "2027-02-11T21:00")
    an_event("Ved første gang", "2027-02-08T18:00")
    an_event("For sent", "2027-02-11T22:30")
    an_event("Utkast", "2027-02-11T18:00", state="draft")
    cancel(an_event("Avlyst", "2027-02-11T18:00").event)
    # The session on Monday is over: Thursday's is the next.
    assert titles(near(here.event)) == ["Nabo", "Samme tid, annet sted"]
    assert titles(near(here.event, 1)) == ["Nabo"]
    here.times.all().delete()
    assert near(here.event) == []


def test_pages_are_right_until_the_next_start_end_release_or_midnight(db, clock):
    an_event("Jazz", ("2027-02-10T13:00", "2027-02-10T14:00"))
    an_event("Uten slutt", "2027-02-10T18:00")
    a_week(2028, released=oslo("2027-02-10T22:00"))
    expected = ["13:00", "14:00", "18:00", "19:00", "22:00"]
    for after in expected:
        cards = read().rows
        assert changes_at(site_clock.now(), cards) == oslo(f"2027-02-10T{after}")
        clock.set(f"2027-02-10T{after}")
    assert changes_at(site_clock.now(), read().rows) == oslo("2027-02-11T00:00")


def test_a_week_is_public_from_its_first_release(db):
    a_week(2027)
    a_week(2028, released=None)
    a_week(2029, released=None, pre_programme_released_at=LONG_AGO)
    a_week(2030, released=datetime(2030, 1, 1, tzinfo=site_clock.OSLO))
    assert sorted(week.year for week in public_weeks()) == [2027, 2029]
    assert public_week(2028) is None
    assert public_week(2027) == a_week(2027)


def test_organisers_with_a_page_have_approved_words_and_a_public_event(db):
    an_event("Eget", organiser="koret", co=["kulturskolen"])
    an_event("Privat", organiser="en-person")
    an_event("Innsendt", organiser="nye", state="submitted")
    an_event("Internt", organiser="interne", visibility="internal")
    an_organiser("uten-arrangement")
    person = an_organiser("en-person")
    person.kind = "individual"
    person.save()
    assert sorted(organiser.slug for organiser in public_organisers()) == ["koret", "kulturskolen"]
    person.is_listed = True
    person.save()
    assert public_organisers().filter(slug="en-person").count() == 1


@pytest.mark.parametrize("count", [1, 3, 300])
def test_lists_take_the_same_queries_however_long_they_are(db, count, django_assert_num_queries):
    """Everything a card says is read here, so that a query hidden in a property is counted."""
    venue = a_venue(yes=["step_free"])
    for number in range(count):
        version = an_event(f"Nr {number}", "2027-02-10T18:00", venue=venue, topics=["kultur"],
                           co=["b"], spoken=["nb"], yes=["lift"], price_type="paid",
                           is_searchable=False)  # fmt: skip
        if number < 5:
            a_picture(version)
    with django_assert_num_queries(15):
        shown = read()
        spoken = [
            (card.facts, card.marks, card.place, card.picture, card.url) for card in shown.rows
        ]
    assert len(spoken) == count
    with django_assert_num_queries(13):
        assert len(today_rows(a_week(), site_clock.now()).coming) == count
    with django_assert_num_queries(13):
        assert len(highlights(a_week(), site_clock.now())) == min(count, 6)
    with django_assert_num_queries(14 if count > 1 else 2):
        near(version.event)
