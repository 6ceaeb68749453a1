"""What is shown of an address that somebody shares: the words in the head, and a picture."""

import io
import re

import pytest
from django.utils import translation
from PIL import Image

from enbyforalle.lib.i18n import Text
from enbyforalle.publishing.store import pages
from events.domain.facts import cancel_event
from events.paper.lettering import Lettering, is_drawable
from events.paper.share_card import drawn
from events.programme.sharing import ShareCard, week_panes
from tests.factories import make_coordinator, make_event, make_week

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NAMES = {"nb": ("nb_NO", "en_GB"), "en": ("en_GB", "nb_NO")}


def head(client, path):
    """{name: content} of the meta elements of a page."""
    html = client.get(path).content.decode()
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    return dict(found)


def picture(client, address):
    answer = client.get(address.replace("http://testserver", ""))
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
    return Image.open(io.BytesIO(answer.content))


def test_event_home_and_programme_say_what_they_are(client, settings):
    settings.SITE_URL = "http://testserver"
    event = make_event(title_nb="Åpen kafé", title_en="Open café")
    with translation.override("en"):
        english = event.get_absolute_url()
    paths = {"nb": ("/", "/program/", event.get_absolute_url()), "en": ("/en/", "/en/programme/")}
    for language, addresses in {**paths, "en": (*paths["en"], english)}.items():
        for path in addresses:
            meta = head(client, path)
            assert (meta["og:locale"], meta["og:locale:alternate"]) == NAMES[language]
            assert meta["twitter:card"] == "summary_large_image"
            assert (meta["og:image:width"], meta["og:image:height"]) == ("1200", "630")
            assert meta["og:image:alt"]
            assert meta["og:description"]
            assert meta["og:url"] == f"http://testserver{path}"
            assert picture(client, meta["og:image"]).size == (1200, 630)
    assert meta["og:title"] == "Open café"
    alt = "Open café. Wednesday 10 February 2027, 18:00–20:00. "
    assert meta["og:image:alt"].startswith(alt)


def test_a_cancelled_event_gets_another_picture_and_says_so(client, settings):
    settings.SITE_URL = "http://testserver"
    event = make_event(title_nb="Kveldstur")
    before = head(client, event.get_absolute_url())
    cancel_event(event, by=make_coordinator(), reason_nb="Syk foreleser", reason_en="")
    meta = head(client, event.get_absolute_url())
    assert meta["og:title"] == "Avlyst: Kveldstur"
    assert meta["og:image:alt"].startswith("Avlyst. Kveldstur. ")
    path, _, digest = meta["og:image"].partition("?v=")
    assert before["og:image"] == f"{path}?v={before['og:image'].partition('?v=')[2]}"
    # Whoever has kept the old address is shown the new picture.
    answer = client.get(before["og:image"].removeprefix("http://testserver"))
    assert (answer.status_code, answer["Location"].partition("?v=")[2]) == (302, digest)


def test_only_what_is_public_has_a_picture(client):
    draft = make_event(state="draft", slug="utkast")
    shown = make_event()
    assert client.get(f"/program/2027/{draft.slug}.png").status_code == 404
    assert client.get(f"/program/2027/{shown.slug}.png").status_code == 200
    make_week(2028, released=False)
    assert client.get("/program/2028.png").status_code == 404
    assert client.get("/program/2027.png").status_code == 200


def test_a_picture_takes_the_same_queries_however_long_the_week(client, django_assert_num_queries):
    event = make_event()
    for count in (1, 20):
        for _number in range(count):
            make_event()
        pages.clear()
        with django_assert_num_queries(22):
            client.get(f"/program/2027/{event.slug}.png")


@pytest.mark.parametrize(
    "title",
    [
        "Sámi álbmotbeaivi: đŋŧžšč ÁŠŽ",
        "Åarjelsaemien gïele og blåbærsyltetøy",
        "مقهى اللغة للجميع",
        "Мовне кафе",
        "አማርኛ",
        "Tiếng Việt",
    ],
)
def test_the_letters_of_our_languages_are_there(title):
    assert is_drawable(title)


def test_long_titles_and_letters_that_are_nowhere_still_give_a_picture():
    week, words = make_week(), "Likestillingsmangfoldsinkluderingskoordinatornettverksmøte"
    for title, other in (
        (Text("语言咖啡馆", "zh"), Text("Språkkafé", "nb")),
        (Text("语言咖啡馆", "zh"), None),
        (Text(f"{words} {words} {words} {words}", "nb"), None),
        (Text("مقهى اللغة للجميع", "ar"), None),
        (Text("", "nb"), None),
    ):
        card = ShareCard("Uka", title, "Avlyst", ("En linje " * 20, "", "To"), other_title=other)
        assert Image.open(io.BytesIO(drawn(card, week, week_panes(week, None)))).size == (1200, 630)


def test_no_line_is_wider_than_it_may_be():
    for text in ("Et ord", "Likestillingsmangfoldsinkluderingskoordinator og mer", "a" * 200):
        lettering = Lettering(text, 60)
        lines = lettering.lines(400)
        assert max(map(lettering.width, lines)) <= 400
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_the_event_page_can_be_shared_and_put_into_every_calendar(client):
    html = client.get(make_event().get_absolute_url()).content.decode()
    assert 'id="share-url" readonly value="http' in html
    assert "mailto:?subject=" in html
    assert "https://calendar.google.com/" in html
    assert "https://outlook.live.com/" in html
    assert "https://outlook.office.com/" in html
    assert html.count(".ics?s=") == 2
