"""The answers to probes: is the process up, and is it ready to serve."""

import logging

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpResponse

log = logging.getLogger(__name__)

_migrated = False


def alive():
    """200 as long as the process answers; says nothing of the database on purpose.

    Whoever restarts processes by this answer would otherwise restart all of them when the
    database is away, and lose the stored pages that can still be served.
    """
    return _answer(200, "up")


def ready():
    """200 when the database answers and knows every migration, else 503 with the reason."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        waiting = _migrations_waiting()
    except DatabaseError as error:
        log.warning("Not ready: the database does not answer (%s).", type(error).__name__)
        return _answer(503, "the database does not answer")
    if waiting:
        return _answer(503, f"{waiting} migrations are waiting: run manage.py setup")
    return _answer(200, "ready")


def _migrations_waiting():
    """How many migrations the database lacks.

    Once none is lacking, none will be for as long as the process lives: its code stays the same.
    """
    global _migrated
    if _migrated:
        return 0
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    _migrated = not plan
    return len(plan)


def _answer(status, words):
    response = HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    return response
