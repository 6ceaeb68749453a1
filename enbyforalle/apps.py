from django.apps import AppConfig, apps
from django.contrib.admin import apps as admin_apps
from django.db.models.signals import post_migrate


class EnByForAlleConfig(AppConfig):
    name = "enbyforalle"
    verbose_name = "En by for alle"

    def ready(self):
        # Both read settings or models, which are complete only now.
        from enbyforalle import checks, roles  # noqa: F401, PLC0415

        # Django sends the signal for each app that has models, and this one has none.
        post_migrate.connect(roles.make_groups, sender=apps.get_app_config("events"))


class AdministrationConfig(admin_apps.AdminConfig):
    """Django's admin, as our own site. Named in INSTALLED_APPS in its place."""

    default = False
    default_site = "enbyforalle.administration.Administration"
