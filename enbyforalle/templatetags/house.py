"""Template tags of the house: dates, money, symbols, and texts in their own language."""

import json
import re
from datetime import date, datetime, time
from typing import Any

from django import template
from django.template.base import NodeList, Parser, Token
from django.template.context import Context
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from enbyforalle.lib import dates, i18n, links, money, phones, uids

register = template.Library()

_URL = re.compile(r"https?://[^\s<>\"«»“”]+", re.IGNORECASE)
# What would end the block, or begin another, inside a script element (HTML, 4.12.1.3).
_IN_SCRIPT = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}
# Signs that close the sentence around an address rather than belong to it.
_AFTER_URL = ".,:;!?'…)]}"


def _when_given(show: Any) -> Any:
    """A filter that shows nothing for a value that is missing, as Django's own filters do."""

    def filter_func(value: Any) -> str:
        return "" if value is None or value == "" else show(value)

    filter_func.__doc__ = show.__doc__
    return filter_func


register.filter("day_long", _when_given(dates.format_day))
register.filter("day_short", _when_given(dates.format_day_short))
register.filter("day_brief", _when_given(dates.format_day_brief))
register.filter("weekday", _when_given(dates.format_weekday))
register.filter("clock_time", _when_given(dates.format_time))
register.filter("day_and_time", _when_given(dates.format_datetime))
register.filter("money", _when_given(money.format_amount))
register.filter("phone", _when_given(phones.display))
register.filter("short_uid", uids.short)
register.filter("language_name", _when_given(i18n.language_name))


@register.filter
def time_range(start: datetime | time | None, end: datetime | time | None = None) -> str:
    """`{{ starts_at|time_range:ends_at }}` gives «kl. 14.00–15.30»."""
    return dates.format_time_range(start, end or None) if start else ""


@register.filter
def day_range(first: date | None, last: date | None = None) -> str:
    """`{{ first|day_range:last }}` gives «8.–14. februar 2027»."""
    return dates.format_day_range(first, last or first) if first else ""


@register.filter
def json_ld(value: Any) -> SafeString:
    """A block of structured data about the page; browsers do not run it."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')


@register.simple_tag
def icon(name: str) -> SafeString:
    """A decorative symbol from the sheet: the words beside it carry the meaning."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )


@register.filter
def lang_text(text: i18n.Text | str | None) -> SafeString:
    """The text, in a span with its language and direction where it is not the page's."""
    text = text or ""
    attributes = _language_attributes(text)
    if not attributes:
        return conditional_escape(str(text))
    return format_html("<span{}>{}</span>", attributes, str(text))


@register.filter
def paragraphs(text: i18n.Text | str | None) -> SafeString:
    """Plain text as paragraphs and line breaks, with its web addresses as links.

    The addresses are marked nofollow: many strangers may write them.
    """
    text = text or ""
    attributes = _language_attributes(text)
    lines = (part.strip().split("\n") for part in re.split(r"\n\s*\n", _newlines(str(text))))
    return format_html_join(
        "\n",
        "<p{}>{}</p>",
        ((attributes, _broken_lines(part)) for part in lines if any(part)),
    )


@register.tag
def held_language(parser: Parser, token: Token) -> "_HeldLanguage":
    """A block with hundreds of texts, in which the page's language is looked up once.

    Nothing in it may speak of the page in another language, as ``alternate_url`` does.
    """
    nodes = parser.parse(("endheld_language",))
    parser.delete_first_token()
    return _HeldLanguage(nodes)


class _HeldLanguage(template.Node):
    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        with i18n.held_language():
            return self.nodelist.render(context)


@register.simple_tag(takes_context=True)
def alternate_url(context: Context) -> str:
    """The address of this page in the site's other language."""
    return i18n.alternate_url(context["request"])


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _language_attributes(text: i18n.Text | str) -> SafeString:
    if not text or not isinstance(text, i18n.Text) or text.lang == i18n.page_language():
        return mark_safe("")
    return format_html(' lang="{}" dir="{}"', text.lang, text.dir)


def _broken_lines(lines: list[str]) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((_linked(line),) for line in lines))


def _linked(line: str) -> SafeString:
    """The line escaped, with every safe address in it as a link."""
    pieces: list[SafeString] = []
    done = 0
    for match in _URL.finditer(line):
        address = match[0].rstrip(_AFTER_URL)
        if href := links.safe(address):
            pieces.append(conditional_escape(line[done : match.start()]))
            pieces.append(format_html('<a href="{}" rel="nofollow noopener">{}</a>', href, address))
            done = match.start() + len(address)
    pieces.append(conditional_escape(line[done:]))
    return mark_safe("".join(pieces))
