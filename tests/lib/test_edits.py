"""Word differences: nothing of either text is lost, and spelling is told from meaning."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib.edits import ADDED, EQUAL, REMOVED, Run, is_spelling, runs

WORDS = st.lists(
    st.sampled_from(["og", "på", "Språkkafé", "kl.", "18.00", "\n\n", "–"]), max_size=20
)


def joined(found, *kinds):
    return "".join(run.text for run in found if run.kind in kinds)


def test_a_word_in_place_of_another():
    assert runs("Alle er velkomne til kafé.", "Alle er velkommen til kafé.") == (
        Run(EQUAL, "Alle er"),
        Run(REMOVED, " velkomne"),
        Run(ADDED, " velkommen"),
        Run(EQUAL, " til kafé."),
    )


def test_a_sign_that_comes_or_goes_strikes_out_no_word():
    assert runs("Kom, alle sammen. Vi er der", "Kom alle sammen! Vi er der.") == (
        Run(EQUAL, "Kom"),
        Run(REMOVED, ","),
        Run(EQUAL, " alle sammen"),
        Run(REMOVED, "."),
        Run(ADDED, "!"),
        Run(EQUAL, " Vi er der"),
        Run(ADDED, "."),
    )


def test_what_is_added_at_the_end_leaves_the_rest_alone():
    assert runs("Ta med matpakke.", "Ta med matpakke. Og godt humør.") == (
        Run(EQUAL, "Ta med matpakke."),
        Run(ADDED, " Og godt humør."),
    )


def test_a_new_paragraph_is_a_difference_and_more_spaces_are_none():
    assert [run.kind for run in runs("En. To.", "En.\n\nTo.")] == [*(EQUAL, REMOVED, ADDED, EQUAL)]
    assert runs("En  to", "En to") == (Run(EQUAL, "En to"),)


def test_one_text_in_the_place_of_another_is_not_cut_in_pieces():
    assert runs("Tre grep på en time.", "Nå også på nett.") == (
        Run(REMOVED, "Tre grep på en time."),
        Run(ADDED, "Nå også på nett."),
    )


def test_nothing_and_all():
    assert runs("", "Ny tekst") == (Run(ADDED, "Ny tekst"),)
    assert runs("Ny tekst", "") == (Run(REMOVED, "Ny tekst"),)
    assert runs("", "") == ()


@given(WORDS, WORDS)
def test_both_texts_can_be_put_together_again(old, new):
    old, new = " ".join(old), " ".join(new)
    found = runs(old, new)
    assert joined(found, EQUAL, ADDED) == new
    assert re.sub(r"\s+", "", joined(found, EQUAL, REMOVED)) == re.sub(r"\s+", "", old)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a " * 2500, "b a " * 1250),
        (" ".join(map(str, range(1200))), " ".join(map(str, reversed(range(1200))))),
        ("x" * 5000, "y" * 5000),
        ("a b c d e f g h " * 312, "c a b " * 833),
    ],
)
def test_the_longest_texts_are_compared_within_a_second(old, new):
    began = time.process_time()
    runs(old, new)
    assert time.process_time() - began < 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Vi spiser sammen på biblotek i kveld.", "Vi spiser sammen på bibliotek i kveld."),
        ("Alle er velkommen. Ta med venner.", "Alle er velkomne. Ta med venner."),
        ("Et kurs i sær skriving for alle.", "Et kurs i særskriving for alle."),
        ("Kom og synge med oss i koret.", "Kom og å synge med oss i koret."),
        ("Er du ny? Velkommen inn, du.", "Er du ny? Velkommen inn du."),
        ("alle er med på dette nå", "Alle er med på dette nå"),
        ("Biblotek", "Bibliotek"),
    ],
)
def test_spelling(old, new):
    assert is_spelling(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Du må ikke melde deg på først.", "Du må melde deg på først."),
        ("Du må like det vi gjør her.", "Du må ikke det vi gjør her."),
        ("Vi begynner klokka 18.00 presis i dag.", "Vi begynner klokka 19.00 presis i dag."),
        ("Møt opp i kantina på tirsdag.", "Møt opp i kjelleren på tirsdag."),
        ("Les mer på eksempel.no før du kommer.", "Les mer på eksenpel.no før du kommer."),
        ("", "Ny tekst"),
        ("Gammel tekst", ""),
        ("Alle er velkomne her i kveld.", "Kvinner er velkomne her i kveld."),
        ("vi syng i korr og spis maat", "Vi synger i kor og spiser mat"),
        ("Ta med venner.", "Ta med venner. Det koster penger."),
    ],
)
def test_more_than_spelling(old, new):
    assert not is_spelling(old, new)
