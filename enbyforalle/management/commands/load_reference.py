from django.core.management.base import BaseCommand

from enbyforalle.management.reference import load_reference


class Command(BaseCommand):
    help = "Add the vocabularies, districts and pages a site starts with; keeps what was edited."

    def handle(self, **options):
        made = load_reference()
        self.stdout.write(f"{made} new rows.")
