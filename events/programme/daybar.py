"""The bar of days over a list: how much is on each day, and the way there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from events.programme.days import AFTER, BEFORE

EDGES = (BEFORE, AFTER)
# The id of the block of what lasts for days.
LASTING = "lasting"


@dataclass(frozen=True)
class DayLink:
    """One day, or all days before or after the week. Without a `url` nothing is on then.

    `name` and `number` are what stands in the bar, `label` is what is read aloud.
    """

    name: str
    number: str
    label: str
    n_events: int
    url: str = ""
    is_today: bool = False
    is_chosen: bool = False

    @property
    def is_edge(self):
        """Whether it stands for days outside the week, which have no house in the street."""
        return not self.number


def daybar(chosen, street, *, counts, address, anchors=None):
    """The days of the street, and before and after it what lies outside the week.

    `counts` are the number of events by code of day, what lasts for days among them: what the
    filter form says too. With `anchors`, the codes of the days that stand on the page and their
    ids, the bar leads down the page, to the block of what lasts where nothing else is on; otherwise
    each link is `address` and the day, under the filter of the page.
    """
    if street is None or not any(counts.values()):
        return []

    def url(code):
        if not counts.get(code):
            return ""
        return f"#{anchors.get(code, LASTING)}" if anchors is not None else f"{address}day={code}"

    days = [_day(house, counts.get(house.code, 0), url(house.code)) for house in street.houses]
    first, last = (
        [_edge(code, counts[code], url(code), chosen["day"])] if counts.get(code) else []
        for code in EDGES
    )
    return [*first, *days, *last]


def shown_days(programme):
    """The id on the page of each day that stands there, by the day's code."""
    anchors = {}
    for day in programme.days:
        code = day.part if day.part in EDGES else day.date.isoformat()
        anchors.setdefault(code, f"d{day.date.isoformat()}")
    return anchors


def _day(house, n_events, url):
    label = house.label_with(n_events)
    return DayLink(
        house.short_day, house.number, label, n_events, url, house.is_today, house.is_chosen
    )


def _edge(code, n_events, url, chosen):
    before = code == BEFORE
    name = pgettext("day bar", "Before") if before else pgettext("day bar", "After")
    words = _("Pre-programme") if before else _("Follow-up programme")
    events = ngettext("%(n)d event", "%(n)d events", n_events) % {"n": n_events}
    return DayLink(name, "", f"{words}: {events}", n_events, url, is_chosen=code in chosen)
