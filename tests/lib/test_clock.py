from datetime import UTC, date, datetime, time, timedelta

import pytest
import time_machine

from enbyforalle.lib import clock


def test_now_is_the_real_instant_without_a_demo(settings):
    settings.DEMO_NOW = ""
    with time_machine.travel(datetime(2026, 11, 3, 9, tzinfo=UTC), tick=False):
        assert clock.now() == datetime(2026, 11, 3, 9, tzinfo=UTC)


def test_now_stands_still_in_the_demo_without_a_start(settings):
    settings.DEMO_NOW, settings.DEMO_STARTED = "2027-02-10T12:00", ""
    assert clock.now() == datetime(2027, 2, 10, 11, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


@pytest.mark.parametrize("started", [1_800_000_000, "1800000000", "1800000000.0"])
def test_now_runs_on_from_the_start_of_the_demo(settings, started):
    settings.DEMO_NOW, settings.DEMO_STARTED = "2027-02-10T12:00", started
    with time_machine.travel(1_800_000_090, tick=False):
        assert clock.now() == datetime(2027, 2, 10, 11, 1, 30, tzinfo=UTC)


def test_now_takes_a_demo_time_with_a_zone(settings):
    settings.DEMO_NOW, settings.DEMO_STARTED = "2027-07-10T12:00+00:00", ""
    assert clock.now() == datetime(2027, 7, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("demo_now", "day"),
    [
        ("2027-02-09T23:30+00:00", date(2027, 2, 10)),
        ("2027-02-09T22:59+00:00", date(2027, 2, 9)),
        ("2027-07-09T22:00+00:00", date(2027, 7, 10)),
    ],
)
def test_today_is_the_date_in_oslo(settings, demo_now, day):
    settings.DEMO_NOW, settings.DEMO_STARTED = demo_now, ""
    assert clock.today() == day


def test_local_follows_summer_time():
    winter = clock.local(datetime(2027, 2, 8, 17, tzinfo=UTC))
    summer = clock.local(datetime(2027, 7, 8, 16, tzinfo=UTC))
    assert (winter.isoformat(), summer.isoformat()) == (
        "2027-02-08T18:00:00+01:00",
        "2027-07-08T18:00:00+02:00",
    )


def test_local_refuses_a_datetime_without_a_zone():
    with pytest.raises(ValueError, match="names no instant"):
        clock.local(datetime(2027, 2, 8, 17))  # noqa: DTZ001


@pytest.mark.parametrize(
    ("day", "hour", "instant"),
    [
        (date(2027, 2, 8), time(18), datetime(2027, 2, 8, 17, tzinfo=UTC)),
        (date(2027, 7, 8), time(18), datetime(2027, 7, 8, 16, tzinfo=UTC)),
        # 02.30 does not occur on 28 March and occurs twice on 31 October.
        (date(2027, 3, 28), time(2, 30), datetime(2027, 3, 28, 1, 30, tzinfo=UTC)),
        (date(2027, 10, 31), time(2, 30), datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
    ],
)
def test_at_is_the_instant_of_a_wall_clock_in_oslo(day, hour, instant):
    assert clock.at(day, hour) == instant


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2027, 2, 8), 24), (date(2027, 3, 28), 23), (date(2027, 10, 31), 25)]
)
def test_day_span_knows_short_and_long_days(day, hours):
    start, end = clock.day_span(day)
    assert end - start == timedelta(hours=hours)
    assert clock.local(start).time() == clock.local(end).time() == time(0)


@pytest.mark.parametrize("day", [date.min, date.max])
def test_day_span_is_empty_at_the_ends_of_the_calendar(day):
    """`?day=9999-12-31` in an address must find nothing, not break the page."""
    start, end = clock.day_span(day)
    assert start == end


@pytest.mark.parametrize("day", [date(1, 1, 2), date(9999, 12, 30)])
def test_day_span_reaches_almost_to_the_ends_of_the_calendar(day):
    start, end = clock.day_span(day)
    assert end - start == timedelta(days=1)
