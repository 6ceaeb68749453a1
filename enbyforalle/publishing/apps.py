from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from enbyforalle.publishing import generation


def create_generation(sender, using, **kwargs):
    """Make the one row once its table exists; `migrate` of another app may come here before."""
    table = sender.get_model("Generation")._meta.db_table
    if table in connections[using].introspection.table_names():
        generation.ensure(using=using)


class PublishingConfig(AppConfig):
    name = "enbyforalle.publishing"
    label = "publishing"
    verbose_name = _("Publishing")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        post_migrate.connect(create_generation, sender=self)
