"""What is printed can be read by everybody: checked tag by tag, by another library.

One world for all of it, and few documents: each takes a tenth of a second to set.
"""

from io import BytesIO

import pikepdf
import pytest
from django.utils import translation
from pypdf import PdfReader

from enbyforalle.lib import clock
from events.paper.imposing import order_of
from events.paper.ordering import Order
from events.paper.rendering import NotSet, made, typeset
from tests import factories as make
from tests.events.paper.tags import bookmarks_of, faults_of, tags_of, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

HOSTILE = '#panic("x") *fet* = $x$ \\ #include "/etc/passwd" <s1> @ref // [a] `#x`'


@pytest.fixture
def world():
    """Something of every kind that stands on paper differently."""
    make.make_event(title_nb="Kor", title_en="Choir", slug="kor", times=[at("09")])
    make.make_event(
        title_nb="أمسية الشعر العربي", title_en="", summary_nb="قصائد", summary_en="",
        language_nb="ar", slug="arabisk", times=[at("10")],
    )  # fmt: skip
    make.make_event(
        title_nb="Sámi álbmotbeaivi đŋŧž", title_en="", language_nb="se", times=[at("11")]
    )
    make.make_event(
        title_nb="Turen", title_en="The walk", times=[at("12")], slug="tur",
        facts={"status": "cancelled", "status_changed_at": make.LONG_AGO,
               "status_reason_nb": "Sykdom", "status_reason_en": "Illness"},
    )  # fmt: skip
    make.make_event(title_nb=HOSTILE, title_en=HOSTILE, slug="fiendtlig", times=[at("13")])
    # A letter that no font has, one that is a joke, and a word wider than a poster.
    make.make_event(
        title_nb="中文 👩‍👩‍👧 " + "Menneskerettighetsorganisasjonsutvikling" * 2, slug="rar",
        times=[at("14")],
    )  # fmt: skip
    make.make_event(title_nb="Utstilling", times=[("2027-02-08 10:00", "2027-02-13 16:00")])


def at(hour):
    return f"2027-02-10 {hour}:00", f"2027-02-10 {hour}:45"


def paper(**order):
    return made(Order(**{"year": 2027} | order), clock.now())


def test_the_programme_is_tagged_in_both_languages(world):
    content = paper(languages=("nb", "en"))
    assert faults_of(content) == []
    tags = tags_of(content)
    headings = [(tag.name, tag.title, tag.lang) for tag in tags if tag.name[0] == "H"]
    assert [row for row in headings if row[0] == "H1"] == [
        ("H1", "Program 2027", "nb"),
        ("H1", "Programme 2027", "en"),
    ]
    assert ("H2", "Onsdag 10. februar 2027", "nb") in headings
    assert ("H2", "Wednesday 10 February 2027", "en") in headings
    assert ("H3", "09.00–09.45 Kor", "nb") in headings
    assert ("H3", "09:00–09:45 Choir", "en") in headings
    # A text without English stands in its own language in both parts.
    languages = [lang for _name, title, lang in headings if "أمسية" in title]
    assert languages == ["ar", "ar"]
    assert [lang for _n, title, lang in headings if "đŋŧž" in title] == ["se", "se"]
    bookmarks = bookmarks_of(content)
    assert (0, "Program 2027") in bookmarks
    assert (1, "Onsdag 10. februar 2027") in bookmarks
    assert (2, "09:00–09:45 Choir") in bookmarks
    figures = [tag.alt for tag in tags if tag.name == "Figure"]
    assert any("enbyforalle.test/program/2027" in words for words in figures)
    assert any("Onsdag 10. februar: 6 arrangementer, 1 avlyst" in words for words in figures)


def test_what_people_write_is_text_and_what_cannot_be_shown_stops_nothing(world):
    text = text_of(paper())
    shown = " ".join(text.split())
    assert '#panic("x") *fet* = $x$ \\ #include "/etc/passwd" <s1> @ref // [a] `#x`' in shown
    assert "root:" not in text
    assert "\N{REPLACEMENT CHARACTER}" in text
    assert "Avlyst" in text
    assert "Sykdom" in text
    with translation.override("en"):
        assert "Illness" in text_of(paper(languages=("en",)))


def test_large_print_the_booklet_and_the_posters_are_tagged_too(world):
    large = paper(is_large=True)
    assert faults_of(large) == []
    assert smallest_of_running_text(large) >= 17
    for slug in ("kor", "arabisk", "tur", "fiendtlig", "rar"):
        poster = paper(slug=slug, languages=("nb", "en"))
        assert faults_of(poster) == []
        with pikepdf.open(BytesIO(poster)) as pdf:
            assert len(pdf.pages) == 2
            left, low, width, height = map(float, pdf.pages[0].MediaBox)
            # A3 has the same shape, so a printer fills it without cutting.
            assert (round(width), round(height)) == (595, 842)
    titles = [tag for tag in tags_of(paper(slug="arabisk")) if tag.name == "H1"]
    assert [tag.lang for tag in titles] == ["ar"]
    assert "Avlyst" in text_of(paper(slug="tur"))


def smallest_of_running_text(content):
    """Points of the commonest size of letters in the document."""
    with pikepdf.open(BytesIO(content)) as pdf:
        sizes = {}
        for operands, operator in pikepdf.parse_content_stream(pdf.pages[1]):
            if str(operator) == "Tf":
                size = float(operands[1])
                sizes[size] = sizes.get(size, 0) + 1
    return max(sizes, key=sizes.get)


def test_a_booklet_folds_and_keeps_its_reading_order(world):
    content = paper(is_booklet=True)
    assert faults_of(content) == []
    with pikepdf.open(BytesIO(content)) as pdf:
        assert len(pdf.pages) % 2 == 0
        sizes = {tuple(round(float(n)) for n in page.MediaBox) for page in pdf.pages}
        assert sizes == {(0, 0, 842, 595)}
        assert pdf.Root.ViewerPreferences.Duplex == pikepdf.Name.DuplexFlipShortEdge
    headings = [tag.title for tag in tags_of(content) if tag.name == "H2"]
    days = [title for title in headings if "februar" in title]
    assert headings[0] == "Varer i flere dager"
    assert days == sorted(days)
    # The cover stands on the right of the first side; on its left the last page, with the address.
    last, cover = halves(content, 0)
    assert "Program 2027" in cover
    assert "Program 2027" not in last
    assert "enbyforalle.test/program/2027" in last


def halves(content, number):
    """The words on the left and on the right half of a side, as one who folds it finds them."""
    found = {"/L": "", "/R": ""}
    page = PdfReader(BytesIO(content)).pages[number]
    for name in found:
        form = page["/Resources"]["/XObject"][name]
        found[name] = page.extract_xform_text(form, (0,))
    return found["/L"], found["/R"]


@pytest.mark.parametrize(
    ("count", "sides"),
    [
        (4, ((4, 1), (2, 3))),
        (8, ((8, 1), (2, 7), (6, 3), (4, 5))),
        (12, ((12, 1), (2, 11), (10, 3), (4, 9), (8, 5), (6, 7))),
    ],
)
def test_sides_of_sheets_are_those_of_a_folded_booklet(count, sides):
    assert order_of(count) == sides


def test_the_check_sees_what_is_wrong(world):
    """Else a library that finds nothing would pass everything."""
    content = paper(slug="kor")

    def spoilt(spoil):
        made_worse = BytesIO()
        with pikepdf.open(BytesIO(content)) as pdf:
            spoil(pdf)
            pdf.save(made_worse)
        return faults_of(made_worse.getvalue())

    def forget_words(pdf):
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and "/Alt" in item:
                del item["/Alt"]

    def forget_language(pdf):
        del pdf.Root["/Lang"]

    def draw(pdf):
        pdf.pages[0].contents_add(b"0 0 10 10 re f")

    def lower(pdf):
        for item in pdf.objects:
            if isinstance(item, pikepdf.Dictionary) and str(item.get("/S", "")) == "/H1":
                item.S = pikepdf.Name.H2

    for spoil, point in (
        (forget_words, "13"),
        (forget_language, "11"),
        (draw, "01"),
        (lower, "14"),
    ):
        assert any(fault.startswith(point) for fault in spoilt(spoil)), spoil


def test_a_document_that_cannot_be_set_says_why():
    with pytest.raises(NotSet, match="data"):
        typeset("poster.typ", {"parts": []})
