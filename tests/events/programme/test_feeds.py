"""The calendars: what three independent readers make of them, and what never stands in them."""

from datetime import UTC, date, datetime, timedelta

import icalendar
import ics
import pytest
import recurring_ical_events
import vobject

from enbyforalle.publishing.store import pages
from events.enums import HappeningStatus
from events.models import PriceTier, SessionTime
from tests.events.rows import (
    LONG_AGO,
    a_feature,
    a_time,
    a_venue,
    a_week,
    an_event,
    an_organiser,
    cancel,
    oslo,
)

pytestmark = pytest.mark.django_db

NB, EN = "/program/2027.ics", "/en/programme/2027.ics"


@pytest.fixture(autouse=True)
def empty_store():
    pages.clear()


def body(client, path):
    response = client.get(path)
    assert response.status_code == 200, path
    return response.content.decode()


def events(text):
    return {str(event["UID"]): event for event in icalendar.Calendar.from_ical(text).walk("VEVENT")}


def only(text):
    (event,) = events(text).values()
    return event


def titles(text):
    return sorted(str(event["SUMMARY"]) for event in events(text).values())


def uid(time):
    return f"{time.session.uid}@enbyforalle.test"


def as_instant(value):
    return value.astimezone(UTC)


READERS = {
    "icalendar": lambda text: {
        (
            str(event["UID"]),
            as_instant(event.decoded("DTSTART")),
            as_instant(event.decoded("DTEND")),
        )
        for event in icalendar.Calendar.from_ical(text).walk("VEVENT")
    },
    "vobject": lambda text: {
        (event.uid.value, as_instant(event.dtstart.value), as_instant(event.dtend.value))
        for event in vobject.readOne(text).vevent_list
    },
    "ics": lambda text: {
        (event.uid, as_instant(event.begin.datetime), as_instant(event.end.datetime))
        for event in ics.Calendar(text).events
    },
    "recurring_ical_events": lambda text: {
        (str(event["UID"]), as_instant(event["DTSTART"].dt), as_instant(event["DTEND"].dt))
        for event in recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(
            (2027, 1, 1), (2029, 1, 1)
        )
    },
}


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning")
@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize("path", ["/program/{}.ics", "/en/programme/{}.ics"])
def test_readers_agree_on_sessions_and_times_in_winter_and_summer(client, reader, path):
    """18.00 in Oslo is 17.00 UTC in February and 16.00 UTC in July; a night crosses the date."""
    summer = a_week(2028, starts_on=date(2028, 7, 3), ends_on=date(2028, 7, 9))
    an_event("Vinter, æøå; og \\ mer", ("2027-02-10T18:00", "2027-02-10T20:00"))
    an_event("Natt", ("2027-02-10T22:00", "2027-02-11T02:00"), "2027-02-12T09:00")
    an_event("Sommer", ("2028-07-05T18:00", "2028-07-05T20:00"), week=summer)
    for year in (2027, 2028):
        times = SessionTime.objects.filter(version__event__week__year=year)
        expected = {
            (uid(time), time.starts_at, time.ends_at or time.starts_at + timedelta(hours=1))
            for time in times.select_related("session")
        }
        found = READERS[reader](body(client, path.format(year)))
        assert found == expected
    assert {start for _, start, _ in found} == {datetime(2028, 7, 5, 16, tzinfo=UTC)}


def test_the_same_session_has_one_uid_in_every_feed_and_language(client):
    version = an_event("Jazz", organiser="koret", slug="jazz")
    expected = {uid(version.times.get())}
    for path in (
        *(NB, EN, "/program.ics", "/en/programme.ics", "/program.ics?q=jazz"),
        *("/program/2027/jazz.ics", "/en/programme/2027/jazz.ics"),
        *("/arrangorer/koret.ics", "/en/organisers/koret.ics"),
    ):
        assert set(events(body(client, path))) == expected, path


def test_two_fetches_are_the_same_bytes_and_the_second_may_be_304(client, clock):
    an_event("Jazz")
    first = client.get(NB)
    pages.clear()
    clock.set("2027-02-10T19:30")
    second = client.get(NB)
    assert first.content == second.content
    assert first["ETag"] == second["ETag"]
    again = client.get(NB, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(NB)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    assert head["Content-Length"] == str(len(first.content))


def test_headers_are_those_of_a_calendar_that_one_subscribes_to(client):
    an_event("Jazz", slug="jazz")
    response = client.get(NB, headers={"Accept": "text/html"})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == "inline"
    assert response["Vary"] == "Accept-Encoding"
    assert not response.cookies
    assert client.get("/program/2027/jazz.ics")["Content-Disposition"] == (
        'attachment; filename="jazz.ics"'
    )


@pytest.mark.parametrize(
    ("change", "path"),
    [
        (lambda version: version.times.get().venue, "name_nb"),
        (lambda version: version.event.organiser.live_text, "name_nb"),
    ],
)
def test_a_renamed_venue_or_organiser_changes_the_etag(client, change, path):
    version = an_event("Jazz")
    before = client.get(NB)["ETag"]
    row = change(version)
    setattr(row, path, "Et annet navn")
    row.save()
    pages.clear()
    assert client.get(NB)["ETag"] != before


def test_stamps_are_the_last_real_change(client):
    version = an_event("Jazz")
    event = only(body(client, NB))
    assert event.decoded("DTSTAMP") == event.decoded("LAST-MODIFIED") == LONG_AGO
    assert event["SEQUENCE"] == 0
    session = version.times.get().session
    session.sequence, session.changed_at = 3, oslo("2027-02-09T20:00")
    session.save()
    pages.clear()
    event = only(body(client, NB))
    assert event.decoded("DTSTAMP") == oslo("2027-02-09T20:00")
    assert event["SEQUENCE"] == 3


def test_a_cancelled_session_stays_and_says_so(client):
    version = an_event("Jazz", "2027-02-10T18:00", "2027-02-11T18:00")
    off = version.times.first().session
    off.status, off.notice_nb = HappeningStatus.CANCELLED, "Rommet er opptatt."
    off.save()
    found = events(body(client, NB))
    gone, on = found[f"{off.uid}@enbyforalle.test"], found[uid(version.times.last())]
    assert (gone["SUMMARY"], gone["STATUS"], gone["TRANSP"]) == (
        "Avlyst: Jazz",
        "CANCELLED",
        "TRANSPARENT",
    )
    assert str(gone["DESCRIPTION"]).startswith("Rommet er opptatt.")
    assert (on["SUMMARY"], on["STATUS"]) == ("Jazz", "CONFIRMED")
    assert "Cancelled: Jazz" in titles(body(client, EN))


def test_a_cancelled_event_cancels_all_its_sessions_for_good(client, clock):
    version = an_event("Jazz", "2027-02-10T18:00", "2027-02-11T18:00")
    cancel(version.event, status_reason_nb="Sykdom.")
    clock.set("2027-11-01T12:00")
    found = events(body(client, NB)).values()
    assert [event["STATUS"] for event in found] == ["CANCELLED"] * 2
    assert all(str(event["DESCRIPTION"]).startswith("Sykdom.") for event in found)


def test_a_postponed_session_says_so(client):
    version = an_event("Jazz")
    version.event.sessions.update(status=HappeningStatus.POSTPONED)
    assert titles(body(client, NB)) == ["Utsatt: Jazz"]
    assert titles(body(client, EN)) == ["Postponed: Jazz"]


def test_a_reported_time_is_said_in_words_and_moves_nothing(client):
    version = an_event("Jazz", "2027-02-10T18:00")
    version.event.sessions.update(reported_starts_at=oslo("2027-02-10T19:15"))
    event = only(body(client, EN))
    assert event.decoded("DTSTART") == oslo("2027-02-10T18:00")
    assert "not confirmed: 19:15" in event["DESCRIPTION"]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"is_full": True}, "Full"),
        ({"has_few_left": True}, "Few places left"),
        ({"room": "Loft"}, "Another room: Loft"),
        ({"notice_nb": "Ta med votter"}, "Ta med votter"),
        ({"notice_en": "Bring mittens"}, "Bring mittens"),
        ({"moved_at": LONG_AGO, "previous_place_nb": "Parken"}, "Moved (was Parken)"),
    ],
)
def test_what_the_plan_did_not_say_stands_first(client, fields, expected):
    version = an_event("Jazz", "2027-02-10T18:00", "2027-02-11T18:00", summary_en="About jazz")
    told, other = version.times.all()
    type(told.session).objects.filter(pk=told.session_id).update(**fields)
    found = events(body(client, EN))
    assert found[uid(told)]["DESCRIPTION"].startswith(f"{expected}\nAbout jazz\n")
    assert found[uid(other)]["DESCRIPTION"].startswith("About jazz\n")
    assert {str(event["STATUS"]) for event in found.values()} == {"CONFIRMED"}


def test_a_long_feed_says_of_each_session_what_its_own_file_says(client):
    """Many sessions are read in another way than few; nothing may go over to another event."""
    venues = [a_venue("a", yes=["lift"]), a_venue("b", no=["lift"], yes=["hearing_loop"])]
    for n in range(120):
        version = an_event(
            *(f"Nr {n}", f"2027-02-{8 + n % 5:02}T18:00"),
            slug=f"nr-{n}",
            venue=venues[n % 2],
            room=f"Rom {n % 7}",
            summary_nb=f"Om {n}",
            topics=["kultur", "natur"][: n % 3],
            spoken=["nb", "so", "ar"][n % 3 :],
            yes=["quiet_room", "lift"][: n % 3],
            co=["kulturskolen"] if n % 4 == 0 else [],
            price_type="paid" if n % 2 else "free",
        )
        PriceTier.objects.create(version=version, label_nb="Alle", amount=n)
    found = events(body(client, NB))
    assert len(found) == 120
    for n in range(0, 120, 7):
        alone = only(body(client, f"/program/2027/nr-{n}.ics"))
        assert found[str(alone["UID"])].to_ical() == alone.to_ical()
        assert f"Om {n}\n" in alone["DESCRIPTION"]


def test_the_description_tells_what_one_needs_to_come(client):
    feature = a_feature("step_free", is_key=True, position=5)
    a_feature("lift", position=1)
    version = an_event(
        "Jazz",
        "2027-02-10T18:00",
        "2027-02-11T18:00",
        slug="jazz",
        room="Sal 2",
        venue=a_venue(yes=["step_free", "lift"], no=["hearing_loop"]),
        yes=["quiet_room"],
        co=["kulturskolen"],
        spoken=["nb", "so"],
        interpreted=["ar"],
        price_type="paid",
        registration_mode="required",
        topics=["kultur"],
        summary_en="About jazz",
        title_en="Jazz night",
    )
    PriceTier.objects.create(version=version, label_nb="Alle", amount=50)
    event = events(body(client, EN))[uid(version.times.last())]
    assert str(event["SUMMARY"]) == "Jazz night"
    assert str(event["DESCRIPTION"]).split("\n") == [
        "About jazz",
        "Session 2 of 2",
        "Room: Sal 2",
        "Organiser: Koret, Kulturskolen",
        "Price: NOK\N{NO-BREAK SPACE}50. Registration required",
        f"Accessibility: {feature.name_en}, quiet_room en, lift en",
        "Language: Norwegian, Somali. Interpreted into: Arabic",
        "",
        "https://enbyforalle.test/en/programme/2027/jazz/",
    ]
    assert str(event["LOCATION"]) == "Biblioteket, Rådhusgata 11, 4611 Kristiansand"
    assert event["GEO"].to_ical() == "58.146;7.994"
    assert event["URL"] == "https://enbyforalle.test/en/programme/2027/jazz/"
    assert event["CATEGORIES"].cats == ["kultur en"]


def test_hidden_address_and_link_are_in_no_feed(client):
    secret = a_venue("krisesenteret", street_address="Hemmelig vei 3")
    an_event("Møte", venue=secret, is_address_hidden=True, slug="mote", attendance="both",
             joining_url="https://example.org/hemmelig", is_joining_url_hidden=True)  # fmt: skip
    an_event("Stue", place_name="Hos Hemmelig", place_address="Hemmelig 4", is_address_hidden=True)
    for path in (NB, EN, "/program/2027/mote.ics", "/arrangorer/koret.ics"):
        text = body(client, path).replace("\r\n ", "")
        assert "hemmelig" not in text.lower()
        assert "krisesenter" not in text.lower()
        assert "GEO" not in text
    assert "The address is given" in body(client, EN).replace("\r\n ", "")


def test_an_open_joining_link_is_given(client):
    an_event("Webinar", attendance="online", joining_url="https://example.org/moterom",
             online_platform_nb="Zoom")  # fmt: skip
    event = only(body(client, EN))
    assert "Online: Zoom https://example.org/moterom" in event["DESCRIPTION"]
    assert str(event["LOCATION"]) == "Online"


def test_what_lasts_for_days_is_whole_days(client):
    an_event("Utstilling", ("2027-02-08T10:00", "2027-02-12T15:00"))
    archived = an_event("Fra arkivet", "2027-02-09T00:00")
    archived.times.update(is_time_known=False)
    found = {str(event["SUMMARY"]): event for event in events(body(client, NB)).values()}
    assert found["Utstilling"].decoded("DTSTART") == date(2027, 2, 8)
    # The day after the last: DTEND is not part of it.
    assert found["Utstilling"].decoded("DTEND") == date(2027, 2, 13)
    assert found["Utstilling"]["TRANSP"] == "TRANSPARENT"
    assert found["Fra arkivet"].decoded("DTSTART") == date(2027, 2, 9)


FILTERS = [
    "day=2027-02-10",
    "time=evening",
    "topic=kultur",
    "type=konsert",
    "audience=alle",
    "district=sentrum",
    "access=lift",
    "language=so",
    "ground=age",
    "goal=10",
    "organiser=jazzlaget",
    "free=1",
    "online=1",
    "q=jazz",
]


@pytest.mark.parametrize("query", FILTERS)
def test_every_filter_of_the_programme_filters_the_feed(client, query):
    an_event("Jazz", "2027-02-10T18:00", organiser="jazzlaget", topics=["kultur"], spoken=["so"],
             types=["konsert"], audiences=["alle"], grounds=["age"], goals=["10"], yes=["lift"],
             attendance="both", venue=a_venue(), slug="jazz")  # fmt: skip
    other = a_venue("hallen", district="vagsbygd")
    an_event("Annet", "2027-02-09T10:00", venue=other, price_type="paid", topics=["helse"])
    for path in ("/program.ics", NB, "/en/programme.ics", EN):
        assert titles(body(client, f"{path}?{query}")) == ["Jazz"], path


def test_an_unknown_filter_value_is_an_empty_calendar(client):
    an_event("Jazz")
    text = body(client, f"{NB}?topic=finnes-ikke")
    assert events(text) == {}
    assert icalendar.Calendar.from_ical(text)["X-WR-CALNAME"] == (
        "En by for alle-uka 2027: finnes-ikke"
    )


def test_hostile_queries_are_answered(client):
    an_event("Jazz")
    for query in ("topic=%00", "day=9999-12-31", "q=" + "x" * 5000, "s=1&x=2", "q=%0D%0AX-EVIL:1"):
        assert "X-EVIL" not in events(body(client, f"{NB}?{query}"))
    assert "\r\nX-EVIL" not in body(client, f"{NB}?q=a%0D%0AX-EVIL:1")


def test_the_organisers_feed_holds_what_it_arranges_and_has_joined(client):
    an_event("Eget", organiser="koret")
    an_event("Medarrangert", organiser="andre", co=["koret"])
    an_event("Andres", organiser="andre")
    an_event("Utkast", organiser="koret", state="draft")
    text = body(client, "/arrangorer/koret.ics")
    assert titles(text) == ["Eget", "Medarrangert"]
    assert icalendar.Calendar.from_ical(text)["X-WR-CALNAME"] == "Koret – En by for alle-uka"
    assert titles(body(client, "/arrangorer/koret.ics?q=eget")) == ["Eget"]


def test_an_organiser_without_a_page_has_no_feed(client):
    an_event("Kveld", organiser="en-person")
    person = an_organiser("en-person")
    person.kind = "individual"
    person.save()
    an_organiser("ingenting")
    an_event("Første", organiser="nye", state="submitted")
    for slug in ("en-person", "ingenting", "nye", "finnes-ikke"):
        assert client.get(f"/arrangorer/{slug}.ics").status_code == 404


def test_one_event_is_a_file_without_a_calendars_name(client):
    version = an_event("Jazz", "2027-02-10T18:00", "2027-02-11T18:00", slug="jazz")
    an_event("Annet", slug="annet")
    text = body(client, "/program/2027/jazz.ics")
    assert "NAME" not in text.replace("TZNAME", "")
    assert len(events(text)) == 2
    second = version.times.last()
    one = body(client, f"/program/2027/jazz.ics?s={second.session.uid}")
    assert set(events(one)) == {uid(second)}


def test_a_session_of_another_event_or_of_none_is_not_found(client):
    an_event("Jazz", slug="jazz")
    other = an_event("Annet", slug="annet").times.get().session.uid
    for value in (other, "00000000-0000-4000-8000-000000000000", "x", "", "%00"):
        assert client.get(f"/program/2027/jazz.ics?s={value}").status_code == 404
    for path in ("/program/2026/jazz.ics", "/program/2027/nei.ics", "/program/2026.ics"):
        assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "draft"},
        {"state": "submitted"},
        {"state": "changes_requested"},
        {"state": "rejected"},
        {"state": "withdrawn"},
        {"visibility": "internal", "slug": "hemmelig"},
        {"is_live": False, "slug": "hemmelig"},
    ],
)
def test_what_is_not_public_is_in_no_feed(client, hidden):
    an_event("Synlig", slug="synlig")
    an_event("Hemmelig", **hidden)
    for path in (NB, EN, "/program.ics", "/program.ics?q=hemmelig", "/arrangorer/koret.ics"):
        assert "Hemmelig" not in body(client, path), path
    assert titles(body(client, NB)) == ["Synlig"]
    assert client.get("/program/2027/hemmelig.ics").status_code == 404


def test_unpublished_events_and_unapproved_changes_are_in_no_feed(client):
    gone = an_event("Hemmelig", slug="hemmelig").event
    gone.unpublished_at, gone.unpublished_by, gone.unpublished_reason = (
        LONG_AGO,
        gone.created_by,
        "x",
    )
    gone.save()
    live = an_event("Synlig")
    change = live.event.versions.create(number=2, title_nb="Hemmelig", created_by=gone.created_by)
    a_time(change, "2027-02-12T18:00", session=live.times.get().session)
    assert titles(body(client, NB)) == ["Synlig"]
    assert only(body(client, NB)).decoded("DTSTART") == oslo("2027-02-10T18:00")
    assert client.get("/program/2027/hemmelig.ics").status_code == 404


def test_before_the_release_there_is_an_empty_calendar_that_fills_itself(client, clock):
    week = a_week(released=oslo("2027-02-10T13:00"))
    an_event("Jazz", week=week)
    assert events(body(client, "/program.ics")) == {}
    assert client.get(NB).status_code == 404
    clock.set("2027-02-10T13:00")
    assert titles(body(client, "/program.ics")) == ["Jazz"]
    assert titles(body(client, NB)) == ["Jazz"]


def test_the_pre_programme_may_be_public_before_the_rest(client):
    week = a_week(released=None, pre_programme_released_at=LONG_AGO)
    an_event("Samenes dag", "2027-02-06T10:00", week=week)
    an_event("Jazz", week=week)
    assert titles(body(client, NB)) == ["Samenes dag"]


@pytest.mark.parametrize("count", [1, 3, 300])
def test_a_feed_takes_the_same_queries_however_long_it_is(client, count, django_assert_num_queries):
    venue = a_venue(yes=["step_free"])
    for number in range(count):
        an_event(f"Nr {number}", venue=venue, co=["b", "c"], topics=["kultur"], spoken=["nb"],
                 yes=["lift"], is_searchable=False)  # fmt: skip
    with django_assert_num_queries(17):
        text = body(client, NB)
    assert len(events(text)) == count
    with django_assert_num_queries(1):
        body(client, NB)
