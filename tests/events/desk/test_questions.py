"""Every field of the form is a question of its own, and none that was answered is asked empty."""

import pytest
from django.core.management import call_command
from django.utils.translation import override

from events.domain import answers, drafts, review
from events.domain.again import copy_event
from events.forms.pictures import PictureForms
from events.forms.rows import ListRows
from events.forms.steps import SHORT, STEPS, Page
from events.forms.times import TimeRows
from events.models import AccessFeature, Version, VersionAccess
from events.models.content import Content
from organisers.domain.registration import register_organiser
from organisers.domain.texts import WRITABLE
from tests import factories as make
from tests.events.desk.conftest import url
from tests.events.desk.sheet import open_sheet

pytestmark = pytest.mark.django_db

# What we ask → the one field that asks it. English fields are the same question in English.
QUESTIONS = {
    "Who is it open to?": "visibility",
    "What is it called?": "title_nb",
    "What is it, in a sentence or two?": "summary_nb",
    "What happens?": "description_nb",
    "How does it contribute?": "contribution_nb",
    "What type is it?": "types",
    "Which topics?": "topics",
    "In which language do you write?": "language_nb",
    "Which grounds of discrimination?": "grounds",
    "Which goals?": "goals",
    "Do you need help with English?": "needs_english",
    "Can one drop in?": "is_drop_in",
    "How does one get there?": "directions_nb",
    "What if the weather is bad?": "weather_plan_nb",
    "On which platform?": "online_platform_nb",
    "What is the link to join?": "joining_url",
    "Who gets the link?": "is_joining_url_hidden",
    "Are there live captions?": "has_live_captions",
    "Who is it for?": "audiences",
    "From what age?": "age_min",
    "To what age?": "age_max",
    "Is the audience limited?": "is_limited",
    "To whom, and why?": "audience_restriction_nb",
    "Which languages are spoken?": "spoken",
    "Interpreted into which?": "interpreted",
    "Written in which?": "written",
    "Anything else about access?": "access_note_nb",
    "Can one ask for an interpreter?": "is_interpretation_on_request",
    "Whom does one ask about access?": "access_contact",
    "Is there food?": "food_note_nb",
    "Is it free of photographers?": "is_photo_free",
    "What may be upsetting?": "content_warning_nb",
    "What else is good to know?": "good_to_know_nb",
    "What does it cost?": "price_type",
    "Does a companion come in free?": "is_companion_free",
    "Anything about the price?": "price_note_nb",
    "Does one have to register?": "registration_mode",
    "Where does one register?": "registration_url",
    "To which address does one write?": "registration_email",
    "How many places are there?": "capacity",
    "Is there a waiting list?": "has_waitlist",
    "Is registration binding?": "is_non_binding",
    "Anything about registration?": "registration_note_nb",
    "Registration closes on which day?": "registration_deadline",
    "At what time does it close?": "registration_deadline_time",
    "Registration opens on which day?": "registration_opens",
    "At what time does it open?": "registration_opens_time",
    "What is your public email?": "public_email",
    "What is your public phone?": "public_phone",
    "Which page tells more?": "website",
    "Who is the contact person?": "contact_name",
    "What is their email?": "contact_email",
    "What is their phone?": "contact_phone",
    "Which registered organiser takes part?": "co_organiser",
    "Which other partners?": "partners",
    "Do you confirm?": "accepts_criteria",
}
# What registration asks → where the event asks the same; None where the event does not ask.
REGISTERED = {
    "name_nb": None,
    "name_en": None,
    "description_nb": None,
    "description_en": None,
    "language_nb": "language_nb",
    "website": "website",
    "public_email": "public_email",
    "public_phone": "public_phone",
    "logo_alt_nb": None,
    "logo_alt_en": None,
}
SAID = {
    "name_nb": "Svømmehallen",
    "language_nb": "nn",
    "website": "https://example.org/hallen",
    "public_email": "hallen@example.org",
    "public_phone": "38 07 50 00",
}


@pytest.fixture
def municipal(owner):
    """A municipal service as it is right after registration: no text of it is approved."""
    return register_organiser(by=owner, kind="municipal_unit", **SAID)


def fields_of(version):
    """Every field of the whole form, rows apart: those repeat their questions by design."""
    for step in STEPS:
        for part in Page(step, version).parts:
            if not isinstance(part, ListRows | TimeRows | PictureForms):
                yield from part.fields.items()


def test_each_question_is_asked_by_one_field(week, municipal, owner):
    call_command("load_reference", verbosity=0)
    version = drafts.start_event(week, municipal, by=owner)
    names = [name for name, _field in fields_of(version) if not name.endswith("_en")]
    of_access = {name for name in names if name.startswith("access-")}
    assert len(names) == len(set(names))
    assert len(set(QUESTIONS.values())) == len(QUESTIONS)
    assert set(names) - of_access == set(QUESTIONS.values())
    codes = set(AccessFeature.objects.values_list("code", flat=True))
    assert of_access == {f"access-{code}" for code in codes - answers.ELSEWHERE}
    assert codes > answers.ELSEWHERE
    assert set(answers.BY_FIELD.values()) <= set(QUESTIONS.values())


@pytest.mark.parametrize("language", ["nb", "en"])
def test_no_two_fields_have_the_same_label(week, municipal, owner, language):
    call_command("load_reference", verbosity=0)
    version = drafts.start_event(week, municipal, by=owner)
    with override(language):
        labels = [str(field.label) for _name, field in fields_of(version)]
    assert sorted(labels) == sorted(set(labels))


def test_the_short_path_asks_nothing_the_long_one_does_not(week, municipal, owner):
    version = drafts.start_event(week, municipal, by=owner)
    long = {name for name, _field in fields_of(version)}
    short = {
        name
        for step in SHORT
        for part in Page(step, version).parts
        if not isinstance(part, ListRows | TimeRows | PictureForms)
        for name in part.fields
    }
    assert short < long
    assert sum(len(step.parts) for step in SHORT) > 0


def test_what_was_said_at_registration_stands_in_the_first_draft(week, municipal, owner):
    assert set(REGISTERED) == set(WRITABLE)
    version = drafts.start_event(week, municipal, by=owner)
    text = municipal.open_text
    found = {name: getattr(version, field) for name, field in REGISTERED.items() if field}
    assert found == {name: getattr(text, name) for name in found}
    assert found == {name: SAID[name] for name in found}
    assert version.access_contact == "hallen@example.org"
    assert (version.contact_name, version.contact_email) == ("Eier", "eier@example.org")


def test_the_first_page_of_each_step_shows_it_filled_in(client, week, municipal, owner, words):
    event = drafts.start_event(week, municipal, by=owner).event
    page = client.get(url("organiser", event)).content.decode()
    for value in ("hallen@example.org", "https://example.org/hallen", "Eier", "eier@example.org"):
        assert f'value="{value}"' in page
    assert 'value="38 07 50 00"' in page or 'value="38075000"' in page
    sheet = open_sheet(client, url("price", event))
    assert sheet.fields["is_companion_free"] == "yes"
    sheet = open_sheet(client, url("about", event))
    assert sheet.fields["language_nb"] == "nn"


@pytest.mark.parametrize(
    ("kind", "is_free"), [("municipal_unit", True), ("association", None), ("company", None)]
)
def test_the_companion_pass_is_the_municipality_s_own_promise(week, owner, kind, is_free):
    organiser = make.make_organiser(owner=owner, kind=kind)
    assert drafts.start_event(week, organiser, by=owner).is_companion_free is is_free


def test_the_phone_given_last_time_is_not_asked_again(week, organiser, owner, editor):
    first = drafts.start_event(week, organiser, by=owner)
    assert first.contact_phone == ""
    drafts.save_draft(first, by=owner, changed={"contact_phone": "+47 900 00 000"})
    second = drafts.start_event(week, organiser, by=owner)
    assert second.contact_phone == "+47 900 00 000"
    # The newest that has one counts, and one that has none does not.
    drafts.save_draft(second, by=owner, changed={"contact_phone": ""})
    third = drafts.start_event(week, organiser, by=owner)
    assert third.contact_phone == "+47 900 00 000"
    drafts.save_draft(third, by=owner, changed={"contact_phone": "+47 911 11 111"})
    assert drafts.start_event(week, organiser, by=owner).contact_phone == "+47 911 11 111"
    # It is the person's own number, not the organiser's.
    assert drafts.start_event(week, organiser, by=editor).contact_phone == ""


def test_somebody_else_s_phone_is_not_taken_for_one_s_own(week, organiser, owner):
    first = drafts.start_event(week, organiser, by=owner)
    changed = {"contact_phone": "+47 900 00 000", "contact_email": "andre@example.org"}
    drafts.save_draft(first, by=owner, changed=changed)
    assert drafts.start_event(week, organiser, by=owner).contact_phone == ""


def test_last_year_s_answers_stand_in_the_copy(week, organiser, owner):
    old_week = make.make_week(2026)
    old = make.make_event(week=old_week, organiser=organiser, by=owner, food_note_nb="Suppe")
    version = copy_event(old, week, by=owner)
    kept = {f.name for f in Content._meta.get_fields() if not f.many_to_many}
    kept -= {"accepts_criteria", "contact_phone", "contact_name", "contact_email"}
    before, after = old.live, version
    differing = {name for name in kept if getattr(before, name) != getattr(after, name)}
    # The language is what the organiser registered; the same here.
    assert differing == set()
    assert (after.contact_name, after.contact_email) == ("Eier", "eier@example.org")


@pytest.mark.parametrize(
    ("code", "changed", "answer"),
    [
        ("companion_ticket", {"is_companion_free": True}, "yes"),
        ("companion_ticket", {"is_companion_free": False}, "no"),
        ("companion_ticket", {"is_companion_free": None}, None),
        ("content_warning", {"content_warning_nb": "Høy lyd"}, "yes"),
        ("content_warning", {"content_warning_nb": ""}, None),
        ("interpreter_on_request", {"is_interpretation_on_request": True}, "yes"),
        ("interpreter_on_request", {"is_interpretation_on_request": False}, None),
        ("live_captions", {"has_live_captions": True}, "yes"),
        ("live_captions", {"has_live_captions": False}, None),
    ],
)
def test_one_answer_serves_the_page_and_the_filter(version, owner, code, changed, answer):
    feature = make.make_feature(code, group="practical")
    VersionAccess.objects.create(version=version, feature=feature, answer="yes")
    other = {
        row.feature.code: row.answer for row in version.access_answers.exclude(feature=feature)
    }
    drafts.save_draft(version, by=owner, changed={"title_nb": "Ny tittel"})
    assert version.access_answers.get(feature=feature).answer == "yes"
    drafts.save_draft(version, by=owner, changed=changed)
    found = {row.feature.code: row.answer for row in version.access_answers.all()}
    assert found == other | ({code: answer} if answer else {})


@pytest.mark.parametrize(
    ("attendance", "expected"),
    [
        ("in_person", {}),
        ("online", {"live_stream": "yes"}),
        ("both", {"live_stream": "yes", "hybrid": "yes"}),
    ],
)
def test_how_one_takes_part_is_said_by_the_sessions(version, attendance, expected):
    for code in answers.ELSEWHERE:
        make.make_feature(code, group="online")
    version.times.update(attendance=attendance)
    answers.follow_all(version)
    found = {row.feature.code: row.answer for row in version.access_answers.all()}
    del found["step_free_entrance"]
    assert found == expected


@pytest.mark.parametrize(
    ("use", "said", "answer"),
    [
        ("interpreted", None, "yes"),
        ("spoken", None, "yes"),
        ("written", None, None),
        ("interpreted", "no", "no"),
    ],
)
def test_an_event_in_sign_language_says_so_to_the_filter(version, use, said, answer):
    feature = make.make_feature("sign_language", group="hearing")
    version.languages.create(use=use, code="nsl")
    if said:
        version.access_answers.create(feature=feature, answer=said)
    answers.follow_all(version)
    found = version.access_answers.filter(feature=feature).first()
    assert (found.answer if found else None) == answer


def test_what_follows_is_written_when_the_text_is_sent_in(version, owner):
    feature = make.make_feature("companion_ticket", group="practical")
    Version.objects.filter(pk=version.pk).update(is_companion_free=True)
    review.submit(version, by=owner)
    assert version.access_answers.get(feature=feature).answer == "yes"


def test_a_public_phone_is_whom_to_ask_where_there_is_no_address(week, owner):
    words = SAID | {"public_email": ""}
    organiser = register_organiser(by=owner, kind="association", **words)
    assert drafts.start_event(week, organiser, by=owner).access_contact == "38 07 50 00"


def test_a_phone_that_somebody_else_wrote_down_is_not_taken(week, organiser, owner, editor):
    first = drafts.start_event(week, organiser, by=editor)
    changed = {"contact_phone": "+47 900 00 000", "contact_email": "eier@example.org"}
    drafts.save_draft(first, by=editor, changed=changed)
    assert drafts.start_event(week, organiser, by=owner).contact_phone == ""
