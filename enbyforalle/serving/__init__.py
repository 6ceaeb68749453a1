"""gunicorn's worker: a stored page never waits behind a form, nor for a thread.

A stored page is there in a fraction of a millisecond, and drawing a form takes a thousand times
that. So the processes are of two kinds. Those that take connections answer stored pages, all who
ask at the same moment after one look at the generation. What else is asked they pass on with its
connection to the others, in which Django draws, which stand back on the processor, and which give
the connection back after the answer.

A stored page that is to be made anew is no form: many wait for it, so a process of the first kind
makes it, on gunicorn's threads. It asks Django too where there are no processes of the second
kind (FORM_PROCESSES is 0), and where their queue is full.

`manage.py serve` starts gunicorn with this worker, and with this package as its configuration:
gunicorn looks for `pre_fork` here. It leans on names inside gunicorn that are no promise, so
gunicorn is pinned.
"""

from enbyforalle.serving.worker import FORM_PROCESSES, Worker, pre_fork

__all__ = ("FORM_PROCESSES", "Worker", "pre_fork")
