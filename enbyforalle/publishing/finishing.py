"""What is done for a page after its first reader has it: the smallest forms, and the folder."""

import os
import queue
import threading
import time

from django.conf import settings

from enbyforalle.publishing import folder
from enbyforalle.publishing.store import pages

# Seconds from a page's building to its finishing. Those who come in a crowd after a change are
# served first, and a page that the next change throws away is not packed at all.
PAUSE = 2.0

# Pages that wait to be finished; one that finds no room is served in its quick forms.
LONGEST_QUEUE = 500

# Seconds that one process waits for another that packs the same page.
LONGEST_PACKING = 30

# The share of the processor that finishing gets beside requests, as `nice` counts.
_NICENESS = 15

_waiting: queue.Queue = queue.Queue(LONGEST_QUEUE)
_started_in = None
_starting = threading.Lock()


def start():
    """Let this process finish its pages; it begins its thread with its first page.

    Called by the layer in front. Without it, as in a command or a test, nothing is finished.
    """
    global _started_in
    _started_in = 0


def share(key, page):
    """Give a page that has just been stored to the other processes, and finish it later.

    The queue takes what it has room for. Nothing happens where this process finishes no pages.
    """
    if _started_in is None:
        return
    folder.write(key, page)
    finish_later(key, page)


def finish_later(key, page):
    """Put a page that has just been stored in the queue, if this process finishes pages."""
    if _started_in is None or page.is_finished:
        return
    _run()
    try:
        _waiting.put_nowait((time.monotonic() + PAUSE, key, page))
    except queue.Full:
        return


def finish(key, page):
    """Pack the page best and keep that in the folder, unless a newer one has taken its place.

    One process packs it, and the others have it from the folder.
    """
    if pages.get(key) is not page or page.is_finished:
        return
    with folder.turn(("best", *key), LONGEST_PACKING):
        packed = folder.read(key, page.generation)
        if packed is not None and packed.is_finished and packed.tag == page.tag:
            page.adopt(packed.forms)
            return
        page.pack_best()
        folder.write(key, page)


def _run():
    global _started_in
    with _starting:
        if _started_in == os.getpid():
            return
        _started_in = os.getpid()
    threading.Thread(target=_work, name="finishing", daemon=True).start()


def _work():
    # On Linux each thread has a priority of its own.
    if hasattr(os, "setpriority"):
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICENESS)
    while True:
        due, key, page = _waiting.get()
        time.sleep(max(0.0, due - time.monotonic()))
        if settings.PAGE_STORE_BYTES:
            finish(key, page)
