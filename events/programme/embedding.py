"""The programme in a frame on somebody else's website: how it looks, and the lines to paste."""

from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enbyforalle.lib.i18n import page_language
from enbyforalle.lib.links import absolute
from events.programme.filters import ProgrammeFilter

# The names are a public contract: they stand in other people's pages. What each looks like is
# said in static/css/embed.css.
THEMES = ("auto", "light", "dark")
ACCENTS = ("lamp", "fjord", "forest", "heather", "rowan", "snow")
LANGUAGES = ("nb", "en")
LOOK_PARAMS = ("theme", "accent")
MAKE_PARAMS = (*LOOK_PARAMS, "lang", "height")
# In CSS pixels. Below the first nothing can be read, above the last nobody scrolls past.
HEIGHTS = range(240, 3001)
HEIGHT = 640


@dataclass(frozen=True)
class Frame:
    """What a frame shows and how. What is asked for and not known is as by default."""

    chosen: ProgrammeFilter
    theme: str
    accent: str
    language: str
    height: int

    @classmethod
    def from_query(cls, query, week):
        """Read a QueryDict; the language is the page's own where none is asked for."""
        height = query.get("height", "")
        is_height = height.isascii() and height.isdigit() and len(height) < 5
        return cls(
            chosen=ProgrammeFilter.from_query(query, week),
            theme=_known(query.get("theme"), THEMES),
            accent=_known(query.get("accent"), ACCENTS),
            language=_known(query.get("lang"), LANGUAGES, page_language()),
            height=min(max(int(height), HEIGHTS.start), HEIGHTS.stop - 1) if is_height else HEIGHT,
        )

    @property
    def path(self):
        """The path of the frame, in its language; what is as by default is left out."""
        look = [("theme", self.theme, THEMES[0]), ("accent", self.accent, ACCENTS[0])]
        rest = urlencode([(name, value) for name, value, default in look if value != default])
        query = "&".join(part for part in (self.chosen.query_string(), rest) if part)
        with translation.override(self.language):
            path = reverse("events:embed")
        return f"{path}?{query}" if query else path

    @property
    def title(self):
        """What those who listen hear before they go into the frame, in its language."""
        with translation.override(self.language):
            name = settings.SITE_NAME_EN if page_language() == "en" else settings.SITE_NAME
            return _("The programme of %(site)s") % {"site": name}

    @property
    def snippet(self):
        """The lines to paste: no script, and nothing that a page must fetch from us."""
        return (
            f'<iframe src="{escape(absolute(self.path))}" title="{escape(self.title)}" '
            f'width="100%" height="{self.height}" frameborder="0" loading="lazy"></iframe>'
        )


def theme_names():
    """(code, name) of each theme in the page's language."""
    return [
        ("auto", _("As the visitor’s device: light or dark")),
        ("light", _("Light")),
        ("dark", _("Dark")),
    ]


def accent_names():
    """(code, name) of each colour in the page's language."""
    return [
        ("lamp", _("Lamp yellow")),
        ("fjord", _("Fjord blue")),
        ("forest", _("Forest green")),
        ("heather", _("Heather purple")),
        ("rowan", _("Rowan red")),
        ("snow", _("Snow grey")),
    ]


def _known(value, codes, default=None):
    return value if value in codes else default or codes[0]
