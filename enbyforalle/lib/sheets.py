"""Spreadsheets that people send us (xlsx and csv), read as text and without trusting them."""

import csv
import io
import itertools
import re
import zipfile
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import IO, Any

from django.utils.translation import gettext as _
from openpyxl import load_workbook

from enbyforalle.lib.text import clean

MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 500
MOST_COLUMNS = 60
# Empty rows among them included: a million of those cost as much to walk through as full ones.
MOST_WALKED = 10_000
# A description is at most 5000 characters; a cell of more is no text anybody wrote here.
LONGEST_CELL = 10_000
# Five megabytes of honest spreadsheet unpack to some tens; a bomb to thousands.
MOST_UNPACKED = 60 * 1024 * 1024
_MERGED = re.compile(rb'<mergeCell ref="([A-Z]+[0-9]+:[A-Z]+[0-9]+)"')
_ZIP, _OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


class SheetRefused(Exception):
    """The file cannot be read; the sentence says what to do instead."""


@dataclass(frozen=True)
class Row:
    """One row: its number in the file, and the text of each cell that has any, by column.

    ``problems`` are sentences by column, for cells that hold no text one may read.
    """

    number: int
    cells: dict[int, str]
    problems: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """The headings as they are written, and the rows under them that are not empty."""

    headings: list[str]
    rows: list[Row]


def read(file: IO[bytes]) -> Table:
    """The first sheet of an uploaded xlsx, or a csv in UTF-8. Raises SheetRefused.

    Days and times come as ISO text («2028-02-09», «18:00»), whole numbers without decimals. The
    first row with anything in it is the headings.
    """
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SheetRefused(_("The file is larger than 5 MB. Divide it in two."))
    if content.startswith(_OLD_EXCEL):
        raise SheetRefused(
            _("This is an old or locked Excel file. Save it as .xlsx without a password.")
        )
    rows = _xlsx(content) if content.startswith(_ZIP) else _csv(content)
    return _table(rows)


def _table(rows: Any) -> Table:
    found: list[Row] = []
    for number, row in enumerate(rows, start=1):
        if any(_text(value) for value in row):
            found.append(_row(number, row))
        if len(found) > MOST_ROWS + 1:
            raise SheetRefused(_("The file has more than 500 rows. Divide it in two."))
    if not found:
        raise SheetRefused(_("The file is empty."))
    first, *rest = found
    headings = [first.cells.get(place, "") for place in range(max(first.cells, default=0) + 1)]
    return Table(headings, rest)


def _row(number: int, values: Any) -> Row:
    cells, problems = {}, {}
    for place, value in enumerate(values):
        if place >= MOST_COLUMNS:
            break
        text = _text(value)
        if text.startswith("="):
            problems[place] = _("A formula is not read. Paste the value instead.")
        elif len(text) > LONGEST_CELL:
            problems[place] = _("The cell holds more than 10,000 characters.")
        elif text:
            cells[place] = text
    return Row(number, cells, problems)


def _text(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value).lower()
    if isinstance(value, datetime):
        is_day = value.time() == time.min
        return value.date().isoformat() if is_day else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, time):
        return f"{value:%H:%M}"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def _xlsx(content: bytes) -> Any:
    """The rows of the first sheet. What is unpacked is counted before anything is read."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check_archive(archive)
        with closing(load_workbook(io.BytesIO(content), read_only=True)) as book:
            sheet = book.worksheets[0]
            # What a file says of its own size may be a lie, and then only one cell would be read.
            sheet.reset_dimensions()
            rows = itertools.islice(sheet.iter_rows(values_only=True), MOST_WALKED)
            return [row[:MOST_COLUMNS] for row in rows]
    except SheetRefused:
        raise
    except Exception as error:
        message = _(
            "The file cannot be read as a spreadsheet. Save it anew as .xlsx and try again."
        )
        raise SheetRefused(message) from error


def _check_archive(archive: zipfile.ZipFile) -> None:
    """Sizes as declared are binding: reading stops there whatever the packed bytes hold."""
    parts = archive.infolist()
    if sum(part.file_size for part in parts) > MOST_UNPACKED or len(parts) > 1000:
        raise SheetRefused(_("The file unpacks to far more than a spreadsheet of events holds."))
    sheets = sorted(part.filename for part in parts if "worksheets/" in part.filename)
    for part in parts:
        if not part.filename.endswith((".xml", ".rels")):
            continue
        words = archive.read(part)
        if b"<!DOCTYPE" in words or b"<!ENTITY" in words:
            raise SheetRefused(_("The file holds definitions that no spreadsheet needs."))
        if sheets and part.filename == sheets[0] and (merged := _MERGED.search(words)):
            raise SheetRefused(
                _("The sheet has merged cells (%(cells)s). Unmerge them, and send it again.")
                % {"cells": merged[1].decode()}
            )


def _csv(content: bytes) -> Any:
    """The rows of a text file, parted by semicolon, comma or tab as its first line is."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise SheetRefused(
            _("The file is not in UTF-8. In Excel, choose “CSV UTF-8”, or send .xlsx.")
        ) from error
    if "\x00" in text:
        raise SheetRefused(_("This is no spreadsheet. Send a file that ends in .xlsx or .csv."))
    first = next((line for line in text.splitlines() if line.strip()), "")
    separator = max(";,\t", key=first.count)
    try:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        return [row[:MOST_COLUMNS] for row in itertools.islice(reader, MOST_WALKED)]
    except csv.Error as error:
        raise SheetRefused(_("The file cannot be read as rows and columns.")) from error
