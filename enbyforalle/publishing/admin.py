"""What the admin of public reference data has in common."""

from django.contrib import admin
from django.db import transaction

from enbyforalle.publishing.announcing import announce


class PublishedModelAdmin(admin.ModelAdmin):
    """For rows the public sees, such as venues and topics: every change is announced.

    A save is announced after inlines and many-to-many rows are written, in the transaction that
    Django's admin opens around the page. Rows deleted together are deleted one by one, so that
    each is announced.
    """

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        self._announce("change" if change else "add", form.instance, request.user)

    def delete_model(self, request, obj):
        with transaction.atomic():
            super().delete_model(request, obj)
            self._announce("delete", obj, request.user)

    def delete_queryset(self, request, queryset):
        # The changelist's action opens no transaction of its own.
        with transaction.atomic():
            for obj in queryset:
                self.delete_model(request, obj)

    def record_change(self, obj, user):
        """For an app that keeps a record of what was public: write it here, before the news."""

    def _announce(self, verb, obj, user):
        self.record_change(obj, user)
        announce(f"{verb} {self.opts.model_name}", instance=obj, by=user)
