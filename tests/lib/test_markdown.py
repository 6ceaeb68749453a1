import re

import pytest
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st

from enbyforalle.lib.markdown import render


def test_render_gives_paragraphs_lists_and_links():
    html = render("Hei **du**\n\n- en\n- [to](https://example.org/?a=1&b=2)\n")
    assert html == (
        "<p>Hei <strong>du</strong></p>\n<ul>\n<li>en</li>\n<li>"
        '<a href="https://example.org/?a=1&amp;b=2" rel="nofollow noopener">to</a></li>\n</ul>\n'
    )
    assert isinstance(html, SafeString)


@pytest.mark.parametrize(
    ("source", "tag"),
    [("# A", "h3"), ("## A", "h3"), ("### A", "h3"), ("#### A", "h4"), ("###### A", "h4")],
)
def test_headings_start_at_the_third_level(source, tag):
    assert render(source) == f"<{tag}>A</{tag}>\n"


def test_underlined_headings_start_at_the_third_level():
    assert render("A\n=\n") == "<h3>A</h3>\n"


def test_tables_keep_no_style():
    html = render("| a | b |\n|:-:|--:|\n| 1 | 2 |\n")
    assert "<td>1</td>" in html
    assert "style" not in html


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt&colon;alert(1))",
        "[a](data:text/html;base64,PHNjcmlwdD4=)",
        "![a](https://evil.example/spion.png)",
        '<https://example.org/"onclick=alert(1)>',
        '[a](https://example.org "\\" onclick=alert(1)")',
        "<h1>Stor</h1><iframe src=//evil.example></iframe>",
        "```html\n<script>alert(1)</script>\n```",
    ],
)
def test_hostile_source_comes_out_harmless(source):
    tags = re.findall(r"<[^>]*>", render(source))
    allowed = r'</?(?:p|pre|code)>|<a href="https://[^"]*" rel="nofollow noopener">|</a>'
    assert [tag for tag in tags if not re.fullmatch(allowed, tag)] == []


@given(st.text(alphabet="<>&\"'[]()!#*_`|-:=\n\\ ah1tp/.;", max_size=80))
def test_render_never_gives_more_than_the_tags_we_know(source):
    names = set(re.findall(r"</?([a-zA-Z][a-zA-Z0-9]*)", render(source)))
    assert names <= {
        *("p", "br", "hr", "strong", "em", "code", "pre", "blockquote", "ul", "ol", "li", "a"),
        *("h3", "h4", "table", "thead", "tbody", "tr", "th", "td"),
    }
