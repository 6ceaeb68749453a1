"""The frame for other websites: the same programme, and nothing of ours may be framed but it."""

import re
from html import unescape

import pytest

from enbyforalle.lib import clock as house_clock
from enbyforalle.publishing import public_addresses
from enbyforalle.publishing.store import pages
from events.programme.embedding import ACCENTS, THEMES
from tests import factories as make
from tests.events.rows import an_event, cancel

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

FRAME, MAKE = "/program/innebygd/", "/program/innebygd/lag/"
EN_FRAME, EN_MAKE = "/en/programme/embed/", "/en/programme/embed/make/"
SITE = "https://enbyforalle.test"


@pytest.fixture
def week():
    an_event("Kor", "2027-02-08T10:00", slug="kor", topics=["kunst"])
    an_event("Kurs", "2027-02-10T18:00", slug="kurs", topics=["helse"], price_type="paid")
    cancel(an_event("Film", "2027-02-11T19:00", slug="film", topics=["kunst"]).event)
    return make.make_week()


def policy(answer):
    parts = (part.split() for part in answer["Content-Security-Policy"].split("; "))
    return {name: values for name, *values in parts}


def test_the_frame_alone_may_be_framed_by_others(client, client_for, week):
    for path in (FRAME, EN_FRAME, f"{FRAME}?topic=kunst&theme=dark"):
        # Made now, and taken from the store.
        for answer in (client.get(path), client.get(path)):
            assert policy(answer)["frame-ancestors"] == ["*"]
            assert "X-Frame-Options" not in answer
            assert policy(answer)["frame-src"] == ["'none'"]
    others = [address.paths[code] for address in public_addresses(house_clock.now())
              for code in ("nb", "en")]  # fmt: skip
    assert {MAKE, EN_MAKE, "/data/", "/program/2027/", "/en/programme/"} <= set(others)
    for path in {*others, "/konto/login/", "/finnes-ikke/", f"{FRAME}finnes-ikke/"} - {
        FRAME,
        EN_FRAME,
    }:
        answer = client.get(path)
        assert policy(answer)["frame-ancestors"] == ["'none'"], path
        assert answer["X-Frame-Options"] == "DENY", path
    signed_in = client_for(make.make_user())
    assert policy(signed_in.get("/arrangor/"))["frame-ancestors"] == ["'none'"]


def test_only_the_page_that_makes_it_shows_a_frame_and_only_of_ours(client, week):
    for path in (MAKE, EN_MAKE):
        assert policy(client.get(path))["frame-src"] == ["'self'"]
    for path in ("/", "/program/2027/", "/data/", "/min-plan/"):
        assert policy(client.get(path))["frame-src"] == ["'none'"]


def test_nothing_is_known_of_who_reads_it_and_links_leave_the_frame(client, week):
    answer = client.get(FRAME)
    html = answer.content.decode()
    assert not answer.cookies
    assert answer["Vary"] == "Accept-Encoding"
    assert '<base target="_top">' in html
    assert "<script" not in html
    assert "<form" not in html
    assert '<meta name="robots" content="noindex">' in html
    # What it loads is of ours: one style sheet.
    assert re.findall(r'<link rel="stylesheet" href="([^"]+)"', html) == ["/static/css/embed.css"]
    assert "<img" not in html


def shown(html):
    found = re.findall(r'href="/(?:en/programme|program)/2027/([a-z]+)/"', html)
    return set(found) & {"kor", "kurs", "film"}


def test_it_has_what_the_programme_has_under_every_filter(client, week):
    for query in ("", "topic=kunst", "free=1", "q=kor", "day=2027-02-11", "topic=ukjent"):
        for frame, page in ((FRAME, "/program/2027/"), (EN_FRAME, "/en/programme/2027/")):
            html = client.get(f"{frame}?{query}").content.decode()
            assert shown(html) == shown(client.get(f"{page}?{query}").content.decode()), query
            whole = f"{SITE}{page}?{query}" if query else f"{SITE}{page}"
            assert f'href="{whole}"' in html
    assert "Ingen arrangementer passer" in client.get(f"{FRAME}?topic=ukjent").content.decode()


def test_days_that_are_over_are_folded_until_the_week_is(client, week, clock):
    html = client.get(FRAME).content.decode()
    folded = html.partition("<details>")[2].partition("</details>")[0]
    assert shown(folded) == {"kor"}
    assert '<li class="off">' in html.partition("</details>")[2]
    pages.clear()
    clock.set("2027-02-20T12:00")
    assert "<details>" not in client.get(FRAME).content.decode()


def test_before_any_week_it_says_so(client):
    make.make_week(2028, released=False)
    for path in (FRAME, MAKE):
        assert "Ingen programmer er publisert ennå" in client.get(path).content.decode()


def test_themes_are_names_and_an_unknown_one_is_as_by_default(client, week):
    for theme in THEMES:
        for accent in ACCENTS:
            html = client.get(f"{FRAME}?theme={theme}&accent={accent}").content.decode()
            assert f'class="t-{theme} a-{accent}"' in html
    html = client.get(f"{FRAME}?theme=%22%3E&accent=x").content.decode()
    assert 'class="t-auto a-lamp"' in html


def snippet(client, query="", path=MAKE):
    html = client.get(f"{path}?{query}").content.decode()
    text = re.search(r"<textarea[^>]*>(.*?)</textarea>", html, re.S)[1]
    preview = re.search(r'<iframe class="seen" src="([^"]+)"', html)[1]
    return unescape(text), unescape(preview)


def test_the_lines_to_paste_are_the_frame_that_is_shown(client, week):
    query = "topic=kunst&free=1&theme=dark&accent=fjord&lang=en&height=800"
    lines, preview = snippet(client, query)
    src = unescape(re.search(r'src="([^"]+)"', lines)[1])
    assert src == f"{SITE}{preview}"
    assert preview == f"{EN_FRAME}?topic=kunst&free=1&theme=dark&accent=fjord"
    assert 'height="800"' in lines
    assert 'title="The programme of A City for All Week"' in lines
    assert "<script" not in lines
    html = client.get(preview).content.decode()
    assert 'class="t-dark a-fjord"' in html
    assert shown(html) == {"kor", "film"}
    # What was chosen stands chosen in the form.
    form = client.get(f"{MAKE}?{query}").content.decode()
    for value in ("kunst", "dark", "fjord", "en"):
        assert re.search(rf'value="{value}" checked', form), value


def test_without_a_choice_it_is_the_whole_programme_in_the_page_s_language(client, week):
    assert snippet(client)[1] == FRAME
    assert snippet(client, path=EN_MAKE)[1] == EN_FRAME


@pytest.mark.parametrize(
    ("typed", "height"),
    [("", 640), ("0", 240), ("99999", 640), ("5000", 3000), ("-1", 640), ("²", 640), ("1e3", 640)],
)
def test_a_height_that_is_none_does_no_harm(client, week, typed, height):
    assert f'height="{height}"' in snippet(client, f"height={typed}")[0]


def test_what_is_typed_cannot_leave_its_place_in_the_lines(client, week):
    lines, _preview = snippet(client, 'q=%22%3E%3Cscript%3E&organiser="onload="x&lang=xx')
    assert re.fullmatch(r'<iframe src="[^"<>]+" title="[^"<>]+" [^<>]*></iframe>', lines)


def test_the_programme_leads_to_it_with_its_filter(client, week):
    html = client.get("/program/2027/?topic=kunst").content.decode()
    assert f'href="{SITE}{MAKE}?topic=kunst"' in html
    assert f'href="{SITE}/program/2027.csv?topic=kunst"' in html
    assert 'href="/data/"' in html
    assert f'href="{MAKE}"' in client.get("/data/").content.decode()


@pytest.mark.parametrize(("path", "queries"), [(FRAME, 19), (MAKE, 11)])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_they_take_the_same_queries(client, django_assert_num_queries, count, path, queries):
    make.make_events(count)
    with django_assert_num_queries(queries):
        assert client.get(f"{path}?free=1").status_code == 200
