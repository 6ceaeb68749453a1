"""Differences between two versions: every field of the form, every row, session and picture."""

from datetime import date

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from events.domain import drafts, editing, rows
from events.domain.differences import (
    LABEL_FIELDS,
    NOT_COMPARED,
    PICTURE_FIELDS,
    PLACE_FIELDS,
    TIME_FIELDS,
    differences,
    of_change,
    small_and_safe,
)
from events.domain.materiality import CONTACT, MATERIAL
from events.domain.rows import PICTURE_WORDS
from events.enums import Attendance, VersionState
from events.models import Audience, CoOrganiser, Image, Picture, SessionTime, Topic, Version
from events.models.content import Content
from tests import factories as make

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("in_english"),
]

FIELDS = [field.name for field in Content._meta.get_fields() if field.name not in NOT_COMPARED]


@pytest.fixture
def organiser(owner):
    return make.make_organiser(owner=owner)


@pytest.fixture
def change(organiser, owner):
    """An open change that says the same as the live version."""
    return drafts.open_change(make.make_event(organiser=organiser, by=owner), by=owner)


def whole(version):
    return Version.objects.with_content().get(pk=version.pk)


def found(change):
    return of_change(whole(change))


def another(version, name):
    """A value that the field has not."""
    field, value = Version._meta.get_field(name), getattr(version, name)
    if field.choices:
        return next(code for code, _label in field.choices if code != value)
    if isinstance(field, models.BooleanField):
        return not value
    if isinstance(field, models.DateTimeField):
        return make.oslo("2027-01-20 12:00")
    if isinstance(field, models.PositiveIntegerField | models.PositiveSmallIntegerField):
        return 17
    return "Noe helt annet her"


def test_a_change_just_opened_says_the_same(change):
    assert found(change).is_empty
    assert found(change).summary == "No changes"
    assert not found(change).is_small_and_safe


@pytest.mark.parametrize("name", FIELDS)
def test_every_field_of_the_form_is_compared(change, name):
    field = Version._meta.get_field(name)
    if field.many_to_many:
        getattr(change, name).set([make.make_term(field.related_model, "another")])
    else:
        setattr(change, name, another(change, name))
        change.save()
    [one] = found(change)
    assert one.name == name
    assert one.is_material == (name in MATERIAL)
    assert (one.removed or one.added) if field.many_to_many else (one.before != one.after)
    assert one.is_small == (name in CONTACT)


@pytest.mark.parametrize("field", list(SessionTime._meta.local_fields), ids=str)
def test_every_field_of_a_session_is_compared(field):
    compared = {*TIME_FIELDS, *PLACE_FIELDS, *LABEL_FIELDS, "id", "version_id", "session_id"}
    assert field.attname in compared


def test_every_word_about_a_picture_is_compared():
    assert set(PICTURE_FIELDS) == PICTURE_WORDS - {"position"}
    columns = {field.name for field in Picture._meta.local_fields}
    assert columns == {*PICTURE_FIELDS, "id", "version", "image", "position"}


def test_every_row_of_a_version_is_compared(change, owner):
    rows.set_access(change, {"step_free_entrance": "no"}, by=owner)
    rows.set_languages(change, "spoken", ["nb", "ar"], by=owner)
    rows.set_prices(change, [{"label_nb": "Ordinær", "label_en": "", "amount": 50}], by=owner)
    rows.set_contributors(change, [{"name": "Kari", "role": "chair"}], by=owner)
    got = {one.name: (one.label, one.removed, one.added) for one in found(change)}
    assert got == {
        "access_answers": (
            "Access",
            ("step_free_entrance en: yes",),
            ("step_free_entrance en: no",),
        ),
        "languages": ("Languages", (), ("Spoken or signed: Arabic",)),
        "price_tiers": ("Prices", (), ("Ordinær: NOK\N{NO-BREAK SPACE}50",)),
        "contributors": ("Contributors", (), ("Kari, Chair",)),
    }
    assert {one.name for one in found(change) if one.is_material} == {
        "access_answers",
        "languages",
        "price_tiers",
    }


def test_another_order_of_rows_is_a_difference(change, owner):
    live = change.based_on
    for position, name in enumerate(("Kari", "Ola")):
        live.contributors.create(name=name, role="chair", position=position)
    people = [{"name": name, "role": "chair"} for name in ("Ola", "Kari")]
    rows.set_contributors(change, people, by=owner)
    [one] = found(change)
    assert (one.before, one.after) == ("Kari, Chair, Ola, Chair", "Ola, Chair, Kari, Chair")
    assert (one.removed, one.added) == ((), ())


def test_what_is_chosen_from_a_list_goes_and_comes(change):
    change.topics.set([make.make_term(Topic, "art")])
    [one] = found(change)
    assert (one.removed, one.added) == (("language_integration en",), ("art en",))
    assert not one.is_material


@pytest.mark.parametrize(
    ("fields", "material"),
    [
        ({"starts_at": make.oslo("2027-02-10 17:00")}, ("time",)),
        ({"ends_at": None}, ("time",)),
        ({"doors_at": make.oslo("2027-02-10 17:30")}, ("time",)),
        ({"venue": None, "place_name": "Torvet"}, ("place",)),
        ({"attendance": Attendance.BOTH}, ("place",)),
        ({"room": "Rom 2"}, ("place",)),
        ({"label_nb": "Del 1"}, ()),
    ],
)
def test_sessions_are_matched_and_their_moves_shown(change, owner, fields, material):
    drafts.change_time(change.times.get(), by=owner, **fields)
    [one] = found(change)
    assert (one.name, one.kind) == ("times", "moved" if material else "changed")
    assert tuple(str(word) for word in one.material) == material
    assert one.old.session_id == one.new.session_id
    assert one.before == ("Wednesday 10 February 2027 18:00–20:00, Hovedbiblioteket (English)")
    assert one.after != one.before


def test_sessions_that_came_and_went(change, owner):
    gone = change.times.get()
    drafts.remove_time(gone, by=owner)
    drafts.add_time(change, by=owner, starts_at=make.oslo("2027-02-11 10:00"), place_name="Torvet")
    came, went = found(change)
    assert (came.kind, came.after) == ("added", "Thursday 11 February 2027 10:00, Torvet")
    assert (went.kind, went.old.session_id) == ("removed", gone.session_id)
    assert found(change).summary == "2 changes, of which 2 material: time"


def a_picture(version, owner, **words):
    image = Image.objects.create(event=version.event, width=4, height=3, uploaded_by=owner)
    return version.pictures.create(image=image, **words)


def test_pictures_added_removed_and_described_otherwise(change, owner):
    live = change.based_on
    stays = a_picture(live, owner, alt_nb="Et kor", consent_expires_on=date(2027, 3, 1))
    a_picture(live, owner, alt_nb="Et orkester", position=1)
    change.pictures.create(image=stays.image, alt_nb="Et stort kor", position=0)
    a_picture(change, owner, alt_nb="En plakat", position=1)
    got = {one.kind: one for one in found(change)}
    assert set(got) == {"added", "removed", "changed"}
    assert (got["added"].after, got["removed"].before) == ("En plakat", "Et orkester")
    parts = {part.name: (part.before, part.after) for part in got["changed"].parts}
    assert parts == {
        "alt_nb": ("Et kor", "Et stort kor"),
        "consent_expires_on": ("1 Mar 2027", ""),
    }
    assert not found(change).is_small_and_safe


def test_a_co_organiser_that_would_be_approved_counts(change):
    other = make.make_organiser("Bydelshuset")
    CoOrganiser.objects.create(event=change.event, organiser=other)
    [one] = found(change)
    assert (one.name, one.added) == ("co_organisers", ("Bydelshuset (English)",))
    change.public_phone = "12345678"
    change.save()
    assert not found(change).is_small_and_safe


def test_the_summary_names_each_material_thing_once(change):
    change.title_nb, change.title_en, change.age_min = "Ny", "New", 18
    change.summary_nb = "Noe annet"
    change.save()
    change.audiences.set([make.make_term(Audience, "another")])
    assert found(change).summary == "5 changes, of which 4 material: title, audience"
    assert [one.name for one in found(change).by_need] == [
        "title_nb",
        "title_en",
        "age_min",
        "audiences",
        "summary_nb",
    ]


def test_a_text_says_its_language_and_its_words(change):
    change.language_nb = "nn"
    change.summary_nb = "Snakk norsk over ein kopp kaffi."
    change.summary_en = "Speak Norwegian over a cup of tea."
    change.save()
    by_name = {one.name: one for one in found(change)}
    assert by_name["summary_nb"].lang == "nn"
    assert by_name["summary_en"].lang == "en"
    assert [(run.kind, run.text) for run in by_name["summary_en"].runs] == [
        ("equal", "Speak Norwegian over a cup of"),
        ("removed", " coffee"),
        ("added", " tea"),
        ("equal", "."),
    ]


SAFE = [
    {"summary_nb": "Snakk norsk over en kop kaffe."},
    {"website": "https://example.org/ny"},
    {"public_email": "ny@example.org", "access_contact": "ny@example.org"},
]
UNSAFE = [
    {"summary_nb": "Snakk arabisk over en kopp kaffe."},
    {"title_nb": "Språkkafe"},
    {"visibility": "internal"},
    {"partners": "Noen"},
    {"website": "https://example.org/ny", "age_max": 20},
]


@pytest.mark.parametrize("changed", SAFE)
def test_small_and_safe(change, changed):
    Version.objects.filter(pk=change.pk).update(**changed)
    assert found(change).is_small_and_safe


@pytest.mark.parametrize("changed", UNSAFE)
def test_not_small_and_safe(change, changed):
    Version.objects.filter(pk=change.pk).update(**changed)
    assert not found(change).is_small_and_safe


def waiting_change(owner, organiser, **changed):
    change = drafts.open_change(make.make_event(organiser=organiser, by=owner), by=owner)
    sent = {"state": VersionState.SUBMITTED, "submitted_at": make.LONG_AGO, "submitted_by": owner}
    Version.objects.filter(pk=change.pk).update(**sent, **changed)
    return change


def test_many_are_sorted_in_a_fixed_number_of_queries(owner, organiser):
    safe = [waiting_change(owner, organiser, **changed) for changed in SAFE]
    unsafe = [waiting_change(owner, organiser, **changed) for changed in UNSAFE]
    fresh = make.make_event(organiser=organiser, by=owner, state="submitted").open
    asked = waiting_change(owner, organiser, **SAFE[1])
    CoOrganiser.objects.create(event=asked.event, organiser=make.make_organiser("Andre"))
    unread = make.make_organiser("Helt nye", owner=owner, state="submitted")
    newcomers = waiting_change(owner, unread, **SAFE[1])
    edited = waiting_change(owner, organiser, **SAFE[1])
    editing.begin_edit(edited, by=make.make_coordinator())
    edited = edited.event.open
    draft = drafts.open_change(make.make_event(organiser=organiser, by=owner), by=owner)
    Version.objects.filter(pk=draft.pk).update(**SAFE[1])
    everything = [*safe, *unsafe, fresh, asked, newcomers, edited, draft]
    with CaptureQueriesContext(connection) as few:
        assert small_and_safe(safe[:1]) == {safe[0].pk}
    with CaptureQueriesContext(connection) as many:
        assert small_and_safe(everything) == {version.pk for version in safe}
    assert len(many) <= len(few) + 2
    more = [waiting_change(owner, organiser, **SAFE[1]) for _number in range(27)]
    with CaptureQueriesContext(connection) as thirty:
        assert small_and_safe([*everything, *more]) == {row.pk for row in (*safe, *more)}
    assert len(thirty) == len(many)


def test_what_the_coordinator_has_edited_is_ready_again(owner, organiser):
    coordinator = make.make_coordinator()
    version = editing.begin_edit(waiting_change(owner, organiser, **SAFE[1]), by=coordinator)
    drafts.save_draft(version, by=coordinator, changed={"website": "https://example.org/nyere"})
    assert small_and_safe([version]) == set()
    assert small_and_safe([editing.close_edit(version, by=coordinator)]) == {version.pk}


def test_two_versions_of_any_kind_can_be_compared(organiser, owner):
    old, new = (
        whole(make.make_event(organiser=organiser, by=owner, state=state).latest)
        for state in ("draft", "rejected")
    )
    assert {one.name for one in differences(old, new)} == {"title_nb", "title_en", "times"}


def test_each_difference_tells_all_of_itself(change, owner):
    live = change.based_on
    live.topics.add(make.make_term(Topic, "zoo"))
    stays = a_picture(live, owner, alt_nb="Et kor", credit="Ola")
    second = a_picture(live, owner, alt_nb="Et hus", position=1)
    gone = a_picture(live, owner, alt_nb="Et orkester", position=2)
    # In another order, and with other words.
    change.pictures.create(image=second.image, alt_nb="Et hus", position=0)
    now = change.pictures.create(image=stays.image, alt_nb="Et kor", credit="Per", position=1)
    new = a_picture(change, owner, alt_nb="En plakat", position=2)
    change.title_nb, change.age_min, change.public_phone = "Korfest", 7, "38 07 50 00"
    change.language_nb = "nn"
    change.save()
    change.topics.set([make.make_term(Topic, code) for code in ("art", "sport")])
    for event, name in ((change.event, "Bydelshuset"), (make.make_event(), "En annens")):
        CoOrganiser.objects.create(event=event, organiser=make.make_organiser(name))
    drafts.add_time(change, by=owner, starts_at=make.oslo("2027-02-11 10:00"), place_name="Torvet")
    drafts.change_time(change.times.first(), by=owner, label_nb="Del 1")
    old_time, (time, added) = live.times.get(), change.times.order_by("pk")
    when = "Wednesday 10 February 2027 18:00–20:00, Hovedbiblioteket (English)"
    nothing = {
        **{"before": "", "after": "", "lang": "", "removed": (), "added": ()},
        **{"old": None, "new": None, "material": (), "is_small": False},
    }
    # In the order of the form, sessions first.
    expected = {
        ("times", "added", "Session"): {
            "after": "Thursday 11 February 2027 10:00, Torvet",
            "new": added,
            "material": ("time",),
        },
        ("times", "changed", "Session"): {
            "before": when,
            "after": f"{when}, Del 1",
            "old": old_time,
            "new": time,
        },
        ("title_nb", "text", "Title"): {
            "before": live.title_nb,
            "after": "Korfest",
            "lang": "nn",
            "material": ("title",),
        },
        ("language_nb", "value", "Language of the main text"): {
            "before": "Bokmål",
            "after": "Nynorsk",
        },
        ("topics", "rows", "Topics"): {
            "removed": ("language_integration en", "zoo en"),
            "added": ("art en", "sport en"),
        },
        ("age_min", "value", "From age"): {"after": "7", "material": ("audience",)},
        ("public_phone", "text", "Public phone"): {"after": "38 07 50 00", "is_small": True},
        ("co_organisers", "rows", "Co-organisers"): {"added": ("Bydelshuset (English)",)},
        ("pictures", "changed", "Picture"): {
            "before": "Et kor",
            "after": "Et kor",
            "old": stays,
            "new": now,
        },
        ("pictures", "added", "Picture"): {"after": "En plakat", "new": new},
        ("pictures", "removed", "Picture"): {"before": "Et orkester", "old": gone},
        ("pictures", "rows", "Pictures"): {
            "before": "Et kor, Et hus, Et orkester",
            "after": "Et hus, Et kor, En plakat",
        },
    }
    whole_change = found(change)
    got = {(one.name, one.kind, one.label): one for one in whole_change}
    assert set(got) == set(expected)
    for key, values in expected.items():
        shown = {name: getattr(got[key], name) for name in nothing}
        shown["material"] = tuple(str(word) for word in shown["material"])
        assert shown == nothing | values, key
    [credit] = got["pictures", "changed", "Picture"].parts
    assert (credit.name, credit.label, credit.kind, credit.before, credit.after) == (
        "credit",
        "Photo credit",
        "text",
        "Ola",
        "Per",
    )
    spelled = [(run.kind, run.text) for run in credit.runs]
    assert spelled == [("removed", "Ola"), ("added", "Per")]
    assert got["times", "changed", "Session"].runs
    assert list(whole_change.lines()) == [
        f"Session: “{when}” → “{when}, Del 1”",
        "Session: – → “Thursday 11 February 2027 10:00, Torvet”",
        "Language of the main text: “Bokmål” → “Nynorsk”",
        f"Title: “{live.title_nb}” → “Korfest”",
        "Topics: “language_integration en, zoo en” → “art en, sport en”",
        "From age: – → “7”",
        "Public phone: – → “38 07 50 00”",
        "Co-organisers: – → “Bydelshuset (English)”",
        "Photo credit: “Ola” → “Per”",
        "Picture: – → “En plakat”",
        "Picture: “Et orkester” → –",
        "Pictures: “Et kor, Et hus, Et orkester” → “Et hus, Et kor, En plakat”",
    ]


def test_long_texts_are_shortened_to_what_differs(change):
    change.based_on.description_nb = "Vi synger sammen. " * 20 + "Ta med sko. " + "Velkommen. " * 20
    change.based_on.save()
    change.description_nb = change.based_on.description_nb.replace("sko", "støvler")
    change.save()
    [one] = found(change)
    assert "sko" in one.was
    assert "støvler" in one.now
    assert len(one.was) < 200 > len(one.now)
    assert found(change).is_material is one.is_material is False
    assert found(change).summary == "1 change"
    assert len(found(change)) == 1


def test_each_column_of_a_session_moves_or_renames_it(change):
    time = change.times.get()
    place = {"venue": None, "place_name": "Torvet", "place_address": "Gata 1"}
    place |= {"place_district": make.make_district("lund", "Lund")}
    old = {"room": "", "attendance": "in_person", "is_address_hidden": False}
    for fields, kind, material in (
        ({"starts_at": make.oslo("2027-02-10 17:00")}, "moved", ["time"]),
        ({"ends_at": None}, "moved", ["time"]),
        ({"doors_at": make.oslo("2027-02-10 17:30")}, "moved", ["time"]),
        ({"is_time_known": False, "ends_at": None}, "moved", ["time"]),
        ({"room": "Rom 2"}, "moved", ["place"]),
        ({"attendance": "online"}, "moved", ["place"]),
        ({"is_address_hidden": True}, "moved", ["place"]),
        (place, "moved", ["place"]),
        (place | {"place_name": "Kaia"}, "moved", ["place"]),
        ({"venue": make.make_venue("hallen", "Hallen")}, "moved", ["place"]),
        ({"label_nb": "Del 1"}, "changed", []),
        ({"label_en": "Part 1"}, "changed", []),
        ({"ends_at": None, "room": "Rom 2"}, "moved", ["time", "place"]),
    ):
        columns = {field.attname for field in SessionTime._meta.local_fields}
        same = {name: getattr(time, name) for name in columns if name != "id"}
        change.times.update(**same | old)
        change.times.update(**fields)
        [one] = found(change)
        assert (one.kind, [str(word) for word in one.material]) == (kind, material), fields
    # Among typed places the name, the address and the district count each by itself.
    change.based_on.times.update(**place)
    for name, value in (
        ("place_name", "Kaia"),
        ("place_address", "Gata 2"),
        ("place_district", make.make_district()),
        ("is_time_known", False),
    ):
        change.times.update(**place | {"ends_at": time.ends_at, "room": "", name: value})
        [one] = found(change)
        assert one.kind == "moved", name
        change.times.update(is_time_known=True)


def test_each_word_about_a_picture_is_a_part_of_its_difference(change, owner):
    before = a_picture(change.based_on, owner)
    now = change.pictures.create(image=before.image)
    values = {
        **{"alt_nb": "A", "alt_en": "B", "is_decorative": True, "caption_nb": "C"},
        **{"caption_en": "D", "credit": "E", "consent_basis": "artwork"},
        "consent_expires_on": date(2028, 1, 1),
    }
    Picture.objects.filter(pk=now.pk).update(**values)
    [one] = found(change)
    kinds = {part.name: (part.kind, part.before, bool(part.runs)) for part in one.parts}
    text, value = ("text", "", True), ("value", "", False)
    assert kinds == {
        **dict.fromkeys(("alt_nb", "alt_en", "caption_nb", "caption_en", "credit"), text),
        "is_decorative": ("value", "No", False),
        **dict.fromkeys(("consent_basis", "consent_expires_on"), value),
    }


def test_it_is_compared_with_what_is_public_of_the_same_event(organiser, owner):
    make.make_event(title_nb="En annen")
    event = make.make_event(organiser=organiser, by=owner, title_nb="Den første")
    Version.objects.filter(event=event).update(is_live=False)
    live = make.make_version(event, title_nb="Språkkafé", title_en="")
    live.topics.add(make.make_term(Topic, "art"))
    make.make_time(live, session=event.sessions.get())
    assert of_change(live) is None
    change = drafts.open_change(event, by=owner)
    change.title_nb = "Språkkafe"
    change.save()
    [title] = found(change)
    assert (title.before, title.after, title.is_small) == ("Språkkafé", "Språkkafe", False)
    # What only went stands there without an order.
    change.topics.set([make.make_term(Topic, "art")])
    topics = found(change).all[-1]
    assert (topics.removed, topics.added) == (("language_integration en",), ())
    assert (topics.before, topics.after) == ("", "")
