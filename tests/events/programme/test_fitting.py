"""«Fits me»: what a card tells a visitor's browser, and the words it judges with."""

import pytest
from django.urls import reverse
from django.utils import translation

from events.enums import Attendance, LanguageUse, PriceType
from events.models import Audience, SessionTime, VersionAccess, VersionLanguage
from events.programme.cards import Card
from events.programme.days import with_rows
from tests.factories import make_event, make_feature, make_term, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def fit(event):
    (time,) = with_rows(SessionTime.objects.filter(version__event=event))
    return Card(time).fit.split()


@pytest.fixture
def event():
    """In a venue that is step-free and has no loop; nobody has said anything of signing."""
    for code in ("step_free_entrance", "hearing_loop", "sign_language"):
        make_feature(code, is_key=True)
    venue = make_venue(access={"step_free_entrance": "yes", "hearing_loop": "no", "lift": "yes"})
    event = make_event(price_type=PriceType.PAID)
    SessionTime.objects.filter(version=event.live).update(venue=venue, place_name="")
    VersionAccess.objects.filter(version=event.live).delete()
    VersionLanguage.objects.filter(version=event.live).delete()
    for code, use in (
        ("nn", "spoken"),
        ("ar", "interpreted"),
        ("pl", "written"),
        ("nsl", "spoken"),
    ):
        VersionLanguage.objects.create(version=event.live, code=code, use=LanguageUse(use))
    event.live.audiences.clear()
    return event


def test_a_card_says_yes_and_no_and_is_silent_of_what_nobody_knows(event):
    expected = {"step_free_entrance", "-hearing_loop", "l-nb", "l-ar", "d-kvadraturen"}
    assert set(fit(event)) == expected | {"-free", "-online"}


def test_the_events_own_answer_stands_over_its_venues(event):
    for code, answer in (("step_free_entrance", "no"), ("sign_language", "yes")):
        VersionAccess.objects.create(version=event.live, feature=make_feature(code), answer=answer)
    assert {"-step_free_entrance", "sign_language"} <= set(fit(event))


def test_online_one_needs_neither_door_nor_district(event):
    SessionTime.objects.filter(version__event=event).update(attendance=Attendance.ONLINE)
    assert set(fit(event)) == {"l-nb", "l-ar", "-free", "online", "home"}


@pytest.mark.parametrize(
    ("codes", "age_min", "word"),
    [
        ((), None, None),
        (("adults",), None, None),
        (("families",), None, "kids"),
        (("adults", "children_6_12"), 6, "kids"),
        (("everyone",), 13, "-kids"),
        ((), 18, "-kids"),
    ],
)
def test_children_are_welcome_where_somebody_has_said_so(event, codes, age_min, word):
    event.live.audiences.set([make_term(Audience, code) for code in codes])
    type(event.live).objects.filter(pk=event.live.pk).update(age_min=age_min)
    found = [one for one in fit(event) if one.endswith("kids")]
    assert found == ([word] if word else [])


def test_list_and_event_page_say_the_same(client, event):
    event.live.audiences.set([make_term(Audience, "families")])
    words = f'data-fit="{" ".join(fit(event))}"'
    assert "kids" in words
    for path in ("/program/", event.get_absolute_url(), "/program/2027/tidstabell/"):
        assert words in client.get(path).content.decode()


def test_the_words_are_there_for_every_need_of_the_form(client, event):
    for language in ("nb", "en"):
        with translation.override(language):
            words = client.get(reverse("events:fits_words")).json()
            page = client.get(reverse("events:fits")).content.decode()
        assert {"step_free_entrance", "hearing_loop", "sign_language"} <= set(words["reasons"])
        assert {"language", "district", "kids", "free", "online"} <= set(words["reasons"])
        assert 'name="access" value="hearing_loop"' in page
        assert 'name="district" value="kvadraturen"' in page
        assert 'name="language" value="ar"' in page
        # Written material is no language one can follow a talk in.
        assert 'value="pl"' not in page
    assert words["anywhere"] == ["hearing_loop", "sign_language", "step_free_entrance"]


def test_without_script_the_form_filters_the_programme(client, event):
    query = "access=step_free_entrance&language=ar&district=kvadraturen"
    assert str(event.live.title_nb) in client.get(f"/program/?{query}").content.decode()
