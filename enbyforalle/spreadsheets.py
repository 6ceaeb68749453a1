"""Every list of the admin as a spreadsheet: the same rows, filters and search, the same rights."""

from contextlib import suppress
from datetime import date, datetime
from decimal import Decimal
from html import unescape

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import display_for_field, label_for_field, lookup_field
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import FileResponse, Http404
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from enbyforalle.lib import clock
from enbyforalle.lib.tables import MEDIA_TYPE, Sheet, spreadsheet

# So many rows are in memory at a time, with what belongs to them.
CHUNK = 200


def view_of(site):
    """The view for an admin site: the list of the model named in the address, as a file."""

    @require_safe
    def download(request, app_label, model_name):
        for model, model_admin in site._registry.items():
            if (model._meta.app_label, model._meta.model_name) == (app_label, model_name):
                return _download(request, model_admin)
        raise Http404

    return site.admin_view(download)


def _download(request, model_admin):
    if not model_admin.has_view_or_change_permission(request):
        raise PermissionDenied
    try:
        found = model_admin.get_changelist_instance(request)
    except IncorrectLookupParameters:
        raise Http404 from None
    plural = model_admin.opts.verbose_name_plural
    title = capfirst(str(getattr(model_admin, "spreadsheet_title", plural)))
    sheets = [Sheet(title, *_columns_and_rows(request, model_admin, found.queryset))]
    # An admin may tell more of its rows than fits in one list: see ``spreadsheet_more``.
    more = getattr(model_admin, "spreadsheet_more", None)
    if more is not None:
        sheets += more(request, found.queryset)
    name = f"{model_admin.opts.model_name}-{clock.today():%Y-%m-%d}.xlsx"
    # The site's own wrapper keeps the file out of every cache.
    return FileResponse(
        spreadsheet(sheets), as_attachment=True, filename=name, content_type=MEDIA_TYPE
    )


def _columns_and_rows(request, model_admin, queryset):
    names = list(model_admin.get_list_display(request))
    extra = getattr(model_admin, "get_spreadsheet_extra", None)
    names += extra(request) if extra else []
    headings = [
        capfirst(str(label_for_field(name, model_admin.model, model_admin))) for name in names
    ]
    return headings, _rows(model_admin, queryset, names)


def _rows(model_admin, queryset, names):
    for row in queryset.iterator(chunk_size=CHUNK):
        yield [_value(model_admin, row, name) for name in names]


def _value(model_admin, row, name):
    """A cell: days, instants and numbers as they are, all else as the words of the list."""
    field = value = None
    with suppress(ObjectDoesNotExist):
        field, _attribute, value = lookup_field(name, row, model_admin)
    if field is not None and field.is_relation:
        value = getattr(row, field.name)
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if value is None or isinstance(value, date | datetime | int | float | Decimal):
        return value
    if field is not None and field.choices:
        return str(display_for_field(value, field, ""))
    if isinstance(value, SafeString):
        return unescape(" ".join(strip_tags(value.replace("<", " <")).split()))
    return str(value)
