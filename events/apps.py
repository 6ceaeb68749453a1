from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from enbyforalle.publishing.signals import public_change
from events.vocabularies import ensure_fixed_terms


class EventsConfig(AppConfig):
    name = "events"
    verbose_name = _("events and the programme")

    def ready(self):
        from events.domain.publications import on_public_change  # noqa: PLC0415 - needs the models

        post_migrate.connect(ensure_fixed_terms, sender=self)
        public_change.connect(on_public_change, dispatch_uid="events.publications")
