"""Mutants no test can kill, with the reason: (file, function, what was changed) → why."""

EQUIVALENT = {}
