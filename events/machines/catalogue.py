"""The catalogue of open data, as DCAT-AP-NO wants it, in JSON-LD: for data.norge.no to harvest.

https://data.norge.no/specification/dcat-ap-no says which fields there must be. One dataset for
each week that is public and one for the running programme; each in four formats and two
languages; and the service by which anyone asks with a filter. Texts stand in both languages.
"""

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Max
from django.templatetags.static import static
from django.utils.translation import gettext as _

from enbyforalle.lib.links import absolute
from events.machines.linked import LANGUAGES, in_both, instant, iri, period, words
from events.models import SessionTime, Week
from events.programme.days import public_weeks
from events.programme.feeds import feed_name

CONTENT_TYPE = "application/ld+json; charset=utf-8"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

_EU = "http://publications.europa.eu/resource/authority"
_CC_BY = f"{_EU}/licence/CC_BY_4_0"
_MEDIA = "https://www.iana.org/assignments/media-types"
_PUBLISHERS = "https://organization-catalog.fellesdatakatalog.digdir.no/organizations"
_THEMES = [iri(f"{_EU}/data-theme/{code}") for code in ("SOCI", "EDUC")]
_PUBLIC = iri(f"{_EU}/access-right/PUBLIC")
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "locn": "http://www.w3.org/ns/locn#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class Format:
    """A form the programme comes in: the URL names of the week that runs and of one year.

    ``file_type`` is the European Union's code, ``media_type`` registered with IANA, or nothing.
    """

    code: str
    name: str
    view: str
    year_view: str
    file_type: str
    media_type: str = ""


FORMATS = (
    Format("json", "JSON", "events:data", "events:year_data", "JSON", "application/json"),
    Format("csv", "CSV", "events:table", "events:year_table", "CSV", "text/csv"),
    Format("ics", "iCalendar", "events:feed", "events:year_feed", "ICS", "text/calendar"),
    # Nobody has registered application/rss+xml.
    Format("rss", "RSS", "events:news", "events:year_news", "RSS"),
)


def catalogue(now):
    """The whole catalogue as a JSON-LD document. Three queries, however many weeks there are."""
    weeks = list(public_weeks(now).order_by("-year"))
    changes = _changes(now)
    datasets = [_running(Week.objects.current(), changes)]
    datasets += [_week(week, changes.get(week.pk)) for week in weeks]
    parts = [part for dataset in datasets for part in dataset.pop("parts")]
    names = [iri(dataset["@id"]) for dataset in datasets]
    graph = [
        _catalog(names, max(changes.values(), default=None)),
        *(_publisher(), _contact(), _place(), _standard()),
        *datasets,
        *parts,
        _service(names),
    ]
    for node in graph:
        if "dct:publisher" in node:
            node["dct:identifier"] = node["@id"]
        for name in [name for name, value in node.items() if value is None]:
            del node[name]
    return {"@context": _CONTEXT, "@graph": graph}


def _changes(now):
    """{week's pk: the last change of anything in its public programme}; one query."""
    times = SessionTime.objects.public(now).order_by().values("version__event__week")
    rows = times.annotate(
        told=Max("session__changed_at"),
        decided=Max("version__decided_at"),
        put_off=Max("version__event__status_changed_at"),
    ).values_list("version__event__week", "told", "decided", "put_off")
    found = {week: [moment for moment in row if moment] for week, *row in rows}
    return {week: max(moments) for week, moments in found.items() if moments}


def _catalog(datasets, changed_at):
    title = words(lambda: _("Open data from %(site)s") % {"site": feed_name(None)})
    about = words(lambda: _("The programme of each week, in formats that machines read."))
    return {
        "@id": _node("catalogue"),
        "@type": "dcat:Catalog",
        **_described(title, about),
        "foaf:homepage": iri(_page()),
        "dct:license": iri(_CC_BY),
        "dct:spatial": _where(),
        "dct:modified": instant(changed_at),
        "dcat:dataset": datasets,
        "dcat:service": iri(_node("service")),
    }


def _running(week, changes):
    """Always the week that is current, under the same addresses from year to year."""
    title = words(lambda: _("The running programme of %(site)s") % {"site": feed_name(None)})
    about = words(
        lambda: _(
            "The programme of the week that is current, at addresses that stay the same from year "
            "to year. One entry for each session: what, when, where, how to get in, languages, "
            "price and registration, and what is cancelled or changed."
        )
    )
    addresses = {form.code: in_both(form.view) for form in FORMATS}
    return {
        **_dataset("running", title, about, in_both("events:programme"), addresses),
        "dct:accrualPeriodicity": iri(f"{_EU}/frequency/CONT"),
        "dct:modified": instant(changes.get(week.pk)) if week else None,
        "dct:temporal": period(week.starts_on, week.ends_on) if week else None,
    }


def _week(week, changed_at):
    title = words(lambda: _("The programme of %(week)s") % {"week": feed_name(week)})
    about = words(
        lambda: _(
            "Every public event of one week. One entry for each session: what, when, where, how "
            "to get in, languages, price and registration, and what was cancelled or changed."
        )
    )
    addresses = {form.code: in_both(form.year_view, week.year) for form in FORMATS}
    frequency = "IRREG" if week.is_over else "CONT"
    pages = in_both("events:year", week.year)
    return {
        **_dataset(str(week.year), title, about, pages, addresses),
        "dct:accrualPeriodicity": iri(f"{_EU}/frequency/{frequency}"),
        "dct:issued": instant(week.programme_released_at or week.pre_programme_released_at),
        "dct:modified": instant(changed_at),
        "dct:temporal": period(week.starts_on, week.ends_on),
    }


def _dataset(name, title, about, pages, addresses):
    """A dataset, and under "parts" the distributions it names."""
    node = _node(name)
    parts = [
        _distribution(node, form, language, address)
        for form in FORMATS
        for language, address in addresses[form.code].items()
    ]
    keywords = words(
        lambda: _("events, calendar, inclusion, diversity, equality, accessibility").split(", ")
    )
    return {
        "@id": node,
        "@type": "dcat:Dataset",
        **_described(title, about),
        "dcat:theme": _THEMES,
        "dcat:keyword": keywords,
        "dct:accessRights": _PUBLIC,
        "dct:spatial": _where(),
        "dcat:landingPage": [iri(address) for address in pages.values()],
        "dcat:distribution": [iri(part["@id"]) for part in parts],
        "parts": parts,
    }


def _described(title, about):
    """What catalogue, dataset and service alike must have."""
    return {
        "dct:title": title,
        "dct:description": about,
        "dct:publisher": iri(_publisher_iri()),
        "dcat:contactPoint": iri(_node("contact")),
        "dct:language": [iri(f"{_EU}/language/{code}") for code in LANGUAGES.values()],
    }


def _distribution(node, form, language, address):
    def title():
        if language == "en":
            return _("%(format)s in English") % {"format": form.name}
        return _("%(format)s in Norwegian") % {"format": form.name}

    return {
        "@id": f"{node}-{form.code}-{language}",
        "@type": "dcat:Distribution",
        "dct:title": words(title),
        "dct:description": words(lambda: _("All of it in one file; open to all, without a key.")),
        "dcat:accessURL": iri(address),
        "dcat:downloadURL": iri(address),
        "dct:format": iri(f"{_EU}/file-type/{form.file_type}"),
        "dcat:mediaType": iri(f"{_MEDIA}/{form.media_type}") if form.media_type else None,
        "dct:license": iri(_CC_BY),
        "dct:language": iri(f"{_EU}/language/{LANGUAGES[language]}"),
        "dct:conformsTo": iri(schema()) if form.code == "json" else None,
    }


def _service(datasets):
    title = words(lambda: _("Ask the programme with a filter"))
    about = words(
        lambda: _(
            "The addresses of the programme with filters in the query: by day, time, topic, "
            "place, access, language and more. No key and no agreement."
        )
    )
    return {
        "@id": _node("service"),
        "@type": "dcat:DataService",
        **_described(title, about),
        "dcat:endpointURL": iri(in_both("events:data")["nb"]),
        "dcat:endpointDescription": [iri(f"{_page()}#filters"), iri(schema())],
        "dct:format": [iri(f"{_EU}/file-type/{form.file_type}") for form in FORMATS],
        "dct:license": iri(_CC_BY),
        "dct:accessRights": _PUBLIC,
        "dcat:theme": _THEMES,
        "dcat:servesDataset": datasets,
    }


def _publisher():
    return {
        "@id": _publisher_iri(),
        "@type": "foaf:Agent",
        "foaf:name": {"@value": settings.MUNICIPALITY, "@language": "nb"},
        "dct:identifier": settings.ORGANISATION_NUMBER or None,
    }


def _publisher_iri():
    number = settings.ORGANISATION_NUMBER
    return f"{_PUBLISHERS}/{number}" if number else _node("publisher")


def _contact():
    """An office and never a person."""
    return {
        "@id": _node("contact"),
        "@type": "vcard:Organization",
        "vcard:fn": words(lambda: feed_name(None)),
        "vcard:hasEmail": iri(f"mailto:{settings.CONTACT_EMAIL}"),
        "vcard:hasURL": iri(_page()),
    }


def _place():
    name = {"@value": settings.MUNICIPALITY, "@language": "nb"}
    return {"@id": _node("place"), "@type": "dct:Location", "locn:geographicName": name}


def _where():
    """The municipality, which has no address of its own in the European lists, and the country."""
    return [iri(_node("place")), iri(f"{_EU}/country/NOR")]


def _standard():
    title = words(lambda: _("Schema of the programme in JSON, version 1"))
    return {"@id": schema(), "@type": "dct:Standard", "dct:title": title}


def schema():
    """The full address of the schema that the JSON follows."""
    return absolute(static("schema/programme-1.json"))


def _page():
    return in_both("events:open_data")["nb"]


def _node(name):
    """The name of a thing in the catalogue: a place on the page about the data."""
    return f"{_page()}#{name}"
