"""My plan: what the address asks for is shown, marked and warned of, and noted nowhere."""

import logging
import re
from uuid import uuid4

import icalendar
import pytest

from enbyforalle.lib import uids
from enbyforalle.publishing.store import pages
from events.domain import facts
from events.enums import Attendance
from events.models import Session
from events.programme.plan import MOST
from tests.factories import make_coordinator, make_district, make_event, make_events, make_venue

pytestmark = pytest.mark.django_db

PLAN, CALENDAR = "/en/my-plan/", "/en/my-plan.ics"
LUND = {"slug": "lund", "name": "Lund House", "latitude": "58.15600", "longitude": "8.01500"}
TOGETHER = "These two are at the same time"


@pytest.fixture(autouse=True)
def empty_store():
    pages.clear()


def at(starts, ends="", **fields):
    """A public event of one session on 11 February 2027; `starts` and `ends` are clock times."""
    day = "2027-02-11"
    return make_event(times=[(f"{day} {starts}", f"{day} {ends}" if ends else None)], **fields)


def move(event, **fields):
    """Set the place of the event's session, which the factory puts into one venue for all."""
    event.live.times.update(**fields)


def uid(event):
    return event.sessions.get().uid


def query(*asked):
    return "?" + "&".join(f"s={one if isinstance(one, str) else uid(one)}" for one in asked)


@pytest.fixture
def read(client):
    def get(*asked, path=PLAN):
        answer = client.get(path + query(*asked))
        assert answer.status_code == 200
        return answer.content.decode()

    return get


def words(html):
    return " ".join(re.sub("<[^>]+>", " ", html).split())


def titles(html):
    return re.findall(r'<h3><a href="[^"]+">([^<]+)</a></h3>', html)


def test_the_sessions_of_the_address_stand_by_day_and_hour(read):
    late = at("18:00", "19:00", title_en="Late")
    early = at("10:00", "11:00", title_en="Early")
    day_before = make_event(times=[("2027-02-10 18:00", None)], title_en="Before")
    at("12:00", title_en="Not saved")
    html = read(late, early, day_before)
    assert titles(html) == ["Before", "Early", "Late"]
    assert re.findall(r"<h2 id=\"p[^>]+>([^<]+)<", html) == [
        "Wednesday 10 February 2027",
        "Thursday 11 February 2027",
    ]
    assert TOGETHER not in html


def test_one_session_of_many_is_kept_and_not_its_siblings(read):
    event = make_event(times=[("2027-02-11 18:00", None), ("2027-02-12 19:00", None)])
    second = event.live.times.order_by("starts_at").last()
    html = read(str(second.session.uid))
    assert "19:00" in html
    assert "18:00" not in html


@pytest.mark.parametrize("write", [str, uids.short, lambda found: found.hex])
def test_a_uid_is_read_in_each_of_its_forms(read, write):
    event = at("18:00", title_en="Read")
    assert titles(read(write(uid(event)), write(uid(event)))) == ["Read"]


@pytest.mark.parametrize(
    "text", ["x", "AAAAAAAAAAAAAAAAAAAAA!", "A" * 22 + "=", "æ" * 22, "-" * 36]
)
def test_what_is_no_uid_is_said_and_passed_over(read, text):
    event = at("18:00", title_en="Known")
    html = read(text, event)
    assert titles(html) == ["Known"]
    assert "could not be read" in html


def test_what_is_not_public_is_said_and_not_shown(read):
    known = at("18:00", title_en="Known")
    internal = at("18:00", title_en="Secret", visibility="internal")
    waiting = at("18:00", title_en="Secret", state="submitted")
    html = read(known, internal, waiting, str(uuid4()))
    assert titles(html) == ["Known"]
    assert "3 sessions are not in the programme any more" in words(html)
    # The address to share holds only what there is.
    shared = re.search(r'id="plan-url" readonly value="([^"]+)"', html)[1]
    assert shared == f"https://enbyforalle.test/en/my-plan/?s={uids.short(uid(known))}"


def test_a_cancelled_session_stays_and_is_marked(read):
    off, on = at("18:00", "20:00", title_en="Concert"), at("18:00", "20:00", title_en="Talk")
    facts.cancel_session(off.sessions.get(), by=make_coordinator(), reason_nb="Sykdom")
    html = read(off, on)
    assert titles(html) == ["Concert", "Talk"]
    assert 'class="band off"' in html
    # Nobody need choose between a concert that is off and a talk.
    assert TOGETHER not in html


def test_two_at_the_same_time_are_named_once(read):
    first = at("18:00", "20:00", title_en="Concert")
    second = at("19:30", "21:00", title_en="Talk")
    third = at("20:30", "22:00", title_en="Dance")
    html = read(first, second, third)
    told = [words(part) for part in re.findall(r'<li class="mind".*?</ul>', html, re.DOTALL)]
    assert [part.partition(">")[2] or part for part in told] == [
        f"{TOGETHER} Concert, 18:00–20:00 Talk, 19:30–21:00",
        f"{TOGETHER} Talk, 19:30–21:00 Dance, 20:30–22:00",
    ]


def test_three_at_the_same_time_are_one_warning(read):
    events = [at(starts, "21:00", title_en=starts) for starts in ("18:00", "19:00", "20:00")]
    html = read(*events)
    assert html.count("These 3 are at the same time") == 2  # at the top, and where it is
    assert TOGETHER not in html


@pytest.mark.parametrize(
    ("first", "second", "fields"),
    [
        (("18:00", "19:00"), ("19:00", "20:00"), {}),
        (("18:00", None), ("19:00", "20:00"), {}),
        (("18:00", "20:00"), ("18:30", "19:00"), {"is_drop_in": True}),
    ],
)
def test_what_one_can_go_to_both_of_is_no_clash(read, first, second, fields):
    html = read(at(*first, **fields), at(*second))
    assert 'class="mind"' not in html


def test_an_end_that_nobody_gave_is_reckoned_as_an_hour_and_said(read):
    html = read(at("18:00"), at("18:30", "20:00"))
    assert TOGETHER in html
    assert "we reckon with an hour" in html


def test_a_short_way_to_another_place_is_said_with_its_length(read):
    before = at("18:00", "19:00", title_en="Concert")
    after = at("19:20", "21:00", title_en="Talk")
    move(before, venue=make_venue("torvet", "Torvet", latitude="58.14600", longitude="7.99400"))
    move(after, venue=make_venue(**LUND, district=make_district("lund", "Lund")))
    html = words(read(before, after))
    assert "Only 20 minutes to get here: before it you are at Concert, Torvet (English)" in html
    assert "About 2 km as the crow flies." in html


@pytest.mark.parametrize(
    ("starts", "is_short"), [("19:00", True), ("19:29", True), ("19:30", False)]
)
def test_half_an_hour_is_enough(read, starts, is_short):
    before, after = at("18:00", "19:00"), at(starts, "21:00")
    move(after, venue=make_venue(**LUND))
    assert ("to get here" in read(before, after)) == is_short


@pytest.mark.parametrize(
    "place",
    [{}, {"attendance": Attendance.ONLINE, "venue": None}],
    ids=["the same venue", "online"],
)
def test_where_nobody_has_to_go_no_way_is_short(read, place):
    before, after = at("18:00", "19:00"), at("19:10", "21:00")
    move(after, **place)
    assert "to get here" not in read(before, after)


def test_a_hidden_address_is_not_told_by_its_distance(read):
    before, after = at("18:00", "19:00"), at("19:10", "21:00")
    move(after, venue=make_venue(**LUND), is_address_hidden=True)
    html = read(before, after)
    assert "Only 10 minutes to get here" in html
    assert "crow" not in html
    assert "Lund House" not in html


def test_what_is_over_stands_last_and_clashes_with_nothing(read):
    events = [
        make_event(times=[(f"2027-02-08 {hour}:00", "2027-02-08 20:00")], title_en=f"Over {hour}")
        for hour in (17, 18)
    ]
    html = read(*events, at("18:00", title_en="To come"))
    assert titles(html) == ["To come", "Over 17", "Over 18"]
    assert TOGETHER not in html


def test_one_is_removed_without_script(client):
    kept, gone = at("18:00", title_en="Kept"), at("20:00", title_en="Gone")
    html = client.get(PLAN + query(kept, gone)).content.decode()
    assert html.count('name="without"') == 2
    answer = client.get(PLAN + query(kept, gone) + f"&without={uids.short(uid(gone))}")
    assert answer.status_code == 302
    assert answer["Location"] == f"{PLAN}?s={uids.short(uid(kept))}"
    assert answer["Referrer-Policy"] == "no-referrer"
    last = client.get(answer["Location"] + f"&without={uid(kept)}")
    assert last["Location"] == PLAN


def test_a_plan_has_a_limit_and_says_so(read):
    make_events(MOST + 2)
    html = read(*(uids.short(one) for one in every_uid()))
    assert len(titles(html)) == MOST
    assert "2 are left out" in words(html)
    assert '<svg role="img" aria-label="QR code' in html


def every_uid():
    return list(Session.objects.order_by("pk").values_list("uid", flat=True))


@pytest.mark.parametrize("count", [1, 3, MOST])
def test_the_plan_takes_the_same_queries_however_long_it_is(
    client, django_assert_num_queries, count
):
    make_event()
    make_events(MOST)
    address = query(*(str(one) for one in every_uid()[:count]))
    with django_assert_num_queries(14):
        client.get(PLAN + address)
    with django_assert_num_queries(14):
        client.get(CALENDAR + address)


def test_the_address_is_neither_stored_nor_cached_nor_passed_on(client):
    event = at("18:00")
    for path in (PLAN, CALENDAR):
        answer = client.get(path + query(event))
        assert answer["Cache-Control"] == "private, no-store"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert answer["ETag"]
        assert not answer.cookies
        assert len(pages) == 0
        again = client.get(path + query(event), headers={"If-None-Match": answer["ETag"]})
        assert again.status_code == 304
        assert again["Cache-Control"] == "private, no-store"
    assert client.get(PLAN)["Referrer-Policy"] == "no-referrer"
    # The page without a plan says nothing of anybody, and is kept like any other.
    assert len(pages) == 1


def test_no_log_line_holds_what_was_saved(client, caplog):
    caplog.set_level(logging.DEBUG)
    event = at("18:00")
    for path in (PLAN, CALENDAR, "/min-plan/", "/min-plan.ics", "/en/my-plan/nowhere/"):
        client.get(path + query(event, "broken") + f"&without={uuid4()}")
    lines = [row.getMessage() for row in caplog.records if row.name != "django.db.backends"]
    assert lines
    assert [line for line in lines if str(uid(event)) in line or "broken" in line] == []


def test_a_plan_is_for_no_search_engine_but_the_empty_page_is(read, client):
    assert '<meta name="robots" content="noindex">' in read(at("18:00"))
    assert "noindex" not in client.get(PLAN).content.decode()


def test_the_calendar_holds_the_plan_and_nothing_else(client):
    saved, off = at("18:00", title_en="Saved"), at("20:00", title_en="Off")
    at("21:00", title_en="Other")
    facts.cancel_session(off.sessions.get(), by=make_coordinator(), reason_nb="x")
    answer = client.get(CALENDAR + query(saved, off, str(uuid4()), "nonsense"))
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    found = icalendar.Calendar.from_ical(answer.content)
    assert found["X-WR-CALNAME"].startswith("My plan – ")
    assert sorted(str(row["SUMMARY"]) for row in found.walk("VEVENT")) == [
        "Cancelled: Off",
        "Saved",
    ]
    assert {str(row["UID"]) for row in found.walk("VEVENT")} == {
        f"{uid(event)}@enbyforalle.test" for event in (saved, off)
    }


def test_a_calendar_of_nothing_is_a_calendar(client):
    answer = client.get(CALENDAR)
    assert icalendar.Calendar.from_ical(answer.content).walk("VEVENT") == []


def test_the_page_gives_the_calendar_of_what_it_shows(read):
    saved = at("18:00")
    html = read(saved, str(uuid4()))
    address = f"enbyforalle.test/en/my-plan.ics?s={uids.short(uid(saved))}"
    assert f'href="webcal://{address}"' in html
    assert f'value="https://{address}"' in html


def test_without_sessions_the_page_says_how_to_begin(client):
    html = client.get("/min-plan/").content.decode()
    assert '<div id="plan" data-own' in html
    assert "<noscript>" in html
    assert titles(html) == []


def test_an_empty_question_is_an_empty_plan(client):
    for address in ("?s=", "?s=&s="):
        html = client.get(PLAN + address).content.decode()
        assert "There is nothing in this plan." in html
        assert "could not be read" not in html


def test_a_card_says_what_it_would_save_until_the_day_is_past(client):
    past = make_event(times=[("2027-02-09 18:00", None)])
    today = make_event(times=[("2027-02-10 09:00", None)])
    html = client.get("/en/programme/2027/").content.decode()
    assert re.findall(r'data-s="([^"]+)"', html) == [uids.short(uid(today))]
    assert uids.short(uid(past)) not in html


def test_each_session_can_be_added_to_the_common_calendars(client):
    event = at("18:00", "20:00", title_en="Song & dance", summary_en="For all")
    html = client.get(event.get_absolute_url().replace("/program/", "/en/programme/")).content
    part = html.decode().split('class="adds"')[1].split("</details>")[0].replace("&amp;", "&")
    file = f"/en/programme/2027/{event.slug}.ics?s={uid(event)}"
    assert part.count(f'href="{file}"') == 2
    assert "&text=Song%20%26%20dance&dates=20270211T170000Z%2F20270211T190000Z&" in part
    assert "&startdt=2027-02-11T17%3A00%3A00Z&enddt=2027-02-11T19%3A00%3A00Z&" in part
    assert "Hovedbiblioteket" in part


def test_what_lasts_for_days_is_added_as_whole_days(client):
    event = make_event(times=[("2027-02-11 10:00", "2027-02-13 16:00")])
    html = client.get(event.get_absolute_url()).content.decode()
    assert "dates=20270211%2F20270214" in html
    assert "startdt=2027-02-11&amp;enddt=2027-02-14" in html
    assert "allday=true" in html


def test_a_night_across_midnight_clashes_with_the_morning_after(read):
    night = make_event(times=[("2027-02-10 22:00", "2027-02-11 08:30")], title_en="Night")
    html = read(night, at("08:00", "09:00", title_en="Morning"))
    assert TOGETHER in html
