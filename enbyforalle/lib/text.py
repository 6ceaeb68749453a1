"""What is done to a piece of text: cleaned, made an address, folded for search, sorted."""

import re
import unicodedata

from django.utils.text import slugify

# Letters that Unicode does not decompose, so that slugify() would delete them: «Søgne» would
# become "sgne". The table is what addresses are made with and must never change.
_SLUG_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t", "ð": "d", "þ": "th"}
    | {"ł": "l", "ı": "i", "ß": "ss", "œ": "oe"}
)

# For search ä counts as æ and ö as ø, as Swedish and German writers mean them.
_FOLD_LETTERS = _SLUG_LETTERS | str.maketrans({"ä": "ae", "ö": "o"})

# Both forms of the same word; a stemmer leaves words as short as these alone.
_SAME_WORD = {"uken": "uka", "ukens": "ukas"}

# Norwegian order: after z come æ, ø, å. The three characters after z in ASCII stand in for them.
_ORDER_LETTERS = {
    **{"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"},
    **{"đ": "d", "ŋ": "n", "ŧ": "t", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "œ": "oe"},
}

# Separators that mean a break between words; everything else in _UNWANTED joins nothing.
_BREAKS = re.compile("[\t\x0b\x0c\x85\u2028\u2029]")
# Control characters, bidirectional overrides (they can turn the rest of a page round), the byte
# order mark, half surrogates, and what XML forbids. U+200C–U+200F stay: Persian needs them.
_UNWANTED = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff"
    "\ufdd0-\ufdef\ufeff\ufff9-\ufffb\ufffe\uffff]"
)


def clean(text: str) -> str:
    """The text without characters nobody can see or that break feeds; line breaks stay.

    Line breaks become "\\n", tabs and exotic separators a space, and letters are composed (NFC),
    so that an «å» typed on a Mac is one character. Doing it twice changes nothing.
    """
    # Nearly every text is clean, and asking costs a tenth of cleaning it once more.
    if text.replace("\n", " ").isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _UNWANTED.sub("", _BREAKS.sub(" ", text))
    return unicodedata.normalize("NFC", text)


def clean_line(text: str) -> str:
    """`clean` for what stands on one line: every run of white space becomes one space."""
    return " ".join(clean(text).split())


def slugify_nb(text: str, max_length: int = 80) -> str:
    """The text as part of an address, «Ærlig på Flekkerøy» → "aerlig-pa-flekkeroy".

    Cut at a word where one fits. Empty when the text has no Latin letter or digit: the caller
    must have something to put there.
    """
    composed = unicodedata.normalize("NFC", text).lower()
    slug = slugify(composed.translate(_SLUG_LETTERS))
    if len(slug) <= max_length:
        return slug
    cut = slug[: max_length + 1].rpartition("-")[0]
    return cut or slug[:max_length]


def fold(text: str) -> str:
    """The words of the text as search compares them, one space between.

    «Blåbær», "blaabaer" and "BLABAER" are equal, as are ø, o and oe, é and e, uka and uken.
    Fold both what is searched and what is searched for. Folding twice changes nothing.
    """
    composed = unicodedata.normalize("NFKC", text.casefold()).casefold()
    plain = _plain(composed.translate(_FOLD_LETTERS)).casefold().translate(_FOLD_LETTERS)
    plain = re.sub("oe+", "o", re.sub("aa+", "a", plain))
    return " ".join(_SAME_WORD.get(word, word) for word in plain.split())


def collation_key(text: str) -> tuple[str, str]:
    """Sort key in Norwegian order: æ ø å last, aa as å, accents and case only to break ties.

    Signs are ignored, so that «Åpning» in quotation marks stands under å.
    """
    composed = unicodedata.normalize("NFKC", text.casefold()).replace("aa", "å")
    ordered = "".join(_ORDER_LETTERS.get(letter) or _plain(letter) for letter in composed)
    return " ".join(ordered.split()), text


def _plain(text: str) -> str:
    """The text without accents and signs; signs leave a space."""
    return "".join(map(_word_character, unicodedata.normalize("NFKD", text)))


def _word_character(character: str) -> str:
    """Letters and digits as they are, accents nothing, anything else a space."""
    category = unicodedata.category(character)
    if category[0] in "LN" or category == "Mc":
        return character
    return "" if category in ("Mn", "Me", "Cf") else " "
