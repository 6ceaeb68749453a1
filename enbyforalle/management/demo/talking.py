"""What was said about the demo's events: between organiser and coordinator, and by residents."""

from datetime import timedelta

from enbyforalle.lib import clock
from enbyforalle.management.demo.calendar import at
from enbyforalle.management.demo.people import owner_of
from events.domain import assigning, conversation, drafts, editing, reports
from events.models import Event


def talk(loader, extras):
    """Everything of ``extras`` that is said rather than done, in the order it stands."""
    for row in extras["talk"]:
        _say(loader, row)
    for row in extras["reports"]:
        _report(loader, row)
    for slug in extras["assigned"]:
        assigning.assign(loader.events[slug], to=loader.coordinator, by=loader.coordinator)
    for row in extras["edited"]:
        _edit(loader, row)


def _say(loader, row):
    event = loader.events[row["slug"]]
    with at(clock.now() - timedelta(hours=row["hours_ago"])):
        if row["who"] == "organiser":
            by = owner_of(event.organiser)
            conversation.write_to_coordinator(event, by=by, text=row["text"])
        elif row["who"] == "coordinator":
            conversation.write_to_organiser(event, by=loader.coordinator, text=row["text"])
        else:
            conversation.add_note(event, by=loader.coordinator, text=row["text"])


def _report(loader, row):
    event = loader.events[row["slug"]]
    with at(clock.now() - timedelta(hours=row["hours_ago"])):
        if not Event.objects.public().filter(pk=event.pk).exists():
            # The demo may begin before the programme is released: nobody has read it yet.
            return
        report = reports.report_event(event, reason=row["reason"], text=row["text"])
        if "handled" in row:
            reports.handle_report(report, by=loader.coordinator, note=row["handled"])


def _edit(loader, row):
    """The coordinator's hand in a text that waits; the organiser is told what is different."""
    words = {name: text for name, text in row.items() if name != "slug"}
    with at(clock.now() - timedelta(hours=20)):
        version = editing.begin_edit(loader.events[row["slug"]].open, by=loader.coordinator)
        version = drafts.save_draft(version, by=loader.coordinator, changed=words)
        editing.close_edit(version, by=loader.coordinator)
