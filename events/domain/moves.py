"""What an approved change means for the sessions: which moved, and what calendars must hear."""

from enbyforalle.lib import clock


def mark_moved_sessions(previous, version):
    """Compare two versions session by session and mark those that changed time or place.

    Raises the session's iCalendar SEQUENCE and keeps where it was, so that the page can say
    «flyttet fra». A time change that was reported and is now approved loses its «not confirmed».
    """
    before = {time.session_id: time for time in previous.times.select_related("venue", "session")}
    for time in version.times.select_related("venue", "session"):
        old = before.get(time.session_id)
        if old is not None and _essence(old) != _essence(time):
            _mark(time.session, old, time)


def _essence(time):
    return (
        time.starts_at,
        time.ends_at,
        time.venue_id,
        time.place_name,
        time.place_address,
        time.place_district_id,
        time.room,
        # Who may know the address is part of where it is: calendars then show another place.
        time.is_address_hidden,
        time.attendance,
    )


def _mark(session, old, new):
    now = clock.now()
    session.sequence += 1
    session.changed_at = now
    fields = ["sequence", "changed_at"]
    if old.starts_at != new.starts_at or old.ends_at != new.ends_at:
        session.previous_starts_at = old.starts_at
        session.reported_starts_at = session.reported_ends_at = None
        session.moved_at = now
        fields += ["previous_starts_at", "reported_starts_at", "reported_ends_at", "moved_at"]
    if (old.venue_id, old.place_name) != (new.venue_id, new.place_name):
        session.previous_place_nb, session.previous_place_en = _names(old)
        # The room of the day was in the old place.
        session.room = ""
        session.moved_at = now
        fields += ["previous_place_nb", "previous_place_en", "room", "moved_at"]
    session.save(update_fields=sorted(set(fields)))


def _names(time):
    """The place's name in both languages; none where the address was given to few."""
    if time.is_address_hidden:
        return "", ""
    if time.venue:
        return time.venue.name_nb, time.venue.name_en
    return time.place_name, time.place_name
