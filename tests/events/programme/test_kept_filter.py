"""What somebody chose stays chosen: in every view, language, feed and address, and for good."""

import re
from html import unescape

import pytest

from enbyforalle.publishing.store import pages
from events.models import Topic
from tests.events.rows import a_venue, a_week, an_event

pytestmark = pytest.mark.django_db

SITE = "https://enbyforalle.test"
# As a browser sends it: unknown names, empty fields and values out of order are no part of it.
SENT = "q=&utm_source=x&topic=kunst&free=1&topic=helse&day="
KEPT = "topic=helse&topic=kunst&free=1"


@pytest.fixture
def weeks():
    an_event("Kor", "2027-02-08T10:00", slug="kor", topics=["kunst"])
    an_event("Kurs", "2027-02-09T10:00", slug="kurs", topics=["helse"], price_type="paid")
    last = a_week(2026)
    an_event("I fjor", "2026-02-03T18:00", week=last, slug="i-fjor", topics=["sang"],
             organiser="nedlagt", venue=a_venue("salen", district="lund"))  # fmt: skip
    an_event("Annet i fjor", "2026-02-04T18:00", week=last, slug="annet", topics=["kunst"])


def links(client, path):
    html = client.get(path).content.decode()
    return [unescape(link) for link in re.findall(r'(?:href|value)="([^"]+)"', html)], html


def test_the_filter_is_in_every_link_that_leads_on(client, weeks):
    for page, other, feeds in (
        ("/program/2027/", "/en/programme/2027/", "/program/2027"),
        ("/en/programme/2027/", "/program/2027/", "/en/programme/2027"),
    ):
        found, _html = links(client, f"{page}?{SENT}")
        for form in ("ics", "rss", "json", "csv"):
            assert f"{SITE}{feeds}.{form}?{KEPT}" in found
        for view in ("", "timetable/" if "/en/" in page else "tidstabell/"):
            assert f"{page}{view}?{KEPT}" in found
        # The language changes with all that was asked for, as it was asked for.
        (change,) = [link for link in found if link.startswith(f"{other}?")]
        assert "topic=kunst" in change
        assert "topic=helse" in change
        assert "free=1" in change
        changed, _html = links(client, change)
        assert f"{page}?{KEPT}" in {link.replace(SENT, KEPT) for link in changed}


def test_what_was_chosen_stands_in_the_form(client, weeks):
    _links, html = links(client, f"/program/2027/?{SENT}")
    form = html.partition('<form class="filter"')[2].partition("</form>")[0]
    chosen = re.findall(r'name="(\w+)" value="([^"]+)" checked', form)
    assert sorted(chosen) == [("free", "1"), ("topic", "helse"), ("topic", "kunst")]


def test_last_year_s_filter_address_still_answers(client, weeks):
    for query, slugs in (
        ("topic=sang", {"i-fjor"}),
        ("day=2026-02-03", {"i-fjor"}),
        ("district=lund&organiser=nedlagt", {"i-fjor"}),
        ("free=1", {"i-fjor", "annet"}),
        ("topic=kunst&time=evening", {"annet"}),
    ):
        for path in ("/program/2026/", "/en/programme/2026/"):
            answer = client.get(f"{path}?{query}")
            assert answer.status_code == 200
            found = re.findall(r'/2026/([a-z-]+)/"', answer.content.decode())
            assert set(found) & {"i-fjor", "annet"} == slugs, (path, query)
        for form in ("ics", "rss", "json", "csv"):
            text = client.get(f"/program/2026.{form}?{query}").content.decode()
            assert {slug for slug in ("i-fjor", "annet") if f"2026/{slug}/" in text} == slugs


def test_a_word_out_of_use_is_still_known_where_it_was_used(client, weeks):
    Topic.objects.filter(code="sang").update(is_active=False)
    pages.clear()
    html = client.get("/program/2026/?topic=sang").content.decode()
    assert "sang nb" in html
    assert "/program/2026/i-fjor/" in html


def test_last_year_s_words_on_this_year_s_programme_are_named_and_lead_on(client, weeks):
    """The running address is this year's now: nothing is found, and the page says what to do."""
    for query in ("day=2026-02-03", "topic=sang", "organiser=nedlagt"):
        answer = client.get(f"/program/?{query}")
        html = answer.content.decode()
        assert answer.status_code == 200
        assert "Ingen arrangementer passer med valgene dine" in html
        assert 'class="chip on"' in html
        assert client.get(f"/program.ics?{query}").status_code == 200
