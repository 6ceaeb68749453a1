"""What somebody wants on paper: the programme under a filter, or the poster of one event."""

import hashlib
import json
from dataclasses import asdict, dataclass

from enbyforalle.lib.i18n import page_language
from events.programme.filters import FILTER_PARAMS, ProgrammeFilter

LANGUAGES = ("nb", "en")
# Names beside those of the filters, in both languages the same: which languages, how, folded.
FORM_PARAMS = ("lang", "large", "booklet")
PARAMS = (*FILTER_PARAMS, *FORM_PARAMS)


@dataclass(frozen=True)
class Order:
    """One thing to print. Two addresses that mean the same give equal orders.

    ``slug`` names the event of a poster and is empty for the programme; ``query`` is the filter
    in its canonical form.
    """

    year: int
    slug: str = ""
    languages: tuple[str, ...] = ("nb",)
    query: str = ""
    is_large: bool = False
    is_booklet: bool = False

    @classmethod
    def of_programme(cls, query, year):
        """Read a QueryDict; names and forms that are not known are ignored."""
        chosen = ProgrammeFilter.from_query(query, None)
        return cls(
            year,
            languages=_languages(query),
            query=chosen.query_string(),
            is_large=query.get("large") == "1",
            is_booklet=query.get("booklet") == "1",
        )

    @classmethod
    def of_poster(cls, query, year, slug):
        """A poster knows languages and nothing else."""
        return cls(year, slug, _languages(query))

    @classmethod
    def from_payload(cls, payload):
        """The order that ``payload`` was made of."""
        return cls(**payload | {"languages": tuple(payload["languages"])})

    @property
    def payload(self):
        """The order as a job carries it."""
        return asdict(self) | {"languages": list(self.languages)}

    @property
    def is_plain(self):
        """Of the few that exist for each week, however many people ask: no filter, no poster."""
        return not self.query and not self.slug

    @property
    def digest(self):
        """The same for the same order, in any process."""
        return hashlib.sha256(json.dumps(self.payload, sort_keys=True).encode()).hexdigest()[:24]


def _languages(query):
    """The address's own language first where both are wanted."""
    own = page_language()
    asked = query.get("lang", "")
    if asked == "both":
        return (own, *(other for other in LANGUAGES if other != own))
    return (asked if asked in LANGUAGES else own,)
