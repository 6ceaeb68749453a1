"""`{% named_list cl %}`: the list of the administration, its cells with their column's name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django import template
from django.contrib.admin.templatetags import admin_list
from django.contrib.admin.views.main import ChangeList
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()


@register.inclusion_tag("admin/change_list_results.html")
def named_list(cl: ChangeList) -> dict[str, Any]:
    """Django's `result_list` with the names: on a narrow screen the row of them is out of sight,
    and a date alone says nothing."""
    context: dict[str, Any] = admin_list.result_list(cl)
    headers = context["result_headers"]
    context["results"] = [
        admin_list.ResultList(row.form, named(row, headers)) for row in context["results"]
    ]
    return context


def named(
    cells: Iterable[SafeString], headers: Iterable[Mapping[str, Any]]
) -> Iterator[SafeString]:
    """The cells of one row with the column's name in `data-label`.

    The box to tick has no name: what stands in its header is a box too.
    """
    for cell, header in zip(cells, headers, strict=False):
        name = str(header["text"])
        if name.startswith("<") or not cell.startswith("<td"):
            yield cell
        else:
            # What follows is the end of what Django built and escaped itself.
            yield format_html('<td data-label="{}"{}', capfirst(name), mark_safe(cell[3:]))
