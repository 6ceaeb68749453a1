from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from events.vocabularies import ensure_fixed_terms


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("events and the programme")

    def ready(self):
        post_migrate.connect(ensure_fixed_terms, sender=self)
