"""Cases in the middle of their way, on top of a town: what only some days bring to a page."""

from types import SimpleNamespace

from events.domain import corrections, drafts, editing, late_access, muting, review, rows
from events.enums import Reminder
from events.models import Week
from tests import factories as make
from tests.browser.places import at
from tests.browser.town import LONG_WORD, picture_file

SPREADSHEET = (
    "Tittel;Arrangør;Dato;Fra;Noe annet\nKorkveld;Naboforeningen;9.2.2027;18;x\n;;40.2.;;\n"
)


def add_situations(town):
    """An edit, a correction, a change of everything, a clash, a refusal, and a later week."""
    by = town.coordinator
    now = SimpleNamespace(town=town, changed=_change_everything(town))
    edited = _sent_in(town, "Blir redigert")
    now.edited = editing.begin_edit(edited.open, by=by)
    drafts.save_draft(now.edited, by=by, changed={"summary_nb": f"Kortere. {LONG_WORD}"})
    closed = _sent_in(town, "Er redigert")
    mended = editing.begin_edit(closed.open, by=by)
    drafts.save_draft(mended, by=by, changed={"title_nb": "Er redigert ferdig"})
    mended.refresh_from_db()
    now.closed = editing.close_edit(mended, by=by)
    live = make.make_event(organiser=town.ours, by=town.owner, slug="rettes", title_nb="Rettes")
    now.correction = corrections.open_correction(live, by=by)
    drafts.save_draft(now.correction, by=by, changed={"title_nb": "Er rettet"})
    now.refused = make.make_event(organiser=town.ours, by=town.owner, state="rejected").latest
    now.asked = town.asked.latest
    later = make.make_week(2028, submissions_open_at=make.oslo("2027-01-02 08:00"))
    until = make.oslo("2027-03-05 12:00")
    now.late = late_access.grant_late_access(town.week, town.other, until=until, by=by, note="Syk.")
    now.later = later
    return now


def _sent_in(town, title):
    """Waits, at the same time and place as another of them."""
    event = make.make_event(organiser=town.ours, by=town.owner, state="draft", title_nb=title)
    return review.submit(event.open, by=town.owner).event


def _change_everything(town):
    """A waiting change with a session moved, one removed, one more, and another picture."""
    event, by = town.rich, town.owner
    version = drafts.open_change(event, by=by)
    changed = {"title_nb": "Åpen dag", "description_nb": "Kom.", "price_type": "free"}
    drafts.save_draft(version, by=by, changed=changed | {"accepts_criteria": True})
    moved, dropped, *_rest = version.times.order_by("starts_at")
    drafts.change_time(moved, by=by, starts_at=make.oslo("2027-02-10 17:00"))
    drafts.remove_time(dropped, by=by)
    drafts.add_time(
        version,
        by=by,
        starts_at=make.oslo("2027-02-14 12:00"),
        ends_at=make.oslo("2027-02-14 13:00"),
        venue=town.venue,
    )
    rows.set_prices(version, [], by=by)
    rows.remove_picture(version.pictures.first(), by=by)
    words = {"alt_nb": "Et tre", "credit": "Eva Eier", "consent_basis": "no_people"}
    rows.add_picture(version, picture_file(), by=by, **words)
    version.refresh_from_db()
    return review.submit(version, by=by)


def desk(now, language):
    """What the owner meets while things are on their way."""
    events = (now.town.change.event, now.town.rich, now.edited.event, now.closed.event)
    events += (now.town.asked, now.refused.event, now.correction.event)
    token = muting.token_for(now.town.owner, Reminder.DRAFT)
    return [
        *(at(language, "desk:event", event.reference) for event in events),
        at(language, "desk:preview", now.town.rich.reference),
        at(language, "desk:again", now.town.rich.reference),
        at(language, "desk:start"),
        at(language, "desk:switch_off", token),
    ]


def admin(now, language):
    """What the coordinator meets while things are on their way."""
    versions = (now.changed, now.edited, now.closed, now.closed.edit_of, now.correction)
    versions += (now.refused, now.asked, now.town.called_off.live)
    all_open = ",".join(str(row.pk) for row in (*versions, now.town.change))
    queue, many = "admin:events_version_changelist", "admin:events_version_many"
    as_of = "?date=10.2.2027&time=11.00"
    return [
        *(at(language, "admin:events_version_review", version.pk) for version in versions),
        *(at(language, many, name, query=f"?pk={all_open}") for name in ("approve", "reject")),
        at(language, many, "approve"),
        at(language, queue, query="?state=approved"),
        at(language, queue, query="?what=change"),
        at(language, queue, query="?q=finnesikke"),
        at(language, "admin:events_event_change", now.changed.event_id),
        at(language, "admin:events_event_change", now.town.called_off.pk),
        at(language, "admin:events_week_changelist"),
        at(language, "admin:events_lateaccess_changelist"),
        at(language, "admin:events_lateaccess_change", now.late.pk),
        at(language, "admin:events_publication_as_of", query=as_of),
        at(language, "admin:events_publication_changelist"),
        at(language, "admin:events_notableday_changelist"),
        at(language, "admin:events_report_changelist", query="?handled=all"),
    ]


def close_the_doors():
    """No week takes submissions any more."""
    Week.objects.update(submissions_close_at=make.oslo("2027-02-01 12:00"))
    Week.objects.filter(year=2028).update(
        submissions_open_at=make.oslo("2027-10-01 12:00"), submissions_close_at=None
    )


def behind_the_doors(now, language):
    """What the owner meets then."""
    return [
        at(language, "desk:home"),
        at(language, "desk:start"),
        at(language, "desk:deadlines"),
        at(language, "desk:again", now.town.rich.reference),
        at(language, "desk:about", now.town.draft.reference),
        at(language, "desk:preview", now.town.draft.reference),
    ]
