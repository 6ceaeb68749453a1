import signal

from django.core.management.base import BaseCommand

from enbyforalle.jobs.worker import Worker


class Command(BaseCommand):
    help = "Send waiting mail and do other queued work, until stopped."

    def add_arguments(self, parser):
        parser.add_argument(
            "--once", action="store_true", help="do what is due now and end, instead of waiting"
        )

    def handle(self, *, once, **options):
        worker = Worker()
        signal.signal(signal.SIGTERM, worker.stop)
        signal.signal(signal.SIGINT, worker.stop)
        worker.run(once=once, with_rounds=True)
