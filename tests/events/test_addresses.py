"""The address an event gets at its first approval."""

import pytest

from events.domain.addresses import free_slug
from tests import factories as make

pytestmark = pytest.mark.django_db

# Words that are pages of their own where an event's address would stand, in both languages.
TAKEN_BY_PAGES = (
    *("arkiv", "archive", "tidstabell", "timetable", "kart", "map", "innebygd", "embed"),
    *("program", "programme", "rss", "ics", "json", "csv", "pdf"),
    *("utskrift", "print", "hefte", "booklet", "plakat", "poster", "kortliste", "compact"),
    *("bydel", "district"),
)


@pytest.fixture
def event(db):
    return make.make_event(state="submitted")


def test_the_title_becomes_the_address(event):
    assert free_slug(event, "Språkkafé på Lund!") == "sprakkafe-pa-lund"


@pytest.mark.parametrize("word", TAKEN_BY_PAGES)
def test_a_word_that_is_a_page_gets_the_reference_behind_it(event, word):
    assert free_slug(event, word.capitalize()) == f"{word}-{event.reference}"


def test_a_number_alone_would_be_taken_for_a_year(event):
    assert free_slug(event, "2027") == f"2027-{event.reference}"
    assert free_slug(event, "2027 og 2028") == "2027-og-2028"


@pytest.mark.parametrize("title", ["", "!!!", "مهرجان"])
def test_a_title_without_latin_letters_gives_the_reference(event, title):
    assert free_slug(event, title) == event.reference


def test_a_long_title_is_cut_after_a_word_at_eighty_characters(event):
    assert free_slug(event, "a" * 100) == "a" * 80
    assert free_slug(event, "a" * 80 + " " + "b" * 20) == "a" * 80
    assert free_slug(event, f"{'a' * 78} {'b' * 20}") == "a" * 78


def test_the_second_of_a_title_is_number_two_and_so_on(event):
    make.make_event(slug="korfest")
    assert free_slug(event, "Korfest") == "korfest-2"
    make.make_event(slug="korfest-2")
    make.make_event(slug="korfest-4")
    assert free_slug(event, "Korfest") == "korfest-3"
    # Another that merely begins alike takes nothing away.
    assert free_slug(event, "Kor") == "kor"


def test_an_event_s_own_address_and_other_weeks_are_no_hindrance(event):
    event.slug = "korfest"
    event.save(update_fields=["slug"])
    make.make_event(week=make.make_week(2026), slug="korfest")
    assert free_slug(event, "Korfest") == "korfest"
