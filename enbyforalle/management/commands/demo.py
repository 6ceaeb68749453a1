"""The demo week: fictional events, organisers and people over real public venues."""

from datetime import date

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from enbyforalle.lib import clock
from enbyforalle.management.demo.people import PASSWORD, make_cast, make_organisers
from enbyforalle.management.demo.places import make_meetings, make_venues
from enbyforalle.management.demo.talking import talk
from enbyforalle.management.demo.week import Loader, make_week
from enbyforalle.management.past_weeks import load_past_weeks
from enbyforalle.management.reference import load_reference, read
from events.models import Week

REPORT_EVERY = 20


class Command(BaseCommand):
    help = "Load the demo week. Does nothing where it is there already; --fresh starts over."

    def add_arguments(self, parser):
        parser.add_argument("--fresh", action="store_true", help="throw all content away first")

    def handle(self, *, fresh, **options):
        if not settings.DEMO:
            raise CommandError("Demo people have a known password. Set DEMO=1 to load them.")
        if fresh and Week.objects.exists():
            call_command("flush", interactive=False, verbosity=0)
        if Week.objects.exists():
            self.stdout.write("  The demo week is there already.")
        else:
            self.load()
        self.tell(settings.SITE_URL)

    # All or nothing: a demo that was stopped half-way starts anew the next time.
    @transaction.atomic
    def load(self):
        load_reference()
        data, extras = read("week-2027.json"), read("demo-extras.json")
        cast = make_cast()
        organisers = make_organisers(data["organisers"], cast)
        make_venues(data["venues"], extras["venue_no"], confirmed_on=date(2026, 11, 1))
        make_meetings(data["meetings"])
        loader = Loader(make_week(), organisers, cast, extras["pictures"], self.report)
        for row in data["events"]:
            self.load_event(loader, row, extras)
        for row in extras["approved"]:
            loader.load({"status": "approved"} | row)
        for row in extras["waiting"]:
            loader.load(row)
        for row in data["events"]:
            if row["cancelled"] or any(s["status"] == "cancelled" for s in row["sessions"]):
                loader.cancelled_days(row)
        for row in extras["facts"]:
            loader.happen(row)
        for row in extras["changes"]:
            loader.change(row)
        talk(loader, extras)
        load_past_weeks(by=loader.coordinator)

    def load_event(self, loader, row, extras):
        if row["slug"] in extras["without_english"]:
            row |= {name: "" for name in row if name.endswith("_en")}
        if row["status"] in ("draft", "submitted", "changes_requested"):
            # Still in somebody's hands, so it came in lately.
            row["days_waiting"] = 6
        if row["slug"] == extras["moved"]["slug"]:
            loader.move(row, extras["moved"])
        else:
            loader.load(row)

    def report(self, loaded):
        if loaded % REPORT_EVERY == 0:
            self.stdout.write(f"  {loaded} events written, sent in and decided on …")
            self.stdout.flush()

    def tell(self, url):
        self.stdout.write(
            f"\n  The demo's clock says {clock.local(clock.now()):%A %d %B %Y, %H:%M}.\n"
            "  Sign in as koordinator@example.org, vurderer@example.org, arrangor@example.org\n"
            f"  or ansatt@example.org with the password {PASSWORD}\n"
            f"  Administration: {url}/admin/   Organiser's desk: {url}/arrangor/\n"
        )
