"""The review of organisers' words: before and after, and the decisions at their own addresses."""

from datetime import datetime

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from enbyforalle.lib.formfields import ParagraphsField
from enbyforalle.lib.i18n import language_name
from enbyforalle.lib.keys import key_from
from organisers.domain import texts, workflow
from organisers.domain.errors import Conflict, NotAllowed, Refused
from organisers.models import Organiser, OrganiserText
from organisers.permissions import can_review, may_decide

# What is compared, in the order of the form.
_SHOWN = (
    *("name_nb", "name_en", "description_nb", "description_en", "language_nb"),
    *("website", "public_email", "public_phone", "logo_alt_nb", "logo_alt_en"),
)


class DecisionForm(forms.Form):
    """A comment, and which text was read: known by when it was sent in."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)
    comment = ParagraphsField(
        label=gettext_lazy("Message to the organiser"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("Must be filled in unless you approve. The organiser reads it."),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_seen(self):
        # A damaged value is the same as an old one: the reader must look again.
        seen = parse_datetime(self.cleaned_data["seen"])
        return seen or datetime.fromisoformat("1970-01-01T00:00Z")


@admin.register(OrganiserText)
class OrganiserTextAdmin(admin.ModelAdmin):
    """A list of texts by state, and the page where one is decided on."""

    list_display = ("name_nb", "organiser", "state", "is_live", "submitted_at", "decided_at")
    list_filter = ("state", "is_live")
    search_fields = ("name_nb", "name_en", "organiser__slug")
    ordering = ("submitted_at", "pk")
    # The organisers' names come with the prefetch below.
    list_select_related = ()
    actions = None

    def get_queryset(self, request):
        organisers = Organiser.objects.with_texts()
        return super().get_queryset(request).prefetch_related(Prefetch("organiser", organisers))

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_urls(self):
        own = [
            path(f"<int:pk>/{name}/", self.admin_site.admin_view(view), name=f"{_PREFIX}_{name}")
            for name, view in (("approve", approve), ("changes", changes), ("reject", reject))
        ]
        return own + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return _page(request, get_object_or_404(OrganiserText, pk=key_from(object_id)))


_PREFIX = "organisers_organisertext"


@require_POST
def approve(request, pk):
    return _decide(request, pk, texts.approve_text, _("The words are public."))


@require_POST
def changes(request, pk):
    return _decide(request, pk, texts.request_text_changes, _("The organiser is told."))


@require_POST
def reject(request, pk):
    return _decide(request, pk, texts.reject_text, _("The words are not accepted."))


def _decide(request, pk, verb, done):
    if not can_review(request.user):
        raise PermissionDenied
    text = get_object_or_404(OrganiserText, pk=pk)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, text, form, status=422)
    try:
        verb(text, by=request.user, **form.cleaned_data)
    except Refused as refused:
        field = "comment" if refused.field == "comment" else None
        form.add_error(field, str(refused))
        return _page(request, text, form, status=_status(refused))
    messages.success(request, done)
    return redirect(f"admin:{_PREFIX}_changelist")


def _status(refused):
    if isinstance(refused, NotAllowed):
        return 403
    return 409 if isinstance(refused, Conflict) else 422


def _page(request, text, form=None, status=200):
    """The text beside the one it would replace; after a refusal with what was typed."""
    text.refresh_from_db()
    live = text.organiser.texts.filter(is_live=True).exclude(pk=text.pk).first()
    seen = text.submitted_at.isoformat() if text.submitted_at else ""
    if form is None:
        form = DecisionForm(initial={"seen": seen})
    else:
        form.data = form.data.copy()
        form.data["seen"] = seen
    context = {
        **admin.site.each_context(request),
        "title": text.name_nb,
        "text": text,
        "live": live,
        "lines": _lines(text, live),
        "is_waiting": workflow.is_possible(text, workflow.APPROVE),
        "may_decide": may_decide(request.user, text.organiser),
        "form": form,
    }
    return render(request, "admin/organisers/organisertext/review.html", context, status=status)


def _lines(text, live):
    """What stands in either text, one line for each column, and whether it changes."""
    lines = []
    for name in _SHOWN:
        before, after = (_shown(one, name) for one in (live, text))
        if before or after:
            label = OrganiserText._meta.get_field(name).verbose_name
            is_changed = live is not None and before != after
            lines.append((label, before, after, is_changed))
    return lines


def _shown(text, name):
    value = getattr(text, name, "")
    return language_name(value) if name.startswith("language") and value else value
