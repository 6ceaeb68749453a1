"""Made-up sessions in every state, for the gallery: what templates ask of a card."""

from datetime import timedelta
from types import SimpleNamespace

from enbyforalle.lib import clock
from events.programme.cards import Fact, Mark, Place
from events.programme.daybar import DayLink
from events.programme.timetable import Across, Cell, Group, Row, Table

# (class of the colour, symbol, words) of each state across the window.
STATES = (
    ("off", "cancelled", "Avlyst"),
    ("post", "postponed", "Utsatt, nytt tidspunkt kommer"),
    ("moved", "moved", "Flyttet"),
    ("full", "full", "Fullt"),
    ("few", "few", "Få plasser igjen"),
)
_FACTS = (
    Fact("free", "Gratis"),
    Fact("step_free_entrance", "Trinnfri inngang", "yes"),
    Fact("sign_language", "Norsk tegnspråk", "yes"),
    Fact("cross", "Teleslynge: nei", "no"),
    Fact("language", "norsk, tolkes til arabisk"),
    Fact("ticket", "Påmelding kreves"),
)
_PLACE = Place("Hovedbiblioteket", "Kvadraturen", "Rådhusgata 11", "Salen")


def cards(monday):
    """A plain card, one in each state, with a notice, in another language, and a lasting one."""
    plain = [_card(monday, "Konsert for alle", hue=2, window="arch")]
    states = [
        _card(monday, "Språkkafé i biblioteket", hue=n + 3, marks=[Mark(css, symbol, words, more)])
        for n, (css, symbol, words) in enumerate(STATES)
        for more in ["Innleder er syk." if css == "off" else ""]
    ]
    notice = _card(monday, "Tur i Ravnedalen", hue=8, notice="Ta med varme klær.", label="Gruppe 1")
    other = _card(monday, "حكايات بالعربية", hue=9, window="tall", only_in="arabisk")
    lasting = _card(monday, "Utstilling: Hendene våre", hue=7, window="round", lasting=True)
    return [*plain, *states, notice, other, lasting]


def _card(
    monday, title, *, hue, window="round", marks=(), notice="", label="", only_in="", lasting=False
):
    starts_at = clock.day_span(monday)[0] + timedelta(hours=18)
    return SimpleNamespace(
        title=title,
        url="#main",
        hue=hue,
        window=window,
        marks=list(marks),
        notice=notice,
        only_in=only_in,
        is_off=any(mark.css in ("off", "post") for mark in marks),
        key="",
        fit="",
        topic=SimpleNamespace(name="Kunst og kultur"),
        picture=None,
        facts=_FACTS,
        place=_PLACE,
        starts="18.00",
        ends="– lør. 13. feb." if lasting else "–20.30",
        starts_at=starts_at,
        day=monday,
        time=SimpleNamespace(label=label, is_lasting=lasting, is_time_known=True),
    )


def days(monday):
    """A day bar with a day before the week, one of today, a chosen one, and one without events."""
    names = ("Man", "Tir", "Ons", "Tor", "Fre", "Lør", "Søn")
    found = [DayLink("Før", "", "Forprogram: 1 arrangement", 1, "#main")]
    for number, name in enumerate(names):
        n_events = number * 5 % 7
        day = (monday + timedelta(days=number)).day
        found.append(
            DayLink(
                name,
                f"{day}.",
                f"{name} {day}.: {n_events} arrangementer",
                n_events,
                "#main" if n_events else "",
                is_today=number == 2,
                is_chosen=number == 4,
            )
        )
    return found


def table(monday, sample):
    """A timetable with a place with two lines, a short session, and what has no hour."""
    lines = [
        [Cell(1), Cell(2, sample[0]), Cell(1)],
        [Cell(1, sample[1], may_spread=True), Cell(3)],
    ]
    groups = [Group("Kvadraturen", [Row("Hovedbiblioteket", lines)])]
    return Table(
        monday, [17, 18, 19, 20], groups, [Across("Varer i flere dager", sample[-1:])], True
    )
