"""Makes a variable that a template of ours uses but nobody gave it an error.

Templates of Django and allauth lean on undefined variables being empty, so only those in our own
folder are strict. `{% if name %}` asks whether something is there and is always allowed.
"""

import sys
from pathlib import Path

OUR_TEMPLATES = str(Path(__file__).resolve().parent.parent / "templates")


class UndefinedVariable(Exception):
    """A template used a variable that does not exist."""


class Undefined(str):
    """Stands in the setting string_if_invalid.

    Django asks whether the string is true before it uses it, then whether it holds %s, then
    formats it with the variable. The template is found by looking at who asks.
    """

    strict = True

    def __new__(cls):
        return super().__new__(cls, "")

    def __bool__(self):
        return self.strict and _asking_template().startswith(OUR_TEMPLATES)

    def __contains__(self, part):
        return part == "%s"

    def __mod__(self, variable):
        raise UndefinedVariable(f"{_asking_template()}: {variable}")


def _asking_template():
    """The file of the template whose node is being rendered, or an empty string."""
    frame = sys._getframe(2)
    while frame:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None)
        if origin is not None and hasattr(node, "render_annotated"):
            return str(origin.name)
        frame = frame.f_back
    return ""
