import warnings
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
import vobject
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from enbyforalle.lib import ical
from enbyforalle.lib.ical import Entry, Status, render
from enbyforalle.lib.text import clean, clean_line

with warnings.catch_warnings():
    # The reader is old; it is here to read, as many readers out there are old.
    warnings.simplefilter("ignore")
    import ics

CHANGED = datetime(2027, 1, 20, 9, 30, tzinfo=UTC)
TALK = Entry(
    uid="session-7f1c@uka.example",
    summary="Høytid og hverdag",
    starts=datetime(2027, 2, 8, 17, tzinfo=UTC),
    ends=datetime(2027, 2, 8, 18, 30, tzinfo=UTC),
    changed_at=CHANGED,
    sequence=2,
    description="Velkommen.\nTa med en venn.",
    place="Hovedbiblioteket, Rådhusgata 11, 4611 Kristiansand",
    url="https://uka.example/program/2027/høytid/",
    geo=(58.146, 7.994),
    categories=["Tro, livssyn og dialog", "Samtale"],
)
ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)


def lines(*entries, name="Uka", language="nb"):
    """The lines of the file with the folding taken away."""
    content = render(entries, name=name, language=language)
    return content.decode().replace("\r\n ", "").split("\r\n")


def parse_with_ics(content):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ics.Calendar(content.decode())


def test_a_feed_is_written_byte_for_byte_like_this():
    assert lines(TALK) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//En by for alle//Programme//NO",
        "CALSCALE:GREGORIAN",
        "NAME:Uka",
        "X-WR-CALNAME:Uka",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "X-PUBLISHED-TTL:PT1H",
        "X-WR-TIMEZONE:Europe/Oslo",
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Oslo",
        "BEGIN:DAYLIGHT",
        "DTSTART:19810329T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:19961027T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "BEGIN:VEVENT",
        "SUMMARY:Høytid og hverdag",
        "DTSTART;TZID=Europe/Oslo:20270208T180000",
        "DTEND;TZID=Europe/Oslo:20270208T193000",
        "DTSTAMP:20270120T093000Z",
        "UID:session-7f1c@uka.example",
        "SEQUENCE:2",
        "CATEGORIES:Tro livssyn og dialog,Samtale",
        "DESCRIPTION:Velkommen.\\nTa med en venn.\\n\\n"
        "https://uka.example/program/2027/h%C3%B8ytid/",
        "GEO:58.146;7.994",
        "LAST-MODIFIED:20270120T093000Z",
        "LOCATION:Hovedbiblioteket\\, Rådhusgata 11\\, 4611 Kristiansand",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "URL:https://uka.example/program/2027/h%C3%B8ytid/",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_a_download_has_no_name_and_nothing_about_refreshing():
    written = lines(TALK, name=None)
    assert written[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//En by for alle//Programme//NO",
        "CALSCALE:GREGORIAN",
        "BEGIN:VTIMEZONE",
    ]


def test_the_same_entries_give_the_same_bytes_at_any_time():
    with time_machine.travel(datetime(2027, 2, 1, tzinfo=UTC)):
        first = render([TALK], name="Uka", language="nb")
    with time_machine.travel(datetime(2027, 2, 9, tzinfo=UTC)):
        assert render([TALK], name="Uka", language="nb") == first


def test_nothing_that_makes_an_invitation_or_rings():
    content = render([TALK], name="Uka", language="nb")
    for word in (b"ATTENDEE", b"ORGANIZER", b"VALARM", b"METHOD", b"RDATE", b"X-ALT-DESC"):
        assert word not in content


@pytest.mark.parametrize(
    ("status", "language", "summary", "written_status"),
    [
        (Status.CONFIRMED, "nb", "Høytid og hverdag", "CONFIRMED"),
        (Status.CANCELLED, "nb", "Avlyst: Høytid og hverdag", "CANCELLED"),
        (Status.CANCELLED, "en", "Cancelled: Høytid og hverdag", "CANCELLED"),
        (Status.POSTPONED, "nb", "Utsatt: Høytid og hverdag", "CANCELLED"),
        (Status.POSTPONED, "en", "Postponed: Høytid og hverdag", "CANCELLED"),
        ("cancelled", "nb", "Avlyst: Høytid og hverdag", "CANCELLED"),
    ],
)
def test_status_stands_in_the_title_too(status, language, summary, written_status):
    written = lines(replace(TALK, status=status), language=language)
    assert f"SUMMARY:{summary}" in written
    assert f"STATUS:{written_status}" in written
    is_off = written_status == "CANCELLED"
    assert f"TRANSP:{'TRANSPARENT' if is_off else 'OPAQUE'}" in written
    assert "DTSTART;TZID=Europe/Oslo:20270208T180000" in written


def test_an_exhibition_leaves_the_reader_free():
    assert "TRANSP:TRANSPARENT" in lines(replace(TALK, is_transparent=True))


@pytest.mark.parametrize(
    ("starts", "ends", "dtstart", "dtend"),
    [
        # Summer time, also in a file with winter times.
        (datetime(2027, 7, 8, 16, tzinfo=UTC), None, "20270708T180000", "20270708T190000"),
        # Across midnight.
        (
            datetime(2027, 2, 8, 21, tzinfo=UTC),
            datetime(2027, 2, 9, 1, tzinfo=UTC),
            "20270208T220000",
            "20270209T020000",
        ),
        # An end that is not after the start is no end.
        (
            datetime(2027, 2, 8, 17, tzinfo=UTC),
            datetime(2027, 2, 8, 17, tzinfo=UTC),
            "20270208T180000",
            "20270208T190000",
        ),
        # One hour on from 01.30 on the night that skips 02.30.
        (datetime(2027, 3, 28, 0, 30, tzinfo=UTC), None, "20270328T013000", "20270328T033000"),
    ],
)
def test_times_are_in_oslo(starts, ends, dtstart, dtend):
    written = lines(replace(TALK, starts=starts, ends=ends))
    assert f"DTSTART;TZID=Europe/Oslo:{dtstart}" in written
    assert f"DTEND;TZID=Europe/Oslo:{dtend}" in written


@pytest.mark.parametrize(
    ("ends", "dtend"),
    [
        (date(2027, 2, 14), "20270215"),
        (None, "20270209"),
        (date(2027, 2, 1), "20270209"),
        (datetime(2027, 2, 14, 15, tzinfo=UTC), "20270215"),
    ],
)
def test_whole_days_end_on_the_day_after(ends, dtend):
    written = lines(replace(TALK, starts=date(2027, 2, 8), ends=ends))
    assert "DTSTART;VALUE=DATE:20270208" in written
    assert f"DTEND;VALUE=DATE:{dtend}" in written
    assert "TRANSP:TRANSPARENT" in written


@pytest.mark.parametrize("starts", [TALK.starts, datetime(2027, 7, 8, 16, tzinfo=UTC)])
def test_every_reader_finds_the_same_instant(starts):
    """Also in July, where the library's own time zone puts vobject an hour wrong."""
    content = render([replace(TALK, starts=starts, ends=None)], name="Uka", language="nb")
    ends = starts + timedelta(hours=1)
    event = Calendar.from_ical(content).events[0]
    assert (event.start.astimezone(UTC), event.end.astimezone(UTC)) == (starts, ends)
    vevent = vobject.readOne(content.decode()).vevent
    assert (vevent.dtstart.value.astimezone(UTC), vevent.dtend.value.astimezone(UTC)) == (
        starts,
        ends,
    )
    (entry,) = parse_with_ics(content).events
    assert (entry.begin.datetime.astimezone(UTC), entry.end.datetime.astimezone(UTC)) == (
        starts,
        ends,
    )


def test_a_long_description_is_cut_and_the_link_stays_last():
    event = Calendar.from_ical(
        render([replace(TALK, description="ord " * 400)], name=None, language="nb")
    ).events[0]
    description = str(event["description"])
    assert len(description) == ical.MAX_DESCRIPTION
    assert description.endswith("…\n\nhttps://uka.example/program/2027/h%C3%B8ytid/")


def test_a_link_longer_than_the_room_stands_alone():
    url = "https://uka.example/" + "x" * 900
    event = Calendar.from_ical(render([replace(TALK, url=url)], name=None, language="nb")).events[0]
    assert str(event["description"]) == url


def test_empty_parts_are_left_out():
    bare = Entry(uid="a@b", summary="Hei", starts=TALK.starts, changed_at=CHANGED)
    names = {line.partition(":")[0] for line in lines(bare, name=None)}
    assert names & {"DESCRIPTION", "LOCATION", "URL", "GEO", "CATEGORIES"} == set()
    nowhere = replace(TALK, geo=(float("nan"), 1.0), categories=["", ","])
    names = {line.partition(":")[0] for line in lines(nowhere)}
    assert names & {"GEO", "CATEGORIES"} == set()


@pytest.mark.parametrize("uid", ["", "å@b", "a\r\nX:1", "a" * 256])
def test_a_uid_that_calendars_would_lose_is_refused(uid):
    with pytest.raises(ValueError, match="UID"):
        render([replace(TALK, uid=uid)], name=None, language="nb")


def test_a_url_cannot_bring_in_a_line_of_its_own():
    written = lines(replace(TALK, url="https://uka.example/\r\nATTENDEE:mailto:a@example.org"))
    assert not [line for line in written if line.startswith("ATTENDEE")]


@given(ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT, ANY_TEXT)
def test_any_text_goes_in_and_comes_out_again(summary, description, place, category, name):
    entry = replace(
        TALK, summary=summary, description=description, place=place, categories=[category], url=""
    )
    content = render([entry, replace(entry, uid="other@uka.example")], name=name, language="en")

    for line in content.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # Raises where a letter was split between two lines.
        assert b"\n" not in line
        assert b"\r" not in line

    first, second = Calendar.from_ical(content).events
    assert str(first["summary"]) == clean_line(summary)
    assert str(first.get("description", "")) == clean(description).strip()
    assert str(first.get("location", "")) == clean_line(place)
    assert str(second["uid"]) == "other@uka.example"

    by_vobject = vobject.readOne(content.decode())
    assert len(by_vobject.vevent_list) == 2
    assert by_vobject.vevent_list[0].summary.value == clean_line(summary)

    assert {event.uid for event in parse_with_ics(content).events} == {
        TALK.uid,
        "other@uka.example",
    }


def test_a_large_programme_stays_below_what_google_reads():
    """Google drops what is beyond about 1 MB without a word."""
    entries = [
        replace(TALK, uid=f"session-{number}@uka.example", description="Kort om det. " * 15)
        for number in range(1000)
    ]
    assert len(render(entries, name="Uka", language="nb")) < 1_000_000
