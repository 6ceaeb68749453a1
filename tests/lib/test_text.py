import re
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from enbyforalle.lib.text import clean, clean_line, collation_key, fold, slugify_nb

ANY_TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Søgne", "sogne"),
        ("Flekkerøy", "flekkeroy"),
        ("Ærlig på Ålefjær", "aerlig-pa-alefjaer"),
        ("ÆØÅ", "aeoa"),
        ("Ŋuoŧđá Đ", "nuotda-d"),
        ("Åpning: Ti år med En by for alle-uka", "apning-ti-ar-med-en-by-for-alle-uka"),
        ("Café & té – møte!", "cafe-te-mote"),
        ("مرحبا", ""),
        ("", ""),
    ],
)
def test_slugify_nb(title, slug):
    assert slugify_nb(title) == slug


def test_slugify_nb_takes_decomposed_letters():
    assert slugify_nb(unicodedata.normalize("NFD", "Åse på Ålefjær")) == "ase-pa-alefjaer"


def test_slugify_nb_cuts_between_words():
    assert slugify_nb("en by for alle", max_length=9) == "en-by-for"
    assert slugify_nb("en by for alle", max_length=8) == "en-by"
    assert slugify_nb("menneskerettigheter", max_length=8) == "menneske"


@given(ANY_TEXT)
def test_slugify_nb_is_always_an_address(text):
    assert re.fullmatch("(?:[a-z0-9_]+(?:-[a-z0-9_]+)*)?", slugify_nb(text).strip("_-"))
    assert len(slugify_nb(text, max_length=10)) <= 10


@pytest.mark.parametrize(
    "spellings",
    [
        ["Blåbær", "blaabaer", "BLÅBÆR", "blabaer", "bla\u030abær"],
        ["Søgne", "sogne", "soegne", "SØGNE", "sögne"],
        ["Kafé", "kafe", "KAFÉ"],
        ["Ærlig", "aerlig", "ärlig"],
        ["uka", "uken", "UKEN"],
        ["En by for alle-uka", "«En By for Alle - uken»", "en by for alle uka"],
        ["Haakon", "Håkon", "håkon"],
        ["Straße", "strasse"],
        ["ﬁlm", "film"],
        ["عَرَبِيّ", "عربي"],
    ],
)
def test_fold_makes_spellings_equal(spellings):
    assert len({fold(spelling) for spelling in spellings}) == 1


def test_fold_gives_words_with_one_space_between():
    assert fold("  Mat,  musikk –\nog   dans! ") == "mat musikk og dans"
    assert fold("uke 6/2027") == "uke 6 2027"
    assert fold("…!") == ""


def test_fold_keeps_different_words_apart():
    words = ["bok", "bak", "by", "bær", "bar", "dør", "der", "ukene", "uke"]
    assert len({fold(word) for word in words}) == len(words)


def test_fold_keeps_other_scripts():
    assert fold("Українська тамільською தமிழ் 中文") != ""
    assert fold("தமிழ்").split() == [fold("தமிழ்")]


@given(ANY_TEXT)
@example("oee")
@example("aaa")
def test_fold_twice_changes_nothing(text):
    assert fold(fold(text)) == fold(text)
    assert fold(text) == fold(f"  {text} ")


def test_collation_key_sorts_as_norwegian_does():
    words = ["Aase", "Ås", "Ære", "Øst", "Zoo", "Adam", "alle", "Ål", "åpen", "Ole", "«Østre»"]
    expected = ["Adam", "alle", "Ole", "Zoo", "Ære", "Øst", "«Østre»", "Ål", "åpen", "Ås", "Aase"]
    assert sorted(words, key=collation_key) == expected


def test_collation_key_puts_neighbours_letters_where_they_belong():
    assert sorted(["ö", "ä", "ø", "æ", "z", "ü", "y"], key=collation_key) == [
        *("y", "ü", "z", "ä", "æ", "ö", "ø")
    ]
    assert sorted(["Éva", "Eva", "Evb"], key=collation_key) == ["Eva", "Éva", "Evb"]


def test_collation_key_is_not_fooled_by_its_own_stand_ins():
    assert sorted(["ære", "{alle", "zoo"], key=collation_key) == ["{alle", "zoo", "ære"]


@given(st.lists(ANY_TEXT))
def test_collation_key_orders_everything_the_same_way_from_any_start(texts):
    ordered = sorted(texts, key=collation_key)
    texts.reverse()
    assert sorted(texts, key=collation_key) == ordered


@pytest.mark.parametrize(
    ("dirty", "tidy"),
    [
        ("to\r\nlinjer\rtre", "to\nlinjer\ntre"),
        ("a\x00b\x0b\x1b\x7fc", "ab c"),
        ("a\u2028b\u2029c\x85d\te", "a b c d e"),
        ("a\ud800b\udfff", "ab"),
        ("\ufeffhei\uffff", "hei"),
        ("til \u202egnitnem\u202c", "til gnitnem"),
        ("a\u030a", "å"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("👩\u200d🦽 på tur", "👩\u200d🦽 på tur"),
        ("1\u00a0000 kr", "1\u00a0000 kr"),
    ],
)
def test_clean(dirty, tidy):
    assert clean(dirty) == tidy


@given(ANY_TEXT)
def test_clean_leaves_nothing_that_breaks_a_feed(text):
    tidy = clean(text)
    assert clean(tidy) == tidy
    assert tidy.encode("utf-8").decode("utf-8") == tidy
    assert {unicodedata.category(character) for character in tidy if character != "\n"} & {
        *("Cc", "Cs", "Zl", "Zp")
    } == set()


def test_clean_line_makes_one_line():
    assert clean_line("  En\r\n by\u2028 for\talle ") == "En by for alle"
