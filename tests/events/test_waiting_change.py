"""While a change waits the public reads what was approved, byte for byte; then all of the new."""

from datetime import timedelta

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from enbyforalle.lib import clock as house_clock
from enbyforalle.publishing import public_addresses
from enbyforalle.publishing.store import pages
from events.domain import drafts, facts, review, rows
from events.enums import HappeningStatus
from tests import factories as make
from tests.events.desk.pictures import jpeg

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]

NEW = "Zebrafink"


@pytest.fixture
def event(owner, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    organiser = make.make_organiser(owner=owner)
    make.make_event(organiser=organiser, by=owner, title_nb="Et annet", slug="et-annet")
    # A new district would itself be a public change.
    make.make_district()
    event = make.make_event(
        organiser=organiser,
        by=owner,
        slug="sprakkafe",
        state="submitted",
        times=(("2027-02-10 18:00", "2027-02-10 20:00"), ("2027-02-11 18:00", "2027-02-11 20:00")),
    )
    return review.approve(event.open, by=make.make_coordinator()).event


def read_everything(client):
    """{path: bytes} of every public address in both languages, rendered anew."""
    pages.clear()
    paths = {path for a in public_addresses(house_clock.now()) for path in a.paths.values()}
    found = {}
    for path in sorted(paths):
        answer = client.get(path)
        assert answer.status_code == 200, path
        found[path] = answer.content
    return found


def change_everything(event, by):
    """A waiting change with other words, another time, one session more and one less."""
    version = drafts.open_change(event, by=by)
    words = ("title", "summary", "description", "contribution")
    changed = {f"{word}_{code}": f"{NEW} {word} {code}" for word in words for code in ("nb", "en")}
    changed |= {"accepts_criteria": True, "public_email": f"{NEW.lower()}@example.org"}
    drafts.save_draft(version, by=by, changed=changed)
    first, second = version.times.all()
    drafts.change_time(first, by=by, starts_at=first.starts_at + timedelta(hours=1))
    drafts.remove_time(second, by=by)
    place = {"place_name": f"{NEW}huset", "place_district": make.make_district()}
    starts, ends = make.oslo("2027-02-12 12:00"), make.oslo("2027-02-12 14:00")
    drafts.add_time(version, by=by, starts_at=starts, ends_at=ends, **place)
    rows.set_access(version, {"step_free_entrance": "no"}, by=by)
    rows.set_contributors(version, [{"name": f"{NEW} Nordmann", "role": "speaker"}], by=by)
    picture = SimpleUploadedFile("bilde.jpg", jpeg(), "image/jpeg")
    rows.add_picture(version, picture, by=by, alt_nb=NEW, consent_basis="no_people", credit=NEW)
    return version


def test_a_waiting_change_moves_no_public_byte(client, event, owner):
    before = read_everything(client)
    assert len(before) > 30
    version = change_everything(event, owner)
    assert read_everything(client) == before
    review.submit(version, by=owner)
    assert read_everything(client) == before
    review.request_changes(version, by=make.make_reviewer(), comment="Mer")
    assert read_everything(client) == before


def test_a_rejected_or_dropped_change_moves_no_public_byte(client, event, owner):
    before = read_everything(client)
    version = review.submit(change_everything(event, owner), by=owner)
    review.reject(version, by=make.make_reviewer(), comment="Nei")
    assert read_everything(client) == before
    review.withdraw(drafts.open_change(event, by=owner), by=owner)
    assert read_everything(client) == before


def test_after_the_approval_every_address_tells_the_new(client, event, owner):
    before, title = read_everything(client), event.live.title_nb.encode()
    version = review.submit(change_everything(event, owner), by=owner)
    review.approve(version, by=make.make_reviewer())
    after = read_everything(client)
    # The address stays, since people have it; what it answers is new wherever the event stands.
    telling = {path for path, text in before.items() if title in text}
    telling |= {path for path in before if "sprakkafe" in path or path.endswith("2027.ics")}
    gone = {path for path in telling if path not in after}
    assert {path.partition("?")[0] for path in gone} <= {
        "/program/2027/sprakkafe.ics",
        "/en/programme/2027/sprakkafe.ics",
    }
    drawn = {path for path in telling if path.endswith(".png")}
    old = [path for path in telling - gone - drawn if NEW.encode() not in after[path]]
    old += [path for path in drawn if before[path] == after[path]]
    assert old == []
    assert {"/program/2027/", "/program.ics", "/en/programme/2027/sprakkafe/"} <= telling
    assert any("/bilder/" in path for path in after)


def entries(client, path="/program/2027/sprakkafe.ics"):
    pages.clear()
    calendar = icalendar.Calendar.from_ical(client.get(path).content)
    return {str(entry["UID"]): entry for entry in calendar.walk("VEVENT")}


def test_calendars_know_the_sessions_again(client, event, owner):
    first, second = (str(time.session.uid) for time in event.live.times.all())
    before = entries(client)
    version = review.submit(change_everything(event, owner), by=owner)
    review.approve(version, by=make.make_reviewer())
    after = entries(client)

    def of(found, uid):
        return next(entry for key, entry in found.items() if uid in key)

    moved = of(after, first)
    assert set(before) & set(after) == {str(moved["UID"])}
    assert int(moved["SEQUENCE"]) > int(of(before, first)["SEQUENCE"])
    assert moved["DTSTART"].dt - of(before, first)["DTSTART"].dt == timedelta(hours=1)
    assert not any(second in key for key in after)


def test_new_words_alone_raise_no_sequence(client, event, owner):
    before = {uid: int(entry["SEQUENCE"]) for uid, entry in entries(client).items()}
    version = drafts.open_change(event, by=owner)
    drafts.save_draft(version, by=owner, changed={"summary_nb": NEW, "accepts_criteria": True})
    review.approve(review.submit(version, by=owner), by=make.make_reviewer())
    assert {uid: int(entry["SEQUENCE"]) for uid, entry in entries(client).items()} == before


def test_a_session_cancelled_while_a_change_waits_stays_cancelled(client, event, owner):
    session = event.live.times.first().session
    version = review.submit(change_everything(event, owner), by=owner)
    facts.cancel_session(session, by=owner, reason_nb="Streik på bussen")
    review.approve(version, by=make.make_reviewer())
    session.refresh_from_db()
    assert session.status == HappeningStatus.CANCELLED
    entry = next(entry for uid, entry in entries(client).items() if str(session.uid) in uid)
    assert entry["STATUS"] == "CANCELLED"
    assert f"Avlyst: {NEW} title nb" in str(entry["SUMMARY"])
    assert "Streik på bussen" in client.get("/program/2027/sprakkafe/").content.decode()
