"""What is measured within one process, with the site's own settings: cold pages, and the rows.

python -m tests.bench.inside grow 1000 | analyze | change | cold | event | cast FOLDER 64 12 |
lost FILE | profile ADDRESS
Prints JSON where it measures. The process must not keep pages, so cold pages ask for that.
"""

import cProfile
import gc
import importlib
import json
import os
import pstats
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "enbyforalle.settings")

ROUNDS = 7


def main(arguments):
    name, *values = arguments
    django.setup()
    {
        "grow": grow,
        "analyze": analyze,
        "change": change,
        "cold": cold,
        "event": event,
        "cast": cast,
        "lost": lost,
        "profile": profile,
    }[name](*values)


def grow(n_sessions):
    from tests.bench.rows import grow_to  # noqa: PLC0415

    grow_to(int(n_sessions))
    analyze()


def analyze():
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def change():
    """One public change, as a verb makes it; prints its generation and when it was committed."""
    from django.db import transaction  # noqa: PLC0415

    from enbyforalle.publishing import announce, generation  # noqa: PLC0415
    from events.models import Week  # noqa: PLC0415

    with transaction.atomic():
        week = Week.objects.current()
        week.theme_nb = f"Tema {time.time_ns()}"
        week.save(update_fields=["theme_nb"])
        announce("change week")
    done = time.time()
    told = {"number": generation.current(), "theme": week.theme_nb, "at": done}
    sys.stdout.write(json.dumps(told))


def cold():
    """Milliseconds of processor time: {name: [of each round]}, pages in turn with their floors."""
    from django.test import Client  # noqa: PLC0415

    # What a process of the site does before it answers.
    importlib.import_module("enbyforalle.wsgi")
    from tests.bench import cold as measured  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    tasks = measured.tasks(client)
    for task in tasks.values():
        task()
    # As the site's own workers do: what is loaded is walked over by no collection of rubbish.
    gc.collect()
    gc.freeze()
    found, spent = {name: [] for name in tasks}, processor_time()
    for _ in range(ROUNDS):
        for name, task in tasks.items():
            started = spent()
            task()
            found[name].append((spent() - started) * 1000)
    sys.stdout.write(json.dumps(found))


def processor_time():
    """A function that gives the seconds spent so far by this process and by the database for it.

    SQLite works within the process. PostgreSQL does not, and a page must not look cheap because
    it lets the database work: the processes behind our connections are counted too.
    """
    from django.db import connection  # noqa: PLC0415

    if connection.vendor != "postgresql":
        return time.process_time
    with connection.cursor() as cursor:
        cursor.execute("SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend'")
        spent = [Path(f"/proc/{pid}/schedstat") for (pid,) in cursor.fetchall()]

    def seconds():
        # The first figure is nanoseconds on a processor (Linux, scheduler/sched-stats.rst).
        return time.process_time() + sum(int(one.read_text().split()[0]) for one in spent) / 1e9

    return seconds


def event():
    from events.models import Event  # noqa: PLC0415

    sys.stdout.write(Event.objects.public().order_by("pk").first().get_absolute_url())


def cast(folder, n_organisers, n_waiting):
    """Who writes on the evening of the deadline, and the picture that they send."""
    from tests.bench import cast as people  # noqa: PLC0415

    Path(folder, "phone.jpg").write_bytes(people.phone_picture())
    sys.stdout.write(json.dumps(people.make_cast(int(n_organisers), int(n_waiting))))


def lost(path):
    """What was acknowledged on that evening and is not there; and the jobs that wait."""
    from enbyforalle.jobs.models import Job  # noqa: PLC0415
    from enbyforalle.lib import clock  # noqa: PLC0415
    from tests.bench import cast as people  # noqa: PLC0415

    told = json.loads(Path(path).read_text(encoding="utf-8"))
    waiting = Job.objects.filter(state__in=("waiting", "running"), run_at__lte=clock.now()).count()
    dead = Job.objects.filter(state="dead").count()
    found = {"lost": people.lost(told), "waiting": waiting, "dead": dead}
    sys.stdout.write(json.dumps(found))


def profile(address, n="30"):
    """Where the time of one cold page goes."""
    from django.test import Client  # noqa: PLC0415

    client = Client(SERVER_NAME="127.0.0.1")
    client.get(address)
    profiler = cProfile.Profile()
    profiler.enable()
    client.get(address)
    profiler.disable()
    pstats.Stats(profiler).sort_stats("tottime").print_stats(int(n))


if __name__ == "__main__":
    main(sys.argv[1:])
