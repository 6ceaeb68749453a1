"""Timetable and map: the same sessions as the list under every filter, and never a hidden place."""

import re
from itertools import combinations, pairwise
from math import hypot

import pytest
from django.http import QueryDict

from enbyforalle.lib import clock as house_clock
from events.models import SessionTime
from events.programme.atlas import atlas_of
from events.programme.chart import HIGHEST, LOWEST, WIDTH, charts_of
from events.programme.counting import event_counts
from events.programme.days import programme_days
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from events.programme.timetable import timetable_of
from tests import factories as make
from tests.events.rows import a_district, a_venue, an_event, cancel

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

TIMETABLE, MAP = "/program/2027/tidstabell/", "/program/2027/kart/"
COMPACT = "/program/2027/kortliste/"
MANY = {
    **{"topics": ["helse", "kunst"], "types": ["kurs"], "audiences": ["barn"]},
    **{"grounds": ["gender"], "goals": ["5"]},
}


@pytest.fixture
def week():
    """Some events of every kind: lasting, online, hidden, untimed, early, in two places."""
    an_event("Kor", "2027-02-08T10:00", topics=["kunst"], organiser="koret", spoken=["nb"])
    an_event("Kurs", "2027-02-09T13:00", organiser="laget", co=["koret"], yes=["lift"], **MANY)
    bad = a_venue("badet", district="lund", latitude="58.16", longitude="8.02")
    an_event("Film", "2027-02-09T19:00", price_type="paid", spoken=["ar"], venue=bad)
    lasting = ("2027-02-07T09:00", "2027-02-16T00:00")
    an_event("Utstilling", lasting, topics=["helse"], organiser="laget")
    an_event("Nett", "2027-02-10T18:00", topics=["helse"], attendance="online")
    hidden = {"is_address_hidden": True, "venue": a_venue("hemmeligheten", district="lund")}
    an_event("Skjult", "2027-02-10T18:00", **hidden)
    an_event("Torg", "2027-02-06T12:00", place_name="Torget", yes=["teleslynge"])
    an_event("Turné", "2027-02-11T18:00", "2027-02-12T18:00", "2027-02-12T18:30")
    untimed = an_event("Udatert", "2027-02-12T00:00")
    untimed.times.update(is_time_known=False)
    return make.make_week()


def asked(week, query=""):
    return ProgrammeFilter.from_query(QueryDict(query), week)


def table_of(week, query=""):
    return timetable_of(week, asked(week, query), house_clock.now())


def places_of(week, query=""):
    return atlas_of(asked(week, query), house_clock.now())


def in_list(chosen):
    return {card.time.pk for card in programme_days(chosen.week, chosen, house_clock.now()).rows}


def in_tables(tables):
    cards = [
        cell.card
        for table in tables
        for group in table.groups
        for row in group.rows
        for line in row.lines
        for cell in line
        if cell.card
    ]
    timed = [card.time.pk for card in cards]
    assert len(timed) == len(set(timed))
    return {*timed, *(c.time.pk for table in tables for row in table.across for c in row.cards)}


def in_atlas(atlas):
    shown = [
        card.time.pk
        for area in atlas.areas
        for spot in area.spots
        for happening in spot.happenings
        for card in happening.cards
    ]
    assert len(shown) == len(set(shown))
    return set(shown)


def choices(week):
    """Every filter of one value, every pair of values of two facets, and some with days."""
    counts = event_counts(asked(week), house_clock.now())
    values = [(name, code) for name, codes in counts.items() for code in codes]
    assert {name for name, _code in values} >= set(FILTER_PARAMS) - {"q"}
    yield {}
    yield {"q": ("kurs",)}
    yield {"day": ("2027-02-09", "2027-02-12")}
    yield from ({name: (code,)} for name, code in values)
    for (facet, value), (name, code) in combinations(values, 2):
        if facet != name:
            yield {facet: (value,), name: (code,)}


def test_every_view_shows_the_same_sessions_under_every_filter(week):
    now = house_clock.now()
    for values in choices(week):
        chosen = ProgrammeFilter(week, values)
        wanted = in_list(chosen)
        assert in_atlas(atlas_of(chosen, now)) == wanted, values
        if "day" in values:
            assert in_tables(timetable_of(week, chosen, now).tables) == wanted, values


def test_the_tables_of_all_days_hold_what_the_list_holds(week):
    days, at = [], table_of(week)
    while at.earlier:
        at = table_of(week, f"day={at.earlier}")
    days += at.tables
    while at.later:
        at = table_of(week, f"day={at.later}")
        days += at.tables
    assert [str(table.date)[8:] for table in days] == [f"{n:02}" for n in range(6, 15)]
    assert in_tables(days) == in_list(asked(week))


def hits(html):
    return re.search(r"\d+ arrangement", html.partition('id="hits"')[2])[0]


def test_the_pages_link_to_every_event_they_count(client, week):
    cancel(an_event("Avlyst", "2027-02-10T20:00").event)
    for path, query in (
        (MAP, ""),
        (MAP, "?free=1"),
        (TIMETABLE, "?day=2027-02-10"),
        (COMPACT, ""),
        (COMPACT, "?free=1"),
    ):
        html = client.get(path + query).content.decode()
        listed = client.get("/program/2027/" + query).content.decode()
        links = set(re.findall(r'href="(/program/2027/konsert-\d+/)"', html))
        assert links
        assert links == set(re.findall(r'href="(/program/2027/konsert-\d+/)"', listed))
        assert hits(html) == hits(listed)
        assert 'class="mark off">Avlyst<' in html


# What is hidden


def test_a_hidden_address_is_placed_nowhere(client, week):
    for path in (MAP, TIMETABLE + "?day=2027-02-10"):
        html = client.get(path).content.decode()
        assert "Skjult" in html
        assert "emmeligheten" not in html
    lund = next(area for area in places_of(week).areas if area.slug == "lund")
    assert [(spot.number, spot.position, spot.map_url) for spot in lund.spots][1] == (
        *(None, None),
        "",
    )
    assert [dot.number for chart in charts_of(places_of(week).spots) for dot in chart.dots] == [
        1,
        2,
    ]


@pytest.mark.parametrize("path", [TIMETABLE, MAP, "/en/programme/2027/map/"])
def test_nothing_that_is_not_public_is_on_it(client, path):
    make.make_event(title_nb="Synlig", title_en="Visible")
    make.make_event(title_nb="Hemmelig", title_en="Secret", visibility="internal")
    make.make_event(title_nb="Hemmelig", title_en="Secret", state="submitted")
    html = client.get(path).content.decode()
    assert "Synlig" in html or "Visible" in html
    assert "Hemmelig" not in html
    assert "Secret" not in html


def test_no_address_before_anything_is_public(client):
    make.make_event(week=make.make_week(2028, released=False))
    for path in ("/program/2028/tidstabell/", "/program/2028/kart/", "/program/2026/kart/"):
        assert client.get(path).status_code == 404


# One day at a time


@pytest.mark.parametrize(
    ("now", "day"),
    [
        ("2027-01-20T12:00", "2027-02-08"),
        ("2027-02-09T12:00", "2027-02-10"),
        ("2027-02-10T12:00", "2027-02-10"),
        ("2027-02-11T12:00", "2027-02-08"),
        ("2027-03-01T12:00", "2027-02-08"),
    ],
)
def test_it_opens_on_today_or_the_next_day_else_on_the_first(clock, now, day):
    clock.set(now)
    an_event("Først", "2027-02-08T10:00")
    an_event("Siden", "2027-02-10T10:00")
    shown = table_of(make.make_week())
    assert ([str(table.date) for table in shown.tables], str(shown.one_day)) == ([day], day)
    assert shown.n_events == 2


def test_what_lasts_has_a_row_on_each_of_its_days(week):
    (table,) = table_of(week, "day=2027-02-14").tables
    assert [(row.name, len(row.cards)) for row in table.across] == [("Varer i flere dager", 1)]
    assert (table.hours, table.groups, table.n_columns) == ([], [], 1)
    (friday,) = table_of(week, "day=2027-02-12").tables
    assert [row.name for row in friday.across] == ["Varer i flere dager", "Klokkeslett ikke kjent"]


def lines_of(table):
    return [
        [[(cell.span, cell.card and str(cell.card.title)) for cell in line] for line in row.lines]
        for group in table.groups
        for row in group.rows
    ]


def test_each_session_fills_its_hours_and_none_lies_over_another():
    an_event("Lang", ("2027-02-10T10:00", "2027-02-10T13:15"))
    an_event("Midt", ("2027-02-10T11:30", "2027-02-10T12:00"))
    an_event("Sen", ("2027-02-10T14:00", "2027-02-10T15:00"))
    an_event("Natt", ("2027-02-10T22:00", "2027-02-11T02:00"), venue=a_venue("kroa"))
    (table,) = table_of(make.make_week()).tables
    assert table.hours == list(range(10, 24))
    assert lines_of(table) == [
        [
            [(4, "Lang"), (1, "Sen"), (9, None)],
            [(1, None), (1, "Midt"), (12, None)],
        ],
        [[(12, None), (2, "Natt")]],
    ]
    assert all(sum(span for span, _ in line) == 14 for row in lines_of(table) for line in row)


def test_places_stand_by_district_and_online_last():
    for slug, position in (("lund", 1), ("sentrum", 2)):
        district = a_district(slug)
        district.position = position
        district.save()
    an_event("A", venue=a_venue("åsen"))
    an_event("B", venue=a_venue("borgen"))
    an_event("C", venue=a_venue("badet", district="lund"))
    an_event("D", attendance="online")
    an_event("E", place_name="Et sted")
    (table,) = table_of(make.make_week()).tables
    order = [(str(g.name), [str(row.name) for row in g.rows]) for g in table.groups]
    assert order[:2] == [("Lund", ["Badet"]), ("Sentrum", ["Borgen", "Åsen"])]
    assert [rows for _name, rows in order[2:]] == [["Et sted"], ["På nett"]]


def test_the_table_says_what_its_rows_and_columns_are(client, week):
    html = client.get(TIMETABLE + "?day=2027-02-09").content.decode()
    assert re.findall(r'<th scope="col">([^<]+)</th>', html)[1:] == [
        f"Kl. {hour}" for hour in range(13, 20)
    ]
    assert re.findall(r'<th scope="row">([^<]+)</th>', html)[:2] == ["Badet", "Biblioteket"]
    assert html.count('<th scope="rowgroup"') == 2
    assert html.count("<caption>") == 1


# The drawing


def scattered(n):
    """That many places with one event more at each, close to each other."""
    for number in range(n):
        where = {"latitude": 58.146 + number / 10_000, "longitude": 7.994 + number / 9_000}
        venue = a_venue(f"sted-{number:02}", **where)
        for _again in range(number + 1):
            an_event("Noe", venue=venue, is_searchable=False)
    return make.make_week()


def test_dots_are_numbered_like_the_list_and_as_large_as_their_place():
    atlas = places_of(scattered(4))
    spots = atlas.areas[0].spots
    assert [(spot.number, spot.n_events) for spot in spots] == [(1, 1), (2, 2), (3, 3), (4, 4)]
    (chart,) = charts_of(atlas.spots)
    assert [(dot.number, dot.anchor) for dot in chart.dots] == [
        (n + 1, f"v-sted-{n:02}") for n in range(4)
    ]
    assert all(one.r < other.r for one, other in pairwise(chart.dots))
    # North is up and east to the right.
    assert all(a.at_y > b.at_y and a.at_x < b.at_x for a, b in pairwise(chart.dots))


def test_no_dot_lies_on_another_or_outside():
    where = {"latitude": "58.146", "longitude": "7.994"}
    for number in range(5):
        an_event("Noe", venue=a_venue(f"nabo-{number}", **where))
    (chart,) = charts_of(places_of(make.make_week()).spots)
    for one, other in combinations(chart.dots, 2):
        assert hypot(one.x - other.x, one.y - other.y) > one.r + other.r - 0.5
    for dot in chart.dots:
        assert dot.r <= dot.x <= WIDTH - dot.r
        assert dot.r <= dot.y <= chart.height - dot.r
    assert LOWEST <= chart.height <= HIGHEST


def test_a_town_with_places_far_out_gets_a_plan_of_its_middle():
    week = scattered(4)
    for number, (latitude, longitude) in enumerate(((58.07, 7.99), (58.21, 8.14))):
        venue = a_venue(f"ute-{number}", "", "", "sogne", latitude=latitude, longitude=longitude)
        an_event("Langt ute", venue=venue)
    whole, middle = charts_of(places_of(week).spots)
    assert (len(whole.dots), len(middle.dots)) == (2, 4)
    assert (middle.name, middle.is_middle, middle.frame) == ("Sentrum", True, None)
    assert set(whole.frame) == {"x", "y", "width", "height"}
    assert (whole.scale_words, middle.scale_words) == ("5 km", "200 m")


def test_no_drawing_without_positions(client):
    an_event("Torg", place_name="Torget", place_district=a_district("lund"))
    html = client.get(MAP).content.decode()
    assert "<figure" not in html
    assert "tiles.js" not in html
    assert "Torget" in html


def test_tiles_are_asked_for_only_on_this_page_and_only_by_a_press(client, week):
    answer = client.get(MAP)
    html = answer.content.decode()
    policy = answer["Content-Security-Policy"].split("; ")
    assert "img-src 'self' https://tile.openstreetmap.org" in policy
    assert "default-src 'self'" in policy
    # Named once: what the button would ask. No picture, no style sheet, no hint to connect.
    assert html.count("tile.openstreetmap.org") == 1
    assert 'data-tiles="https://tile.openstreetmap.org"' in html
    assert re.search(r"<div[^>]*data-ask hidden>", html)
    for path in (TIMETABLE, "/program/2027/"):
        assert "openstreetmap" not in client.get(path)["Content-Security-Policy"]


# The filter goes along


def test_the_filter_goes_from_view_to_view_and_to_the_other_language(client, week):
    for path, english in (
        ("/program/2027/", "/en/programme/2027/"),
        (TIMETABLE, "/en/programme/2027/timetable/"),
        (MAP, "/en/programme/2027/map/"),
        (COMPACT, "/en/programme/2027/compact/"),
    ):
        html = client.get(path + "?day=2027-02-09&free=1").content.decode()
        query = "?day=2027-02-09&amp;free=1"
        views = html.partition('<nav class="views"')[2].partition("</nav>")[0]
        assert re.findall(r'<a class="chip" href="([^"]+)"', views) == [
            f"/program/2027/{query}",
            COMPACT + query,
            TIMETABLE + query,
            MAP + query,
        ]
        assert re.findall(r'href="([^"]+)" aria-current="page"', views) == [path + query]
        assert f'href="{english}{query}"' in html
        assert f'action="{path}#hits"' in html
        assert '<meta name="robots" content="noindex">' in html


def test_a_district_leads_to_its_programme_under_the_same_filter(client, week):
    area = next(area for area in places_of(week, "free=1").areas if area.slug == "lund")
    assert area.url == "/program/2027/?district=lund&free=1"
    assert f"{area.n_events} arrangement" in client.get(area.url).content.decode()


@pytest.mark.parametrize("path", [TIMETABLE, MAP])
@pytest.mark.parametrize("query", ["?q=finnesikke", "?day=2027-13-40", "?day=1999-01-01", "?q=%00"])
def test_what_finds_nothing_says_so(client, week, path, query):
    answer = client.get(path + query)
    assert answer.status_code == 200
    html = answer.content.decode()
    has_filter = query != "?q=%00"
    assert ("Ingen arrangementer passer med valgene dine" in html) is has_filter
    assert ("<table" in html or "<figure" in html) is not has_filter


@pytest.mark.parametrize("path", [TIMETABLE, MAP])
def test_a_released_week_without_events_has_both(client, path):
    make.make_week()
    html = client.get(path).content.decode()
    assert "Vær den første" in html


def test_a_place_tells_how_to_get_in(client):
    make.make_feature("step_free_entrance", is_key=True)
    make.make_feature("lift", is_key=True)
    make.make_feature("braille", is_key=False)
    venue = a_venue("salen", yes=["lift", "braille"], no=["step_free_entrance"])
    an_event("Noe", venue=venue)
    (spot,) = places_of(make.make_week()).areas[0].spots
    assert {(fact.words, fact.css) for fact in spot.facts} == {
        ("lift nb", "yes"),
        ("step_free_entrance nb: nei", "no"),
    }
    assert spot.map_url.startswith("https://www.openstreetmap.org/?mlat=58.14600&mlon=7.99400")


# What it costs


@pytest.mark.parametrize(("path", "queries"), [(TIMETABLE, 22), (MAP, 21)])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_queries_are_the_same_however_long_the_week_is(
    client, django_assert_num_queries, path, queries, count
):
    make.make_event()
    make.make_event(times=[("2027-02-12 18:00", "2027-02-12 19:00")])
    make.make_events(count)
    assert SessionTime.objects.count() == count + 2
    with django_assert_num_queries(queries):
        client.get(path)
