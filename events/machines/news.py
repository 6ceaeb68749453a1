"""RSS 2.0 of the programme: what is new, changed or cancelled, the cancelled first.

One item an event. A change gives the item a new name, so that a reader shows it again.
"""

from datetime import UTC, datetime
from html import escape

from django.utils.feedgenerator import Rss201rev2Feed
from django.utils.translation import gettext as _

from enbyforalle.lib import links
from enbyforalle.lib.dates import format_day, format_time_range
from enbyforalle.lib.i18n import page_language
from events.programme.cards import Card
from events.programme.feeds import changed_at, place_line
from events.programme.rows import with_rows

CONTENT_TYPE = Rss201rev2Feed.content_type
# What a reader that looks once a week has missed; older news is in the programme itself.
MOST_ITEMS = 60
# Before the first change there is no news, and "now" would make other bytes each time.
_NEVER = datetime(2018, 1, 1, tzinfo=UTC)


class _Feed(Rss201rev2Feed):
    def latest_post_date(self):
        dates = [item["pubdate"] for item in self.items if item["pubdate"]]
        return max(dates, default=_NEVER)


def news(times, *, name, address, page):
    """The public session times as bytes of RSS in the active language.

    ``name`` is the feed's, ``address`` its own full address, ``page`` that of the programme.
    """
    feed = _Feed(
        title=name,
        link=page,
        description=_("New, changed and cancelled events in the programme."),
        language=page_language(),
        feed_url=address,
    )
    by_event = {}
    for time in with_rows(times):
        by_event.setdefault(time.version.event_id, []).append(Card(time))
    for changed, cards in _in_order(by_event.values())[:MOST_ITEMS]:
        _add(feed, changed, cards)
    return feed.writeString("utf-8").encode()


def _in_order(events):
    """(last change, cards) with what is off first, then the latest change."""
    dated = [(max(changed_at(card.time) for card in cards), cards) for cards in events]
    return sorted(
        dated,
        key=lambda row: (
            not any(card.is_off for card in row[1]),
            -row[0].timestamp(),
            row[1][0].event.pk,
        ),
    )


def _add(feed, changed, cards):
    first = cards[0]
    url = links.absolute(first.url)
    off = [card for card in cards if card.is_off]
    mark = off[0].marks[0].words if len(off) == len(cards) else ""
    feed.add_item(
        title=f"{mark}: {first.title}" if mark else str(first.title),
        link=url,
        # Readers take it for HTML: what somebody typed is text in it, and a line is a line.
        description="<br>\n".join(map(escape, [*map(_line, cards), str(first.version.summary)])),
        pubdate=changed,
        unique_id=f"{url}#{int(changed.timestamp())}",
        unique_id_is_permalink=False,
        categories=[str(topic.name) for topic in first.version.topics.all()],
    )


def _line(card):
    """«onsdag 10. februar 2027 kl. 18.00–20.00, Hovedbiblioteket (Avlyst: …)»."""
    time = card.time
    when = format_day(card.day)
    if time.is_time_known and not time.is_lasting:
        when = f"{when} {format_time_range(time.starts_at, time.ends_at)}"
    marks = [f"{mark.words} – {mark.more}" if mark.more else mark.words for mark in card.marks]
    line = ", ".join(part for part in (when, place_line(time)) if part)
    return f"{line} ({'; '.join(marks)})" if marks else line
