"""From data to PDF, in a program of its own."""

import json
import subprocess
import sys

from django.conf import settings

from events.paper import letters
from events.paper.contents import programme
from events.paper.posters import poster

# Seconds. Ten thousand sessions take a minute on a small machine.
LONGEST = 240


class NotSet(Exception):
    """The document could not be made; the message is what typst said."""


def made(order, now):
    """The bytes of the PDF that is ordered, or None where it is not public (any more)."""
    data = poster(order, now) if order.slug else programme(order, now)
    if data is None:
        return None
    template = "poster.typ" if order.slug else "programme.typ"
    return typeset(template, data, is_folded=order.is_booklet)


def typeset(template, data, *, is_folded=False):
    """A template of this folder filled with data, as the bytes of a PDF. Raises NotSet.

    With ``is_folded`` its pages are put on the sheets of a booklet.
    """
    order = {
        "template": template,
        "data": _printable(data),
        "fonts": letters.folders(),
        "main": letters.MAIN,
        "is_folded": is_folded,
    }
    # Our own module and no shell; what people wrote is its input.
    done = subprocess.run(
        [sys.executable, "-m", "events.paper.setting"],
        cwd=settings.BASE_DIR,
        input=json.dumps(order).encode(),
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if done.returncode or not done.stdout.startswith(b"%PDF"):
        raise NotSet(done.stderr.decode(errors="replace")[-1000:])
    return done.stdout


def _printable(value):
    if isinstance(value, str):
        return letters.printable(value)
    if isinstance(value, dict):
        return {name: _printable(inner) for name, inner in value.items()}
    return [_printable(inner) for inner in value] if isinstance(value, list) else value
