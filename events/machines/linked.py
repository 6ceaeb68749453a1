"""Parts of linked data (JSON-LD) that say the same in both languages of the site."""

from django.urls import reverse
from django.utils import translation

from enbyforalle.lib import clock
from enbyforalle.lib.links import absolute

# Our codes and the European Union's.
LANGUAGES = {"nb": "NOB", "en": "ENG"}


def iri(address):
    """A thing, named by its address."""
    return {"@id": address}


def words(make):
    """The text that ``make`` gives, or each of its list of texts, in both languages."""
    found = []
    for language in LANGUAGES:
        with translation.override(language):
            made = make()
            texts = made if isinstance(made, list) else [made]
            found += [{"@value": str(text), "@language": language} for text in texts]
    return found


def in_both(view, *args):
    """The full address of a URL name, by language code."""
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found[language] = absolute(reverse(view, args=args))
    return found


def instant(moment):
    """With Oslo's offset; None where nothing is known."""
    if moment is None:
        return None
    value = clock.local(moment).isoformat(timespec="seconds")
    return {"@value": value, "@type": "xsd:dateTime"}


def period(first, last):
    """From one date to another, both included."""
    return {
        "@type": "dct:PeriodOfTime",
        "dcat:startDate": {"@value": first.isoformat(), "@type": "xsd:date"},
        "dcat:endDate": {"@value": last.isoformat(), "@type": "xsd:date"},
    }
