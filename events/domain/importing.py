"""Events from a spreadsheet, as drafts, with a word about every row."""

import hashlib
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from enbyforalle.lib import sheets
from enbyforalle.lib.text import fold
from events import permissions
from events.domain.columns import BY_CODE, column_places
from events.domain.drafts import start_event
from events.domain.errors import NotAllowed, Refused
from events.domain.row_reading import Names, meaning_of
from events.domain.workflow import write_log
from events.enums import Verb
from events.models import Event, PriceTier, Session, SessionTime, VersionLanguage
from organisers.domain.registration import register_organiser


@dataclass
class RowReport:
    """What became, or would become, of one row.

    ``outcome`` is "ready" (a dry run), "made", "there" (read in before) or "skipped"; ``event`` is
    the one made or there. ``errors`` and ``warnings`` are (heading, sentence).
    """

    number: int
    title: str
    outcome: str
    event: Event | None = None
    errors: list = field(default_factory=list)
    warnings: list = field(default_factory=list)


@dataclass
class ImportReport:
    """All rows, and the headings that were passed over."""

    rows: list[RowReport]
    unknown_headings: list[str]

    def count(self, outcome):
        """How many rows came out so."""
        return sum(row.outcome == outcome for row in self.rows)

    @property
    def counts(self):
        """{outcome: how many}, for the page."""
        return {name: self.count(name) for name in ("ready", "made", "there", "skipped")}


def import_events(file, week, *, by, is_dry=False):
    """Read a spreadsheet of events of ``week`` into drafts; returns an ImportReport.

    Each row is written in a transaction of its own: one that cannot be read is skipped, with the
    reason at its column, and takes none of the others with it. A row that was read in before is
    known by its key, or by title, organiser, day and hour, so the same file twice makes nothing
    twice. With ``is_dry`` nothing is written.

    Raises NotAllowed, and Refused for a file that cannot be read at all.
    """
    if not permissions.can_enter(by):
        raise NotAllowed(_("You may not enter events for others."))
    try:
        table = sheets.read(file)
    except sheets.SheetRefused as refused:
        raise Refused(str(refused), "file") from refused
    places, unknown = column_places(table.headings)
    lacking = [
        column for column in BY_CODE.values() if column.is_required and column.code not in places
    ]
    if lacking:
        names = ", ".join(f"«{column.heading}»" for column in lacking)
        raise Refused(_("The file lacks these columns: %(names)s.") % {"names": names}, "file")
    names = Names(week)
    there = {
        event.import_key: event
        for event in Event.objects.filter(week=week).only("import_key", "reference", "week")
    }
    report = ImportReport([], unknown)
    seen = {}
    for row in table.rows:
        report.rows.append(_read_row(row, places, names, there, seen, by, is_dry))
    return report


def _read_row(row, places, names, there, seen, by, is_dry):
    cells = {code: row.cells.get(place, "") for code, place in places.items()}
    meant = meaning_of(cells, names)
    for code, place in places.items():
        if place in row.problems:
            meant.errors[code] = row.problems[place]
    found = RowReport(row.number, cells["title_nb"][:120], "ready")
    found.errors, found.warnings = _at_headings(meant.errors), _at_headings(meant.warnings)
    key = _key_of(cells)
    if found.errors:
        found.outcome = "skipped"
    elif key in there:
        found.outcome, found.event, found.warnings = "there", there[key], []
    elif key in seen:
        message = _("The same as row %(number)s.") % {"number": seen[key]}
        found.outcome, found.errors = "skipped", _at_headings({"key": message})
    elif not is_dry:
        found.event, is_new = _write(names, key, meant, by)
        found.outcome = "made" if is_new else "there"
    if not found.errors:
        seen[key] = row.number
    return found


def _at_headings(messages):
    return [(str(BY_CODE[code].heading), message) for code, message in messages.items()]


def _key_of(cells):
    """What tells the row from others: its own key, else what it is, by whom and when."""
    if cells.get("key"):
        told = [fold(cells["key"]) or cells["key"]]
    else:
        told = [cells.get(code, "") for code in ("title_nb", "organiser", "date", "starts")]
    return hashlib.sha256("\x1f".join(told).encode()).hexdigest()


@transaction.atomic
def _write(names, key, meant, by):
    """Make the draft; (event, False) where another reading of the file was first."""
    week, organiser = names.week, meant.organiser
    if organiser is None:
        name, kind = meant.new_organiser
        organiser = names.organisers.get(fold(name))
    if organiser is None:
        organiser = register_organiser(by=by, kind=kind, name_nb=name, as_owner=False)
    # The number is drawn behind the week's lock, where two readings of a file wait for each other.
    version = start_event(week, organiser, by=by)
    first = Event.objects.filter(week=week, import_key=key).first()
    if first is not None:
        transaction.set_rollback(True)
        return first, False
    event = version.event
    event.import_key = key
    event.save(update_fields=["import_key"])
    for name, value in meant.columns.items():
        setattr(version, name, value)
    version.save(update_fields=list(meant.columns))
    _write_rows(version, meant)
    write_log(event, Verb.IMPORT, by=by, version=version)
    if meant.new_organiser:
        # The next row of the same new organiser finds it.
        names.organisers[fold(meant.new_organiser[0])] = organiser
    return event, True


def _write_rows(version, meant):
    for name, terms in meant.terms.items():
        if terms:
            getattr(version, name).set(terms)
    VersionLanguage.objects.bulk_create(
        VersionLanguage(version=version, code=code, use=use, position=position)
        for position, (code, use) in enumerate(dict.fromkeys(meant.languages))
    )
    if meant.price:
        PriceTier.objects.create(
            version=version, label_nb="Ordinær", label_en="Standard", amount=meant.price
        )
    if meant.time is not None:
        session = Session.objects.create(event=version.event)
        SessionTime.objects.create(version=version, session=session, **meant.time)
