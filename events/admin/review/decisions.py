"""The decisions: one address and one verb each. What was typed is never lost."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from events import permissions
from events.admin.review.forms import (
    AnotherForm,
    ApproveForm,
    ChangesForm,
    RejectForm,
    empty_forms,
    marks_of,
)
from events.admin.review.page import get_version, review_page
from events.admin.walking import follow, walk
from events.domain.errors import Conflict, NotAllowed, Refused
from events.domain.review import approve as approve_version
from events.domain.review import refuse_as_another_event
from events.domain.review import reject as reject_version
from events.domain.review import request_changes as request_version_changes


@dataclass(frozen=True)
class Decision:
    """A verb, the form that asks for what it needs, and what to say when it is done."""

    verb: Any
    form: Any
    done: Any


APPROVE = Decision(approve_version, ApproveForm, gettext_lazy("“%(title)s” is approved."))
CHANGES = Decision(
    request_version_changes,
    ChangesForm,
    gettext_lazy("“%(title)s” is back with the organiser, who has been told what to change."),
)
REJECT = Decision(
    reject_version, RejectForm, gettext_lazy("“%(title)s” is not accepted. The organiser is told.")
)
ANOTHER = Decision(
    refuse_as_another_event,
    AnotherForm,
    gettext_lazy(
        "The change to “%(title)s” is not accepted. The organiser is told how to propose it."
    ),
)


def urls(site):
    """The addresses of this module, under the admin address of versions."""
    named = (
        ("approve", approve),
        ("request-changes", request_changes),
        ("reject", reject),
        ("another-event", another_event),
    )
    return [
        path(
            f"<int:pk>/{name}/",
            site.admin_view(view),
            name=f"events_version_{name.replace('-', '_')}",
        )
        for name, view in named
    ]


@require_POST
def approve(request, pk):
    return _decide(request, pk, APPROVE)


@require_POST
def request_changes(request, pk):
    return _decide(request, pk, CHANGES)


@require_POST
def reject(request, pk):
    return _decide(request, pk, REJECT)


@require_POST
def another_event(request, pk):
    return _decide(request, pk, ANOTHER)


def _decide(request, pk, decision):
    if not permissions.can_review(request.user):
        raise PermissionDenied
    version = get_version(request, pk)
    asks_reason = permissions.needs_disqualified_reason(request.user, version.event)
    form = decision.form(request.POST, version=version, asks_reason=asks_reason)
    if not form.is_valid():
        return _again(request, version, form, asks_reason, status=422)
    before = walk(request, pk)
    try:
        decided = decision.verb(version, by=request.user, **form.arguments())
    except NotAllowed as refusal:
        return _again(request, version, form, asks_reason, str(refusal), status=403)
    except Conflict as refusal:
        version = get_version(request, pk)
        return _again(request, version, form, asks_reason, str(refusal), status=409)
    except Refused as refusal:
        return _again(request, version, form, asks_reason, str(refusal), status=422)
    title = str(decided.title) or decided.event.reference
    messages.success(request, decision.done % {"title": title})
    return follow(request, before)


def _again(request, version, form, asks_reason, problem="", *, status):
    """The page anew with what was typed, and the text that there is now marked as read."""
    form.is_open = True
    form.data = form.data.copy()
    for name, mark in marks_of(version).items():
        form.data[name] = mark
    forms = empty_forms(version, asks_reason=asks_reason) | {form.name: form}
    return review_page(request, version, forms=forms, problem=problem, status=status)
