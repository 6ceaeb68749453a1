"""What a row of a spreadsheet means, cell by cell, and what in it cannot be meant."""

from datetime import date

import pytest

from events.domain.row_reading import Names, meaning_of
from events.models import Audience, District, EventType, Topic, Venue
from organisers.models import Organiser
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

DAY = {"date": "9.2.2028", "starts": "18.00"}


@pytest.fixture
def names():
    make.make_venue()
    make.make_organiser("Naboforeningen", slug="naboene")
    return Names(make.make_week(2028))


def read(names, **cells):
    """The Meant of a row with a title and an organiser, without what a row lacks by itself."""
    meant = meaning_of({"title_nb": "Kor", "organiser": "naboene"} | cells, names)
    if "date" not in cells:
        meant.warnings.pop("date", None)
    return meant


def test_what_a_row_must_have(names):
    meant = meaning_of({}, names)
    assert meant.errors == dict.fromkeys(("title_nb", "organiser"), "Must be filled in.")
    assert (meant.columns, meant.languages, meant.price, meant.time) == ({}, [], None, None)
    assert meant.terms == {"types": [], "topics": [], "audiences": []}
    meant = read(names)
    assert (meant.columns, meant.errors, meant.warnings) == ({"title_nb": "Kor"}, {}, {})
    assert meant.organiser == Organiser.objects.get()
    assert meant.new_organiser == ()


def test_words_are_clean_and_fit(names):
    lines = {
        "title_nb": 120,
        "title_en": 120,
        "summary_nb": 200,
        "summary_en": 200,
        "contact_name": 120,
    }
    texts = {"description_nb": 5000, "description_en": 5000}
    for code, longest in (lines | texts).items():
        meant = read(names, **{code: f" {'x' * longest}\n"})
        assert (meant.columns[code], meant.errors) == ("x" * longest, {}), code
        meant = read(names, **{code: "x" * (longest + 1)})
        assert meant.errors == {code: f"At most {longest} characters."}
        assert code not in meant.columns
        joined = "a\nb" if code in texts else "a b"
        assert read(names, **{code: " a\r\nb\u202e "}).columns[code] == joined
        assert code not in read(names, **{code: " \u202e"}).columns


def test_addresses_and_numbers_are_understood_or_said_to_be_none(names):
    understood = {
        "contact_email": ("a@example.org", "a@example.org"),
        "public_email": ("b@example.org", "b@example.org"),
        "contact_phone": ("38 07 50 00", "+4738075000"),
        "website": ("www.example.org", "https://www.example.org"),
    }
    for code, (written, meant) in understood.items():
        assert read(names, **{code: written}).columns == {"title_nb": "Kor", code: meant}
        wrong = read(names, **{code: "x" * 61})
        assert wrong.errors == {code: f"“{'x' * 60}” cannot be understood."}
        assert wrong.columns == {"title_nb": "Kor"}


def test_an_organiser_is_known_by_its_names_and_address(names):
    ours = Organiser.objects.get()
    new = make.make_organiser("Ny forening", state="draft", slug="ny")
    make.make_organiser("Naboforeningen", slug="navnebror")
    names = Names(names.week)
    for written in ("NABOENE", " naboforeningen ", "Naboforeningen (English)"):
        assert read(names, organiser=written).organiser == ours
    # Words that nobody has approved yet are known too: the row may come before the decision.
    assert read(names, organiser="ny  forening").organiser == new
    assert read(names, organiser="navnebror").organiser != ours


def test_an_unknown_organiser_is_registered_where_its_kind_is_told(names):
    for kind in ("association", "Club or association", "LAG ELLER FORENING"):
        meant = read(names, organiser=" Turlaget\n", organiser_kind=kind)
        assert (meant.organiser, meant.new_organiser) == (None, ("Turlaget", "association")), kind
        assert (meant.errors, meant.warnings) == (
            {},
            {"organiser": "A new organiser is registered."},
        )
    for kind in ("", "tull"):
        meant = read(names, organiser="x" * 61, organiser_kind=kind)
        assert (meant.new_organiser, meant.warnings) == ((), {})
        assert meant.errors == {
            "organiser": f"We have no organiser called “{'x' * 60}”. "
            "Write its kind too, and it is registered."
        }
    assert read(names, organiser="x" * 160, organiser_kind="company").new_organiser
    meant = read(names, organiser="x" * 161, organiser_kind="company")
    assert (meant.new_organiser, meant.errors) == ((), {"organiser": "At most 160 characters."})


def test_when_it_is(names):
    for starts, ends, is_next_day in (
        ("17.00", "06.00", True),
        ("22.00", "01.00", True),
        ("18.00", "18.01", False),
        ("00.00", "05.00", False),
    ):
        time = read(names, date="9.2.2028", starts=starts, ends=ends).time
        assert time["starts_at"] == make.oslo(f"2028-02-09 {starts.replace('.', ':')}")
        last = 10 if is_next_day else 9
        assert time["ends_at"] == make.oslo(f"2028-02-{last:02d} {ends.replace('.', ':')}")
    for starts, ends in (("16.59", "06.00"), ("17.00", "06.01"), ("18.00", "18.00")):
        meant = read(names, date="9.2.2028", starts=starts, ends=ends, venue="Huset")
        assert meant.errors == {"ends": "The session must end after it starts."}
        assert (meant.time, meant.warnings) == (None, {})
    open_end = read(names, **DAY)
    assert open_end.time == {"starts_at": make.oslo("2028-02-09 18:00"), "ends_at": None}
    assert open_end.warnings == {"venue": "No place yet."}


def test_days_and_hours_that_cannot_be(names):
    both = "Write both the day and the start."
    for cells, errors in (
        ({"date": "9.2.2028"}, {"starts": both}),
        ({"starts": "18"}, {"date": both}),
        ({"ends": "18"}, {"date": both, "starts": both}),
        (DAY | {"ends": "x" * 61}, {"ends": f"“{'x' * 60}” cannot be understood."}),
        (DAY | {"starts": "x"}, {"starts": "“x” cannot be understood."}),
        (DAY | {"date": "x"}, {"date": "“x” cannot be understood."}),
    ):
        meant = read(names, venue="Huset", **cells)
        assert (meant.errors, meant.time, meant.warnings) == (errors, None, {}), cells
    none = meaning_of({"title_nb": "Kor", "organiser": "naboene"}, names)
    assert none.warnings == {"date": "No day: the event has no session yet."}
    for day, is_inside in (("7.2", True), ("13.2", True), ("6.2", False), ("14.2", False)):
        meant = read(names, date=f"{day}.2028", starts="18", venue="hovedbiblioteket")
        outside = {"date": "The day is outside the week."}
        assert meant.warnings == ({} if is_inside else outside), day
        assert meant.time


def test_where_it_is(names):
    venue = Venue.objects.get(slug="hovedbiblioteket")
    District.objects.update(aliases=["Sentrum", ""])
    hall = make.make_venue("sal-3", "Storsalen")
    make.make_venue("gammel", "Gamlehuset", is_active=False)
    names = Names(names.week)
    for written in ("hovedbiblioteket", " Hovedbiblioteket (English)"):
        meant = read(names, venue=written, room=f" {'x' * 81}", address="Gata 1", **DAY)
        assert (meant.time["venue"], meant.time["room"]) == (venue, "x" * 80)
        assert ("place_name" in meant.time, meant.warnings) == (False, {})
    assert read(names, venue="hovedbiblioteket", **DAY).time["room"] == ""
    assert read(names, venue="sal-3", **DAY).time["venue"] == hall
    typed = "Not among our venues: kept as a typed place."
    for written in ("kvadraturen", "SENTRUM", "Kvadraturen (English)"):
        meant = read(
            names, venue="Gamlehuset", address=f"{'y' * 201}", district=written, room="2", **DAY
        )
        place = {"place_name": "Gamlehuset", "place_address": "y" * 200}
        when = {"starts_at": make.oslo("2028-02-09 18:00"), "ends_at": None}
        assert meant.time == when | place | {"place_district": District.objects.get()}
        assert meant.warnings == {"venue": typed}
    meant = read(names, venue="x" * 161, district="Oslo", **DAY)
    assert (meant.time["place_name"], meant.time["place_district"]) == ("x" * 160, None)
    assert meant.time["place_address"] == ""
    assert meant.warnings == {
        "venue": typed,
        "district": "We do not know this district; it is left out.",
    }


def test_words_of_the_vocabularies(names):
    music = make.make_term(Topic, "music", name_nb="Musikk", name_en="Music")
    faith = make.make_term(Topic, "faith", name_nb="Tro", name_en="Faith")
    old = make.make_term(Topic, "old", name_nb="Gammelt", name_en="Old", is_active=False)
    kind = make.make_term(EventType, "concert", name_nb="Konsert", name_en="Concert")
    young = make.make_term(Audience, "youth", name_nb="Ungdom", name_en="Youth")
    names = Names(names.week)
    meant = read(names, topics=" tro;MUSIC\nmusikk; ;", types="Konsert", audiences="youth")
    assert meant.terms == {"topics": [faith, music], "types": [kind], "audiences": [young]}
    assert meant.warnings == {}
    meant = read(names, topics=f"Gammelt;music;{'x' * 200}")
    assert meant.terms["topics"] == [music]
    assert old not in meant.terms["topics"]
    said = f"Gammelt, {'x' * 200}"[:200]
    assert meant.warnings == {"topics": f"Not known, and left out: {said}."}


def test_languages_by_their_use(names):
    meant = read(names, spoken="arabisk og norsk", interpreted="norsk tegnspråk; English")
    assert [(code, str(use)) for code, use in meant.languages] == [
        ("ar", "spoken"),
        ("nb", "spoken"),
        ("nsl", "interpreted"),
        ("en", "interpreted"),
    ]
    meant = read(names, spoken="norsk", interpreted="k" * 61)
    assert [code for code, _use in meant.languages] == ["nb"]
    assert meant.warnings == {"interpreted": f"Not known, and left out: {'k' * 60}."}


def test_what_it_costs(names):
    for written, price_type, price in (
        *((word, "free", None) for word in ("Gratis", "free", "0", "ingen", "NEI")),
        ("Betal det du kan", "pay_what_you_can", None),
        ("pay what you can", "pay_what_you_can", None),
        ("0 kr", "free", 0),
        ("kr 100,-", "paid", 100),
    ):
        meant = read(names, price=written)
        assert (meant.columns["price_type"], meant.price) == (price_type, price), written
    meant = read(names, price="x" * 61)
    assert meant.errors == {"price": f"“{'x' * 60}” cannot be understood."}
    assert ("price_type" in meant.columns, meant.price) == (False, None)
    assert "price_type" not in read(names).columns


def test_how_people_register(names):
    mode = {"title_nb": "Kor", "registration_mode": "required"}
    for written, column, value in (
        ("a@example.org", "registration_email", "a@example.org"),
        ("example.org/@koret", "registration_url", "https://example.org/@koret"),
        ("www.example.org", "registration_url", "https://www.example.org"),
    ):
        assert read(names, registration=written).columns == mode | {column: value}
    for nothing in ("", "Ingen", "nei"):
        meant = read(names, registration=nothing)
        assert (meant.columns, meant.errors) == ({"title_nb": "Kor"}, {})
    for wrong in ("ring oss", "a@b@c"):
        meant = read(names, registration=wrong)
        assert meant.errors == {"registration": f"“{wrong}” cannot be understood."}
        assert meant.columns == {"title_nb": "Kor"}


def test_the_week_of_the_names_is_the_one_that_is_read_into(names):
    week = make.make_week(2029, starts_on=date(2029, 2, 5), ends_on=date(2029, 2, 11))
    assert read(Names(week), **DAY).warnings["date"] == "The day is outside the week."
