"""What answers, rows, sessions and pictures are called where two texts are compared."""

from datetime import date
from decimal import Decimal

import pytest

from events.domain import materiality, wording
from events.enums import LanguageUse
from events.models import (
    Contributor,
    Picture,
    PriceTier,
    SessionTime,
    Venue,
    Version,
    VersionLanguage,
)
from tests import factories as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


def test_what_people_go_by():
    by_word = {}
    for name, word in materiality.MATERIAL.items():
        by_word.setdefault(str(word), set()).add(name)
    assert by_word == {
        "title": {"title_nb", "title_en"},
        "time": {"is_drop_in"},
        "who may see it": {"visibility"},
        "audience": {
            *("audiences", "age_min", "age_max", "is_limited"),
            *("audience_restriction_nb", "audience_restriction_en"),
        },
        "access": {
            *("has_live_captions", "is_interpretation_on_request", "access_answers", "languages"),
            *("access_note_nb", "access_note_en"),
        },
        "price": {
            *("price_type", "is_companion_free", "price_tiers", "price_note_nb", "price_note_en"),
        },
    }


def test_what_may_change_without_a_second_look():
    assert {
        *("public_email", "public_phone", "website", "access_contact", "joining_url"),
        *("contact_name", "contact_email", "contact_phone"),
        *("registration_url", "registration_email"),
    } == materiality.CONTACT
    pairs = (
        *("summary", "description", "contribution", "online_platform", "directions"),
        *("weather_plan", "food_note", "content_warning", "good_to_know", "registration_note"),
    )
    assert {f"{name}_{code}" for name in pairs for code in ("nb", "en")} == materiality.SPELLED
    quick = materiality.CONTACT | materiality.SPELLED
    assert not quick & materiality.MATERIAL.keys()


def test_an_answer_in_words():
    column = Version._meta.get_field
    version = Version(
        title_nb="Kor", is_drop_in=True, price_type="free", age_min=0, website="", age_max=None
    )
    version.registration_deadline = make.oslo("2027-02-01 12:00")
    for name, words in (
        ("title_nb", "Kor"),
        ("is_drop_in", "Yes"),
        ("has_waitlist", "No"),
        ("price_type", version.get_price_type_display()),
        ("age_min", "0"),
        ("age_max", ""),
        ("website", ""),
        ("registration_deadline", "Monday 1 February 2027, 12:00"),
    ):
        assert wording.shown(version, column(name)) == words, name
    picture = Picture(consent_expires_on=date(2027, 2, 9))
    assert wording.shown(picture, Picture._meta.get_field("consent_expires_on")) == "9 Feb 2027"
    texts = ("title_nb", "description_nb", "website")
    others = ("price_type", "age_min", "is_drop_in")
    assert [wording.is_text(column(name)) for name in texts + others] == [True] * 3 + [False] * 3


def test_rows_in_words():
    version = make.make_event().live
    rows = (("ar", "interpreted"), ("en", "written"))
    for code, use in rows:
        VersionLanguage.objects.create(version=version, code=code, use=use)
    uses = {row.use: row.get_use_display() for row in version.languages.all()}
    # In the order of the uses, not of the rows.
    names = {"spoken": "Bokmål", "interpreted": "Arabic", "written": "English"}
    expected = [f"{uses[use]}: {names[use]}" for use in LanguageUse]
    assert wording.languages(version) == expected
    PriceTier.objects.create(version=version, label_nb="Barn", label_en="Child", amount=Decimal(50))
    PriceTier.objects.create(version=version, label_nb="Voksen", amount=Decimal("99.5"), position=1)
    assert wording.prices(version) == ["Barn / Child: NOK\xa050", "Voksen: NOK\xa099.50"]
    assert wording.access(version) == ["step_free_entrance en: yes"]
    Contributor.objects.create(
        version=version,
        name="Kari",
        role="artist",
        organisation="Koret",
        subject_nb="Sang",
        subject_en="Song",
    )
    Contributor.objects.create(version=version, name="Ola", role="speaker", position=1)
    role, plain = (row.get_role_display() for row in version.contributors.all())
    assert wording.contributors(version) == [f"Kari, {role}, Koret, Sang, Song", f"Ola, {plain}"]


def test_a_session_in_words():
    district = make.make_district()
    time = SessionTime(
        starts_at=make.oslo("2027-02-08 18:00"),
        ends_at=make.oslo("2027-02-08 20:00"),
        venue=Venue(name_nb="Huset", name_en="The house", district=district),
        place_name="Ikke",
        place_address="Ikke",
        place_district=district,
        room="2",
        label_nb="Prøve",
        label_en="Rehearsal",
    )
    day = "Monday 8 February 2027"
    assert wording.session_words(time) == f"{day} 18:00–20:00, The house, 2, Prøve, Rehearsal"
    time.venue, time.room, time.label_nb, time.label_en = None, "", "", ""
    time.place_name, time.place_address = "Grendehuset", "Gata 1"
    time.doors_at = make.oslo("2027-02-08 17:30")
    time.attendance, time.is_address_hidden = "both", True
    how = "in person and online"
    place = "Grendehuset, Gata 1, Kvadraturen (English)"
    assert wording.session_words(time) == (
        f"{day} 18:00–20:00, {place}, doors open 17:30, {how}, address only for those who register"
    )
    time.is_time_known, time.doors_at, time.attendance = False, None, "in_person"
    time.place_address, time.place_district, time.is_address_hidden = "", None, False
    assert wording.session_words(time) == f"{day}, Grendehuset"


def test_a_picture_is_known_by_the_first_words_it_has():
    picture = Picture(alt_nb="Et hus", caption_nb="Huset", credit="Ola")
    for name, words in (
        ("alt_nb", "Et hus"),
        ("caption_nb", "Huset"),
        ("credit", "Ola"),
        ("", "Picture without words"),
    ):
        assert wording.picture_words(picture) == words
        if name:
            setattr(picture, name, "")
