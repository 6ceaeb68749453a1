"""Two languages on the site, and the many languages people write and speak.

Content is two columns, `title_nb` and `title_en`. The column says where a text is shown; the
language it is written in may be another (Nynorsk, Northern Sámi, Arabic …), kept in
`language_nb` and `language_en` where an object has them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.urls import get_script_prefix, translate_url
from django.utils.functional import lazy
from django.utils.translation import get_language

from enbyforalle.lib.text import collation_key


class Language(NamedTuple):
    name_nb: str
    name_en: str
    endonym: str
    direction: str = "ltr"


# Codes are BCP 47. The languages of the country and the neighbourhood first, then those spoken
# by many in Kristiansand, by Norwegian name.
LANGUAGES: dict[str, Language] = {
    "nb": Language("bokmål", "Bokmål", "bokmål"),
    "nn": Language("nynorsk", "Nynorsk", "nynorsk"),
    "en": Language("engelsk", "English", "English"),
    "se": Language("nordsamisk", "Northern Sámi", "davvisámegiella"),
    "sma": Language("sørsamisk", "Southern Sámi", "åarjelsaemien gïele"),
    "smj": Language("lulesamisk", "Lule Sámi", "julevsámegiella"),
    "fkv": Language("kvensk", "Kven", "kvääni"),
    "nsl": Language("norsk tegnspråk", "Norwegian Sign Language", "norsk tegnspråk"),
    "sq": Language("albansk", "Albanian", "shqip"),
    "am": Language("amharisk", "Amharic", "አማርኛ"),
    "ar": Language("arabisk", "Arabic", "العربية", "rtl"),
    "my": Language("burmesisk", "Burmese", "မြန်မာဘာသာ"),
    "bs": Language("bosnisk", "Bosnian", "bosanski"),
    "da": Language("dansk", "Danish", "dansk"),
    "prs": Language("dari", "Dari", "دری", "rtl"),
    "tl": Language("tagalog (filippinsk)", "Tagalog (Filipino)", "Tagalog"),
    "fr": Language("fransk", "French", "français"),
    "hi": Language("hindi", "Hindi", "हिन्दी"),
    "zh": Language("kinesisk", "Chinese", "中文"),
    "ku": Language("kurdisk (kurmandsji)", "Kurdish (Kurmanji)", "kurdî"),
    "ckb": Language("kurdisk (sorani)", "Kurdish (Sorani)", "کوردیی ناوەندی", "rtl"),
    "lt": Language("litauisk", "Lithuanian", "lietuvių"),
    "ps": Language("pashto", "Pashto", "پښتو", "rtl"),
    "fa": Language("persisk (farsi)", "Persian (Farsi)", "فارسی", "rtl"),
    "pl": Language("polsk", "Polish", "polski"),
    "rom": Language("romani", "Romani", "romani čhib"),
    "ro": Language("rumensk", "Romanian", "română"),
    "ru": Language("russisk", "Russian", "русский"),
    "so": Language("somali", "Somali", "Soomaali"),
    "es": Language("spansk", "Spanish", "español"),
    "sv": Language("svensk", "Swedish", "svenska"),
    "sw": Language("swahili", "Swahili", "Kiswahili"),
    "ta": Language("tamil", "Tamil", "தமிழ்"),
    "th": Language("thai", "Thai", "ไทย"),
    "ti": Language("tigrinja", "Tigrinya", "ትግርኛ"),
    "tr": Language("tyrkisk", "Turkish", "Türkçe"),
    "de": Language("tysk", "German", "Deutsch"),
    "uk": Language("ukrainsk", "Ukrainian", "українська"),
    "ur": Language("urdu", "Urdu", "اردو", "rtl"),
    "vi": Language("vietnamesisk", "Vietnamese", "Tiếng Việt"),
}
# How many stand first in every list, before the rest in alphabetical order.
_FIRST = 8


_held: ContextVar[str] = ContextVar("held_language", default="")


@contextmanager
def held_language() -> Iterator[None]:
    """Read the active language once for a whole block that writes thousands of texts.

    Asking Django for it costs more than choosing a column does. Inside the block nothing may
    change the language.
    """
    token = _held.set(page_language())
    try:
        yield
    finally:
        _held.reset(token)


def page_language() -> str:
    """The language the page is in: "nb" or "en". No active language counts as Norwegian."""
    if held := _held.get():
        return held
    return "en" if (get_language() or "").startswith("en") else "nb"


def _pick(nb: str, en: str) -> str:
    return en if page_language() == "en" else nb


_lazy_pick = lazy(_pick, str)


def words(nb: str, en: str) -> Any:
    """A word of an address in both languages, for `path(words("program/", "programme/"), …)`.

    Addresses are a public contract and stay out of gettext, where a translator could move them.
    """
    return _lazy_pick(nb, en)


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the language it is written in, and whether it stands in for a missing one."""

    value: str
    lang: str
    is_fallback: bool = False

    def __str__(self) -> str:
        return self.value

    def __bool__(self) -> bool:
        return bool(self.value)

    @property
    def dir(self) -> str:
        return language_direction(self.lang)


def bilingual(obj: Any, field: str) -> Text:
    """The text of `field` for the page's language, else the other column's as a fallback.

    Reads `<field>_nb` and `<field>_en`, and the language of each from `language_nb` and
    `language_en` where the object has them filled in.
    """
    wanted = page_language()
    other = "nb" if wanted == "en" else "en"
    for column in (wanted, other):
        value = getattr(obj, f"{field}_{column}")
        if value:
            lang = getattr(obj, f"language_{column}", "") or column
            return Text(value, lang, is_fallback=column != wanted)
    return Text("", wanted)


class Bilingual:
    """`title = Bilingual("title")` on a class with `title_nb` and `title_en` gives a `Text`."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, obj: Any, owner: type | None = None) -> Any:
        return self if obj is None else bilingual(obj, self.field)

    def __set__(self, obj: Any, value: object) -> None:
        # Without this an assignment would shadow both columns and be lost at save.
        raise AttributeError(f"Set {self.field}_nb or {self.field}_en.")


def language_name(code: str) -> str:
    """The language's name in the page's language; the code itself when it is not listed."""
    language = LANGUAGES.get(code)
    return _pick(language.name_nb, language.name_en) if language else code


def language_endonym(code: str) -> str:
    """What those who speak it call it; the code itself when it is not listed."""
    language = LANGUAGES.get(code)
    return language.endonym if language else code


def language_direction(code: str) -> str:
    """ "rtl" or "ltr". A region ("ar-SY") does not change it; unknown codes are "ltr"."""
    language = LANGUAGES.get(code) or LANGUAGES.get(code.partition("-")[0])
    return language.direction if language else "ltr"


_lazy_name = lazy(language_name, str)

# For model fields: every code with its name in the language of the page that shows it.
LANGUAGE_CHOICES = [(code, _lazy_name(code)) for code in LANGUAGES]


def language_choices() -> list[tuple[str, str]]:
    """For forms: the first few as they stand, the rest by name in the page's language."""
    named = [(code, language_name(code)) for code in LANGUAGES]
    return named[:_FIRST] + sorted(named[_FIRST:], key=lambda pair: collation_key(pair[1]))


def alternate_language() -> str:
    """The site's other language: "en" on a Norwegian page, "nb" on an English one."""
    return "nb" if page_language() == "en" else "en"


def alternate_url(request: HttpRequest) -> str:
    """The same page in the site's other language, query string included.

    A page that has no address of its own (404) leads to the other language's home page.
    """
    # Two slashes in front would make the rest of the path a host name, in a link we print.
    here = "/" + request.get_full_path().lstrip("/")
    there = translate_url(here, alternate_language())
    if there != here:
        return there
    return get_script_prefix() + ("en/" if alternate_language() == "en" else "")
