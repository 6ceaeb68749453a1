"""The queue as the coordinator sees it: what was sent, and what was given up."""

import nh3
from django.conf import settings
from django.contrib import admin, messages
from django.template.defaultfilters import linebreaksbr
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from enbyforalle.jobs import domain
from enbyforalle.jobs.enums import MAIL_TASK
from enbyforalle.jobs.models import Job, Mail

# A mail's own style and title mean nothing inside a page of the admin.
_DROPPED_WITH_CONTENT = {"script", "style", "title"}

# Pictures would be asked for from wherever they lie.
_TAGS = nh3.ALLOWED_TAGS - {"img"}

_HIDDEN = _("Hidden: it holds a code or a link that is for the receiver alone.")


class QueueAdmin(admin.ModelAdmin):
    """Rows of the queue are read here and never edited; a dead letter can be sent again."""

    actions = ("send_again",)
    list_filter = ("state",)
    date_hierarchy = "created_at"

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def has_view_permission(self, request, obj=None):
        # One right for the whole queue: mail is the same rows seen in another way.
        return request.user.has_perm("jobs.view_job")

    def has_send_again_permission(self, request):
        return request.user.has_perm("jobs.change_job")

    @admin.action(description=_("Try again what was given up"), permissions=["send_again"])
    def send_again(self, request, queryset):
        chosen = list(queryset)
        revived = sum(domain.send_again(job) for job in chosen)
        if revived:
            text = ngettext(
                "%(number)d is in the queue again.", "%(number)d are in the queue again.", revived
            )
            self.message_user(request, text % {"number": revived}, messages.SUCCESS)
        if revived < len(chosen):
            self.message_user(
                request, _("Only what was given up can be tried again."), messages.WARNING
            )


@admin.register(Mail)
class MailAdmin(QueueAdmin):
    list_display = ("to", "subject", "about", "state", "created_at")
    list_display_links = ("subject",)
    search_fields = ("payload__to", "payload__subject", "about")
    fields = (
        *("to", "subject", "about", "language"),
        *("state", "created_at", "finished_at", "run_at", "attempts", "last_error"),
        *("text", "html"),
    )
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).mails()

    @admin.display(description=_("to"))
    def to(self, mail):
        return mail.payload["to"]

    @admin.display(description=pgettext_lazy("of an email", "subject"))
    def subject(self, mail):
        return mail.payload["subject"]

    @admin.display(description=_("text"))
    def text(self, mail):
        return linebreaksbr(mail.payload["text"]) if _may_show(mail) else _HIDDEN

    @admin.display(description=_("as the mail program shows it"))
    def html(self, mail):
        if not _may_show(mail):
            return _HIDDEN
        body = nh3.clean(mail.payload["html"], tags=_TAGS, clean_content_tags=_DROPPED_WITH_CONTENT)
        return format_html(
            '<div class="mail-as-sent" lang="{}">{}</div>',
            mail.language,
            mark_safe(body),
        )


def _may_show(mail):
    """Whoever reads a sign-in code is signed in as somebody else; in the demo nobody is real."""
    return settings.DEMO or not mail.payload.get("is_confidential")


@admin.register(Job)
class JobAdmin(QueueAdmin):
    list_display = ("task", "about", "state", "attempts", "created_at", "run_at", "finished_at")
    search_fields = ("task", "about")
    fields = (
        *("task", "about", "language", "state", "attempts", "max_attempts"),
        *("created_at", "run_at", "lease_until", "finished_at", "last_error"),
    )
    readonly_fields = fields

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(task=MAIL_TASK)
