"""Calendar files (RFC 5545) that Google, Outlook, Apple and Nextcloud read alike.

One VEVENT a session, no recurrence. The time zone is a fixed text: the one the library makes by
itself lists dates, and Outlook, Thunderbird and Nextcloud then show a July session an hour late.
Nothing here depends on now or on chance, so that the same programme gives the same bytes: a
feed whose stamps move at every fetch makes every event "changed" in the reader's calendar.

There is no ATTENDEE, ORGANIZER, VALARM or METHOD, and no HTML: each of them makes some client
treat an entry as an invitation, ring, or show tags. Google reads about 1 MB of a feed and drops
the rest without a word, which is why descriptions are short: 1 000 sessions with a paragraph
each fit.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import lru_cache

from django.utils.text import Truncator
from icalendar import Calendar, Timezone, vDuration

from enbyforalle.lib.clock import local
from enbyforalle.lib.links import ascii_address
from enbyforalle.lib.text import clean, clean_line

CONTENT_TYPE = "text/calendar; charset=utf-8"
MAX_DESCRIPTION = 800  # characters, the link included
MAX_UID = 255  # octets, RFC 7986 section 5.3
DEFAULT_LENGTH = timedelta(hours=1)  # shown when nobody knows when it ends
REFRESH = timedelta(hours=1)

# Octets of a line, its end not counted.
_FOLD = 75
_END = "END:VCALENDAR\r\n"

_PRODUCT = "-//En by for alle//Programme//NO"
_ZONE = "Europe/Oslo"
_VTIMEZONE = f"""BEGIN:VTIMEZONE
TZID:{_ZONE}
BEGIN:DAYLIGHT
DTSTART:19810329T020000
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
TZNAME:CEST
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T030000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
TZNAME:CET
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
END:STANDARD
END:VTIMEZONE
""".replace("\n", "\r\n")


class Status(StrEnum):
    """Whether it takes place at the time the entry gives."""

    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    # Postponed without a new time: nothing happens at the old one, so calendars cancel it.
    POSTPONED = "postponed"


# Some clients show a cancelled entry like any other, so the words stand in its title. They
# belong to the feed's language, not to the active one.
_PREFIXES = {
    Status.CANCELLED: {"nb": "Avlyst: ", "en": "Cancelled: "},
    Status.POSTPONED: {"nb": "Utsatt: ", "en": "Postponed: "},
}


@dataclass(kw_only=True, slots=True)
class Entry:
    """One session in a calendar.

    `uid` is the same in every feed and both languages, for good. `starts` and `ends` are aware
    datetimes, or dates for what lasts whole days (`ends` is then the last day). `sequence` rises
    when time, place or status changes; `changed_at` is the last real change of what is written
    here. `place` is one line, "Name, Street 1, 4611 Town", and never a link. `geo` is latitude
    and longitude.
    """

    uid: str
    summary: str
    starts: datetime | date
    changed_at: datetime
    ends: datetime | date | None = None
    sequence: int = 0
    status: Status | str = Status.CONFIRMED
    description: str = ""
    place: str = ""
    url: str = ""
    geo: tuple[float, float] | None = None
    categories: Sequence[str] = ()
    # Leaves the reader "free": for what one drops in on, such as an exhibition.
    is_transparent: bool = False


def render(entries: Iterable[Entry], *, name: str | None, language: str) -> bytes:
    """The entries as a calendar file, in the order given.

    `name` is what the calendar is called where it is subscribed to. None makes a file to
    download: with a name in it Outlook would open it as a new calendar. `language` ("nb", "en")
    gives the words put before a cancelled title.
    """
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    if name is not None:
        _add_subscription(calendar, clean_line(name))
    # Readers that take a file from top to bottom need the zone before its first use.
    calendar.add_component(Timezone.from_ical(_VTIMEZONE))
    frame = calendar.to_ical().decode()
    # The library walks over every letter of every line; a programme of a thousand sessions would
    # take seconds. So it writes what stands once, and the entries are written here.
    written = "".join([_event(entry, language) for entry in entries])
    return frame.removesuffix(_END).encode() + written.encode() + _END.encode()


def _add_subscription(calendar: Calendar, name: str) -> None:
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", _ZONE)
    # RFC 7986 demands the parameter, and the library's own argument leaves it out.
    calendar.add("refresh-interval", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))


def _event(entry: Entry, language: str) -> str:
    """The entry's lines, in the order the library gives them; only those that may be long fold."""
    status = Status(entry.status)
    is_off = status is not Status.CONFIRMED
    url = ascii_address(entry.url)
    title = (_PREFIXES[status][language] if is_off else "") + clean_line(entry.summary)
    stamp = _in_utc(entry.changed_at)
    # A comma inside a category, even escaped, makes Outlook refuse the file.
    categories = [clean_line(category.replace(",", " ")) for category in entry.categories]
    named = ",".join([_escaped(category) for category in categories if category])
    is_free = is_off or entry.is_transparent or not isinstance(entry.starts, datetime)
    place = clean_line(entry.place)
    return (
        f"BEGIN:VEVENT\r\n{_folded(f'SUMMARY:{_escaped(title)}')}{_times(entry)}"
        f"DTSTAMP:{stamp}\r\n{_line('UID', _checked_uid(entry.uid))}"
        f"SEQUENCE:{entry.sequence}\r\n"
        f"{_folded(f'CATEGORIES:{named}') if named else ''}"
        f"{_line('DESCRIPTION', _description(entry.description, url))}"
        f"{_position(entry.geo)}LAST-MODIFIED:{stamp}\r\n{_line('LOCATION', place)}"
        f"STATUS:{'CANCELLED' if is_off else 'CONFIRMED'}\r\n"
        f"TRANSP:{'TRANSPARENT' if is_free else 'OPAQUE'}\r\n"
        f"{_folded(f'URL:{url}') if url else ''}END:VEVENT\r\n"
    )


def _line(name: str, text: str) -> str:
    """A property with its text escaped; nothing where there is no text."""
    return _folded(f"{name}:{_escaped(text)}") if text else ""


def _position(geo: tuple[float, float] | None) -> str:
    if geo is None or not all(math.isfinite(degrees) for degrees in geo):
        return ""
    return f"GEO:{float(geo[0])};{float(geo[1])}\r\n"


def _times(entry: Entry) -> str:
    starts, ends = entry.starts, entry.ends
    if isinstance(starts, datetime):
        starts, ends = _instants(starts, ends)
        zone = f";TZID={_ZONE}:"
        return f"DTSTART{zone}{_in_oslo(starts)}\r\nDTEND{zone}{_in_oslo(ends)}\r\n"
    last_day = local(ends).date() if isinstance(ends, datetime) else ends
    # The end is the first day it is over: an inclusive one loses a day in Google.
    ends = max(starts, last_day or starts) + timedelta(days=1)
    return f"DTSTART;VALUE=DATE:{starts:%Y%m%d}\r\nDTEND;VALUE=DATE:{ends:%Y%m%d}\r\n"


# Sessions begin and end at the same few hundred moments of a week. Each zone has a memory of its
# own, since Python counts the same moment in two zones as equal.
@lru_cache(maxsize=4096)
def _in_oslo(instant: datetime) -> str:
    return _digits(local(instant))


@lru_cache(maxsize=4096)
def _in_utc(instant: datetime) -> str:
    return f"{_digits(instant.astimezone(UTC))}Z"


def _digits(instant: datetime) -> str:
    """20270210T180000, as the clock of its own zone shows it; strftime takes twice as long."""
    return instant.isoformat(timespec="seconds")[:19].replace("-", "").replace(":", "")


def _escaped(text: str) -> str:
    """RFC 5545, 3.3.11; a capital «\\N» is a line break to readers and so becomes one here."""
    text = text.replace("\\N", "\n").replace("\\", "\\\\")
    return text.replace(";", "\\;").replace(",", "\\,").replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line with its end, in lines of less than 75 octets (3.1).

    They are cut between letters and not within an escape.
    """
    # No letter takes more than four octets.
    if len(line) * 4 < _FOLD:
        return f"{line}\r\n"
    data = line.encode()
    size = len(data)
    if size < _FOLD:
        return f"{line}\r\n"
    parts, start = [], 0
    while start < size:
        end = start + _FOLD - 1
        if end < size:
            # An octet 10xxxxxx continues a letter.
            while data[end] & 0xC0 == 0x80:
                end -= 1
            if data[end - 1] in b"\\^" and end - 1 > start:
                end -= 1
        parts.append(data[start:end])
        start = end
    return b"\r\n ".join(parts).decode() + "\r\n"


def _instants(starts: datetime, ends: datetime | date | None) -> tuple[datetime, datetime]:
    """Start and end in UTC; an end that is missing or not after the start is made up."""
    # In UTC, since within one zone Python counts in figures on the wall and not in hours.
    begun = starts.astimezone(UTC)
    if not isinstance(ends, datetime) or ends <= begun:
        ends = begun + DEFAULT_LENGTH
    return begun, ends.astimezone(UTC)


def _description(text: str, url: str) -> str:
    """Plain text with the link as its last line, since most clients hide the URL property."""
    room = MAX_DESCRIPTION - (len(url) + 2 if url else 0)
    body = clean(text).strip()
    if len(body) > room:
        body = Truncator(body).chars(room)
    return "\n\n".join(part for part in (body, url) if part)


def _checked_uid(uid: str) -> str:
    if not uid or not uid.isascii() or not uid.isprintable() or len(uid) > MAX_UID:
        raise ValueError(f"A UID is 1 to {MAX_UID} visible ASCII characters, not {uid!r}.")
    return uid
