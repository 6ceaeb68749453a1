"""Mutants no test can kill, with the reason: (file, function, what was changed) → why."""

EQUIVALENT = {
    ("events/domain/answers.py", "_write", "if not answers: … left out"): "it saves two queries",
    ("events/domain/review.py", "_for_decision", "'' → 'X'"): "no caller leaves it out",
    ("events/domain/review.py", "check_decider", "'' → 'X'"): "no caller leaves it out",
    ("events/domain/addresses.py", "free_slug", "slug__startswith=base left out"): (
        "it reads fewer addresses; those that do not begin alike are in nobody's way"
    ),
    (
        "events/domain/addresses.py",
        "free_slug",
        "Week.objects.select_for_update(no_key=True).get(pk=event.week_id) left out",
    ): "a lock, held by test_concurrency.py",
    ("events/domain/addresses.py", "free_slug", "pk=event.week_id left out"): (
        "a lock, held by test_concurrency.py"
    ),
    ("events/domain/review.py", "refuse_as_another_event", "comment.strip() → comment"): (
        "white space round a paragraph of a mail is not shown"
    ),
    ("events/domain/review.py", "take_back", "check_start(version, Verb.TAKE_BACK) left out"): (
        "only what is submitted can be in the coordinator's hand, and the move checks the same"
    ),
    ("events/domain/workflow.py", "locked", "fresh.event = event left out"): (
        "the same event is read once more"
    ),
    ("events/domain/facts.py", "_set_event", "now=now left out"): (
        "the clock is read once more, a moment later"
    ),
    ("events/domain/facts.py", "_changed", "now or clock.now() → clock.now()"): (
        "the clock is read once more, a moment later"
    ),
    ("events/domain/facts.py", "_locked_session", "fresh.event = event left out"): (
        "the same event is read once more"
    ),
}
