"""RSS and JSON say what the page and the calendar say, to whoever asks with the same filter."""

import json
from email.utils import parsedate_to_datetime
from itertools import islice
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.conf import settings as django_settings
from jsonschema import Draft202012Validator

from enbyforalle.publishing.store import pages
from events.domain import facts
from tests import factories as make
from tests.events.rows import an_event

pytestmark = pytest.mark.django_db

SCHEMA = json.loads((Path(django_settings.BASE_DIR) / "static/schema/programme-1.json").read_text())
SITE = "https://enbyforalle.test"
RSS, JSON = "/program/2027.rss", "/program/2027.json"


@pytest.fixture(autouse=True)
def empty_store():
    pages.clear()


@pytest.fixture
def owner():
    return make.make_user()


def items(client, path=RSS):
    pages.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(answer.content).find("channel")  # noqa: S314
    return channel.findall("item")


def document(client, path=JSON):
    pages.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    assert answer["Access-Control-Allow-Origin"] == "*"
    found = json.loads(answer.content)
    Draft202012Validator(SCHEMA).validate(found)
    return found


def test_rss_has_what_rss_2_asks_for(client):
    an_event("Kor", "2027-02-08T10:00", slug="kor", topics=["kunst"])
    root = ElementTree.fromstring(client.get(RSS).content)  # noqa: S314
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    channel = root.find("channel")
    assert channel.findtext("link") == "https://enbyforalle.test/program/"
    assert channel.findtext("title") == "En by for alle-uka 2027"
    assert channel.findtext("language") == "nb"
    assert channel.findtext("description")
    (item,) = channel.findall("item")
    assert item.findtext("link") == "https://enbyforalle.test/program/2027/kor/"
    assert item.find("guid").get("isPermaLink") == "false"
    assert parsedate_to_datetime(item.findtext("pubDate")).tzinfo is not None
    assert "mandag 8. februar 2027" in item.findtext("description")


def test_rss_is_valid_in_both_languages_with_and_without_a_filter(client, owner):
    """RSS 2.0, https://www.rssboard.org/rss-specification, and what its validator recommends."""
    event = make.make_event(
        organiser=make.make_organiser(owner=owner), title_nb="Kor <b>&", summary_nb="a < b & c"
    )
    facts.cancel_event(event, by=owner, reason_nb="Sykdom <script>")
    make.make_event()
    make.make_event(times=(("2027-02-08 09:00", None), ("2027-02-09 09:00", "2027-02-09 10:00")))
    for path in (RSS, "/program.rss", "/en/programme/2027.rss", "/en/programme.rss?free=1&q=kaf"):
        root = ElementTree.fromstring(client.get(path).content)  # noqa: S314
        (channel,) = root
        for name in ("title", "link", "description"):
            assert len(channel.findall(name)) == 1
            assert channel.findtext(name)
        me = channel.find("{http://www.w3.org/2005/Atom}link")
        assert me.attrib == {"rel": "self", "href": f"{SITE}{path}"}
        assert channel.findtext("language") == ("en" if path.startswith("/en/") else "nb")
        made = parsedate_to_datetime(channel.findtext("lastBuildDate"))
        entries = channel.findall("item")
        names = [entry.findtext("guid") for entry in entries]
        assert len(set(names)) == len(names) >= 2
        for entry in entries:
            assert entry.findtext("title")
            assert entry.findtext("link").startswith(SITE)
            assert parsedate_to_datetime(entry.findtext("pubDate")) <= made
            # What somebody typed is text in the HTML that readers make of it.
            assert "<script" not in entry.findtext("description")
    assert "a &lt; b &amp; c" in items(client)[0].findtext("description")


def test_the_cancelled_stand_first_then_the_latest_change(client, clock, owner):
    organiser = make.make_organiser(owner=owner)
    made = [
        make.make_event(organiser=organiser, title_nb=title, slug=title.lower())
        for title in ("Gammelt", "Avlystt", "Endret")
    ]
    before = {item.findtext("link"): item.findtext("guid") for item in items(client)}
    clock.set("2027-02-10T13:00")
    facts.cancel_event(made[1], by=owner, reason_nb="Sykdom")
    clock.set("2027-02-10T14:00")
    facts.mark_places(made[2].sessions.get(), by=owner, full=True)
    found = items(client)
    assert [item.findtext("title") for item in found] == ["Avlyst: Avlystt", "Endret", "Gammelt"]
    assert "Sykdom" in found[0].findtext("description")
    after = {item.findtext("link"): item.findtext("guid") for item in found}
    changed = {link for link in before if before[link] != after[link]}
    assert changed == {f"{SITE}/program/2027/{slug}/" for slug in ("avlystt", "endret")}


def test_both_are_empty_before_any_week_and_unknown_for_a_hidden_one(client):
    make.make_week(2028, released=False)
    assert items(client, "/program.rss") == []
    assert document(client, "/program.json")["sessions"] == []
    for path in ("/program/2028.rss", "/program/2028.json", "/en/programme/2028.json"):
        assert client.get(path).status_code == 404


def test_the_schema_is_one_and_knows_every_field():
    Draft202012Validator.check_schema(SCHEMA)
    session = SCHEMA["properties"]["sessions"]["items"]
    # A field that nobody described would be one that nobody may rely on.
    assert session["additionalProperties"] is False
    assert set(session["required"]) == set(session["properties"])


def test_json_follows_its_schema_for_events_of_every_kind(client, owner):
    an_event("Kor", "2027-02-08T10:00", topics=["kunst"], spoken=["nb"], yes=["lift"])
    event = make.make_event(
        organiser=make.make_organiser(owner=owner), times=(), price_type="paid", age_min=13,
        registration_mode="required", registration_url="https://billett.example/",
    )  # fmt: skip
    event.live.price_tiers.create(label_nb="Voksen", amount=120)
    make.make_time(event.live, attendance="both")
    make.make_time(event.live, "2027-02-11 10:00", None, place_name="Hos oss")
    facts.cancel_event(event, by=owner, reason_nb="Sykdom")
    make.make_event(price_type="", registration_mode="")
    found = document(client)
    assert len(found["sessions"]) == 4
    assert [row["status"] for row in found["sessions"]].count("cancelled") == 2
    assert found["sessions"][0]["title"] == "Kor"
    assert found["sessions"][0]["access"]["yes"] == ["lift"]
    assert document(client, "/en/programme/2027.json")["language"] == "en"


def test_what_is_hidden_is_in_neither(client):
    venue = make.make_venue("krisesenteret", "Krisesenteret", street_address="Hemmelig gate 1")
    event = make.make_event(
        times=(), joining_url="https://hemmelig.example/", is_joining_url_hidden=True
    )
    make.make_time(event.live, venue=venue, attendance="both", is_address_hidden=True)
    make.make_event(title_nb="Internmøtet", visibility="internal")
    make.make_event(title_nb="Ventende", state="submitted")
    for path in (RSS, JSON):
        text = client.get(path).content.decode()
        assert "Språkkafé" in text
        for word in ("Krise", "emmelig", "Internm", "Ventende", "kontakt@"):
            assert word not in text, (path, word)


FILTERS = ("", "topic=kunst", "free=1", "q=kor", "time=morning", "day=2027-02-08", "topic=ukjent")


@pytest.mark.parametrize("query", FILTERS)
def test_a_filter_chooses_the_same_for_page_calendar_news_and_data(client, query):
    for number, title in enumerate(("Kor", "Kurs", "Korps", "Kafé")):
        an_event(
            title,
            f"2027-02-{8 + number:02d}T{9 + 4 * number:02d}:00",
            slug=title.lower().replace("é", "e"),
            topics=["kunst"] if number % 2 else ["helse"],
            price_type="paid" if number == 2 else "free",
        )
    pages.clear()
    data = {row["url"] for row in document(client, f"{JSON}?{query}")["sessions"]}
    news = {item.findtext("link") for item in items(client, f"{RSS}?{query}")}
    calendar = client.get(f"/program/2027.ics?{query}").content.decode().replace("\r\n ", "")
    page = client.get(f"/program/2027/?{query}").content.decode()
    paths = {f"/program/2027/{slug}/" for slug in ("kor", "kurs", "korps", "kafe")}
    assert data == news == {f"{SITE}{path}" for path in paths if f"{path}\r\n" in calendar}
    assert data == {f"{SITE}{path}" for path in paths if f'href="{path}"' in page}


@pytest.mark.parametrize("path", [RSS, JSON])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_they_take_the_same_queries_however_long_they_are(
    client, count, django_assert_max_num_queries, path
):
    make.make_events(count)
    with django_assert_max_num_queries(27):
        answer = client.get(path)
    assert answer.content.count(b"kaffe") == min(count, 60 if path == RSS else count)


@pytest.mark.parametrize("path", [RSS, JSON])
def test_the_same_programme_gives_the_same_bytes(client, clock, path):
    make.make_event()
    first = client.get(path)
    pages.clear()
    clock.set("2027-02-11T09:00")
    again = client.get(path)
    assert (again.content, again["ETag"]) == (first.content, first["ETag"])
    assert client.get(path, headers={"If-None-Match": first["ETag"]}).status_code == 304
    assert list(islice(again.cookies, 1)) == []
