from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    name = "enbyforalle.jobs"
    label = "jobs"
    verbose_name = _("Mail and background work")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # A worker must know every task by name, and a task is known once its module is read.
        autodiscover_modules("tasks", "mail", "housekeeping")
