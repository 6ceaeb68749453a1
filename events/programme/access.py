"""What lets people take part: the event's own answers over the lasting facts of its venue."""

from datetime import date
from typing import NamedTuple

from events.enums import Answer
from events.models import AccessFeature
from events.programme.reading import kept


class AccessFact(NamedTuple):
    """One feature with "yes", "no" or "" for not known: silence is never "no"."""

    feature: AccessFeature
    answer: str
    confirmed_on: date | None = None
    is_of_venue: bool = False

    @property
    def is_yes(self):
        return self.answer == Answer.YES

    @property
    def is_no(self):
        return self.answer == Answer.NO


def facts_of(version, venue=None):
    """``{code: AccessFact}`` of all answered features, in the order of the vocabulary.

    Reads the prefetches of ``with_card`` or ``with_content``. Without a venue (online, or a place
    nobody has adopted) the event's own answers are all there is.
    """
    facts = {}
    for row in kept(venue, "access") if venue else ():
        facts[row.feature.code] = AccessFact(row.feature, row.answer, row.confirmed_on, True)
    for row in kept(version, "access_answers"):
        facts[row.feature.code] = AccessFact(row.feature, row.answer)
    ordered = sorted(facts.values(), key=lambda fact: (fact.feature.position, fact.feature.code))
    return {fact.feature.code: fact for fact in ordered}
