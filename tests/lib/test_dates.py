from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib import clock, dates

MONDAY = date(2027, 2, 8)
FEBRUARY_18 = datetime(2027, 2, 8, 17, tzinfo=UTC)
JULY_18 = datetime(2027, 7, 8, 16, tzinfo=UTC)


@pytest.fixture(params=["nb", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("18.00", time(18)),
        ("18:00", time(18)),
        ("1800", time(18)),
        ("18", time(18)),
        ("9", time(9)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("kl. 18", time(18)),
        ("kl 18.30", time(18, 30)),
        ("kl.18.30", time(18, 30)),
        ("Kl.\u00a018.30", time(18, 30)),
        ("klokka 18", time(18)),
        ("klokken 18.30", time(18, 30)),
        (" 18 . 30 ", time(18, 30)),
        ("18:30:00", time(18, 30)),
        ("0", time(0)),
        ("23.59", time(23, 59)),
    ],
)
def test_parse_time(written, expected):
    assert dates.parse_time(written) == expected


@pytest.mark.parametrize(
    "written",
    ["", "kl.", "24", "24.00", "18.60", "18.5", "6pm", "6 pm", "halv sju", "18.00.01", "18000"]
    + ["18-20", "-1", "١٨", "1 8", "18:30:15"],
)
def test_parse_time_refuses(written):
    with pytest.raises(ValueError):  # noqa: PT011
        dates.parse_time(written)


@pytest.mark.parametrize(
    "written",
    [
        *("8.2.2027", "08.02.2027", "8. 2. 2027", "8.2.27", "8/2/2027", "8/2-2027", "8-2-2027"),
        *("8. februar 2027", "8.februar 2027", "8 februar 2027", "8. feb 2027", "8. feb. 2027"),
        *("2027-02-08", "2027-2-8", "8 February 2027", "8 Feb 2027", "8 FEBRUARY, 2027"),
        *("mandag 8. februar 2027", "man. 8. feb. 2027", "Monday 8 February 2027", "mandag 8.2.27"),
        *(" 8.2.2027 ", "8.\u00a0februar\u00a02027"),
    ],
)
def test_parse_date(written):
    assert dates.parse_date(written) == MONDAY


@pytest.mark.parametrize(
    ("written", "month"),
    [
        *(("3. mars 2027", 3), ("3. mar. 2027", 3), ("3 May 2027", 5), ("3. mai 2027", 5)),
        *(("3. juni 2027", 6), ("3 July 2027", 7), ("3. okt. 2027", 10), ("3 Oct 2027", 10)),
        *(("3. des. 2027", 12), ("3 Dec 2027", 12), ("3 Sept 2027", 9)),
    ],
)
def test_parse_date_knows_months_in_both_languages(written, month):
    assert dates.parse_date(written) == date(2027, month, 3)


@pytest.mark.parametrize(
    "written",
    ["", "8", "8.2", "8. februar", "30.2.2027", "2/13/2027", "februar 2027", "8. fe 2027"]
    + ["8. foobar 2027", "tirsdag 8. februar 2027", "noe 8.2.2027", "8.2.0027", "9999-12-31"]
    + ["8.2.202", "٨.٢.٢٠٢٧", "i morgen"],
)
def test_parse_date_refuses(written):
    with pytest.raises(ValueError):  # noqa: PT011
        dates.parse_date(written)


@given(st.text(max_size=30))
def test_parsers_raise_nothing_but_value_error(text):
    for parse in (dates.parse_time, dates.parse_date):
        with suppress(ValueError):
            parse(text)


@given(st.dates(min_value=date(1900, 1, 1), max_value=date(2199, 12, 31)))
def test_parse_date_reads_back_every_form_we_write(day):
    for language in ("nb", "en"):
        with translation.override(language):
            assert dates.parse_date(dates.format_day(day)) == day
            assert dates.parse_date(dates.format_day_short(day)) == day
    assert dates.parse_date(day.isoformat()) == day


@given(st.times().map(lambda moment: moment.replace(second=0, microsecond=0)))
def test_parse_time_reads_back_every_form_we_write(moment):
    for language in ("nb", "en"):
        with translation.override(language):
            assert dates.parse_time(dates.format_time(moment)) == moment
            assert dates.parse_time(dates.format_time_digits(moment)) == moment


def test_days_are_written_as_the_language_wants(language):
    written = [
        dates.format_day(MONDAY),
        dates.format_day_short(MONDAY),
        dates.format_day_brief(MONDAY),
        dates.format_weekday(MONDAY),
        dates.format_day_brief(date(2027, 5, 1)),
    ]
    assert (
        written
        == {
            "nb": ["mandag 8. februar 2027", "8.2.2027", "man. 8. feb.", "mandag", "lør. 1. mai"],
            "en": ["Monday 8 February 2027", "8 Feb 2027", "Mon 8 Feb", "Monday", "Sat 1 May"],
        }[language]
    )


def test_times_are_written_in_oslo_time_in_winter_and_summer(language):
    written = [
        dates.format_time(FEBRUARY_18),
        dates.format_time(JULY_18),
        dates.format_time(time(9, 5)),
        dates.format_time_digits(JULY_18),
        dates.format_datetime(FEBRUARY_18),
        dates.format_datetime(JULY_18),
    ]
    assert (
        written
        == {
            "nb": ["kl.\u00a018.00", "kl.\u00a018.00", "kl.\u00a009.05", "18.00"]
            + ["mandag 8. februar 2027 kl.\u00a018.00", "torsdag 8. juli 2027 kl.\u00a018.00"],
            "en": ["18:00", "18:00", "09:05", "18:00"]
            + ["Monday 8 February 2027, 18:00", "Thursday 8 July 2027, 18:00"],
        }[language]
    )


def test_an_instant_is_shown_on_its_oslo_day():
    before_midnight_in_utc = datetime(2027, 2, 7, 23, 30, tzinfo=UTC)
    with translation.override("nb"):
        assert dates.format_day(before_midnight_in_utc) == "mandag 8. februar 2027"
        assert dates.format_day_short(before_midnight_in_utc) == "8.2.2027"


@pytest.mark.parametrize(
    ("length", "nb", "en"),
    [
        (None, "kl.\u00a018.00", "18:00"),
        (timedelta(), "kl.\u00a018.00", "18:00"),
        (timedelta(minutes=90), "kl.\u00a018.00–19.30", "18:00–19:30"),
        (timedelta(hours=8), "kl.\u00a018.00–02.00", "18:00–02:00"),
        (
            timedelta(days=2),
            "mandag 8. februar 2027 kl.\u00a018.00 – onsdag 10. februar 2027 kl.\u00a018.00",
            "Monday 8 February 2027, 18:00 – Wednesday 10 February 2027, 18:00",
        ),
    ],
)
def test_format_time_range(length, nb, en):
    end = None if length is None else FEBRUARY_18 + length
    with translation.override("nb"):
        assert dates.format_time_range(FEBRUARY_18, end) == nb
    with translation.override("en"):
        assert dates.format_time_range(FEBRUARY_18, end) == en


def test_format_time_range_over_the_hour_that_is_left_out():
    start = clock.at(date(2027, 3, 27), time(20))
    with translation.override("nb"):
        written = dates.format_time_range(start, clock.at(date(2027, 3, 28), time(4)))
    assert written == "kl.\u00a020.00–04.00"


@pytest.mark.parametrize(
    ("first", "last", "nb", "en"),
    [
        (MONDAY, MONDAY, "8. februar 2027", "8 February 2027"),
        (MONDAY, date(2027, 2, 14), "8.–14. februar 2027", "8–14 February 2027"),
        (
            date(2027, 2, 28),
            date(2027, 3, 3),
            "28. februar–3. mars 2027",
            "28 February–3 March 2027",
        ),
        (
            date(2026, 12, 28),
            date(2027, 1, 3),
            "28. desember 2026–3. januar 2027",
            "28 December 2026–3 January 2027",
        ),
    ],
)
def test_format_day_range(first, last, nb, en):
    with translation.override("nb"):
        assert dates.format_day_range(first, last) == nb
    with translation.override("en"):
        assert dates.format_day_range(first, last) == en


@pytest.mark.parametrize(
    ("year", "monday", "sunday"),
    [
        (2026, date(2026, 2, 2), date(2026, 2, 8)),
        (2027, date(2027, 2, 8), date(2027, 2, 14)),
        (2028, date(2028, 2, 7), date(2028, 2, 13)),
        (2029, date(2029, 2, 5), date(2029, 2, 11)),
        (2030, date(2030, 2, 4), date(2030, 2, 10)),
    ],
)
def test_week_six_of_the_coming_years(year, monday, sunday):
    assert dates.iso_week_days(year, 6) == (monday, sunday)
    assert dates.iso_week(monday) == dates.iso_week(sunday) == (year, 6)


def test_iso_week_belongs_to_its_own_year():
    assert dates.iso_week(date(2027, 1, 1)) == (2026, 53)
    with pytest.raises(ValueError, match="53"):
        dates.iso_week_days(2027, 53)


@pytest.mark.parametrize(
    ("clock_time", "part"),
    [
        (time(0), "morning"),
        (time(11, 59), "morning"),
        (time(12), "afternoon"),
        (time(16, 59), "afternoon"),
        (time(17), "evening"),
        (time(23, 59), "evening"),
    ],
)
@pytest.mark.parametrize("day", [MONDAY, date(2027, 7, 8)])
def test_part_of_day_goes_by_the_clock_in_oslo(day, clock_time, part):
    assert dates.part_of_day(clock.at(day, clock_time)) == part
