"""From data to PDF: the setting runs in a program of its own, the folding here."""

import json
import subprocess
import sys
from pathlib import Path

from events.paper import letters, setting
from events.paper.contents import programme
from events.paper.imposing import fold
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
    content = typeset("poster.typ" if order.slug else "programme.typ", data)
    return fold(content) if order.is_booklet else content


def typeset(template, data):
    """A template of this folder filled with data, as the bytes of a PDF. Raises NotSet."""
    order = {
        "template": template,
        "data": _printable(data),
        "fonts": letters.folders(),
        "main": letters.MAIN,
    }
    # -I: neither the folder nor the environment of whoever started the site may add modules.
    done = subprocess.run(  # noqa: S603 - our own file, no shell, what people wrote comes as input
        [sys.executable, "-I", str(Path(setting.__file__))],
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
