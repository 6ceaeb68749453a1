"""One session put into a visitor's own calendar: as a file, or by the page of a calendar's maker.

The makers' pages take a copy that follows no later change; the file has the uid that our feeds
have. Neither says more than the page does, so hidden addresses stay hidden.
"""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote, urlencode

from django.urls import reverse

from enbyforalle.lib import clock, links, uids
from enbyforalle.lib.ical import DEFAULT_LENGTH
from events.programme.feeds import place_line

GOOGLE = "https://calendar.google.com/calendar/render?"
OUTLOOK = "https://outlook.live.com/calendar/0/deeplink/compose?"
# The same page for whoever has the calendar from work or school.
OFFICE = "https://outlook.office.com/calendar/0/deeplink/compose?"


@dataclass(frozen=True)
class Adding:
    """Where one goes to add the session; ``key`` is what My plan keeps it by."""

    file: str
    google: str
    outlook: str
    office: str
    key: str


def adding(card):
    """The addresses for one session of an event that has its public address."""
    file = reverse("events:detail_ics", args=[card.event.week.year, card.event.slug])
    uid = card.session.uid
    query = _outlook_query(card)
    return Adding(
        f"{file}?s={uid}", _google(card), OUTLOOK + query, OFFICE + query, uids.short(uid)
    )


def _google(card):
    first, last, is_whole_days = _span(card.time)
    form = "%Y%m%d" if is_whole_days else "%Y%m%dT%H%M%SZ"
    fields = {
        "action": "TEMPLATE",
        "text": str(card.title),
        "dates": f"{first:{form}}/{last:{form}}",
        "location": place_line(card.time),
        "details": _words(card),
    }
    return GOOGLE + urlencode(fields, quote_via=quote)


def _outlook_query(card):
    first, last, is_whole_days = _span(card.time)
    form = "%Y-%m-%d" if is_whole_days else "%Y-%m-%dT%H:%M:%SZ"
    fields = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": str(card.title),
        "startdt": f"{first:{form}}",
        "enddt": f"{last:{form}}",
        "location": place_line(card.time),
        "body": _words(card),
    }
    if is_whole_days:
        fields["allday"] = "true"
    return urlencode(fields, quote_via=quote)


def _span(time):
    """(first, last, is_whole_days): instants in UTC, or dates, the last being the day after."""
    if time.is_time_known and not time.is_lasting:
        return time.starts_at, time.ends_at or time.starts_at + DEFAULT_LENGTH, False
    first = clock.local(time.starts_at).date()
    last = clock.local(time.ends_at).date() if time.ends_at else first
    return first, last + timedelta(days=1), True


def _words(card):
    address = links.absolute(card.event.get_absolute_url())
    return "\n\n".join(text for text in (str(card.version.summary), address) if text)
