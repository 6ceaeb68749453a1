"""Events from a spreadsheet: what each row becomes, and what the coordinator is told."""

import io
import os
import time

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.signals import post_save
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from openpyxl import load_workbook

from events.domain import importing
from events.domain.columns import COLUMNS, column_places
from events.domain.errors import NotAllowed, Refused
from events.models import Event, LogEntry, Topic, Version
from organisers.models import Organiser
from tests import factories as make

pytestmark = pytest.mark.django_db

WHOLE = {
    "key": "7",
    "title_nb": "Korkveld",
    "title_en": "Choir evening",
    "summary_nb": "Syng med.",
    "description_nb": "Alle kan\nsynge.",
    "organiser": "naboforeningen",
    "contact_name": "Kontakten",
    "contact_email": "kontakt@example.org",
    "contact_phone": "38 07 50 00",
    "public_email": "post@example.org",
    "website": "www.example.org",
    "date": "9.2.2028",
    "starts": "22.00",
    "ends": "01.00",
    "venue": "hovedbiblioteket",
    "room": "Salen",
    "topics": "language_integration nb",
    "spoken": "norsk, arabisk",
    "interpreted": "norsk tegnspråk",
    "price": "100",
    "registration": "www.example.org/meld",
}


@pytest.fixture
def week():
    make.make_venue()
    make.make_term(Topic, "language_integration")
    return make.make_week(2028, released=False)


@pytest.fixture
def organiser():
    return make.make_organiser("Naboforeningen")


def sheet(*rows):
    """A text file with these rows; the headings are the codes of the first."""
    codes = list(dict.fromkeys(code for row in rows for code in row))
    lines = [codes] + [[row.get(code, "") for code in codes] for row in rows]
    quoted = ("\t".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines)
    return io.BytesIO("\n".join(quoted).encode())


def outcomes(report):
    return [row.outcome for row in report.rows]


def test_a_whole_row_becomes_a_draft(week, organiser, coordinator):
    report = importing.import_events(sheet(WHOLE), week, by=coordinator)
    [row] = report.rows
    assert (row.outcome, row.number, row.errors, row.warnings) == ("made", 2, [], [])
    event = Event.objects.get()
    version = event.open
    assert (event.organiser, event.reference, version.state) == (organiser, "2028-001", "draft")
    assert row.event == event
    for name in ("title_nb", "title_en", "summary_nb", "description_nb", "contact_name"):
        assert getattr(version, name) == WHOLE[name]
    assert version.contact_phone == "+4738075000"
    assert (version.public_email, version.contact_email) == (
        "post@example.org",
        "kontakt@example.org",
    )
    assert (version.website, version.price_type) == ("https://www.example.org", "paid")
    assert (version.registration_mode, version.registration_url) == (
        "required",
        "https://www.example.org/meld",
    )
    [tier] = version.price_tiers.all()
    assert tier.amount == 100
    [time] = version.times.all()
    assert (time.starts_at, time.ends_at) == (
        make.oslo("2028-02-09 22:00"),
        make.oslo("2028-02-10 01:00"),
    )
    assert (time.venue.slug, time.room) == ("hovedbiblioteket", "Salen")
    assert [(one.code, one.use) for one in version.languages.all()] == [
        ("nb", "spoken"),
        ("ar", "spoken"),
        ("nsl", "interpreted"),
    ]
    assert [topic.code for topic in version.topics.all()] == ["language_integration"]
    assert [entry.verb for entry in event.log.all()] == ["create", "import"]
    assert not version.accepts_criteria


def test_a_dry_run_says_the_same_and_writes_nothing(week, organiser, coordinator):
    bad = WHOLE | {"key": "8", "title_nb": ""}
    report = importing.import_events(sheet(WHOLE, bad), week, by=coordinator, is_dry=True)
    assert outcomes(report) == ["ready", "skipped"]
    assert (Event.objects.count(), LogEntry.objects.count()) == (0, 0)


def test_the_same_file_twice_makes_nothing_twice(week, organiser, coordinator):
    nameless = WHOLE | {"key": "", "title_nb": "Uten nøkkel"}
    first = importing.import_events(sheet(WHOLE, nameless), week, by=coordinator)
    # A changed title under the same key is the same row.
    changed = WHOLE | {"title_nb": "Korkveld for alle"}
    second = importing.import_events(sheet(changed, nameless), week, by=coordinator)
    assert (outcomes(first), outcomes(second)) == (["made"] * 2, ["there"] * 2)
    assert [row.event.reference for row in second.rows] == ["2028-001", "2028-002"]
    assert Event.objects.count() == 2
    assert importing.import_events(sheet(changed), make.make_week(2029), by=coordinator).count(
        "made"
    )


def test_one_row_twice_in_a_file_is_told(week, organiser, coordinator):
    report = importing.import_events(sheet(WHOLE, WHOLE), week, by=coordinator)
    assert outcomes(report) == ["made", "skipped"]
    assert "2" in report.rows[1].errors[0][1]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"title_nb": ""}, "title_nb"),
        ({"title_nb": "x" * 121}, "title_nb"),
        ({"summary_en": "x" * 201}, "summary_en"),
        ({"description_nb": "x" * 5001}, "description_nb"),
        ({"organiser": ""}, "organiser"),
        ({"organiser": "Ukjent forening"}, "organiser"),
        ({"organiser": "Ukjent forening", "organiser_kind": "tull"}, "organiser"),
        ({"date": "32.13."}, "date"),
        ({"date": ""}, "date"),
        ({"starts": "seks"}, "starts"),
        ({"starts": ""}, "starts"),
        ({"starts": "18", "ends": "17"}, "ends"),
        ({"contact_email": "kontakt"}, "contact_email"),
        ({"contact_phone": "123"}, "contact_phone"),
        ({"website": "ingen steder"}, "website"),
        ({"price": "mye"}, "price"),
        ({"registration": "ring meg"}, "registration"),
        ({"title_nb": "=1+1"}, "title_nb"),
        ({"summary_nb": "=1+1"}, "summary_nb"),
    ],
)
def test_a_row_that_cannot_be_read_says_where_and_takes_no_other_with_it(
    week, organiser, coordinator, cells, code
):
    good = WHOLE | {"key": "8"}
    report = importing.import_events(sheet(WHOLE | cells, good), week, by=coordinator)
    assert outcomes(report) == ["skipped", "made"]
    heading = next(str(column.heading) for column in COLUMNS if column.code == code)
    assert [named for named, _sentence in report.rows[0].errors] == [heading]
    assert Event.objects.count() == 1


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"date": "14.2.2028"}, "date"),
        ({"date": "", "starts": "", "ends": ""}, "date"),
        ({"venue": "Låven"}, "venue"),
        ({"venue": ""}, "venue"),
        ({"topics": "språk;tull"}, "topics"),
        ({"spoken": "klingon"}, "spoken"),
        ({"organiser": "Ny forening", "organiser_kind": "uformell gruppe"}, "organiser"),
    ],
)
def test_what_should_be_looked_at_is_a_warning(week, organiser, coordinator, cells, code):
    report = importing.import_events(sheet(WHOLE | cells), week, by=coordinator)
    assert outcomes(report) == ["made"]
    heading = next(str(column.heading) for column in COLUMNS if column.code == code)
    assert [named for named, _sentence in report.rows[0].warnings] == [heading]


def test_a_place_that_is_none_of_ours_is_kept_as_typed(week, organiser, coordinator):
    row = WHOLE | {"venue": "Låven", "address": "Gata 1", "district": "Kvadraturen"}
    importing.import_events(sheet(row), week, by=coordinator)
    time = Event.objects.get().open.times.get()
    assert (time.venue, time.place_name, time.place_address) == (None, "Låven", "Gata 1")
    assert time.place_district.slug == "kvadraturen"


def test_a_new_organiser_is_registered_once(week, coordinator):
    new = {"organiser": "Ny forening", "organiser_kind": "Club or association"}
    rows = [WHOLE | new | {"key": str(number)} for number in range(3)]
    report = importing.import_events(sheet(*rows), week, by=coordinator)
    assert outcomes(report) == ["made"] * 3
    [organiser] = Organiser.objects.all()
    assert (organiser.kind, organiser.events.count()) == ("association", 3)


@pytest.mark.parametrize("free", ["gratis", "Free", "0", "0 kr"])
def test_what_is_free(week, organiser, coordinator, free):
    importing.import_events(sheet(WHOLE | {"price": free}), week, by=coordinator)
    version = Event.objects.get().open
    assert (version.price_type, version.price_tiers.count()) == ("free", 0)


def test_registration_by_email(week, organiser, coordinator):
    row = WHOLE | {"registration": "post@example.org"}
    importing.import_events(sheet(row), week, by=coordinator)
    version = Event.objects.get().open
    assert (version.registration_email, version.registration_url) == ("post@example.org", "")


def test_headings_are_known_in_both_languages_and_strangers_are_named(week, organiser, coordinator):
    headings = []
    for language in ("nb", "en"):
        with translation.override(language):
            headings.append([f"{column.heading}*" for column in COLUMNS])
    for written in (*headings, [column.code.upper() for column in COLUMNS]):
        places, unknown = column_places([*written, "Hemmelig"])
        assert (list(places.values()), unknown) == (list(range(len(COLUMNS))), ["Hemmelig"])
    # Of two columns of one name the first counts.
    places, unknown = column_places(["Tittel", "", "title_nb", "Tittel*"])
    assert (places, unknown) == ({"title_nb": 0}, ["title_nb", "Tittel*"])
    report = importing.import_events(sheet(WHOLE | {"Hemmelig": "x"}), week, by=coordinator)
    assert report.unknown_headings == ["Hemmelig"]


def test_a_file_without_the_columns_is_refused(week, coordinator):
    with pytest.raises(Refused) as refused:
        importing.import_events(sheet({"title_nb": "Kor"}), week, by=coordinator)
    assert refused.value.field == "file"


def test_only_those_who_enter_events_for_others(week, organiser):
    for user in (make.make_reviewer(), make.make_user()):
        for is_dry in (False, True):
            with pytest.raises(NotAllowed):
                importing.import_events(sheet(WHOLE), week, by=user, is_dry=is_dry)
    assert not Event.objects.exists()


def test_a_row_is_known_by_its_key_or_by_what_it_is(week, organiser, coordinator):
    plain = {name: value for name, value in WHOLE.items() if name != "key"}
    make.make_event(week=week)

    def outcome(**changed):
        row = importing.import_events(sheet(plain | changed), week, by=coordinator).rows[0]
        return row.outcome

    assert outcome() == "made"
    assert outcome(venue="Et annet sted", ends="02.00", topics="tull") == "there"
    others = [
        {"title_nb": "Korkveld 2"},
        {"organiser": "ny", "organiser_kind": "company"},
        {"date": "10.2.2028"},
        {"starts": "21.00"},
        {"key": "A-7"},
        {"key": "–"},
        {"key": "!"},
    ]
    assert [outcome(**row) for row in others] == ["made"] * 7
    assert outcome(key=" a 7", title_nb="Noe annet") == "there"
    # What was read in before is looked over by nobody again.
    report = importing.import_events(sheet(plain | {"topics": "tull"}), week, by=coordinator)
    assert (report.rows[0].warnings, report.counts) == (
        [],
        {"ready": 0, "made": 0, "there": 1, "skipped": 0},
    )
    assert len({event.import_key for event in Event.objects.exclude(import_key="")}) == 8


def test_what_is_written_of_a_row(week, coordinator):
    row = WHOLE | {"organiser": "Turlaget", "organiser_kind": "informal_group"}
    row |= {"spoken": "norsk, bokmål", "price": "0"}
    report = importing.import_events(
        sheet(row | {"title_nb": "x" * 121}, row, row | {"title_nb": "Nr. 2", "key": "8"}),
        week,
        by=coordinator,
    )
    long, first, second = report.rows
    assert (long.title, long.outcome, long.number) == ("x" * 120, "skipped", 2)
    assert (first.title, first.outcome, first.event.week) == ("Korkveld", "made", week)
    # The organiser of the row before is there now, and belongs to nobody yet.
    [new] = Organiser.objects.all()
    assert (new.memberships.count(), new.kind) == (0, "informal_group")
    assert first.event.organiser == second.event.organiser == new
    version = Event.objects.get(pk=first.event.pk).open
    assert [(one.code, one.position) for one in version.languages.all()] == [("nb", 0), ("nsl", 1)]
    assert version.price_tiers.count() == 0
    entry = first.event.log.get(verb="import")
    assert (entry.by, entry.version, entry.is_internal) == (coordinator, version, False)
    importing.import_events(sheet(WHOLE | {"organiser": "Turlaget"}), week, by=coordinator)
    paid = importing.import_events(sheet(row | {"key": "9", "price": "80"}), week, by=coordinator)
    tier = paid.rows[0].event.open.price_tiers.get()
    assert (tier.label_nb, tier.label_en, tier.amount) == ("Ordinær", "Standard", 80)


def test_a_row_is_the_same_as_the_first_that_could_be_read(week, organiser, coordinator):
    bad = WHOLE | {"starts": "x"}
    report = importing.import_events(sheet(bad, WHOLE, WHOLE, WHOLE), week, by=coordinator)
    assert outcomes(report) == ["skipped", "made", "skipped", "skipped"]
    said = "Det samme som rad 3."
    assert [row.errors for row in report.rows[2:]] == [[("Nøkkel", said)]] * 2


def test_what_another_reading_wrote_meanwhile_is_there(week, organiser, coordinator):
    importing.import_events(sheet(WHOLE), week, by=coordinator)
    event = Event.objects.get()
    Event.objects.update(import_key="")

    def write_first(sender, instance, **kwargs):
        Event.objects.filter(pk=event.pk).update(import_key=event.import_key)

    post_save.connect(write_first, sender=Version)
    report = importing.import_events(sheet(WHOLE), week, by=coordinator)
    post_save.disconnect(write_first, sender=Version)
    assert [(row.outcome, row.event) for row in report.rows] == [("there", event)]
    assert (Event.objects.count(), LogEntry.objects.count()) == (1, 2)


def test_the_columns_that_are_lacking_are_named(week, coordinator):
    with pytest.raises(Refused, match="«Tittel», «Arrangør»") as refused:
        importing.import_events(sheet({"date": "9.2.2028"}), week, by=coordinator)
    assert refused.value.field == "file"
    with pytest.raises(Refused) as refused:
        importing.import_events(io.BytesIO(b"\x00\x01"), week, by=coordinator)
    assert refused.value.field == "file"


@pytest.mark.parametrize("count", [1, 3, 300])
def test_looking_costs_the_same_at_any_length(week, organiser, coordinator, count):
    file = sheet(*[WHOLE | {"key": str(number)} for number in range(count)])
    with CaptureQueriesContext(connection) as queries:
        report = importing.import_events(file, week, by=coordinator, is_dry=True)
    assert report.count("ready") == count
    assert len(queries) == 11


# The pages

HERE = "/en/admin/events/event/import/"


def test_look_first_confirm_then(week, organiser, coordinator, client_for):
    at_work = client_for(coordinator)
    assert HERE in at_work.get("/en/admin/events/event/").text
    assert at_work.get(HERE).status_code == 200
    file = sheet(WHOLE, WHOLE | {"key": "8", "title_nb": "=1+1"})
    file.name = "uka.csv"
    page = at_work.post(HERE, {"week": week.pk, "file": file})
    assert page.status_code == 200
    assert "1 row is ready." in page.text
    assert "1 row is skipped." in page.text
    assert not Event.objects.exists()
    done = at_work.post(f"{HERE}confirm/")
    assert "1 draft was made." in done.text
    assert "2028-001" in done.text
    again = at_work.post(f"{HERE}confirm/")
    assert "1 row was read in before." in again.text
    assert Event.objects.count() == 1


def test_what_is_no_file_is_said_at_the_field(week, coordinator, client_for):
    at_work = client_for(coordinator)
    for content in (b"", b"\x00\x01", b"Tittel\nBl\xe5"):
        file = io.BytesIO(content)
        file.name = "uka.csv"
        page = at_work.post(HERE, {"week": week.pk, "file": file})
        assert page.status_code == 422
        assert 'id="id_file_error"' in page.text
    assert at_work.post(f"{HERE}confirm/").url == HERE


def test_files_that_were_not_confirmed_go(week, organiser, coordinator, client_for):
    at_work = client_for(coordinator)
    names = []
    for _number in range(2):
        file = sheet(WHOLE)
        file.name = "uka.csv"
        at_work.post(HERE, {"week": week.pk, "file": file})
        names.append(at_work.session["import"]["name"])
    first, second = names
    assert default_storage.exists(first)
    yesterday = time.time() - 25 * 60 * 60
    os.utime(default_storage.path(first), (yesterday, yesterday))
    at_work.post(HERE, {"week": week.pk, "file": renamed(sheet(WHOLE))})
    assert [default_storage.exists(name) for name in names] == [False, True]
    os.utime(default_storage.path(at_work.session["import"]["name"]), (yesterday, yesterday))
    at_work.post(HERE, {"week": week.pk, "file": renamed(sheet(WHOLE))})
    assert at_work.post(f"{HERE}confirm/").status_code == 200


def renamed(file):
    file.name = "uka.csv"
    return file


def test_the_template_explains_in_both_languages_and_can_be_read_in(
    week, organiser, coordinator, client_for
):
    answer = client_for(coordinator).get(f"{HERE}template.xlsx")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    events, explained = book.worksheets
    assert len(list(explained.rows)) == len(COLUMNS) + 1
    headings = [cell.value for cell in next(events.rows)]
    places, unknown = column_places(headings)
    assert (len(places), unknown) == (len(COLUMNS), [])
    codes = [column.code for column in COLUMNS]
    events.append([WHOLE.get(code) for code in codes])
    filled = io.BytesIO()
    book.save(filled)
    filled.seek(0)
    assert importing.import_events(filled, week, by=coordinator).count("made") == 1


def test_others_have_no_such_page(client_for):
    reviewer = client_for(make.make_reviewer())
    for page in ("", "template.xlsx"):
        assert reviewer.get(HERE + page).status_code == 403
    for page in ("", "confirm/"):
        assert reviewer.post(HERE + page).status_code == 403
