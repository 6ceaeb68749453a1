from datetime import timedelta

import pytest

from enbyforalle.pages import domain
from enbyforalle.pages.models import Meeting, Redirect
from enbyforalle.publishing.store import pages
from tests.pages.conftest import NOON

pytestmark = pytest.mark.django_db


def text(response, status=200):
    assert response.status_code == status
    assert not response.cookies
    assert response.get("Vary", "Accept-Encoding") == "Accept-Encoding"
    return response.content.decode()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/om/", "Om oss"),
        ("/en/about/", "About us"),
        ("/tilgjengelighet/", "Tilgjengelighet"),
        ("/en/accessibility/", "Accessibility"),
        ("/personvern/", "Personvernerklæring"),
        ("/en/privacy/", "Privacy notice"),
        ("/informasjonskapsler/", "Informasjonskapsler"),
        ("/en/cookies/", "Cookies"),
    ],
)
def test_fixed_pages(client, path, heading):
    domain.ensure_pages()
    page = text(client.get(path))
    assert f"<h1>{heading}</h1>" in page
    assert f"<title>{heading}" in page
    assert "<h2>" in page
    assert "<h3>" not in page


def test_before_setup_a_fixed_page_is_missing_without_a_cookie(client):
    assert "<h1" in text(client.get("/om/"), status=404)


def test_how_to_report_stands_where_it_is_needed(client, settings):
    domain.ensure_pages()
    articles = {
        path: text(client.get(path)).partition("<article")[2].partition("</article>")[0]
        for path in ("/tilgjengelighet/", "/personvern/", "/om/", "/informasjonskapsler/")
    }
    with_address = {path for path, page in articles.items() if settings.CONTACT_EMAIL in page}
    assert with_address == {"/tilgjengelighet/", "/personvern/"}


def test_a_statement_is_linked_only_when_there_is_one(client, settings):
    domain.ensure_pages()
    assert "uustatus.no" not in text(client.get("/en/accessibility/"))
    settings.ACCESSIBILITY_STATEMENT_URL = "https://uustatus.no/nb/erklaringer/1"
    pages.clear()  # A setting changes with a start of the site.
    page = text(client.get("/en/accessibility/")).partition("</article>")[0]
    assert '<a href="https://uustatus.no/nb/erklaringer/1">' in page


def test_the_coordinators_own_pages(client, make_page):
    domain.ensure_pages()
    make_page("ressursgruppa")
    make_page("hemmelig", is_published=False)
    assert "Norsk tekst om ressursgruppa" in text(client.get("/om/ressursgruppa/"))
    assert "English text about ressursgruppa" in text(client.get("/en/about/ressursgruppa-en/"))
    about = text(client.get("/om/"))
    assert 'href="/om/ressursgruppa/"' in about
    assert "emmelig" not in about
    for path in ("/om/hemmelig/", "/en/about/hemmelig-en/", "/om/finnes-ikke/"):
        page = text(client.get(path), status=404)
        # The address itself comes back in the link to the other language.
        assert ("Hemmelig" in page, "tekst om hemmelig" in page) == (False, False)


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/om/ressursgruppa-en/", "/om/ressursgruppa/"),
        ("/en/about/ressursgruppa/", "/en/about/ressursgruppa-en/"),
        ("/om/personvern/", "/personvern/"),
        ("/en/about/privacy/", "/en/privacy/"),
    ],
)
def test_a_page_has_one_address_in_each_language(client, make_page, asked, own):
    domain.ensure_pages()
    make_page("ressursgruppa")
    response = client.get(asked)
    assert (response.status_code, response["Location"]) == (301, own)


def test_a_missing_translation_shows_norwegian_and_says_so(client, make_page):
    make_page("gruppa", title_en="", body_en="")
    page = text(client.get("/en/about/gruppa-en/"))
    assert "This page is in Norwegian only." in page
    assert '<span lang="nb" dir="ltr">Gruppa</span>' in page
    assert '<div class="prose" lang="nb" dir="ltr">\n<p>Norsk tekst om gruppa</p>' in page
    assert "Norwegian only" not in text(client.get("/om/gruppa/"))


def test_hostile_markdown_is_text(client, make_page):
    make_page("a", body_nb="<script>x()</script> [a](javascript:x()) ![b](https://example.org/p)")
    article = text(client.get("/om/a/")).partition("<article")[2].partition("</article>")[0]
    assert "&lt;script&gt;" in article
    for harm in ("<script", 'href="javascript', "<img"):
        assert harm not in article


@pytest.mark.parametrize("number", [1, 3, 30])
def test_pages_take_a_fixed_number_of_queries(
    client, make_page, make_meeting, django_assert_num_queries, number
):
    domain.ensure_pages()
    for n in range(number):
        make_page(f"side-{n}")
        make_meeting(f"kommer-{n}")
        make_meeting(f"holdt-{n}", starts_at=NOON - timedelta(days=7))
    # The generation before and after, and what stands between.
    for path, queries in {
        "/om/": 4,
        "/personvern/": 3,
        "/om/side-0/": 3,
        "/moter/": 4,
        "/moter/kommer-0/": 3,
    }.items():
        with django_assert_num_queries(queries):
            client.get(path)
        with django_assert_num_queries(1):
            client.get(path)


def names(page, section):
    part = page.partition(f'id="{section}"')[2].partition("</section>")[0]
    return [m.title_nb for m in Meeting.objects.order_by("pk") if m.title_nb in part]


def test_meetings_move_to_the_past_when_they_end(client, clock, make_meeting):
    make_meeting("neste")
    make_meeting("i-dag", starts_at=NOON)  # until 14.00
    make_meeting("holdt", starts_at=NOON - timedelta(days=30))
    make_meeting("hemmelig", is_published=False)
    page = text(client.get("/moter/"))
    assert names(page, "upcoming") == ["Neste", "I-dag"]
    assert names(page, "past") == ["Holdt"]
    assert page.index("I-dag") < page.index("Neste")
    assert "emmelig" not in page
    clock.set("2027-02-10T13:59")
    assert names(text(client.get("/moter/")), "past") == ["Holdt"]
    clock.set("2027-02-10T14:00")
    page = text(client.get("/moter/"))
    assert names(page, "upcoming") == ["Neste"]
    assert names(page, "past") == ["I-dag", "Holdt"]


def test_no_meeting_is_said_in_words(client):
    assert "No meeting is planned yet." in text(client.get("/en/meetings/"))


def test_a_meeting_says_how_to_come(client, make_meeting):
    make_meeting(
        place="Rådhuskvartalet",
        address="Storgata 1",
        online_platform="Teams",
        online_url="https://example.org/teams",
        languages=["nb", "en"],
        interpreted_into=["nsl"],
        accessibility_nb="Trinnfri inngang",
        contact_email="mote@example.org",
        registration_url="https://example.org/meld-deg-pa",
        registration_deadline=NOON + timedelta(days=1),
        capacity=80,
        has_waiting_list=True,
    )
    page = text(client.get("/en/meetings/inspirasjonsmote/"))
    for part in (
        "<h1>Inspirasjonsmote in English</h1>",
        "Wednesday 17 February 2027, 12:00–14:00",
        "Rådhuskvartalet<br>Storgata 1",
        '<a href="https://example.org/teams">Join the meeting on Teams</a>',
        "Bokmål, English",
        "Norwegian Sign Language",
        "Trinnfri inngang",
        'href="mailto:mote@example.org"',
        '<a class="btn" href="https://example.org/meld-deg-pa">Register for the meeting</a>',
        "Registration deadline: Thursday 11 February 2027, 12:00.",
        "There are 80 places. There is a waiting list.",
    ):
        assert part in page


def test_registration_closes_on_the_minute(client, clock, make_meeting):
    make_meeting(
        registration_email="mote@example.org", registration_deadline=NOON + timedelta(hours=1)
    )
    path = "/en/meetings/inspirasjonsmote/"
    assert "mailto:mote@example.org" in text(client.get(path))
    clock.set("2027-02-10T13:00")
    page = text(client.get(path))
    assert "Registration has closed." in page
    assert "mailto:mote@example.org" not in page


def test_a_meeting_that_is_over_or_cancelled(client, make_meeting):
    online = {"online_url": "https://example.org/teams", "registration_email": "m@example.org"}
    make_meeting("holdt", starts_at=NOON - timedelta(days=7), **online)
    make_meeting("avlyst", is_cancelled=True, **online)
    held = text(client.get("/en/meetings/holdt/"))
    cancelled = text(client.get("/en/meetings/avlyst/"))
    assert "The meeting has been held." in held
    assert "The meeting is cancelled." in cancelled
    for page in (held, cancelled):
        assert "example.org/teams" not in page
        assert "m@example.org" not in page


def test_a_change_shows_on_the_next_request(client, make_meeting):
    meeting = make_meeting()
    client.get("/moter/inspirasjonsmote/")
    meeting.title_nb = "Nytt navn"
    domain.save(meeting)
    assert "<h1>Nytt navn</h1>" in text(client.get("/moter/inspirasjonsmote/"))


def test_pages_are_read_and_nothing_else(client):
    assert client.post("/moter/").status_code == 405


@pytest.mark.parametrize("path", ["/arrangement/debattmte", "/arrangement/debattmte/"])
def test_old_addresses_lead_on(client, django_assert_num_queries, path):
    Redirect.objects.create(old_path="/arrangement/debattmte", new_path="/program/2019/debattmote/")
    with django_assert_num_queries(1):
        response = client.get(f"{path}?utm=1")
    assert (response.status_code, response["Location"]) == (301, "/program/2019/debattmote/")
    assert client.head(path).status_code == 301
    assert client.post(path).status_code == 404
    assert client.get("/arrangement/noe-annet").status_code == 404


def test_an_old_address_never_hides_a_page(client):
    domain.ensure_pages()
    Redirect.objects.create(old_path="/om/", new_path="/personvern/")
    assert client.get("/om/").status_code == 200
