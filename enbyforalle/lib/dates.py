"""Dates and times as Norwegians write them, and as the British do on the English pages.

Neither Django nor CLDR writes «kl. 18.00» or a date without a comma, and CLDR counts week 6 of
2027 as week 7, so the forms stand here. Instants are shown in Oslo time. The space after «kl.»
does not break.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta

from enbyforalle.lib.clock import local
from enbyforalle.lib.i18n import page_language

NBSP = "\N{NO-BREAK SPACE}"

WEEKDAYS = {
    "nb": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTHS = {
    "nb": (
        *("januar", "februar", "mars", "april", "mai", "juni"),
        *("juli", "august", "september", "oktober", "november", "desember"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
# Norwegian abbreviations carry a full stop; the short names are not abbreviated.
_SHORT_MONTHS = {
    "nb": (
        *("jan.", "feb.", "mars", "april", "mai", "juni"),
        *("juli", "aug.", "sep.", "okt.", "nov.", "des."),
    ),
    "en": tuple(name[:3] for name in MONTHS["en"]),
}

AFTERNOON_STARTS = time(12)
EVENING_STARTS = time(17)

# A year outside is a slip of the finger, and near 9999 arithmetic with time zones overflows.
_YEARS = range(1900, 2200)

_CLOCK = re.compile(
    r"(?:klokk[ae]n?|kl)?\.?\s*([0-9]{1,2})(?:\s*[.:]\s*([0-9]{2})(?::00)?|([0-9]{2}))?",
    re.IGNORECASE,
)
_ISO_DAY = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_NUMBERED_DAY = re.compile(r"([0-9]{1,2})\s*[./-]\s*([0-9]{1,2})\s*[./-]\s*([0-9]{4}|[0-9]{2})")
_NAMED_DAY = re.compile(r"([0-9]{1,2})\s*\.?\s*([^\W\d_]{3,9})\.?,?\s*([0-9]{4})")
_WEEKDAY = re.compile(r"([^\W\d_]{3,9})\.?,?\s+(?=[0-9])")


class NoSuchDay(ValueError):
    """Understood, but not in the calendar: 30 February, or a Monday that is a Tuesday."""


def parse_time(text: str) -> time:
    """«18.00», «18:00», «1800», «18», «kl. 18» or «kl 18.30» as a time. ValueError otherwise.

    The twelve-hour clock is not taken: nobody can know what «6» with a forgotten "pm" meant.
    """
    match = _CLOCK.fullmatch(text.replace(NBSP, " ").strip())
    if not match:
        raise ValueError(f"Not a time: {text!r}")
    hour, minute, glued_minute = match.groups()
    return time(int(hour), int(minute or glued_minute or 0))


def parse_date(text: str) -> date:
    """«8.2.2027», «8. februar 2027», «2027-02-08» or "8 February 2027". ValueError otherwise.

    The day always stands before the month; two digits of a year mean this century. A weekday in
    front must be the right one, since one of the two is otherwise a mistake (NoSuchDay).
    """
    rest = text.replace(NBSP, " ").strip().casefold()
    weekday = _WEEKDAY.match(rest)
    if weekday:
        rest = rest[weekday.end() :]
    day = _parse_day(rest)
    if weekday and _number_of(weekday[1], WEEKDAYS) != day.isoweekday():
        raise NoSuchDay(f"The weekday is another: {text!r}")
    return day


def _parse_day(text: str) -> date:
    if match := _ISO_DAY.fullmatch(text):
        year, month, day = (int(part) for part in match.groups())
    elif match := _NUMBERED_DAY.fullmatch(text):
        day, month, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    elif match := _NAMED_DAY.fullmatch(text):
        day, month, year = int(match[1]), _number_of(match[2], MONTHS), int(match[3])
    else:
        raise ValueError(f"Not a date: {text!r}")
    if year not in _YEARS:
        raise ValueError(f"Not a year we deal with: {text!r}")
    try:
        return date(year, month, day)
    except ValueError:
        raise NoSuchDay(f"Not in the calendar: {text!r}") from None


def _number_of(name: str, names: Mapping[str, Sequence[str]]) -> int:
    """Which of the names, from 1, in either language, by at least its first three letters."""
    for language_names in names.values():
        for number, candidate in enumerate(language_names, start=1):
            if candidate.casefold().startswith(name):
                return number
    raise ValueError(f"No such name: {name!r}")


def _day_of(moment: date) -> date:
    """The date itself, or the Oslo date of an instant."""
    return local(moment).date() if isinstance(moment, datetime) else moment


def _clock_of(moment: datetime | time) -> time:
    return local(moment).time() if isinstance(moment, datetime) else moment


def _day_month(day: date) -> str:
    language = page_language()
    month = MONTHS[language][day.month - 1]
    return f"{day.day} {month}" if language == "en" else f"{day.day}. {month}"


def format_day(day: date) -> str:
    """«mandag 8. februar 2027» / "Monday 8 February 2027"."""
    day = _day_of(day)
    return f"{format_weekday(day)} {_day_month(day)} {day.year}"


def format_day_short(day: date) -> str:
    """«8.2.2027» / "8 Feb 2027"."""
    day = _day_of(day)
    if page_language() == "en":
        return f"{day.day} {_SHORT_MONTHS['en'][day.month - 1]} {day.year}"
    return f"{day.day}.{day.month}.{day.year}"


def format_day_brief(day: date) -> str:
    """«man. 8. feb.» / "Mon 8 Feb": for tabs and tables where the year is given elsewhere."""
    day = _day_of(day)
    month = _SHORT_MONTHS[page_language()][day.month - 1]
    weekday = format_weekday(day)[:3]
    if page_language() == "en":
        return f"{weekday} {day.day} {month}"
    return f"{weekday}. {day.day}. {month}"


def format_weekday(day: date) -> str:
    """«mandag» / "Monday"."""
    return WEEKDAYS[page_language()][_day_of(day).weekday()]


def _digits(clock: time) -> str:
    separator = ":" if page_language() == "en" else "."
    return f"{clock.hour:02}{separator}{clock.minute:02}"


def _with_prefix(digits: str) -> str:
    return digits if page_language() == "en" else f"kl.{NBSP}{digits}"


def format_time(moment: datetime | time) -> str:
    """«kl. 18.00» / "18:00"."""
    return _with_prefix(_digits(_clock_of(moment)))


def format_time_digits(moment: datetime | time) -> str:
    """«18.00» / "18:00": for a form field or a column whose heading says that it is a time."""
    return _digits(_clock_of(moment))


def format_datetime(moment: datetime) -> str:
    """«mandag 8. februar 2027 kl. 18.00» / "Monday 8 February 2027, 18:00"."""
    separator = ", " if page_language() == "en" else " "
    return f"{format_day(moment)}{separator}{format_time(moment)}"


def format_time_range(start: datetime | time, end: datetime | time | None) -> str:
    """«kl. 14.00–15.30» / "14:00–15:30"; only the start when the end is not known.

    A night («kl. 22.00–02.00») needs no dates; what lasts a day or longer gets them.
    """
    if end is None or end == start:
        return format_time(start)
    if isinstance(start, datetime) and isinstance(end, datetime):
        start, end = local(start), local(end)
        if end.replace(tzinfo=None) - start.replace(tzinfo=None) >= timedelta(days=1):
            return f"{format_datetime(start)} – {format_datetime(end)}"
    return _with_prefix(f"{_digits(_clock_of(start))}–{_digits(_clock_of(end))}")


def format_day_range(first: date, last: date) -> str:
    """«8.–14. februar 2027» / "8–14 February 2027", saying month and year once where it can."""
    first, last = _day_of(first), _day_of(last)
    ending = f"{_day_month(last)} {last.year}"
    if first == last:
        return ending
    if first.year != last.year:
        return f"{_day_month(first)} {first.year}–{ending}"
    if first.month != last.month:
        return f"{_day_month(first)}–{ending}"
    return f"{first.day}{'' if page_language() == 'en' else '.'}–{ending}"


def iso_week_days(year: int, week: int) -> tuple[date, date]:
    """Monday and Sunday of the ISO 8601 week. ValueError when the year has no such week."""
    return date.fromisocalendar(year, week, 1), date.fromisocalendar(year, week, 7)


def iso_week(day: date) -> tuple[int, int]:
    """The ISO 8601 year and week of the day; 1 January may belong to the year before."""
    calendar = _day_of(day).isocalendar()
    return calendar.year, calendar.week


def part_of_day(moment: datetime) -> str:
    """ "morning" before 12.00, "afternoon" before 17.00, else "evening", by the start in Oslo."""
    clock = _clock_of(moment)
    if clock < AFTERNOON_STARTS:
        return "morning"
    return "afternoon" if clock < EVENING_STARTS else "evening"
