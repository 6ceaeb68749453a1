from io import StringIO
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from enbyforalle.publishing import generation


class Command(BaseCommand):
    help = "Bring the database up to this release: tables, roles, the cache. May be run any time."

    def handle(self, *, verbosity, **options):
        if connection.vendor == "sqlite":
            Path(connection.settings_dict["NAME"]).parent.mkdir(parents=True, exist_ok=True)
        Path(settings.MEDIA_ROOT).mkdir(parents=True, exist_ok=True)
        # Roles are made by the signal that ends a migration, see enbyforalle/roles.py.
        call_command("migrate", interactive=False, verbosity=verbosity)
        # Does nothing where Redis is the cache.
        call_command("createcachetable", verbosity=verbosity)
        # Words, districts and pages that a new site starts with.
        call_command("load_reference", stdout=StringIO())
        # A backup may have been put back: nothing that was kept before may be served after it.
        generation.rise()
