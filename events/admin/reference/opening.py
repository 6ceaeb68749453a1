"""Opening a week from an earlier one: what it would be, and the button that makes it so."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from events.domain.errors import NotAllowed, Refused
from events.domain.weeks import ADD_WEEK, open_week, pages_that_speak_of, planned_week
from events.models import Week

FIRST, LAST = 2019, 2199


class YearForm(forms.Form):
    """Which year; the next one unless another is written."""

    year = forms.IntegerField(
        label=gettext_lazy("Year"),
        min_value=FIRST,
        max_value=LAST,
        widget=forms.NumberInput(attrs={"data-wrap": "short"}),
    )


def urls(view):
    """The address, under the admin address of weeks."""
    return [path("<int:pk>/open-next/", view(open_next), name="events_week_open_next")]


@require_http_methods(["GET", "HEAD", "POST"])
def open_next(request, pk):
    """Show the week that would be made (GET, for any year), and make it (POST)."""
    if not request.user.has_perm(ADD_WEEK):
        raise PermissionDenied
    source = get_object_or_404(Week, pk=pk)
    is_post = request.method == "POST"
    given = request.POST if is_post else request.GET
    form = YearForm(given if "year" in given or is_post else {"year": source.year + 1})
    planned, status = None, 422 if is_post else 200
    if form.is_valid():
        try:
            planned = planned_week(source, form.cleaned_data["year"])
            if is_post:
                week = open_week(source, form.cleaned_data["year"], by=request.user)
                messages.success(request, _("The week of %(year)s is made.") % {"year": week.year})
                return redirect("admin:events_week_change", week.pk)
        except NotAllowed:
            raise PermissionDenied from None
        except Refused as refusal:
            form.add_error("year", str(refusal))
    context = {
        **admin.site.each_context(request),
        "title": _("Open a week from the one of %(year)s") % {"year": source.year},
        "source": source,
        "form": form,
        "planned": planned,
        "lines": _lines(source, planned) if planned else [],
        "pages": [(str(page), _address(page)) for page in pages_that_speak_of(source.year)],
    }
    return render(request, "admin/events/week/open_next.html", context, status=status)


def _lines(source, planned):
    """(label, then, now) of every date that moves."""
    for field in Week._meta.concrete_fields:
        is_day = isinstance(field, models.DateField)
        if is_day and getattr(planned, field.name) is not None:
            is_moment = isinstance(field, models.DateTimeField)
            values = getattr(source, field.name), getattr(planned, field.name)
            yield (field.verbose_name, *values, is_moment)


def _address(page):
    try:
        return reverse(f"admin:{page._meta.label_lower.replace('.', '_')}_change", args=[page.pk])
    except NoReverseMatch:
        return ""
