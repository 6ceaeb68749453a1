"""The stem of a word, so that «barna» finds «barn» and «møter» finds «møte»."""

import unicodedata
from functools import lru_cache

import snowballstemmer

# The Snowball algorithm for each language that people search in.
ALGORITHMS = {"nb": "norwegian", "en": "english"}

# Forms that no ending explains, and spellings that mean the same: word → its stem.
_STEMS = {
    **dict.fromkeys(("bok", "boka", "boken", "bøker", "bøkene"), "bok"),
    **dict.fromkeys(("uke", "uka", "uken", "ukas", "ukens", "uker", "ukene"), "uke"),
    **dict.fromkeys(("mor", "mora", "moren", "mødre", "mødrene"), "mor"),
    **dict.fromkeys(("far", "faren", "fedre", "fedrene"), "far"),
    **dict.fromkeys(("mann", "mannen", "menn", "mennene"), "mann"),
    **dict.fromkeys(("kafe", "kafeen", "kafeer", "kafeene", "cafe", "cafes", "cafeer"), "kafe"),
    **dict.fromkeys(("teater", "teatret", "teateret", "teatre", "teatrene"), "teater"),
    **dict.fromkeys(("theatre", "theater", "theatres", "theaters"), "theatre"),
    **dict.fromkeys(("same", "samer", "samene", "samen"), "same"),
    **dict.fromkeys(("sami", "saami"), "sami"),
    **dict.fromkeys(("child", "children"), "child"),
    **dict.fromkeys(("woman", "women"), "woman"),
    **dict.fromkeys(("man", "men"), "man"),
    **dict.fromkeys(("sprak", "språk", "språket", "språka", "språkene"), "språk"),
}
_KEPT = "æøå"


@lru_cache(maxsize=20_000)
def stem(word: str, language: str) -> str:
    """The stem of one word in "nb" or "en"; accents are taken off, æ, ø and å stay.

    ``word`` is lower case without signs. Words that are spelt in two ways have one stem.
    """
    plain = "".join(letter if letter in _KEPT else _bare(letter) for letter in word)
    # A stemmer keeps its word in itself, so two threads must not share one; a new one is cheap.
    return _STEMS.get(plain) or snowballstemmer.stemmer(ALGORITHMS[language]).stemWord(plain)


def _bare(letter):
    return "".join(
        part for part in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(part)
    )
