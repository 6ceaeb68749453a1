"""One mail in the admin: what it says, how it fared, and what can still be done about it."""

from dataclasses import dataclass
from typing import Any

import nh3
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.http import require_POST

from enbyforalle.jobs import domain
from enbyforalle.jobs.enums import State
from enbyforalle.jobs.models import Mail
from enbyforalle.lib.formfields import LineField, ParagraphsField

# A mail's own style and title mean nothing inside a page of the admin.
_DROPPED_WITH_CONTENT = {"script", "style", "title"}

# Pictures would be asked for from wherever they lie.
_TAGS = nh3.ALLOWED_TAGS - {"img"}

SEE, CHANGE = "jobs.view_job", "jobs.change_job"

ACTS = {
    "let_go": gettext_lazy("let the email go"),
    "cancelled": gettext_lazy("stopped the email"),
    "held": gettext_lazy("held the email back"),
    "edit": gettext_lazy("changed the words"),
    "copy": gettext_lazy("sent it once more"),
}


class WordsForm(forms.Form):
    """The words of a held mail. What was to be said before is kept with it."""

    subject = LineField(
        label=pgettext_lazy("of an email", "Subject"), max_length=domain.LONGEST_SUBJECT
    )
    text = ParagraphsField(
        label=gettext_lazy("Text"),
        max_length=domain.LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    with_others = forms.BooleanField(
        label=gettext_lazy("Change the other held emails with the same words too"),
        required=False,
        initial=True,
    )

    def __init__(self, *args, has_others, **kwargs):
        super().__init__(*args, auto_id="edit-%s", **kwargs)
        if not has_others:
            del self.fields["with_others"]


@dataclass(frozen=True)
class Act:
    """One thing to do with a mail by one button."""

    name: str
    verb: Any
    label: Any
    done: Any
    states: tuple
    css: str = "quiet"
    is_for_confidential: bool = True


BUTTONS = (
    Act(
        "let-go",
        domain.let_go,
        gettext_lazy("Send it now"),
        gettext_lazy("The email is on its way."),
        (State.HELD, State.WAITING),
        "",
    ),
    Act(
        "hold",
        domain.hold,
        gettext_lazy("Hold it back"),
        gettext_lazy("The email is held back. Change it, send it or stop it."),
        (State.WAITING,),
    ),
    Act(
        "stop",
        domain.stop,
        gettext_lazy("Stop it"),
        gettext_lazy("The email is stopped and will not be sent."),
        (State.HELD, State.WAITING),
        "danger",
    ),
    Act(
        "send-copy",
        domain.send_copy,
        gettext_lazy("Send it once more"),
        gettext_lazy("A new email with the same words is on its way."),
        (State.DONE, State.CANCELLED, State.DEAD),
        is_for_confidential=False,
    ),
)
BY_NAME = {act.name: act for act in BUTTONS}


def urls(view):
    """The addresses, under the admin address of mails."""
    return [
        *(
            path(f"<int:pk>/{name}/", view(do), {"name": name}, name=f"jobs_mail_{name}")
            for name in BY_NAME
        ),
        path("<int:pk>/edit/", view(edit), name="jobs_mail_edit"),
    ]


@require_POST
def do(request, pk, name):
    """One act, and back to the mail it leaves."""
    mail = _mail(request, pk)
    act = BY_NAME[name]
    try:
        left = act.verb(mail, by=request.user)
    except domain.NotPossible as refusal:
        return mail_page(request, _mail(request, pk), problem=str(refusal), status=409)
    messages.success(request, act.done)
    return redirect("admin:jobs_mail_change", left.pk)


@require_POST
def edit(request, pk):
    """Change the words of a held mail. What was typed stands there again when it is refused."""
    mail = _mail(request, pk)
    form = WordsForm(request.POST, has_others=bool(domain.others_like(mail)))
    if not form.is_valid():
        return mail_page(request, mail, form=form, status=422)
    try:
        changed = domain.edit(mail, by=request.user, **form.cleaned_data)
    except domain.NotPossible as refusal:
        mail = _mail(request, pk)
        return mail_page(request, mail, form=form, problem=str(refusal), status=409)
    said = ngettext("The email is changed.", "%(number)d emails are changed.", changed)
    messages.success(request, said % {"number": changed})
    return redirect("admin:jobs_mail_change", pk)


def _mail(request, pk):
    if not (request.user.has_perm(SEE) and request.user.has_perm(CHANGE)):
        raise PermissionDenied
    return get_object_or_404(Mail.objects.mails(), pk=pk)


def mail_page(request, mail, *, form=None, problem="", status=200):
    """Render the page; ``form`` and ``problem`` come from an act that did not go through."""
    is_open = may_show(mail)
    is_secret = bool(mail.payload.get("is_confidential"))
    may_act = request.user.has_perm(CHANGE)
    if form is None and may_act and mail.state == State.HELD and not is_secret:
        others = bool(domain.others_like(mail))
        form = WordsForm(
            initial={"subject": mail.payload["subject"], "text": mail.payload["text"]},
            has_others=others,
        )
    context = {
        **admin.site.each_context(request),
        "title": mail.payload["subject"],
        "mail": mail,
        "payload": mail.payload,
        "is_open": is_open,
        "html": _as_sent(mail) if is_open else "",
        "acts": [
            {**row, "what": ACTS.get(row["what"], row["what"]), "at": parse_datetime(row["at"])}
            for row in mail.payload.get("acts", ())
        ],
        "copy_of": mail.payload.get("copy_of"),
        "copies": mail.payload.get("copies", ()),
        "buttons": [
            act
            for act in BUTTONS
            if may_act and mail.state in act.states and (act.is_for_confidential or not is_secret)
        ],
        "form": form,
        "problem": problem,
    }
    return render(request, "admin/jobs/mail/mail.html", context, status=status)


def may_show(mail):
    """Whoever reads a sign-in code is signed in as somebody else; in the demo nobody is real."""
    return settings.DEMO or not mail.payload.get("is_confidential")


def _as_sent(mail):
    body = nh3.clean(mail.payload["html"], tags=_TAGS, clean_content_tags=_DROPPED_WITH_CONTENT)
    return format_html(
        '<div class="mail-as-sent" lang="{}">{}</div>', mail.language, mark_safe(body)
    )
