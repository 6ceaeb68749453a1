from django.db import connection

from enbyforalle.publishing import ahead, generation
from enbyforalle.publishing.signals import public_change


class NotInTransaction(RuntimeError):
    """A public change was announced outside the transaction that makes it."""


def announce(what, *, instance=None, by=None):
    """Tell that the public site reads otherwise from this transaction's commit on.

    Call it as the last statement of the transaction: the generation is one row that every
    announcer locks, so whatever follows would keep all other publishing waiting, and the pages
    that many ask for are made here and thrown away if anything more is written (see `ahead`).
    `what` says what happened ("approve event"), `instance` which row, `by` which user; listeners
    of `public_change` may write in the same transaction.

    Raises NotInTransaction outside `atomic()`, where the change and the number could part.
    """
    tell(what, instance=instance, by=by)
    generation.rise()
    ahead.make()


def tell(what, *, instance=None, by=None):
    """Tell of a part of a change to those who listen; its caller announces the whole at its end."""
    if not in_own_transaction():
        raise NotInTransaction(f"{what}: announce() must stand inside transaction.atomic()")
    sender = type(instance) if instance is not None else None
    public_change.send(sender=sender, what=what, instance=instance, by=by)


def in_own_transaction():
    """Whether this thread is inside ``atomic()``, not counting what wraps a test."""
    # A test case wraps each test in blocks of its own; counting those would let a verb that
    # forgot its transaction pass every test and fail on the server.
    return any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks)
