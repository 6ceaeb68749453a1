"""What a reader may search for, as folded words in one column.

The text is derived: it is written when a version goes live, and again when a name it quotes
changes. It is never shown.
"""

from django.db.models import Q

from enbyforalle.lib.i18n import LANGUAGES
from enbyforalle.lib.text import fold

# Nobody remembers more words of a title; a pasted page must not become a hundred conditions.
MAX_WORDS = 12
# Norwegian joins words: «kveld» must find «filmkveld». Shorter pieces would find nearly all.
_SHORTEST_PIECE = 4


def matches(query, field="search_text"):
    """A condition on the folded column: every word of the query occurs, as the start of a word.

    Words of four letters and more may stand inside a longer one. A query without a letter or
    digit matches nothing.
    """
    words = fold(query).split()[:MAX_WORDS]
    if not words:
        return Q(pk__in=())
    condition = Q()
    for word in words:
        if len(word) >= _SHORTEST_PIECE:
            condition &= Q(**{f"{field}__contains": word})
        else:
            condition &= Q(**{f"{field}__startswith": word}) | Q(
                **{f"{field}__contains": f" {word}"}
            )
    return condition


def search_text_for(version):
    """The folded words of a version: its own, its places', organisers', topics' and types'.

    Both languages, since people search in the one they know. What the public cannot read
    (hidden addresses, contact persons, organisers without approved words, private persons that
    did not ask for a page) is not in it. No query for a version of ``with_record``.
    """
    parts = [
        *_both(version, "title", "summary", "description", "contribution"),
        *_places(version),
        *_organisers(version.event),
        version.partners,
    ]
    for term in (*version.topics.all(), *version.types.all(), *version.audiences.all()):
        parts += _both(term, "name")
    for contributor in version.contributors.all():
        parts += [contributor.name, contributor.organisation, *_both(contributor, "subject")]
    for used in version.languages.all():
        parts += _both(LANGUAGES[used.code], "name")
    return fold(" ".join(part for part in parts if part))


def refresh_search_text(versions):
    """Write the column again for these versions; for names that changed since approval."""
    for version in versions:
        text = search_text_for(version)
        if text != version.search_text:
            type(version).objects.filter(pk=version.pk).update(search_text=text)


def _both(obj, *fields):
    return [getattr(obj, f"{field}_{code}") for field in fields for code in ("nb", "en")]


def _places(version):
    parts = []
    for time in version.times.all():
        parts += _both(time, "label")
        if not time.is_address_hidden:
            parts.append(time.place_name)
            if time.venue:
                parts += [*_both(time.venue, "name"), time.venue.street_address]
        if time.district:
            parts += [*_both(time.district, "name"), *time.district.aliases]
    return parts


def _organisers(event):
    read = getattr(event, "public_co_organisers", None)
    joined = event.co_organisers.public() if read is None else read
    parts = [event.organiser_names]
    for organiser in (event.organiser, *(row.organiser for row in joined)):
        text = organiser.public_text if organiser else None
        if text:
            parts += _both(text, "name")
    return parts
