"""Mutants no test can kill, with the reason: (file, function, what was changed) → why."""

EQUIVALENT = {
    ("events/domain/facts.py", "_set_event", "now=now left out"): (
        "the clock is read once more, a moment later"
    ),
}
