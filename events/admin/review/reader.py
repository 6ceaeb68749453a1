"""A version as its readers will meet it: the public page itself, inside the review page."""

import re

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from events.models import AccessFeature
from events.programme.page import EventPage

# Two of these stand side by side, so what must be unique on a page carries the language.
_NAMED = re.compile(r'\b(id|for|aria-labelledby|aria-describedby)="([^"]+)"')
_HEADING = re.compile(r"(</?h)([1-4])\b")
# Inside the review page the headings of the public page stand two levels down.
_LEVELS_DOWN = 2
_PICTURE = re.compile(r"(?:/en)?/bilder/([0-9a-f-]{36})/(\d+)\.(webp|jpg)")
_IN_SET = re.compile(r' (srcset|sizes)="[^"]*"')


def readers(version):
    """The page in Norwegian and in English: code, name of the language, and HTML."""
    asked = list(AccessFeature.objects.filter(is_key=True, is_active=True))
    return [
        {"code": code, "name": capfirst(name), "html": _page(version, code, asked)}
        for code, name in (("nb", _("Norwegian")), ("en", _("English")))
    ]


def _page(version, language, asked):
    context = {
        "page": EventPage(version, asked),
        "event": version.event,
        "version": version,
        "week": version.event.week,
        "our": {"language": language},
    }
    with translation.override(language):
        html = render_to_string("events/_event.html", context)
    return mark_safe(_embedded(html, language))


def _embedded(html, language):
    """Change what was made for a page of its own: ids, levels of headings, addresses of pictures.

    The text was escaped when the template was rendered; nothing is unescaped here.
    """
    html = _NAMED.sub(lambda found: f'{found[1]}="{language}-{found[2]}"', html)
    html = _HEADING.sub(lambda found: f"{found[1]}{int(found[2]) + _LEVELS_DOWN}", html)
    html = _IN_SET.sub("", html)
    return _PICTURE.sub(lambda found: _own_address(*found.groups()), html)


def _own_address(key, width, ext):
    """Where staff see a picture that the public may not see yet."""
    return reverse("admin:events_version_picture", args=[key, int(width), ext])
