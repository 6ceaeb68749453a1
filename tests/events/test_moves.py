"""What an approved change writes in its sessions: where they were, and what calendars hear."""

import pytest

from events.domain.moves import mark_moved_sessions
from events.models import Session
from tests import factories as make

pytestmark = pytest.mark.django_db

NOW = make.oslo("2027-02-10 12:00")
HEARD = {"sequence": 1, "changed_at": NOW}
STARTED, ENDED = make.oslo("2027-02-12 18:00"), make.oslo("2027-02-12 20:00")
AT_LIBRARY = {"previous_place_nb": "Hovedbiblioteket"}
AT_LIBRARY |= {"previous_place_en": "Hovedbiblioteket (English)"}
MOVED = HEARD | {"moved_at": NOW}
# A report and a room of the day that the session has before.
REPORTED = {"reported_starts_at": STARTED, "reported_ends_at": ENDED, "room": "Salen"}
TIME_KNOWN = {"reported_starts_at": None, "reported_ends_at": None}

# What is other in the approved text → the columns of the session that differ.
CHANGES = {
    "nothing": ({}, {}),
    "the words": ({"label_nb": "Del 1"}, {}),
    "the start": (
        {"starts_at": make.oslo("2027-02-12 17:00")},
        MOVED | TIME_KNOWN | {"previous_starts_at": STARTED},
    ),
    "the end": (
        {"ends_at": make.oslo("2027-02-12 21:00")},
        MOVED | TIME_KNOWN | {"previous_starts_at": STARTED},
    ),
    "both": (
        {"starts_at": make.oslo("2027-02-12 17:00"), "ends_at": make.oslo("2027-02-12 21:00")},
        MOVED | TIME_KNOWN | {"previous_starts_at": STARTED},
    ),
    "online as well": ({"attendance": "both"}, HEARD),
    "the address alone": ({"place_address": "Torget 1"}, HEARD),
    "the room alone": ({"room": "Kjelleren"}, HEARD),
    "who may know the address": ({"is_address_hidden": True}, HEARD),
    "another venue": ({"venue": "other"}, MOVED | AT_LIBRARY | {"room": ""}),
    "a typed place": (
        {"venue": None, "place_name": "Torget"},
        MOVED | AT_LIBRARY | {"room": ""},
    ),
    "time and place": (
        {"starts_at": make.oslo("2027-02-12 17:00"), "venue": "other"},
        MOVED | TIME_KNOWN | AT_LIBRARY | {"previous_starts_at": STARTED, "room": ""},
    ),
}


def columns(session):
    session = Session.objects.get(pk=session.pk)
    return {field.attname: getattr(session, field.attname) for field in session._meta.fields}


def two_texts(**changed):
    """The session, the text that is live, and one that says something else of it."""
    event = make.make_event(times=[("2027-02-12 18:00", "2027-02-12 20:00")])
    old = event.live
    session = event.sessions.get()
    Session.objects.update(changed_at=make.LONG_AGO, **REPORTED)
    new = make.make_version(event, state="submitted", live=False)
    if changed.get("venue") == "other":
        changed["venue"] = make.make_venue("torvhallen", "Torvhallen")
    time = make.make_time(new, "2027-02-12 18:00", "2027-02-12 20:00", session=session)
    for name, value in changed.items():
        setattr(time, name, value)
    time.save()
    return session, old, new


@pytest.mark.parametrize("name", CHANGES)
def test_these_columns_are_written(name):
    changed, expected = CHANGES[name]
    session, old, new = two_texts(**changed)
    before = columns(session)
    mark_moved_sessions(old, new)
    after = columns(session)
    assert {key: value for key, value in after.items() if before[key] != value} == expected


def test_a_session_that_is_new_has_moved_from_nowhere():
    session, old, new = two_texts()
    added = make.make_time(new, "2027-02-13 18:00", "2027-02-13 20:00").session
    before = columns(session), columns(added)
    mark_moved_sessions(old, new)
    assert (columns(session), columns(added)) == before


def test_a_typed_place_is_told_in_both_languages():
    session, old, new = two_texts(venue="other")
    old.times.update(venue=None, place_name="Torget")
    mark_moved_sessions(old, new)
    found = columns(session)
    assert (found["previous_place_nb"], found["previous_place_en"]) == ("Torget", "Torget")


def test_from_one_typed_place_to_another():
    session, old, new = two_texts(venue=None, place_name="Odderøya")
    old.times.update(venue=None, place_name="Torget")
    mark_moved_sessions(old, new)
    assert columns(session)["previous_place_nb"] == "Torget"


def test_an_address_given_to_few_is_told_to_nobody():
    session, old, new = two_texts(venue="other")
    old.times.update(is_address_hidden=True)
    mark_moved_sessions(old, new)
    found = columns(session)
    assert (found["previous_place_nb"], found["previous_place_en"]) == ("", "")
    assert found["moved_at"] == NOW
