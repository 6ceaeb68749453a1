from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from enbyforalle.lib.i18n import Text

STARTS = datetime(2027, 2, 8, 17, tzinfo=UTC)
ENDS = datetime(2027, 2, 8, 18, 30, tzinfo=UTC)


def show(source, language="nb", **context):
    with translation.override(language):
        return Template("{% load house %}" + source).render(Context(context))


@pytest.mark.parametrize(
    ("source", "nb", "en"),
    [
        ("{{ day|day_long }}", "mandag 8. februar 2027", "Monday 8 February 2027"),
        ("{{ day|day_short }}", "8.2.2027", "8 Feb 2027"),
        ("{{ day|day_brief }}", "man. 8. feb.", "Mon 8 Feb"),
        ("{{ day|weekday }}", "mandag", "Monday"),
        ("{{ starts|clock_time }}", "kl.\u00a018.00", "18:00"),
        (
            "{{ starts|day_and_time }}",
            "mandag 8. februar 2027 kl.\u00a018.00",
            "Monday 8 February 2027, 18:00",
        ),
        ("{{ starts|time_range:ends }}", "kl.\u00a018.00–19.30", "18:00–19:30"),
        ("{{ starts|time_range:none }}", "kl.\u00a018.00", "18:00"),
        ("{{ day|day_range:last }}", "8.–14. februar 2027", "8–14 February 2027"),
        ("{{ day|day_range }}", "8. februar 2027", "8 February 2027"),
        ("{{ price|money }}", "49,50\u00a0kr", "NOK\u00a049.50"),
        ("{{ code|language_name }}", "nordsamisk", "Northern Sámi"),
    ],
)
def test_filters_write_in_the_page_s_language(source, nb, en):
    context = {
        "day": date(2027, 2, 8),
        "last": date(2027, 2, 14),
        "starts": STARTS,
        "ends": ENDS,
        "price": Decimal("49.50"),
        "code": "se",
        "none": None,
    }
    assert show(source, "nb", **context) == nb
    assert show(source, "en", **context) == en


@pytest.mark.parametrize(
    "name",
    ["day_long", "day_short", "clock_time", "day_and_time", "time_range", "day_range", "money"]
    + ["lang_text", "paragraphs", "language_name"],
)
def test_filters_show_nothing_for_a_missing_value(name):
    assert show("[{{ value|" + name + " }}]", value=None) == "[]"
    assert show("[{{ value|" + name + " }}]", value="") == "[]"


def test_money_says_free_for_nothing_to_pay():
    assert show("{{ price|money }}", "en", price=Decimal("0.00")) == "free"


def test_icon_is_hidden_from_those_who_listen():
    assert show("{% icon 'calendar' %}") == (
        '<svg class="icon" aria-hidden="true" focusable="false">'
        '<use href="/static/icons.svg#calendar"/></svg>'
    )
    assert '"><script>' not in show("{% icon name %}", name='"><script>')


def test_lang_text_marks_only_another_language():
    source = "{{ title|lang_text }}"
    assert show(source, title=Text("A & Å", "nb")) == "A &amp; Å"
    assert show(source, title=Text("A & Å", "nn")) == '<span lang="nn" dir="ltr">A &amp; Å</span>'
    assert show(source, title=Text("مرحبا", "ar")) == '<span lang="ar" dir="rtl">مرحبا</span>'
    assert show(source, "en", title=Text("Å", "nb", True)) == '<span lang="nb" dir="ltr">Å</span>'
    assert show(source, title=Text("", "en")) == ""
    assert show(source, title="<b>") == "&lt;b&gt;"


def test_a_text_is_escaped_where_it_stands_by_itself():
    assert show("{{ title }}", title=Text("<b>", "nb")) == "&lt;b&gt;"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (" \n \n", ""),
        ("En\nto\r\n\r\nTre", "<p>En<br>to</p>\n<p>Tre</p>"),
        ("En\n \n\n\nto", "<p>En</p>\n<p>to</p>"),
        ("<script>", "<p>&lt;script&gt;</p>"),
        (
            "Se https://example.org/å?a=1&b=2.",
            '<p>Se <a href="https://example.org/%C3%A5?a=1&amp;b=2" rel="nofollow noopener">'
            "https://example.org/å?a=1&amp;b=2</a>.</p>",
        ),
        (
            "(https://example.org/), http://example.org!",
            '<p>(<a href="https://example.org/" rel="nofollow noopener">https://example.org/</a>), '
            '<a href="http://example.org" rel="nofollow noopener">http://example.org</a>!</p>',
        ),
        ("https://bank.example@evil.example/", "<p>https://bank.example@evil.example/</p>"),
        ("javascript:alert(1) post@example.org", "<p>javascript:alert(1) post@example.org</p>"),
        ("https://", "<p>https://</p>"),
        ('https://a.no/"onclick="x', None),
    ],
)
def test_paragraphs(text, html):
    shown = show("{{ text|paragraphs }}", text=text)
    if html is None:
        assert shown == (
            '<p><a href="https://a.no/" rel="nofollow noopener">https://a.no/</a>'
            "&quot;onclick=&quot;x</p>"
        )
    else:
        assert shown == html


def test_paragraphs_carry_their_language():
    assert show("{{ text|paragraphs }}", text=Text("مرحبا\n\nx", "ar")) == (
        '<p lang="ar" dir="rtl">مرحبا</p>\n<p lang="ar" dir="rtl">x</p>'
    )
    assert show("{{ text|paragraphs }}", text=Text("Hei", "nb")) == "<p>Hei</p>"


def test_alternate_url_leads_to_the_other_language(rf):
    request = rf.get("/finnes-ikke/")
    assert show("{% alternate_url %}", "nb", request=request) == "/en/"
    assert show("{% alternate_url %}", "en", request=request) == "/"
