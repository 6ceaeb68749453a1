"""What was changed between two texts, word by word, and whether it was no more than spelling."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

EQUAL, REMOVED, ADDED = "equal", "removed", "added"

# A word with the space before it, so that every sign of the text lies in one piece.
_PIECE = re.compile(r"\s*\S+|\s+")
# The same with the signs behind a word on their own: a comma come or gone strikes out no word.
_END = r".,;:!?»”)\""
_PIECE_AND_SIGNS = re.compile(rf"\s*\S*[^\s{_END}]|\s*[{_END}]+|\s+")
# More pieces than this on either side, after what both begin and end with, are not compared word
# by word: the search is quadratic, and nobody reads a thousand small differences.
_MOST = 1500

# With less than this in common one text stands in the place of another, and the few words that
# happen to be in both only disturb the reader.
_LEAST_COMMON = 0.3

# Above this, two words are the same word written in two ways: «arrangement» and «arangement».
_SAME_WORD = 0.6
# Words without which a sentence says something else. Such a change is never mere spelling.
_NEGATIONS = frozenset(
    ("ikke", "ikkje", "ingen", "ingenting", "intet", "aldri", "uten", "utan", "kun", "bare")
    + ("unntatt", "ei", "no", "not", "never", "none", "only", "without", "except", "nor")
)
_SIGNS = re.compile(r"[\W_]+")
# Numbers, addresses and accounts: one sign more or less, and it is another time or another place.
_EXACT = re.compile(r"\d|[/@]|\w[.:]\w")
# A short word may be forgotten or written twice: «å», «og», «the».
_SHORT_WORD = 3
_MOST_WORDS = 8
_LARGEST_PART = 0.25


@dataclass(frozen=True)
class Run:
    """A piece of text that stayed, went or came: ``kind`` is "equal", "removed" or "added"."""

    kind: str
    text: str

    @property
    def space(self) -> str:
        """The space before the words, which nobody wants to see struck out or underlined."""
        return self.text[: len(self.text) - len(self.text.lstrip())]

    @property
    def words(self) -> str:
        """The text without the space before it."""
        return self.text.lstrip()


def runs(old: str, new: str) -> tuple[Run, ...]:
    """The way from ``old`` to ``new``: a removed run stands before the one that took its place.

    Equal and added runs together are ``new``, sign by sign; equal and removed ones are ``old`` but
    for the spaces between words.
    """
    before, after = _PIECE_AND_SIGNS.findall(old), _PIECE_AND_SIGNS.findall(new)
    steps = list(_operations([_key(p) for p in before], [_key(p) for p in after]))
    same = sum(_words(before[a:b]) for kind, (a, b), _after in steps if kind == EQUAL)
    most = max(_words(before), _words(after))
    if before and after and same < _LEAST_COMMON * most:
        return (Run(REMOVED, old), Run(ADDED, new))
    found: list[Run] = []
    for kind, (a, b), (c, d) in steps:
        if kind == EQUAL:
            found.append(Run(EQUAL, "".join(after[c:d])))
            continue
        if a < b:
            found.append(Run(REMOVED, "".join(before[a:b])))
        if c < d:
            found.append(Run(ADDED, "".join(after[c:d])))
    return tuple(found)


def _words(pieces):
    """How many of them are words: the full stops that two texts share are nothing in common."""
    return sum(not _SIGNS.fullmatch(piece) for piece in pieces)


def excerpt(found: tuple[Run, ...], around: int = 60) -> tuple[Run, ...]:
    """The runs with what is equal cut to ``around`` signs on either side of a difference."""
    short = []
    for place, run in enumerate(found):
        text = run.text
        if run.kind == EQUAL:
            first, last = place == 0, place == len(found) - 1
            text = _cut(text, head=0 if first else around, tail=0 if last else around)
        short.append(Run(run.kind, text))
    return tuple(short)


def text_of(found: tuple[Run, ...], kind: str) -> str:
    """The text with the removed runs, or the one with the added ones."""
    return "".join(run.text for run in found if run.kind in (EQUAL, kind)).strip()


def _cut(text, *, head, tail):
    """The text without its middle, cut between words where there are any."""
    if len(text) <= head + tail + 10:
        return text
    start = text[:head].rpartition(" ")[0] or text[:head]
    end = text[len(text) - tail :] if tail else ""
    return f"{start} … {end.partition(' ')[2] or end}"


def is_spelling(old: str, new: str) -> bool:
    """Whether the texts differ in so few words, and so little in each, that both mean the same.

    No number, address or negation may differ, no more than eight words and no more than a quarter
    of the text. A text that is begun or emptied is more than spelling.
    """
    before, after = _PIECE.findall(old), _PIECE.findall(new)
    if not (old.strip() and new.strip()):
        return False
    changed = 0
    for kind, (a, b), (c, d) in _operations([_key(p) for p in before], [_key(p) for p in after]):
        if kind == EQUAL:
            continue
        changed += max(1, min(b - a, d - c))
        if not _is_same("".join(before[a:b]), "".join(after[c:d])):
            return False
    return changed <= _MOST_WORDS and changed <= max(1, _LARGEST_PART * len(before))


def _key(piece):
    """A piece as it is compared: a new line counts, how many spaces there are does not."""
    word = piece.strip()
    return f"\n{word}" if "\n" in piece[: len(piece) - len(piece.lstrip())] else word


def _operations(old, new):
    """``(kind, (from, to) in old, (from, to) in new)`` in order; "changed" where not equal."""
    start = 0
    while start < min(len(old), len(new)) and old[start] == new[start]:
        start += 1
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    if start:
        yield EQUAL, (0, start), (0, start)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(before), len(after)) > _MOST:
        yield "changed", (start, start + len(before)), (start, start + len(after))
    else:
        for tag, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
            kind = EQUAL if tag == "equal" else "changed"
            yield kind, (start + a, start + b), (start + c, start + d)
    if end:
        yield EQUAL, (len(old) - end, len(old)), (len(new) - end, len(new))


def _is_same(old, new):
    """Whether one run in place of another may be spelling."""
    words = {word.lower() for text in (old, new) for word in _SIGNS.split(text)}
    if _EXACT.search(old) or _EXACT.search(new) or words & _NEGATIONS:
        return False
    a, b = (_SIGNS.sub("", text).lower() for text in (old, new))
    if a == b:
        return True
    if not (a and b):
        return len(a or b) <= _SHORT_WORD
    return SequenceMatcher(None, a, b, autojunk=False).ratio() >= _SAME_WORD
