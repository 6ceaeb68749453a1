"""Tables as spreadsheets: xlsx, written row by row so that a long list costs no more memory,
and text with a separator (csv).
"""

import csv
import io
import re
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from enbyforalle.lib.clock import local

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV_TYPE = "text/csv; charset=utf-8; header=present"
# Excel takes a file without this mark for one in the machine's old code page.
_MARK = "\ufeff"
# What spreadsheets take for the beginning of a formula, the wide forms of East Asia included.
_FORMULA_SIGNS = frozenset("=+-@\uff1d\uff0b\uff0d\uff20")
# What Excel takes: longer texts make the file damaged in its eyes.
_LONGEST_TEXT = 32_767
_LONGEST_TITLE = 31
# In characters; a description is wrapped rather than pushing the rest off the screen.
_WIDTHS = range(10, 60)
# A file smaller than this (bytes) never touches the disk.
_IN_MEMORY = 1_000_000


@dataclass(frozen=True)
class Sheet:
    """One sheet: its name, its headings, and its rows, which may be a generator."""

    title: str
    headings: Sequence[str]
    rows: Iterable[Sequence[Any]]


def spreadsheet(sheets: Iterable[Sheet]) -> IO[bytes]:
    """The sheets as one xlsx file, open at its start; whoever asked closes it.

    Instants become local time in Oslo, days and numbers stay days and numbers, and all else is
    text. Text is never a formula: what somebody typed must not run on the coordinator's machine.
    """
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write(book, sheet)
    # Not closed here: it is read as it is sent, and whoever sends it closes it.
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return file


def separated(
    headings: Sequence[str], rows: Iterable[Sequence[Any]], *, separator: str = ","
) -> bytes:
    """The table as csv (RFC 4180) in UTF-8, with the mark by which Excel knows it.

    Instants become local time in Oslo («2027-02-10 18:00»). A text that a spreadsheet would run
    as a formula gets an apostrophe in front (OWASP, CSV injection); numbers stay numbers.
    """
    file = io.StringIO(newline="")
    writer = csv.writer(file, delimiter=separator)
    writer.writerow(headings)
    writer.writerows([_plain(value) for value in row] for row in rows)
    return (_MARK + file.getvalue()).encode()


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M}"
    if isinstance(value, int | float | Decimal | date):
        return str(value)
    text = "" if value is None else str(value)
    return f"'{text}" if text.lstrip()[:1] in _FORMULA_SIGNS else text


def _write(book: Any, sheet: Sheet) -> None:
    page = book.create_sheet(_title(sheet.title))
    # The headings stay in sight, and each is a filter.
    page.freeze_panes = "A2"
    for number, heading in enumerate(sheet.headings, start=1):
        width = min(max(len(heading) + 4, _WIDTHS.start), _WIDTHS.stop)
        page.column_dimensions[get_column_letter(number)].width = max(width, 18)
    page.append([_heading(page, heading) for heading in sheet.headings])
    count = 1
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])
        count += 1
    page.auto_filter.ref = f"A1:{get_column_letter(max(len(sheet.headings), 1))}{count}"


def _heading(page: Any, text: str) -> Any:
    cell = _cell(page, str(text))
    cell.font = Font(bold=True)
    return cell


def _cell(page: Any, value: Any) -> Any:
    if isinstance(value, datetime):
        # Spreadsheets know no time zones: what the clock on the wall showed.
        cell = WriteOnlyCell(page, local(value).replace(tzinfo=None))
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if isinstance(value, date):
        cell = WriteOnlyCell(page, value)
        cell.number_format = "yyyy-mm-dd"
        return cell
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return WriteOnlyCell(page, value)
    text = "" if value is None else str(value)
    cell = WriteOnlyCell(page, ILLEGAL_CHARACTERS_RE.sub("", text)[:_LONGEST_TEXT])
    # The library takes whatever begins with "=" for a formula.
    cell.data_type = "s"
    if "\n" in text:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _title(text: str) -> str:
    """A name that Excel takes for a sheet: some characters are refused, and so is a long one."""
    return re.sub(r"[\[\]:*?/\\']", " ", text)[:_LONGEST_TITLE].strip() or "1"
