"""Every pair of choices of the filter: found right, counted right, and the same in every form.

One small programme in which every choice of every facet finds something and misses something. By
what each event is to be found is written beside it by hand: that is what all else is held against.
"""

import csv
import io
import json
import random
import re
from itertools import combinations
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.http import QueryDict
from icalendar import Calendar

from enbyforalle.lib import clock as house_clock
from enbyforalle.publishing.store import pages
from events.models import SessionTime
from events.paper import contents
from events.paper.ordering import Order
from events.programme.counting import event_counts
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter
from tests import factories as make
from tests.events.rows import a_district, a_venue, an_event

pytestmark = pytest.mark.django_db

# Drawn once; another number draws other pairs.
SEED = 2027
# What nobody finds anything by, and what no event here has.
NOTHING = [("day", "2027-02-13"), ("topic", "ukjent"), ("online", "0"), ("q", "elefant")]


def programme():
    """{slug: {facet: values it is found by}} of the events that are made here."""
    a_venue("heis", yes=["lift", "ramp"], district="lund")
    library = {"district": ["sentrum"]}
    return {
        **made("kor", "Korkveld", "2027-02-08T10:00", topics=["kunst"], types=["konsert"],
               audiences=["barn", "unge"], organiser="koret", spoken=["nb"], venue=a_venue(),
               found=library | {"day": ["2027-02-08"], "time": ["morning"],
                               "q": ["korkveld"]}),
        **made("kurs", "Kurs for alle", "2027-02-09T12:00", topics=["helse"], types=["kurs"],
               audiences=["unge"], grounds=["gender"], goals=["5"], organiser="laget",
               co=["koret"], interpreted=["nsl"], spoken=["nb"], venue=a_venue("heis"), no=["ramp"],
               found={"day": ["2027-02-09"], "time": ["afternoon"], "district": ["lund"],
                      "access": ["lift"], "organiser": ["laget", "koret"]}),
        **made("film", "Film", "2027-02-09T17:00", topics=["kunst", "helse"], types=["film"],
               price_type="paid", spoken=["ar"], organiser="laget", venue=a_venue("heis"),
               yes=["teleslynge"],
               found={"day": ["2027-02-09"], "time": ["evening"], "district": ["lund"],
                      "access": ["lift", "ramp", "teleslynge"], "free": []}),
        **made("nett", "Nettkor", "2027-02-10T18:00", topics=["helse"], attendance="online",
               grounds=["ethnicity"], yes=["teleslynge"], organiser="koret", spoken=["en"],
               price_type="pay_what_you_can",
               found={"day": ["2027-02-10"], "time": ["evening"], "online": ["1"]}),
        **made("begge", "Begge steder", "2027-02-10T11:59", attendance="both", goals=["5", "10"],
               audiences=["barn"], organiser="huset", venue=a_venue("heis"), spoken=["nb", "en"],
               found={"day": ["2027-02-10"], "time": ["morning"], "district": ["lund"],
                      "access": ["lift", "ramp"], "online": ["1"]}),
        **made("torg", "På torget", "2027-02-06T16:59", place_name="Torget", organiser="huset",
               place_district=a_district("vågsbygd"), types=["kurs"], price_type="",
               written=["pl"],
               found={"day": ["2027-02-06", "before"], "time": ["afternoon"],
                      "district": ["vågsbygd"], "free": [], "q": ["torget"]}),
        **made("natt", "Natt", ("2027-02-14T23:30", "2027-02-15T02:00"), topics=["kunst"],
               organiser="koret", venue=a_venue(),
               found=library | {"day": ["2027-02-14"], "time": ["evening"]}),
        **made("vis", "Utstilling", ("2027-02-11T09:00", "2027-02-16T00:00"), types=["film"],
               organiser="huset", venue=a_venue(), audiences=["alle"],
               found=library | {
                   "day": [f"2027-02-{day}" for day in range(11, 16)] + ["after"],
                   "time": ["morning"]}),
        **made("etter", "Korprøve etter", "2027-02-17T18:00", organiser="laget", venue=a_venue(),
               found=library | {"day": ["2027-02-17", "after"], "time": ["evening"],
                                "q": ["korprøve"]}),
    }  # fmt: skip


def made(slug, title, *times, found, **fields):
    """Make the event; what stands in its own words is found as it stands."""
    an_event(title, *times, slug=slug, **fields)
    own = {
        "topic": fields.get("topics", []),
        "type": fields.get("types", []),
        "audience": fields.get("audiences", []),
        "ground": fields.get("grounds", []),
        "goal": fields.get("goals", []),
        "access": fields.get("yes", []),
        "language": fields.get("spoken", []) + fields.get("interpreted", []),
        "organiser": [fields["organiser"]],
        "district": [],
        "free": ["1"],
        "online": [],
        "q": [],
    }
    return {slug: {name: set(values) for name, values in (own | found).items()}}


@pytest.fixture
def truth():
    return programme()


def values_of(truth):
    """Every (facet, value) that finds something, and some that find nothing."""
    found = {
        (name, value) for by in truth.values() for name, values in by.items() for value in values
    }
    return sorted(found) + NOTHING


def expected(truth, *pairs):
    """The slugs that answer: values of one facet add to each other, facets narrow."""
    wanted = {}
    for name, value in pairs:
        wanted.setdefault(name, set()).add(value)
    return {slug for slug, by in truth.items() if all(by[name] & wanted[name] for name in wanted)}


def test_every_pair_finds_what_both_say_and_is_counted_so(truth):
    week = make.make_week()
    public = SessionTime.objects.public().for_week(week)
    values = values_of(truth)
    assert {name for name, _value in values} == set(FILTER_PARAMS)
    counts = {
        pair: event_counts(ProgrammeFilter(week, {pair[0]: (pair[1],)}), house_clock.now())
        for pair in values
    }
    pairs = list(combinations(values, 2))
    assert len(pairs) > 1000
    for one, other in pairs:
        query = QueryDict(urlencode([one, other]))
        chosen = ProgrammeFilter.from_query(query, week)
        rows = chosen.apply(public).order_by().values_list("version__event__slug", flat=True)
        found, right = sorted(rows), expected(truth, one, other)
        assert found == sorted(right), (one, other)
        if one[0] != other[0]:
            for (name, code), beside in ((other, one), (one, other)):
                if name != "q":
                    told = counts[beside][name].get(code, 0)
                    assert told == len(right), (name, code, beside)


# Each form of the programme: what finds the slugs in what it answers.


def in_page(text):
    return set(re.findall(r'href="/program/2027/([a-zæøå-]+)/"', text))


def in_json(text):
    return {row["url"].split("/")[-2] for row in json.loads(text)["sessions"]}


def in_table(text):
    rows = csv.DictReader(io.StringIO(text.lstrip("\ufeff"), newline=""), delimiter=";")
    return {row["url"].split("/")[-2] for row in rows}


def in_calendar(text):
    entries = Calendar.from_ical(text).walk("VEVENT")
    return {str(entry["URL"]).split("/")[-2] for entry in entries}


def in_news(text):
    links = ElementTree.fromstring(text).findall("channel/item/link")  # noqa: S314
    return {link.text.split("/")[-2] for link in links}


FORMS = {
    "/program/2027/": in_page,
    "/program/innebygd/": in_page,
    "/program/2027.json": in_json,
    "/program/2027.csv": in_table,
    "/program/2027.ics": in_calendar,
    "/program/2027.rss": in_news,
}


def on_paper(query):
    """The slugs in what the PDF is set from."""
    order = Order.of_programme(QueryDict(query), 2027)
    (part,) = contents.programme(order, house_clock.now())["parts"]
    sessions = [row for section in part["sections"] for row in section["sessions"]]
    return {row["url"].split("/")[-2] for row in sessions}


@pytest.mark.one_database
@pytest.mark.parametrize("size", [40, pytest.param(200, marks=pytest.mark.long)])
def test_page_feeds_and_paper_find_the_same_under_a_sample_of_pairs(client, truth, size):
    pairs = list(combinations(values_of(truth), 2))
    found_by = [pair for pair in pairs if expected(truth, *pair)]
    draw = random.Random(SEED)  # noqa: S311 - no secret
    for one, other in draw.sample(found_by, size // 2) + draw.sample(pairs, size // 2):
        query, right = urlencode([one, other]), expected(truth, one, other)
        assert on_paper(query) & truth.keys() == right, query
        for path, found_in in FORMS.items():
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 200, (path, query)
            found = found_in(answer.content.decode()) & truth.keys()
            assert found == right, (path, query)
        pages.clear()
