"""What to offer whose choices found nothing: which one to let go, and «Did you mean»."""

from collections import Counter
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from enbyforalle.lib.text import fold
from events.models import SessionTime, Topic
from events.programme.facets import facet_label
from events.search import MAX_WORDS, matches, words_of
from organisers.models import OrganiserText

# A slip in a short word makes another word: «buss» and «busk». Long ones bear two slips.
_SHORTEST = 4
_LONG = 8
_WORDS = (
    *("version__title_nb", "version__title_en", "version__summary_nb", "version__summary_en"),
    *("venue__name_nb", "venue__name_en"),
)


@dataclass(frozen=True)
class Way:
    """Another choice that finds something: what it changes, how many events, and its address."""

    words: str
    n_events: int
    url: str


@dataclass(frozen=True)
class Loosening:
    """All there is to offer. ``did_you_mean`` is a Way or None."""

    ways: list[Way]
    did_you_mean: Way | None


def loosening(chosen, now):
    """What to offer for a filter that found nothing. One query a facet chosen, and five."""
    public = SessionTime.objects.public(now).for_week(chosen.week)
    ways = [] if len(chosen.values) < 2 else list(_ways(chosen, public))
    ways.sort(key=lambda way: -way.n_events)
    return Loosening(ways, _did_you_mean(chosen, public) if chosen["q"] else None)


def _ways(chosen, public):
    """The filter without each of its facets in turn, where that finds anything."""
    for facet in chosen.values:
        looser = chosen.with_only(facet)
        if count := _n_events(looser, public):
            yield Way(facet_label(facet), count, _url(looser))


def _did_you_mean(chosen, public):
    """The words of the programme nearest to those searched for, or None where none is near."""
    typed = words_of(chosen.words)[:MAX_WORDS]
    known = _vocabulary(public)
    # Folded, so that a word typed without its ø is right and not a slip.
    folded = {fold(word): word for word, _count in reversed(known.most_common())}
    nearest = [_nearest(word, folded, public) for word in typed]
    if nearest == typed:
        return None
    better = chosen.with_only("q", " ".join(nearest))
    count = _n_events(better, public)
    return Way(" ".join(nearest), count, _url(better)) if count else None


def _nearest(word, folded, public):
    if len(word) < _SHORTEST or public.filter(matches(word, "version__search_text")).exists():
        return word
    found = process.extractOne(
        fold(word),
        folded.keys(),
        scorer=DamerauLevenshtein.distance,
        score_cutoff=2 if len(word) >= _LONG else 1,
    )
    return folded[found[0]] if found else word


def _vocabulary(public):
    """How often each word stands where a reader of the programme sees it."""
    texts = [text for row in public.order_by().values_list(*_WORDS) for text in row if text]
    organisers = OrganiserText.objects.live().filter(
        organiser__in=public.order_by().values("version__event__organiser")
    )
    for rows in (organisers, Topic.objects.filter(is_active=True)):
        for row in rows.values_list("name_nb", "name_en"):
            texts += row
    return Counter(word for text in texts for word in words_of(text) if len(word) >= _SHORTEST)


def _n_events(chosen, public):
    return chosen.apply(public).order_by().values("version__event").distinct().count()


def _url(chosen):
    query = chosen.query_string()
    return f"?{query}" if query else "."
