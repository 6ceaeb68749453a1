from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from enbyforalle.pages.models import Meeting, Page, Redirect
from tests.pages.conftest import NOON

pytestmark = pytest.mark.django_db

WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("page_code_is_known", {"code": "odd"}),
        ("page_fixed_is_published", {"code": "about", "is_published": False}),
        ("page_has_title", {"title_nb": ""}),
    ],
)
def test_the_database_refuses_a_page(make_page, constraint, values):
    page = make_page()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Page.objects.filter(pk=page.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        ("meeting_ends_after_start", {"ends_at": NOON + WEEK}),
        ("meeting_has_title", {"title_nb": ""}),
        ("meeting_capacity_is_positive", {"capacity": 0}),
        ("meeting_deadline_before_end", {"registration_deadline": NOON + 2 * WEEK}),
    ],
)
def test_the_database_refuses_a_meeting(make_meeting, constraint, values):
    meeting = make_meeting()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Meeting.objects.filter(pk=meeting.pk).update(**values)


@pytest.mark.parametrize(
    ("constraint", "old_path", "new_path"),
    [
        ("redirect_old_path_is_absolute", "omoss", "/om/"),
        ("redirect_new_path_stays_here", "/omoss", "om/"),
        ("redirect_new_path_stays_here", "/omoss", "//example.org/"),
        ("redirect_new_path_stays_here", "/omoss", "https://example.org/"),
        ("redirect_leads_elsewhere", "/om/", "/om/"),
    ],
)
def test_the_database_refuses_a_redirect(constraint, old_path, new_path):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Redirect.objects.create(old_path=old_path, new_path=new_path)


def test_addresses_follow_the_language(make_page, make_meeting):
    own, fixed = make_page("ressursgruppa"), make_page("om-oss", code="about")
    meeting = make_meeting()
    with translation.override("nb"):
        assert own.get_absolute_url() == "/om/ressursgruppa/"
        assert fixed.get_absolute_url() == "/om/"
        assert meeting.get_absolute_url() == "/moter/inspirasjonsmote/"
    with translation.override("en"):
        assert own.get_absolute_url() == "/en/about/ressursgruppa-en/"
        assert fixed.get_absolute_url() == "/en/about/"
        assert meeting.get_absolute_url() == "/en/meetings/inspirasjonsmote/"


def test_a_slug_is_looked_up_in_its_own_language_first(make_page):
    norwegian = make_page("a", slug_nb="same", slug_en="a-en")
    english = make_page("b", slug_nb="b", slug_en="same")
    with translation.override("nb"):
        assert list(Page.objects.by_slug("same")) == [norwegian, english]
    with translation.override("en"):
        assert list(Page.objects.by_slug("same")) == [english, norwegian]


@pytest.mark.parametrize(
    ("values", "now", "is_open"),
    [
        ({}, NOON, False),
        ({"registration_url": "https://example.org/"}, NOON, True),
        ({"registration_email": "post@example.org"}, NOON, True),
        ({"registration_email": "post@example.org", "is_cancelled": True}, NOON, False),
        ({"registration_email": "post@example.org"}, NOON + WEEK, False),
        (
            {"registration_email": "post@example.org", "registration_deadline": NOON},
            NOON - timedelta(seconds=1),
            True,
        ),
        (
            {"registration_email": "post@example.org", "registration_deadline": NOON},
            NOON,
            False,
        ),
    ],
)
def test_registration_is_open_until_the_deadline_or_the_start(make_meeting, values, now, is_open):
    assert make_meeting(**values).is_registration_open(now) is is_open


def test_the_next_turn_of_a_meeting(make_meeting):
    deadline = NOON + timedelta(days=1)
    meeting = make_meeting(registration_deadline=deadline)
    instants = [NOON, deadline, NOON + WEEK, NOON + WEEK + timedelta(hours=2)]
    assert [meeting.next_turn(now) for now in instants] == [*instants[1:], None]
