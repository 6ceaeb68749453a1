"""Markdown from editors as HTML that cannot harm the page around it.

The source is stored, never the HTML. Raw HTML in it is shown as text; what comes out is
cleaned once more, so that two libraries would have to fail at once.
"""

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")

_TAGS = {
    *{"p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"},
    *{"h2", "h3", "h4", "table", "thead", "tbody", "tr", "th", "td"},
}
_SCHEMES = {"http", "https", "mailto", "tel"}

# The page owns h1 and its sections own h2, so a text starts at h3 whatever its writer chose.
_HEADINGS = {"h1": "h3", "h2": "h3", "h5": "h4", "h6": "h4"}
# Where the text is the page, as on "About us", its own sections are h2.
_PAGE_HEADINGS = {"h1": "h2", "h5": "h4", "h6": "h4"}


def render(source: str, *, is_whole_page: bool = False) -> SafeString:
    """The Markdown as safe HTML, without pictures, styles or headings above h3.

    A text that fills a page of its own (`is_whole_page`) may have h2.
    """
    headings = _PAGE_HEADINGS if is_whole_page else _HEADINGS
    tokens = _PARSER.parse(source)
    for token in tokens:
        token.tag = headings.get(token.tag, token.tag)
    return mark_safe(
        nh3.clean(
            _PARSER.renderer.render(tokens, _PARSER.options, {}),
            tags=_TAGS,
            attributes={"*": set(), "a": {"href"}, "ol": {"start"}},
            url_schemes=_SCHEMES,
            link_rel="nofollow noopener",
        )
    )
