"""Decisions on many at once: a page that says what would happen, then each through its own verb."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from enbyforalle.lib.keys import key_from
from events import permissions
from events.admin.queue.many_forms import (
    AssignForm,
    ManyApproveForm,
    ManyChangesForm,
    ManyRejectForm,
)
from events.admin.queue.rows import live_of_changes
from events.admin.walking import FILTERS, Walk
from events.domain.assigning import assign
from events.domain.differences import differences
from events.domain.errors import Refused
from events.domain.review import approve, reject, request_changes
from events.enums import VersionState
from events.models import CoOrganiser, Version
from organisers.models import Organiser

# More than this is no longer looked through before the button is pressed.
MOST = 200


@dataclass(frozen=True)
class Act:
    """One thing to do with many: its verb on one version, its form, and what it is called."""

    name: str
    form: Any
    heading: Any
    button: Any
    done: Any
    tone: str = ""
    is_decision: bool = True


ACTS = {
    act.name: act
    for act in (
        Act(
            "approve",
            ManyApproveForm,
            gettext_lazy("Approve several events"),
            gettext_lazy("Approve those that are ticked"),
            gettext_lazy("approved"),
        ),
        Act(
            "request-changes",
            ManyChangesForm,
            gettext_lazy("Ask for changes in several events"),
            gettext_lazy("Ask for changes in those that are ticked"),
            gettext_lazy("given back with your words"),
        ),
        Act(
            "reject",
            ManyRejectForm,
            gettext_lazy("Not accept several events"),
            gettext_lazy("Do not accept those that are ticked"),
            gettext_lazy("not accepted"),
            tone="danger",
        ),
        Act(
            "assign",
            AssignForm,
            gettext_lazy("Say who takes several cases"),
            gettext_lazy("Assign those that are ticked"),
            gettext_lazy("assigned"),
            is_decision=False,
        ),
    )
}


@dataclass
class Row:
    """One version on the page: what stands in the way, if anything, and what came of it."""

    version: Version
    obstacle: str = ""
    changes: Any = None
    is_ticked: bool = True
    refusal: str = ""

    @property
    def marks(self):
        """What this page shows of it: when the text was saved, and the organiser's words sent."""
        organiser = self.version.event.organiser
        words = organiser.open_text if organiser else None
        return {
            "seen": self.version.updated_at.isoformat(),
            "seen_words": words.submitted_at.isoformat() if words and words.submitted_at else "",
        }


def urls(site):
    """The addresses of this module, under the admin address of versions."""
    wrapped = site.admin_view(many)
    return [path("many/<slug:name>/", wrapped, name="events_version_many")]


def start(request, name, queryset):
    """From the ticked rows of the queue to the page that asks once more."""
    keys = list(dict.fromkeys(queryset.values_list("pk", flat=True)))[: MOST + 1]
    query = {"pk": ",".join(map(str, keys))}
    if request.GET:
        query[FILTERS] = request.GET.urlencode()
    return redirect(f"{reverse('admin:events_version_many', args=[name])}?{urlencode(query)}")


@require_http_methods(["GET", "POST"])
def many(request, name):
    """GET: what would happen to each. POST: do it to those that are ticked, one by one."""
    if name not in ACTS:
        raise Http404
    if not permissions.can_review(request.user):
        raise PermissionDenied
    act = ACTS[name]
    rows = _rows(request, act)
    form = act.form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        for row in rows:
            row.is_ticked = str(row.version.pk) in request.POST.getlist("pk")
        ticked = [row for row in rows if row.is_ticked]
        if not ticked:
            form.add_error(None, _("Tick at least one."))
        if form.is_valid():
            _do(request, act, form, ticked)
            return _report(request, act, ticked)
    left_out = MOST if len(_keys(request)) > MOST else 0
    context = _context(request, act, rows=rows, form=form, left_out=left_out)
    status = 422 if form.is_bound else 200
    return render(request, "admin/events/version/many.html", context, status=status)


def _keys(request):
    keys = map(key_from, request.GET.get("pk", "").split(","))
    return [key for key in keys if key is not None]


def _rows(request, act):
    keys = _keys(request)[:MOST]
    found = Version.objects.seen_by(request.user).filter(pk__in=keys)
    found = found.select_related("event__week", "event__assigned_to")
    organisers = Prefetch("event__organiser", Organiser.objects.with_texts())
    versions = {version.pk: version for version in found.prefetch_related(organisers)}
    ordered = [versions[key] for key in dict.fromkeys(keys) if key in versions]
    own = _own(request.user, ordered)
    rows = [Row(version, _obstacle(version, own) if act.is_decision else "") for version in ordered]
    if act.is_decision:
        lives = live_of_changes([row.version for row in rows])
        for row in rows:
            if row.version.pk in lives:
                live, waiting = lives[row.version.pk]
                row.changes = differences(live, waiting, joining=())
    return rows


def _own(user, versions):
    """The events that the user may not decide on among many: somebody else must, or one by one."""
    mine = set(user.memberships.values_list("organiser", flat=True))
    events = [version.event_id for version in versions]
    accepted = CoOrganiser.objects.accepted().filter(event__in=events, organiser__in=mine)
    shared = set(accepted.values_list("event", flat=True))
    return shared | {row.event_id for row in versions if row.event.organiser_id in mine}


def _obstacle(version, own):
    if version.state != VersionState.SUBMITTED:
        return _("Nothing is to be decided now.")
    if version.event_id in own:
        return _("You belong to the organiser or a co-organiser.")
    return ""


def _do(request, act, form, rows):
    """Each in a transaction of its own: what one refuses does not undo the others."""
    for row in rows:
        try:
            _one(request, act, form, row)
        except Refused as refusal:
            row.refusal = str(refusal)


def _one(request, act, form, row):
    version, by = row.version, request.user
    if act.name == "assign":
        assign(version.event, to=form.cleaned_data["to"], by=by)
        return
    seen = form.moment(request.POST.get(f"seen-{version.pk}"))
    comment = form.comment_for(version)
    if act.name == "approve":
        words = form.moment(request.POST.get(f"seen_words-{version.pk}"))
        approve(version, by=by, comment=comment, seen=seen, seen_words=words)
    elif act.name == "reject":
        reject(version, by=by, comment=comment, seen=seen)
    else:
        request_changes(version, by=by, comment=comment, seen=seen)


def _report(request, act, rows):
    done = [row for row in rows if not row.refusal]
    refused = [row for row in rows if row.refusal]
    context = _context(request, act, done=done, refused=refused)
    status = 200 if done else 422
    return render(request, "admin/events/version/many_done.html", context, status=status)


def _context(request, act, **more):
    return {
        **admin.site.each_context(request),
        "title": act.heading,
        "act": act,
        "walk": Walk(request.GET.get(FILTERS, "")),
        **more,
    }
