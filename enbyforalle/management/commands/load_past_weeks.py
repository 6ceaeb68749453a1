from django.core.management.base import BaseCommand, CommandError

from enbyforalle.management.past_weeks import load_past_weeks
from organisers.models import User


class Command(BaseCommand):
    help = "Add the weeks since 2018 to the archive, with the sources they are known from."

    def add_arguments(self, parser):
        parser.add_argument("email", help="who answers for the entries: a coordinator's address")

    def handle(self, *, email, **options):
        by = User.objects.filter(email=email).first()
        if by is None:
            raise CommandError(f"Nobody here has the address {email}.")
        self.stdout.write(f"{load_past_weeks(by=by)} new events.")
