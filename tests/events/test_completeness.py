"""What is missing before an event can be sent in: each thing alone, with where to mend it."""

import pytest

from events.domain.completeness import missing
from events.models import Image, SessionTime, Version
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make.make_event(state="draft").open


def lacks(version):
    return [(lack.step, lack.field) for lack in missing(Version.objects.get(pk=version.pk))]


def test_a_whole_event_lacks_nothing(version):
    assert lacks(version) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"title_nb": ""}, ("about", "title_nb")),
        ({"summary_nb": ""}, ("about", "summary_nb")),
        ({"description_nb": ""}, ("about", "description_nb")),
        ({"contribution_nb": ""}, ("about", "contribution_nb")),
        ({"is_limited": True}, ("who", "audience_restriction_nb")),
        ({"price_type": ""}, ("price", "price_type")),
        ({"registration_mode": ""}, ("price", "registration_mode")),
        ({"price_type": "paid"}, ("price", "prices")),
        ({"registration_mode": "required"}, ("price", "registration_url")),
        ({"registration_mode": "recommended"}, ("price", "registration_url")),
        (
            {"registration_deadline": make.oslo("2027-02-10 18:01")},
            ("price", "registration_deadline"),
        ),
        ({"public_email": ""}, ("organiser", "public_email")),
        ({"contact_name": ""}, ("organiser", "contact_name")),
        ({"contact_email": ""}, ("organiser", "contact_email")),
        ({"accepts_criteria": False}, ("organiser", "accepts_criteria")),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else value[1],
)
def test_each_answer_that_is_missing_is_named(fields, found, version):
    if "registration_deadline" in fields:
        fields = fields | {"registration_mode": "required", "registration_email": "p@example.org"}
    Version.objects.filter(pk=version.pk).update(**fields)
    assert lacks(version) == [found]


@pytest.mark.parametrize(
    "fields",
    [
        {"title_en": "", "summary_en": "", "description_en": ""},
        {"is_limited": True, "audience_restriction_nb": "Ansatte"},
        {"registration_mode": "required", "registration_email": "p@example.org"},
        {"registration_mode": "required", "registration_url": "https://example.org"},
        {"public_email": "", "public_phone": "38075000"},
        {"public_email": "", "website": "https://example.org"},
        {"contact_email": "", "contact_phone": "41234567"},
        {"price_type": "pay_what_you_can"},
        {
            "registration_mode": "required",
            "registration_email": "p@example.org",
            "registration_deadline": make.oslo("2027-02-10 18:00"),
        },
    ],
    ids=lambda fields: "-".join(fields),
)
def test_what_may_be_left_out_or_answered_otherwise(fields, version):
    Version.objects.filter(pk=version.pk).update(**fields)
    assert lacks(version) == []


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("types", ("about", "types")),
        ("topics", ("about", "topics")),
        ("audiences", ("who", "audiences")),
        ("languages", ("who", "spoken")),
        ("access_answers", ("who", "access")),
        ("times", ("when", "times")),
    ],
)
def test_each_list_that_is_empty_is_named(name, found, version):
    manager = getattr(version, name)
    rows = manager.through.objects.all() if hasattr(manager, "through") else manager.all()
    rows.delete()
    assert lacks(version) == [found]


def test_a_language_one_reads_is_none_that_is_spoken(version):
    version.languages.update(use="written")
    assert lacks(version) == [("who", "spoken")]


def test_what_the_venue_answers_need_not_be_answered_again(version):
    version.access_answers.all().delete()
    venue = version.times.get().venue
    venue.access.create(feature=make.make_feature("lift"), answer="no")
    assert lacks(version) == []


def test_online_alone_needs_no_access_to_a_house(version):
    version.access_answers.all().delete()
    Version.objects.filter(pk=version.pk).update(joining_url="https://example.org")
    version.times.update(attendance="online", venue=None)
    assert lacks(version) == []


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({"ends_at": None}, ["times-1-ends"]),
        ({"venue": None}, ["times-1-venue"]),
        ({"venue": None, "place_name": "Grendehuset"}, ["times-1-place_district"]),
        ({"venue": None, "attendance": "online"}, ["joining_url"]),
        ({"attendance": "both"}, ["joining_url"]),
    ],
    ids=lambda value: str(value),
)
def test_each_session_says_when_and_where(fields, found, version):
    second = make.make_time(version, "2027-02-11 18:00", "2027-02-11 20:00")
    SessionTime.objects.filter(pk=second.pk).update(**fields)
    assert lacks(version) == [("when", name) for name in found]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ({}, ["alt_nb", "credit", "consent_basis"]),
        ({"is_decorative": True}, ["credit", "consent_basis"]),
        ({"alt_nb": "Et hus", "credit": "Ola", "consent_basis": "consent"}, []),
    ],
)
def test_each_picture_is_described_credited_and_agreed_to(words, found, version):
    image = Image.objects.create(
        event=version.event, width=9, height=9, uploaded_by=version.created_by
    )
    picture = version.pictures.create(image=image, **words)
    assert lacks(version) == [("organiser", f"picture-{picture.pk}-{name}") for name in found]


def test_the_list_is_short_of_queries_for_any_number_of_sessions(
    version, django_assert_max_num_queries
):
    for _number in range(30):
        make.make_time(version)
    with django_assert_max_num_queries(20):
        missing(version)


def test_prices_that_are_written_are_enough(version):
    Version.objects.filter(pk=version.pk).update(price_type="paid")
    version.price_tiers.create(label_nb="Voksen", amount=120)
    assert lacks(version) == []


def test_a_deadline_counts_only_where_one_registers_and_against_the_first_session(version):
    late = make.oslo("2027-02-10 18:01")
    Version.objects.filter(pk=version.pk).update(
        registration_deadline=late, registration_mode="none"
    )
    assert lacks(version) == []
    make.make_time(version, "2027-02-09 18:00", "2027-02-09 20:00")
    Version.objects.filter(pk=version.pk).update(
        registration_mode="required",
        registration_email="p@example.org",
        registration_deadline=make.oslo("2027-02-10 12:00"),
    )
    assert lacks(version) == [("price", "registration_deadline")]
    version.times.all().delete()
    assert lacks(version) == [("when", "times")]


def test_a_typed_place_needs_its_district_and_an_online_one_neither(version):
    time = version.times.get()
    time.venue, time.place_name = None, "Hos oss"
    time.save()
    assert lacks(version) == [("when", "times-0-place_district")]
    time.place_district = make.make_district()
    time.save()
    assert lacks(version) == []
    time.place_district, time.attendance = None, "online"
    time.save()
    Version.objects.filter(pk=version.pk).update(is_joining_url_hidden=True)
    assert lacks(version) == []
