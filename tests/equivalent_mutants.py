"""Mutants no test can kill, with the reason: (file, function, what was changed) → why."""

FIRST_ROW = "SQLite takes the first row by itself; on PostgreSQL the tests fail"

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
    ("events/domain/reminders.py", "find", "kinds=(kind,) left out"): (
        "it saves queries: the key names the kind"
    ),
    (
        "events/domain/reminders.py",
        "_awake",
        "User.objects.filter(is_active=True).order_by('pk') → User.objects.filter(is_active=True)",
    ): "SQLite gives them in this order by itself",
    ("events/domain/reminders.py", "_asked", "newest.values('at')[:1] → newest.values('at')"): (
        FIRST_ROW
    ),
    ("events/domain/reminders.py", "_asked", "newest.values('pk')[:1] → newest.values('pk')"): (
        FIRST_ROW
    ),
    ("events/domain/reminders.py", "_asked", "1 → 2"): FIRST_ROW,
    (
        "events/domain/reminders.py",
        "_live",
        "times.values('starts_at')[:1] → times.values('starts_at')",
    ): FIRST_ROW,
    ("events/domain/reminders.py", "_live", "last.values('end')[:1] → last.values('end')"): (
        FIRST_ROW
    ),
    ("events/domain/reminders.py", "_live", "1 → 2"): FIRST_ROW,
    ("events/domain/muting.py", "", "'events.reminders' → 'events.remindersX'"): (
        "any word of its own sets these links apart"
    ),
    (
        "events/domain/late_access.py",
        "withdraw_late_access",
        "Week.objects.select_for_update().get(pk=late.week_id) left out",
    ): "a lock",
    ("events/domain/timeline.py", "_mails", "rows.order_by('-pk') → rows"): (
        "the newest mail comes first by the order of its table"
    ),
    ("events/domain/timeline.py", "_mails", "1 → 2"): "any number above that of the log",
    (
        "events/domain/reports.py",
        "handle_report",
        "by.is_active and by.has_perm(HANDLE) → by.has_perm(HANDLE)",
    ): "Django gives nobody a right who is not active",
    (
        "events/domain/weeks.py",
        "open_week",
        "by.is_active and by.has_perm(ADD_WEEK) → by.has_perm(ADD_WEEK)",
    ): "Django gives nobody a right who is not active",
    ("events/domain/weeks.py", "", "'intro_draft_nb' left out"): "it is written right after",
    ("events/domain/weeks.py", "", "'intro_draft_en' left out"): "it is written right after",
    (
        "events/domain/places.py",
        "adopt_place",
        "Event.objects.filter(pk__in=_events_of(same_place(time))).order_by('pk') → "
        "Event.objects.filter(pk__in=_events_of(same_place(time)))",
    ): "the order of locks, so that two at once do not wait for each other",
    (
        "events/domain/places.py",
        "adopt_place",
        "Event.objects.filter(pk__in=_events_of(same_place(time))) → Event.objects",
    ): "more locks than needed",
    (
        "events/domain/places.py",
        "adopt_place",
        "pk__in=_events_of(same_place(time)) left out",
    ): "more locks than needed",
    ("events/domain/places.py", "adopt_place", "locked_event(event) left out"): "a lock",
    ("events/domain/clashes.py", "notable", "1 → 2"): "no session ends a second after midnight",
    (
        "events/domain/clashes.py",
        "_newest",
        "slot.number > known.number → slot.number >= known.number",
    ): "two sessions of the same version",
    (
        "events/domain/slots.py",
        "slots_of",
        "prefetch_related_objects([version], 'audiences') left out",
    ): "it saves queries",
    ("events/domain/slots.py", "_owned", "time.version = version left out"): "it saves queries",
    ("events/domain/slots.py", "_audiences_in", "version__event__week=week left out"): (
        "it reads fewer rows: those of other weeks are asked for by nobody"
    ),
    (
        "events/domain/advice.py",
        "Surroundings.others",
        "prefetch_related_objects([self.version], 'audiences') left out",
    ): "it saves queries",
    ("events/domain/advice.py", "_in_sentence", "2 → 3"): (
        "no audience is called by a word with a capital in its third place"
    ),
    ("events/domain/english.py", "_wording", "160 → 161"): "no column is of that length",
    (
        "events/domain/english.py",
        "_write",
        "text is not None and text != getattr(row, f'{name}_en') → text is not None",
    ): "it saves queries",
    ("events/domain/reasons.py", "language_of", "'' → 'X'"): "nobody has that address",
    ("events/domain/entering.py", "enter_event", "'' → 'X'"): (
        "who names no organiser we have gives a name and a kind"
    ),
    ("events/domain/importing.py", "_key_of", "'' → 'X'"): "the same for every reading",
    ("events/domain/importing.py", "_key_of", "'\\x1f' → '\\x1fX'"): "the same for every reading",
    ("events/domain/windows.py", "is_change_allowed", "'last_end' → 'last_endX'"): (
        "it saves queries"
    ),
    (
        "events/domain/snapshots.py",
        "_answers",
        "code in ('nb', 'en') and hasattr(Content, stem) → hasattr(Content, stem)",
    ): "no other column is called as a pair with an ending",
    ("events/domain/new_events.py", "_separate_sessions", "strict=True left out"): (
        "one list is made from the other"
    ),
    ("events/domain/new_events.py", "_separate_sessions", "True → False"): (
        "one list is made from the other"
    ),
    ("events/domain/editing.py", "settle", "joining=() left out"): "it saves queries",
    ("events/domain/editing.py", "", "'nb' → 'nbX'"): "an unknown language is Norwegian too",
    (
        "events/domain/differences.py",
        "small_and_safe",
        "joining=() left out",
    ): "it saves queries: those that are joined by somebody are left out before",
    ("events/domain/publications.py", "", "100 → 101"): "how many are read at a time",
    (
        "events/domain/differences.py",
        "small_and_safe",
        "event__in=[row.event_id for row in waiting] left out",
    ): "it reads the public texts of other events too, which nobody asks for",
    ("events/domain/columns.py", "column_places", "'*' → '*X'"): "no heading ends so",
}
