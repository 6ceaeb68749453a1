"""Reads the project's own source, for the tests that hold the house rules."""

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates"


@cache
def modules():
    """{"events.domain.review": path} for all our own code, without tests and migrations."""
    found = {}
    for top in ("enbyforalle", "events", "organisers"):
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts:
                name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
                found[name] = path
    return found


@cache
def tree(name):
    return ast.parse(modules()[name].read_text(encoding="utf-8"))


def imports(name):
    """Names of our own modules that the module imports, at the top or inside a function."""
    for node in ast.walk(tree(name)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in modules())
        elif isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                if inner in modules():
                    yield inner
                elif node.module in modules():
                    yield node.module


@cache
def templates():
    """{"events/home.html": text} for all our templates, those of mails too."""
    return {
        str(path.relative_to(TEMPLATES)): path.read_text(encoding="utf-8")
        for path in sorted(TEMPLATES.rglob("*"))
        if path.is_file()
    }


def code_lines(path):
    """Lines that are neither empty nor only a comment."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return sum(1 for line in lines if line.strip() and not line.strip().startswith("#"))


@cache
def string_patterns():
    """Every string of our code as a pattern; what an f-string fills in may be anything."""
    found = set()
    for name in modules():
        for node in ast.walk(tree(name)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                found.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr):
                found.add("".join(_part_pattern(part) for part in node.values))
    return found


def _part_pattern(part):
    return re.escape(part.value) if isinstance(part, ast.Constant) else "[^/]+"
