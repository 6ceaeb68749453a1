"""What the review page shows of a version's clashes."""

from itertools import groupby

from events.domain.clashes import clashes_of


def clashes(version, user):
    """[(label, hints)] by kind, most pressing first; nothing for what is decided for good.

    For the partial admin/events/version/_clashes.html.
    """
    if not (version.is_open or version.is_live):
        return []
    hints = clashes_of(version, user=user)
    by_kind = groupby(hints, key=lambda hint: hint.kind)
    groups = [list(rows) for _kind, rows in by_kind]
    return [(rows[0].label, rows) for rows in groups]
