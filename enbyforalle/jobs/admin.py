"""The queue as the coordinator sees it: what was sent, and what was given up."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from enbyforalle.jobs import domain, mailpage
from enbyforalle.jobs.enums import MAIL_TASK
from enbyforalle.jobs.models import Job, Mail


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
    """Every mail: what it says, and whether it can still be held, changed or stopped."""

    list_display = ("to", "subject", "about", "state", "created_at")
    list_display_links = ("subject",)
    search_fields = ("payload__to", "payload__subject", "about")
    search_help_text = _("Receiver, subject or the event’s reference")
    actions = ("send_again", "hold", "let_go", "stop")

    def get_queryset(self, request):
        return super().get_queryset(request).mails()

    def get_urls(self):
        return mailpage.urls(self.admin_site.admin_view) + super().get_urls()

    def change_view(self, request, object_id, form_url="", extra_context=None):
        mail = self.get_object(request, object_id)
        if mail is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not self.has_view_permission(request, mail) or request.method != "GET":
            raise PermissionDenied
        return mailpage.mail_page(request, mail)

    @admin.action(description=_("Hold back"), permissions=["send_again"])
    def hold(self, request, queryset):
        self._do_all(request, queryset, domain.hold)

    @admin.action(description=_("Send now"), permissions=["send_again"])
    def let_go(self, request, queryset):
        self._do_all(request, queryset, domain.let_go)

    @admin.action(description=_("Stop"), permissions=["send_again"])
    def stop(self, request, queryset):
        self._do_all(request, queryset, domain.stop)

    def _do_all(self, request, queryset, verb):
        """Each through the verb; what has gone already is told, not silently left."""
        done = 0
        for mail in queryset:
            try:
                verb(mail, by=request.user)
            except domain.NotPossible as refusal:
                self.message_user(request, f"{mail}: {refusal}", messages.WARNING)
            else:
                done += 1
        if done:
            text = ngettext("Done with %(number)d email.", "Done with %(number)d emails.", done)
            self.message_user(request, text % {"number": done}, messages.SUCCESS)

    @admin.display(description=_("to"))
    def to(self, mail):
        return mail.payload["to"]

    @admin.display(description=pgettext_lazy("of an email", "subject"))
    def subject(self, mail):
        return mail.payload["subject"]


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
