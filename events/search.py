"""What a reader may search for, as folded words and stems in one column.

The text is derived: it is written when a version goes live, and again when a name it quotes
changes. It is never shown. It reads `` møte… =møt … ``: each word folded, then each stem after a
sign that no word holds, with a space round every one.
"""

import re
import unicodedata

from django.db.models import Q

from enbyforalle.lib.i18n import LANGUAGES
from enbyforalle.lib.stems import ALGORITHMS, stem
from enbyforalle.lib.text import fold

# Nobody remembers more words of a title; a pasted page must not become a hundred conditions.
MAX_WORDS = 12
# Norwegian joins words, the meaning last: «kveld» must find «filmkveld». Shorter ends, and
# shorter stems as beginnings, would find nearly all.
_SHORTEST_END = 4
_SHORTEST_BEGINNING = 5
_MARK = "="
# One spoken language, whichever standard of it is written.
NORWEGIAN = ("nb", "nn", "no")
_WORD = re.compile(r"[^\W_]+")


def matches(query, field="search_text"):
    """A condition on the column: every word of the query occurs, in any of its forms.

    A word is found by its beginning, by its stem in Norwegian or English, and, from four letters
    on, as the end of a compound. A query without a letter or digit matches nothing.
    """
    words = words_of(query)[:MAX_WORDS]
    if not words:
        return Q(pk__in=())
    condition = Q()
    for word in words:
        either = Q()
        for piece in _pieces(word):
            either |= Q(**{f"{field}__contains": piece})
        condition &= either
    return condition


def words_of(text):
    """The words of a text in the order they stand, in lower case, signs taken off."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text.casefold()))
    # A letter of which folding leaves nothing would be found everywhere.
    return [word for word in words if fold(word)]


def _pieces(word):
    """What the column holds where it holds a form of the word."""
    folded = fold(word)
    stems = {stem(word, language) for language in ALGORITHMS}
    pieces = {f" {folded}"} | {f" {_MARK}{known} " for known in stems}
    for end in (folded, *stems):
        if len(end) >= _SHORTEST_END:
            pieces.add(f"{end} ")
    for known in stems:
        if len(fold(known)) >= _SHORTEST_BEGINNING:
            pieces.add(f" {fold(known)}")
    return sorted(pieces)


def search_text_for(version):
    """The column of a version: its own words, its places', organisers', topics' and types'.

    Both languages, since people search in the one they know. What the public cannot read
    (hidden addresses, contact persons, organisers without approved words, private persons that
    did not ask for a page) is not in it. No query for a version of ``with_record``.
    """
    parts = [
        *_both(version, "title", "summary", "description", "contribution"),
        *_places(version),
        *_organisers(version.event),
        ("nb", version.partners),
    ]
    for term in (*version.topics.all(), *version.types.all(), *version.audiences.all()):
        parts += _both(term, "name")
    for contributor in version.contributors.all():
        names = f"{contributor.name} {contributor.organisation}"
        parts += [("nb", names), *_both(contributor, "subject")]
    for used in version.languages.all():
        # «bokmål» would make every event one about books, to who has typed «bok».
        norwegian = [("nb", "norsk"), ("en", "Norwegian")]
        parts += norwegian if used.code in NORWEGIAN else _both(LANGUAGES[used.code], "name")
    return _column(parts)


def _column(parts):
    words = [(language, word) for language, text in parts for word in words_of(text or "")]
    folded = " ".join(fold(word) for _language, word in words)
    stems = dict.fromkeys(f"{_MARK}{stem(word, language)}" for language, word in words)
    return f" {' '.join((folded, *stems))} " if words else ""


def refresh_search_text(versions):
    """Write the column again for these versions; for names that changed since approval."""
    for version in versions:
        text = search_text_for(version)
        if text != version.search_text:
            type(version).objects.filter(pk=version.pk).update(search_text=text)


def _both(obj, *fields):
    return [(code, getattr(obj, f"{field}_{code}")) for field in fields for code in ("nb", "en")]


def _places(version):
    parts = []
    for time in version.times.all():
        parts += _both(time, "label")
        if not time.is_address_hidden:
            parts.append(("nb", time.place_name))
            if time.venue:
                parts += [*_both(time.venue, "name"), ("nb", time.venue.street_address)]
        if time.district:
            parts += [*_both(time.district, "name"), ("nb", " ".join(time.district.aliases))]
    return parts


def _organisers(event):
    read = getattr(event, "public_co_organisers", None)
    joined = event.co_organisers.public() if read is None else read
    parts = [("nb", event.organiser_names)]
    for organiser in (event.organiser, *(row.organiser for row in joined)):
        text = organiser.public_text if organiser else None
        if text:
            parts += _both(text, "name")
    return parts
