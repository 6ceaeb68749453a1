"""The copy for reading without a network: what it holds, how large it says it is, who answers."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders

from enbyforalle.publishing.store import pages
from events.programme.offline import FILES
from tests.factories import make_event, make_events

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
LISTS = {"nb": "/program/2027/kopi.json", "en": "/en/programme/2027/copy.json"}


def test_the_list_holds_the_public_week_and_nothing_else(client):
    shown, draft = make_event(), make_event(state="draft", slug="hemmelig-utkast")
    content = client.get(LISTS["nb"]).json()
    assert [row["url"] for row in content["pages"]] == [
        "/program/2027/",
        "/uten-nett/",
        "/min-plan/",
        "/passer-for-meg/",
        shown.get_absolute_url(),
    ]
    assert content["pages"][0]["also"] == ["/program/", "/"]
    assert content["bytes"] == sum(row["bytes"] for row in content["pages"] + content["files"])
    assert draft.slug not in client.get(LISTS["en"]).content.decode()
    assert client.get("/program/2028/kopi.json").status_code == 404


def test_a_week_too_long_for_one_page_is_kept_day_by_day(client, monkeypatch):
    make_events(10)
    monkeypatch.setattr("events.programme.offline.ONE_PAGE", 9)
    rows = client.get(LISTS["nb"]).json()["pages"]
    days = [row for row in rows if "?day=" in row["url"]]
    assert [row["url"] for row in days] == [
        f"/program/2027/?day=2027-02-{day:02d}" for day in range(8, 15)
    ]
    assert days[0]["also"] == ["/program/?day=2027-02-08"]


def test_what_the_pages_ask_for_is_in_the_copy(client):
    """A style sheet or script that is not would be missing without a network."""
    make_event()
    content = client.get(LISTS["nb"]).json()
    kept = {row["url"] for row in content["files"]}
    for row in content["pages"]:
        html = client.get(row["url"]).content.decode()
        asked = set(re.findall(r'(?:href|src|data-module|data-needs)="(/static/[^"#]+)', html))
        assert asked - kept == set(), row["url"]
    style = Path(finders.find("css/main.css")).read_text()
    for name in re.findall(r"url\(\.\./([^)#]+)", style):
        assert name in FILES


def test_the_size_that_is_told_is_near_the_truth(client):
    make_events(30)
    for address in LISTS.values():
        content = client.get(address).json()
        for row in content["files"][:-1]:
            name = row["url"].removeprefix(settings.STATIC_URL)
            assert row["bytes"] == Path(finders.find(name)).stat().st_size
        real = sum(len(client.get(row["url"]).content) for row in content["pages"])
        told = sum(row["bytes"] for row in content["pages"])
        # The factory's events have shorter texts than people's.
        assert real * 0.8 < told < real * 2


def test_the_list_takes_the_same_queries_however_long_the_week(client, django_assert_num_queries):
    make_event()
    for count in (1, 3, 300):
        make_events(count)
        pages.clear()
        with django_assert_num_queries(7):
            client.get(LISTS["nb"])


def test_the_worker_answers_for_the_whole_site_and_is_asked_for_anew(client):
    answer = client.get("/sw.js")
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "worker-src 'self'" in answer["Content-Security-Policy"]
    assert client.get("/sw.js", headers={"if-none-match": answer["ETag"]}).status_code == 304


def test_the_programme_offers_the_copy_of_a_week_that_is_to_come(client, clock):
    make_event()
    assert 'data-list="/program/2027/kopi.json"' in client.get("/program/").content.decode()
    clock.set("2027-02-20T12:00")
    assert "data-list" not in client.get("/program/").content.decode()
