"""What a visitor's device keeps of the week, when asked to, for reading without a network.

The list tells the sizes before anything is fetched. Those of pages are typical ones: to know them
exactly every page would have to be made first. A test holds them near the truth.
"""

from collections import Counter
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from enbyforalle.lib import clock
from enbyforalle.lib.i18n import page_language
from enbyforalle.publishing import generation
from events.models import Event, SessionTime
from events.programme.days import ONE_PAGE
from events.programme.facets import days_between

# What the pages of the copy ask for: style, scripts, symbols.
STYLE = "css/copy.css"
FILES = (
    STYLE,
    "css/main.css",
    "css/plan.css",
    "js/copy.js",
    "js/days.js",
    "js/myplan.js",
    "js/needs.js",
    "js/offline.js",
    "js/plan.js",
    "js/share.js",
    "icons.svg",
    "roofs.svg",
    "favicon.svg",
)
# Typical bytes, unpacked: of an event's page and of each session on it, of a page with little on
# it, and of the programme without its cards and for each of them.
EVENT, SESSION, SHELL, PROGRAMME, CARD = 16_000, 2_800, 7_500, 25_000, 1_500


def copy_list(week, now):
    """The list as a dict for JSON: pages and files with their bytes, and the words of the copy."""
    pages = _pages(week, now)
    files = [{"url": static(name), "bytes": _size(name)} for name in FILES]
    files.append({"url": reverse("events:fits_words"), "bytes": 2_000})
    return {
        "generation": generation.current(),
        "language": page_language(),
        "about": reverse("events:offline"),
        "style": static(STYLE),
        "pages": pages,
        "files": files,
        "bytes": sum(row["bytes"] for row in [*pages, *files]),
        "words": _words(),
    }


def _pages(week, now):
    times = SessionTime.objects.public(now).for_week(week)
    rows = times.values_list("starts_at", "version__event__slug")
    days = [clock.local(starts_at).date() for starts_at, _slug in rows]
    # Of what is public alone: a waiting change may have more sessions.
    sessions = Counter(slug for _starts_at, slug in rows)
    shown = len(days) if len(days) <= ONE_PAGE else max(Counter(days).values())
    programme = _programme(week, "", PROGRAMME + shown * CARD)
    # Where the week is asked for under another address, the copy answers there too.
    programme["also"].append(reverse("events:home"))
    by_day = days_between(week.starts_on, week.ends_on) if len(days) > ONE_PAGE else []
    shells = ("events:offline", "events:plan", "events:fits")
    events = Event.objects.public(now).filter(week=week).order_by("slug")
    return [
        programme,
        *(_programme(week, f"?day={day}", PROGRAMME + days.count(day) * CARD) for day in by_day),
        *({"url": reverse(name), "bytes": SHELL} for name in shells),
        *(
            {
                "url": reverse("events:detail", args=[week.year, slug]),
                "bytes": EVENT + sessions[slug] * SESSION,
            }
            for slug in events.values_list("slug", flat=True)
        ),
    ]


def _programme(week, query, n_bytes):
    """The page of the programme, whole or one day of a week that is too long for one page."""
    year, current = reverse("events:year", args=[week.year]), reverse("events:programme")
    return {"url": f"{year}{query}", "also": [f"{current}{query}"], "bytes": n_bytes}


def _size(name):
    return (Path(settings.BASE_DIR) / "static" / name).stat().st_size


def _words():
    """What the script says; the names in braces are filled in there."""
    return {
        "moment": _("{weekday} {day} {month} at {hour}:{minute}"),
        "age": _("This copy is from {moment}. Something may have changed."),
        "more": _("About the copy"),
        "size": _("It is {pages} pages, about {size}. Nothing is kept before you say yes."),
        "fetching": _("Fetching the programme …"),
        "done": _("The programme is on this device and can be read without a network."),
        "refused": _("This browser does not let us keep anything."),
        "full": _("There is not room enough on this device."),
        "broken": _("The network failed before all of it had come, so nothing new has been kept."),
        "earlier": _("The earlier copy is still here."),
        "have": _("The copy on this device is from {moment} ({pages} pages, {size})."),
        "same": _("Nothing has changed since."),
        "changed": _("The programme has changed since then: fetch the copy anew."),
        # As it stands before a day in the street of houses.
        "today": capfirst(_("today")) + ", ",
    }
