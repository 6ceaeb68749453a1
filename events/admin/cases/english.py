"""«Trenger engelsk»: which texts lack English, and a page where it is typed and published."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from enbyforalle.lib.formfields import LineField, ParagraphsField
from events import permissions
from events.domain.corrections import in_the_way
from events.domain.english import add_english, wordings
from events.domain.errors import Conflict, NotAllowed, Refused
from events.models import Event, Version
from organisers.models import Organiser


class EnglishForm(forms.Form):
    """A field for each Norwegian text, with that text beside it."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, version, **kwargs):
        super().__init__(*args, auto_id="english-%s", **kwargs)
        self.fields["seen"].initial = version.updated_at.isoformat()
        self.language = version.language_nb
        self.wordings = wordings(version)
        for wording in self.wordings:
            self.fields[wording.key] = _field(wording)
        self.fields["is_machine_translated"] = forms.BooleanField(
            label=_("The English is machine translated"),
            help_text=_("Readers are told so. Take the tick away when you have read it through."),
            required=False,
            initial=version.is_machine_translated,
        )

    def pairs(self):
        """``(wording, bound field)`` for the page."""
        return [(wording, self[wording.key]) for wording in self.wordings]

    def words(self):
        """What was typed, for the verb."""
        return {wording.key: self.cleaned_data[wording.key] for wording in self.wordings}

    def seen_at(self):
        return parse_datetime(self.cleaned_data["seen"] or "")


def urls(view):
    """The addresses of this module, under the admin address of events."""
    return [
        path("english/", view(lacking), name="events_event_english"),
        path("english/<int:pk>/", view(translate_version), name="events_event_translate"),
    ]


@require_safe
def lacking(request):
    """Public texts a reader of English meets in Norwegian, and waiting ones that ask for help."""
    _check(request.user)
    seen = Version.objects.seen_by(request.user)
    events = Event.objects.lacking_english()
    organisers = Prefetch("event__organiser", Organiser.objects.with_texts())
    public = seen.filter(is_live=True, event__in=events.values("pk"))
    context = {
        **admin.site.each_context(request),
        "title": _("Texts that need English"),
        "public": public.select_related("event__week")
        .prefetch_related(organisers)
        .order_by("-needs_english", "title_nb"),
        "waiting": seen.needing_english()
        .select_related("event__week")
        .prefetch_related(organisers),
    }
    return render(request, "admin/events/event/english.html", context)


@require_http_methods(["GET", "POST"])
def translate_version(request, pk):
    """The Norwegian of one version with the English beside it; sent, it is published at once."""
    _check(request.user)
    versions = Version.objects.seen_by(request.user).with_content()
    version = get_object_or_404(versions, pk=pk)
    form = EnglishForm(request.POST or None, version=version)
    problem, status = "", 200
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                add_english(
                    version,
                    by=request.user,
                    words=form.words(),
                    is_machine_translated=form.cleaned_data["is_machine_translated"],
                    seen=form.seen_at(),
                )
            except NotAllowed as refusal:
                problem, status = str(refusal), 403
            except Conflict as refusal:
                problem, status = str(refusal), 409
            except Refused as refusal:
                problem = str(refusal)
            else:
                return _done(request, version)
    context = {
        **admin.site.each_context(request),
        "title": _("English for “%(title)s”") % {"title": version.title_nb or version.event},
        "version": version,
        "form": form,
        "problem": problem,
        "obstacle": _obstacle(version),
    }
    return render(request, "admin/events/event/translate.html", context, status=status)


def _done(request, version):
    if version.is_live:
        words = _("The English is public. The organiser is told.")
    else:
        words = _("The English stands in the text that waits. The organiser is told.")
    messages.success(request, words)
    return redirect("admin:events_event_english")


def _obstacle(version):
    """Why a public text cannot be written in now, known before anybody types; else nothing."""
    already = version.event.open if version.is_live else None
    return "" if already is None else in_the_way(already)


def _check(user):
    if not (permissions.can_enter(user) and permissions.can_review(user)):
        raise PermissionDenied


def _field(wording):
    options = {
        "label": _("In English: %(label)s") % {"label": wording.label},
        "help_text": _("%(n)d characters at most.") % {"n": wording.max_length},
        "required": False,
        "max_length": wording.max_length,
        "initial": wording.english,
    }
    if not wording.is_long:
        return LineField(**options, widget=forms.TextInput(attrs={"lang": "en"}))
    rows = min(14, max(3, len(wording.original) // 60 + 1))
    widget = forms.Textarea(attrs={"rows": rows, "lang": "en"})
    return ParagraphsField(**options, widget=widget)
