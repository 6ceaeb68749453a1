"""Open data: the catalogue has what DCAT-AP-NO demands, and the page tells of what there is."""

import csv
import io
import json
import re

import pytest
from django.conf import settings as django_settings
from django.contrib.staticfiles import finders
from rdflib import Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCAT, DCTERMS, FOAF, RDF

from enbyforalle.publishing.store import pages
from events.domain import facts
from events.machines.sheet import COLUMNS
from tests import factories as make
from tests.events.rows import an_event

pytestmark = [
    pytest.mark.django_db,
    # The library's own parser has not caught up with the library.
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated"),
]

CATALOGUE, PAGE, ENGLISH = "/data/catalog.jsonld", "/data/", "/en/data/"
VCARD = Namespace("http://www.w3.org/2006/vcard/ns#")
EU = "http://publications.europa.eu/resource/authority"

# https://data.norge.no/specification/dcat-ap-no, mandatory properties (versions 2.2 and 3): what
# stands once, what at least once, and what is a thing rather than a text.
DESCRIBED = {DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCAT.contactPoint}
MANDATORY = {
    DCAT.Catalog: DESCRIBED | {DCTERMS.publisher},
    DCAT.Dataset: DESCRIBED | {DCTERMS.publisher, DCAT.theme},
    DCAT.DataService: DESCRIBED | {DCTERMS.publisher, DCAT.endpointURL},
    DCAT.Distribution: {DCAT.accessURL},
    FOAF.Agent: {FOAF.name},
    VCARD.Organization: {VCARD.fn, VCARD.hasEmail},
}
ONCE = {DCTERMS.publisher, DCTERMS.identifier, DCAT.endpointURL, DCTERMS.license}
ONCE |= {DCTERMS.accessRights, DCTERMS.modified, DCTERMS.issued, DCTERMS.accrualPeriodicity}
THINGS = {DCTERMS.publisher, DCAT.contactPoint, DCAT.theme, DCAT.endpointURL, DCAT.accessURL}
THINGS |= {DCTERMS.license, DCTERMS.accessRights, DCTERMS.language, DCTERMS.spatial}


@pytest.fixture
def graph(client):
    def read():
        pages.clear()
        answer = client.get(CATALOGUE)
        assert answer["Content-Type"] == "application/ld+json; charset=utf-8"
        return Graph().parse(data=answer.content, format="json-ld")

    return read


@pytest.fixture
def weeks():
    an_event("Kor", "2027-02-08T10:00", slug="kor", topics=["kunst"])
    make.make_event(week=make.make_week(2026), times=(("2026-02-03 18:00", None),))
    make.make_week(2028, released=False)


def named(graph, kind):
    return set(graph.subjects(RDF.type, kind))


def test_all_that_is_mandatory_is_there_in_both_languages(graph, weeks):
    found = graph()
    for kind, wanted in MANDATORY.items():
        assert named(found, kind), kind
        for thing in named(found, kind):
            assert wanted <= set(found.predicates(thing)), (thing, wanted)
    for thing, prop in {(thing, prop) for thing, prop, _value in found}:
        values = list(found.objects(thing, prop))
        assert prop not in ONCE or len(values) == 1, (thing, prop, values)
        assert prop not in THINGS or not any(isinstance(one, Literal) for one in values), prop
        if prop in (DCTERMS.title, DCTERMS.description):
            assert sorted(text.language for text in values) == ["en", "nb"], (thing, values)
            assert len(set(map(str, values))) == 2, (thing, values)


def test_it_holds_the_running_programme_and_every_public_week(graph, weeks):
    found = graph()
    (catalogue,) = named(found, DCAT.Catalog)
    (service,) = named(found, DCAT.DataService)
    datasets = named(found, DCAT.Dataset)
    assert {str(one).partition("#")[2] for one in datasets} == {"running", "2026", "2027"}
    assert set(found.objects(catalogue, DCAT.dataset)) == datasets
    assert set(found.objects(service, DCAT.servesDataset)) == datasets
    assert set(found.objects(catalogue, DCAT.service)) == {service}
    for dataset in datasets:
        assert set(found.objects(dataset, DCTERMS.accessRights)) == {
            URIRef(f"{EU}/access-right/PUBLIC")
        }
        parts = list(found.objects(dataset, DCAT.distribution))
        assert len(parts) == 8
        for part in parts:
            assert (part, RDF.type, DCAT.Distribution) in found
            assert (part, DCTERMS.license, URIRef(f"{EU}/licence/CC_BY_4_0")) in found
    (period,) = found.objects(URIRef("https://enbyforalle.test/data/#2027"), DCTERMS.temporal)
    assert [str(found.value(period, prop)) for prop in (DCAT.startDate, DCAT.endDate)] == [
        "2027-02-08",
        "2027-02-14",
    ]
    assert found.value(period, DCAT.startDate).datatype.endswith("#date")


def test_what_it_points_to_answers_as_the_type_it_says(client, graph, weeks):
    found = graph()
    kinds = set()
    for part in named(found, DCAT.Distribution):
        address = str(found.value(part, DCAT.accessURL))
        answer = client.get(address.removeprefix("https://enbyforalle.test"))
        assert answer.status_code == 200, address
        media = found.value(part, DCAT.mediaType)
        served = answer["Content-Type"].partition(";")[0]
        assert media is None or str(media).endswith(f"/{served}"), (address, media)
        language = str(found.value(part, DCTERMS.language))[-3:]
        assert language == ("ENG" if "/en/" in address else "NOB")
        kinds.add((served, str(found.value(part, DCTERMS["format"])).rpartition("/")[2]))
    assert kinds == {
        ("application/json", "JSON"),
        ("text/csv", "CSV"),
        ("text/calendar", "ICS"),
        ("application/rss+xml", "RSS"),
    }
    # Every part of the page that the catalogue names things by is there.
    html = client.get(PAGE).content.decode()
    assert {"running", "2026", "2027", "filters", "contact", "catalogue"} <= set(
        re.findall(r' id="([^"]+)"', html)
    )


def test_the_publisher_is_the_municipality_and_the_contact_no_person(graph, weeks, settings):
    found = graph()
    (catalogue,) = named(found, DCAT.Catalog)
    publisher = found.value(catalogue, DCTERMS.publisher)
    assert str(publisher).endswith("digdir.no/organizations/820852982")
    assert str(found.value(publisher, DCTERMS.identifier)) == "820852982"
    contact = found.value(catalogue, DCAT.contactPoint)
    assert str(found.value(contact, VCARD.hasEmail)) == f"mailto:{settings.CONTACT_EMAIL}"
    settings.ORGANISATION_NUMBER, settings.MUNICIPALITY = "", "Nabo kommune"
    found = graph()
    publisher = found.value(next(iter(named(found, DCAT.Catalog))), DCTERMS.publisher)
    assert str(publisher) == "https://enbyforalle.test/data/#publisher"
    assert str(found.value(publisher, FOAF.name)) == "Nabo kommune"


def test_a_change_moves_the_date_of_its_week_alone(client, graph, weeks, clock):
    this = URIRef("https://enbyforalle.test/data/#2027")
    past = URIRef("https://enbyforalle.test/data/#2026")
    before = {one: graph().value(one, DCTERMS.modified) for one in (this, past)}
    owner = make.make_user()
    event = make.make_event(organiser=make.make_organiser(owner=owner))
    clock.set("2027-02-10T13:00")
    facts.cancel_event(event, by=owner, reason_nb="Sykdom")
    after = {one: graph().value(one, DCTERMS.modified) for one in (this, past)}
    assert str(after[this]) == "2027-02-10T13:00:00+01:00"
    assert after[past] == before[past]


def test_before_any_week_there_is_the_running_programme_alone(client, graph):
    make.make_week(2028, released=False)
    assert [str(one) for one in named(graph(), DCAT.Dataset)] == [
        "https://enbyforalle.test/data/#running"
    ]
    assert "2028" not in client.get(PAGE).content.decode()


def test_the_page_tells_of_addresses_filters_terms_and_whom_to_ask(client, weeks):
    html = client.get(PAGE).content.decode()
    for address in ("program.json", "program.csv", "program.ics", "program.rss"):
        assert f'href="https://enbyforalle.test/{address}"' in html
    assert "creativecommons.org/licenses/by/4.0/deed.no" in html
    assert 'href="/data/catalog.jsonld"' in html
    assert f'href="mailto:{django_settings.CONTACT_EMAIL}"' in html
    assert "<code>kunst</code>" in html
    assert "deed.en" in client.get(ENGLISH).content.decode()


def test_every_example_on_the_page_finds_what_it_says(client, weeks):
    an_event("Nabofest", "2027-02-08T18:00", spoken=["en"], audiences=["barn"], yes=["lift"])
    for path in (PAGE, ENGLISH):
        html = client.get(path).content.decode()
        examples = html.partition('class="examples"')[2].partition("</ul>")[0]
        found = re.findall(r'href="https://enbyforalle\.test([^"]+)"', examples)
        assert len(found) == 6
        for address in found:
            answer = client.get(address.replace("&amp;", "&"))
            assert answer.status_code == 200, address
            # All these find the party; some, the choir as well.
            assert "Nabofest" in answer.content.decode(), address


@pytest.mark.parametrize(("path", "most"), [(CATALOGUE, 6), (PAGE, 11)])
@pytest.mark.parametrize("count", [1, 3, 300])
def test_they_take_the_same_queries(client, django_assert_num_queries, count, path, most):
    make.make_events(count)
    for year in range(2019, 2019 + min(count, 8)):
        make.make_week(year)
    with django_assert_num_queries(most):
        assert client.get(path).status_code == 200


# CSV

TABLE = "/program/2027.csv"


def rows(client, path=TABLE):
    pages.clear()
    answer = client.get(path)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "text/csv; charset=utf-8; header=present"
    text = answer.content.decode("utf-8-sig")
    assert answer.content.startswith(b"\xef\xbb\xbf")
    separator = "," if path.startswith("/en/") else ";"
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator))


def test_each_session_is_a_row_that_says_what_the_json_says(client):
    version = an_event(
        "Kor; og «mer»", ("2027-02-08T10:00", "2027-02-08T11:30"), "2027-02-09T10:00",
        slug="kor", topics=["kunst", "helse"], spoken=["nb"], yes=["lift"], price_type="paid",
    )  # fmt: skip
    version.price_tiers.create(label_nb="Voksen", amount=120)
    told = json.loads(client.get("/program/2027.json").content)["sessions"]
    first, second = rows(client)
    assert tuple(first) == COLUMNS
    assert first["title"] == "Kor; og «mer»"
    assert (first["starts_at"], first["ends_at"]) == ("2027-02-08 10:00", "2027-02-08 11:30")
    assert second["ends_at"] == ""
    assert first["topics"].split(" | ") == told[0]["topics"]
    assert (first["place"], first["district"]) == ("Biblioteket", "sentrum")
    assert (first["access_yes"], first["languages_spoken"], first["price"]) == (
        "lift",
        "nb",
        "120\xa0kr",
    )
    assert [row["uid"] for row in (first, second)] == [row["uid"] for row in told]
    english = rows(client, "/en/programme/2027.csv")
    assert (english[0]["price"], english[0]["uid"]) == ("NOK\xa0120", first["uid"])


def test_what_somebody_typed_does_not_run_in_a_spreadsheet(client):
    an_event('=HYPERLINK("https://example.org")', summary_nb="\t@SUM(A1)")
    an_event("-10 grader", "2027-02-11T10:00")
    first, second = rows(client)
    assert first["title"] == '\'=HYPERLINK("https://example.org")'
    assert first["summary"] == "'\t@SUM(A1)"
    assert second["title"] == "'-10 grader"


def test_the_file_has_a_name_and_an_empty_programme_its_headings(client):
    make.make_week(2028, released=False)
    assert rows(client, "/program.csv") == []
    assert client.get("/program.csv").content.count(b";") == len(COLUMNS) - 1
    assert client.get("/program/2028.csv").status_code == 404
    make.make_event()
    answer = client.get("/en/programme.csv")
    assert answer["Content-Disposition"] == 'attachment; filename="programme-2027.csv"'
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize("count", [1, 3, 300])
def test_the_table_takes_the_same_queries(client, django_assert_max_num_queries, count):
    make.make_events(count)
    with django_assert_max_num_queries(27):
        answer = client.get(TABLE)
    assert answer.content.count(b"\r\n") == count + 1


def test_the_schema_is_where_the_json_says(client, weeks):
    address = json.loads(client.get("/program.json").content)["$schema"]
    path = address.removeprefix(f"https://enbyforalle.test{django_settings.STATIC_URL}")
    assert finders.find(path)
